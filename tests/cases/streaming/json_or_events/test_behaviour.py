"""JSON or events, as the argument says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import events, reply_json

DELTA = b'data: {"type":"delta","text":"%b"}\n\n'
FINISHED = b'data: {"type":"finished","story":{"text":"ab"}}\n\n'
DONE = b"data: [DONE]\n\n"


@pytest.mark.parametrize("stream", [None, False])
def test_json(api: Driver, stream: bool | None) -> None:
    """Unless a stream is asked for, the answer is the whole."""
    api.server.script(reply_json({"text": "ab"}))
    story = api.run(lambda client: client.stories.create(topic="t", stream=stream))
    assert (type(story).__name__, story.text) == ("Story", "ab")
    request = api.server.received[0]
    assert (request.headers["accept"], request.body) == (
        "application/json",
        b'{"topic":"t","stream":%b}' % (b"null" if stream is None else b"false"),
    )


def test_events(api: Driver) -> None:
    """A stream gives typed events as they come, and ends at `[DONE]`."""
    api.server.script(events(DELTA % b"a", DELTA % b"b", FINISHED + DONE, DELTA % b"late"))
    found = api.collect(lambda client: client.stories.create(topic="t", stream=True))
    assert [type(event).__name__ for event in found] == ["Delta", "Delta", "Finished"]
    assert [event.to_dict() for event in found[:2]] == [{"type": "delta", "text": "a"}, {"type": "delta", "text": "b"}]
    assert found[2].story.text == "ab"
    request = api.server.received[0]
    assert request.body == b'{"topic":"t","stream":true}'


def test_by_query(api: Driver) -> None:
    """The argument may be a query parameter."""
    api.server.script(events(DELTA % b"a", DONE))
    found = api.collect(lambda client: client.stories.retrieve("s", stream=True))
    assert [event.text for event in found] == ["a"]
    assert api.server.received[0].target == "/stories/s?stream=true"


def test_without_done(api: Driver) -> None:
    """A stream that just ends is over; an event that is not finished by an empty line does not count."""
    api.server.script(events(DELTA % b"a", b'data: {"type":"delta","text":"cut'))
    assert len(api.collect(lambda client: client.stories.create(topic="t", stream=True))) == 1


def test_an_event_that_has_an_error(api: Driver) -> None:
    """Nothing says that such an event is no event like any other: only a config can."""
    api.server.script(events(DELTA % b"a", b'data: {"error":{"message":"Broke.","code":"c"}}\n\n'))
    _, event = api.collect(lambda client: client.stories.create(topic="t", stream=True))
    assert event.to_dict() == {"error": {"message": "Broke.", "code": "c"}}


def test_an_error_in_place_of_the_stream(api: Driver, package: Any) -> None:
    """A status that is no success raises before any event."""
    api.server.script(reply_json({"error": {"message": "Slow down."}}, status=429))
    with pytest.raises(package.RateLimitError, match=r"Slow down\."):
        api.collect(lambda client: client.stories.create(topic="t", stream=True))


def test_an_unknown_event(api: Driver) -> None:
    """An event of a type the document does not know is kept whole."""
    api.server.script(events(b'data: {"type":"new","x":[1]}\n\n', DONE))
    (event,) = api.collect(lambda client: client.stories.create(topic="t", stream=True))
    assert (event.type, event.to_dict()) == ("new", {"type": "new", "x": [1]})
