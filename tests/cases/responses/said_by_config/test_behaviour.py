"""Answers that the config describes."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import Reply, reply_json


def test_answers(api: Driver) -> None:
    """The config's word decides how an answer is read, not the document's nor the server's."""
    api.server.script(reply_json({"id": "x"}))
    whole = b'{"id": "x"}'
    assert api.settle(api.run(lambda client: client.file.retrieve()).read()) == whole
    assert api.settle(api.run(lambda client: client.undeclared.retrieve()).read()) == whole
    assert api.run(lambda client: client.text.retrieve()) == whole.decode()
    assert api.run(lambda client: client.empty.retrieve()) is None
    api.server.script(Reply(headers={"content-type": "application/json"}, body=b'"a"'))
    assert api.run(lambda client: client.json.retrieve()) == "a"
