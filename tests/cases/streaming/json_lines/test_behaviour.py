"""JSON lines as streams."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply, reply_json


def lines(*chunks: bytes, kind: str = "application/x-ndjson", status: int = 200) -> Reply:
    """A reply in portions."""
    return Reply(status=status, headers={"content-type": kind}, chunks=chunks)


@pytest.mark.parametrize("resource", ["lines", "arrays", "items"])
def test_a_line_is_an_item(api: Driver, resource: str) -> None:
    """Lines come in any portions, blank ones mean nothing, and the last needs no end."""
    api.server.script(lines(b'\xef\xbb\xbf{"text":"a"}\n{"te', b'xt":"b\xc3', b'\xa9"}\r\n\n', b'{"text":"c","at":3}'))
    found = api.collect(lambda client: getattr(client, resource).list())
    assert [(type(item).__name__, item.text) for item in found] == [("Word", "a"), ("Word", "bé"), ("Word", "c")]


def test_what_is_asked_for(api: Driver) -> None:
    """The declared media type is asked for, and JSON beside it where an argument asks for the stream."""
    api.server.script(lines(b"{}"), reply_json({"words": []}))
    api.collect(lambda client: client.items.list())
    assert api.run(lambda client: client.stories.create(topic="t")).words == []
    accepted = [request.headers["accept"] for request in api.server.received]
    assert accepted == ["application/x-jsonlines", "application/json, application/x-ndjson"]


def test_on_demand(api: Driver) -> None:
    """An argument asks for it, as for events."""
    api.server.script(lines(b'{"text":"a"}\n', kind="application/json"))
    found = api.collect(lambda client: client.stories.create(topic="t", stream=True))
    assert [item.text for item in found] == ["a"]
    assert api.server.received[0].body == b'{"topic":"t","stream":true}'


def test_a_sequence(api: Driver) -> None:
    """Texts of a sequence may have several lines; each begins with a record separator."""
    api.server.script(
        lines(b'\x1e{"text":\n"a"}\n\x1e{"text"', b':"b"}\n', b'\x1e{"text":"c"}', kind="application/json-seq")
    )
    found = api.collect(lambda client: client.sequences.list())
    assert [item.text for item in found] == ["a", "b", "c"]


def test_a_broken_line(api: Driver, package: Any) -> None:
    """What came before is delivered; the line that is no JSON is told."""
    api.server.script(lines(b'{"text":"a"}\n{"text":'))
    with pytest.raises(package.APIResponseValidationError) as caught:
        api.collect(lambda client: client.lines.list())
    assert caught.value.body == '{"text":'


def test_a_page_of_the_way(api: Driver, package: Any) -> None:
    """What a gateway shows to people is no stream."""
    api.server.script(lines(b"<p>Log in</p>", kind="text/html"))
    with pytest.raises(package.APIResponseValidationError, match="text/html"):
        api.collect(lambda client: client.lines.list())


def test_an_error(api: Driver, package: Any) -> None:
    """A status that is no success raises before any item."""
    api.server.script(reply_json({"message": "No."}, status=404))
    with pytest.raises(package.NotFoundError):
        api.collect(lambda client: client.lines.list())
