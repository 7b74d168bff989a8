"""Media types on the wire."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply, reply_json

JSON = "application/json"
OWN = "application/vnd.shop+json"


@pytest.mark.parametrize(("name", "sent"), [("usual", OWN), ("none", JSON)])
def test_bodies_and_answers(api: Driver, name: str, sent: str) -> None:
    """An operation's empty list takes back what the document says: JSON is left."""
    api.server.script(reply_json({"name": "Rex"}))
    pet = api.run(lambda client: getattr(client, name).create(name="Rex"))
    received = api.server.received[0]
    assert (received.headers["content-type"], received.body) == (sent, b'{"name":"Rex"}')
    assert pet.name == "Rex"


def test_text(api: Driver) -> None:
    """A string that is no JSON is text, as it came."""
    api.server.script(Reply(headers={"content-type": "text/plain"}, body=b'"hi"'))
    assert api.run(lambda client: client.text.retrieve()) == '"hi"'
    assert api.server.received[0].headers["accept"] == "text/plain"


@pytest.mark.parametrize(("name", "accept"), [("picture", "image/png, application/json"), ("download", "*/*")])
def test_files(api: Driver, name: str, accept: str) -> None:
    """A file is bytes, even where all that the document produces is JSON."""
    api.server.script(Reply(headers={"content-type": "image/png"}, body=b"\x89"))
    found: Any = api.run(lambda client: getattr(client, name).retrieve())
    assert api.settle(found.read()) == b"\x89"
    assert api.server.received[0].headers["accept"] == accept
