"""Sequences as they go over the wire."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Received, Reply, Server

SALES: list[dict[str, Any]] = [{"id": "a\nb", "soldAt": datetime(2024, 1, 2, tzinfo=UTC)}, {"id": "ü"}]
LINES = '{"id":"a\\nb","soldAt":"2024-01-02T00:00:00+00:00"}\n{"id":"ü"}\n'.encode()


def sent(api: Driver, server: Server, body: Any, **options: Any) -> Received:
    """The request that a call with lines makes."""
    server.script(Reply(status=204))
    api.run(lambda client: client.lines.create(body=body), **options)
    return server.received[-1]


class Again:
    """What can be iterated over again."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(SALES)


def one_after_the_other() -> Iterator[dict[str, Any]]:
    """An iterator."""
    yield from SALES


@pytest.mark.parametrize("body", [SALES, tuple(SALES), Again(), LINES, LINES.decode()])
def test_lines(api: Driver, server: Server, body: Any) -> None:
    """Each item is a line; what is content already is sent as it is."""
    got = sent(api, server, body)
    assert (got.body, got.headers["content-type"]) == (LINES, "application/jsonl")


def test_iterators(api: Driver, server: Server) -> None:
    """They are encoded as they are sent."""
    assert sent(api, server, one_after_the_other()).body == LINES


def test_nothing(api: Driver, server: Server) -> None:
    """No item, no line."""
    assert sent(api, server, []).body == b""


def test_asynchronous_iterables(api: Driver, server: Server) -> None:
    """Asynchronous clients take them; others say why they do not."""

    async def awaited() -> AsyncIterator[dict[str, Any]]:
        for sale in SALES:
            yield sale

    if api.asynchronous:
        assert sent(api, server, awaited()).body == LINES
    else:
        with pytest.raises(TypeError, match="asynchronous"):
            sent(api, server, awaited())


def test_sent_again(api: Driver, server: Server) -> None:
    """What can be iterated over again is sent again after a failure; an iterator is not."""
    server.script(Reply(status=500), Reply(status=204))
    api.run(lambda client: client.lines.create(body=Again()), max_retries=1)
    assert [request.body for request in server.received[-2:]] == [LINES, LINES]


def test_records(api: Driver, server: Server) -> None:
    """A record separator before each, a line feed after it; beside JSON the method is one of its own."""
    server.script(Reply(status=204), Reply(status=204))
    api.run(lambda client: client.records.create_json_seq(body=[{"petName": "Rex"}, {}]))
    got = server.received[-1]
    assert (got.body, got.headers["content-type"]) == (b'\x1e{"petName":"Rex"}\n\x1e{}\n', "application/json-seq")
    api.run(lambda client: client.records.create_json_seq())
    assert server.received[-1].body == b""
