"""Events whose schema describes them as a whole."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.support.driver import Driver
from tests.support.server import Server, events

TICK = b'{"at":"2024-01-02T00:00:00Z","priceNow":1.5}'


def items(api: Driver, server: Server, resource: str, *chunks: bytes) -> list[Any]:
    """What a stream hands out."""
    server.script(events(*chunks))
    return api.collect(lambda client: getattr(client, resource).list())


def test_the_data_has_its_type(api: Driver, server: Server) -> None:
    """JSON in the data, whatever stands beside it in an event."""
    sent = (b"event: tick\nid: 1\nretry: 5\ndata: %b\n\n" % TICK, b"data: %b\n\n" % TICK)
    found = items(api, server, "ticks", *sent)
    assert [type(one).__name__ for one in found] == ["Tick", "Tick"]
    assert (found[0].at, found[0].price_now) == (datetime(2024, 1, 2, tzinfo=UTC), 1.5)


def test_several_kinds(api: Driver, server: Server) -> None:
    """One of several types."""
    found = items(api, server, "kinds", b'event: tick\ndata: %b\n\nevent: done\ndata: {"total":2}\n\n' % TICK)
    assert (type(found[0]).__name__, found[1].total) == ("Tick", 2)


def test_text(api: Driver, server: Server) -> None:
    """Data that is text is text, even where it looks like JSON."""
    assert items(api, server, "logs", b"data: a\ndata: b\n\n", b"data: 12\n\n") == ["a\nb", "12"]


def test_what_is_no_event(api: Driver, server: Server) -> None:
    """A schema with members that no event has, or whose data is no text, describes the data."""
    (found,) = items(api, server, "plains", b'data: {"data":{"a":1},"more":"x"}\n\n')
    assert (found.data.a, found.more) == (1, "x")
