"""Operations that always stream."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import events


def test_typed_events(api: Driver) -> None:
    """Events have their type; nothing in the request asks for them but `accept`."""
    api.server.script(events(b'data: {"count":1}\n\ndata: {"count":2}\n\n'))
    found = api.collect(lambda client: client.ticks.list(every=5))
    assert [(type(event).__name__, event.count) for event in found] == [("TickListEvent", 1), ("TickListEvent", 2)]
    request = api.server.received[0]
    assert (request.method, request.target, request.headers["accept"]) == ("GET", "/ticks?every=5", "text/event-stream")


def test_events_without_a_schema(api: Driver) -> None:
    """Such events are the JSON they hold."""
    api.server.script(events(b'data: {"a":[1]}\n\ndata: "b"\n\ndata: 3\n\ndata: c d\n\ndata: [DONE]\n\n'))
    assert api.collect(lambda client: client.noise.create(loud=True)) == [{"a": [1]}, "b", 3, "c d"]
    assert api.server.received[0].body == b'{"loud":true}'


def test_events_that_are_text(api: Driver) -> None:
    """Text is the data as it comes, whatever it looks like, but for a JSON string."""
    api.server.script(events(b'data: a b\n\ndata: c\ndata: d\n\ndata: 3\n\ndata: "e"\n\n'))
    assert api.collect(lambda client: client.words.list()) == ["a b", "c\nd", "3", "e"]
