"""Events told apart by their `event:` line."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import events


def test_events(api: Driver) -> None:
    """The line becomes `event`, the payload `data`; one of a name the document does not know is kept."""
    api.server.script(
        events(
            b'event: run.created\ndata: {"id":"r"}\n\n',
            b'event: run.text\ndata: "hi"\n\n',
            b'event: run.new\ndata: {"x":1}\n\n',
            b"event: done\ndata: [DONE]\n\n",
        )
    )
    created, text, new = api.collect(lambda client: client.runs.create(stream=True))
    assert (created.event, type(created.data).__name__, created.data.id) == ("run.created", "Run", "r")
    assert (text.event, text.data) == ("run.text", "hi")
    assert new.to_dict() == {"event": "run.new", "data": {"x": 1}}
