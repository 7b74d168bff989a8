"""Streams that only the config knows of, and one that it refuses."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import Reply, events, reply_json

WORDS = events(b'data: {"word":"a"}\n\ndata: {"word":"b"}\n\ndata: [DONE]\n\n')


def test_asked_for(api: Driver) -> None:
    """The argument that the config names asks for the stream, and is sent."""
    api.server.script(WORDS, reply_json({"text": "ab"}))
    found = api.collect(lambda client: client.stories.create(topic="t", live=True))
    assert [(type(event).__name__, event.word) for event in found] == [("Word", "a"), ("Word", "b")]
    assert api.run(lambda client: client.stories.create(topic="t", live=False)).text == "ab"
    assert [r.body for r in api.server.received] == [b'{"topic":"t","live":true}', b'{"topic":"t","live":false}']


def test_always(api: Driver) -> None:
    """An operation of which the config names no argument always streams."""
    api.server.script(WORDS)
    assert [event.word for event in api.collect(lambda client: client.feeds.list())] == ["a", "b"]


def test_refused(api: Driver) -> None:
    """A declared stream that the config refuses is read as the answer beside it."""
    api.server.script(Reply(headers={"content-type": "audio/mpeg"}, body=b"\xff"))
    assert api.settle(api.run(lambda client: client.speech.create(stream=True)).read()) == b"\xff"
    assert api.server.received[0].body == b'{"stream":true}'
