"""Bodies on the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply

CALLS: dict[str, tuple[Callable[[Any], Any], str, str | None, bytes]] = {
    "an object": (
        lambda c: c.pets.create(name="Rex", friends=[{"name": "Tom"}], dry=True),
        "POST /pets?dry=true",
        "application/json",
        b'{"name":"Rex","friends":[{"name":"Tom"}]}',
    ),
    "a shared one": (lambda c: c.names.update(body=["a"]), "PUT /names", "application/json", b'["a"]'),
    "of a path": (lambda c: c.owners.create(name="Ann"), "POST /owners", "application/json", b'{"name":"Ann"}'),
    "none for a get": (lambda c: c.owners.list(), "GET /owners", None, b""),
    "text": (lambda c: c.notes.create(body="hi"), "POST /notes", "text/plain", b"hi"),
    "of a get that has one": (
        lambda c: c.searches.list(name="R"),
        "GET /searches",
        "application/json",
        b'{"name":"R"}',
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_bodies(api: Driver, name: str) -> None:
    """Each goes out in the media type of its operation."""
    call, line, media_type, body = CALLS[name]
    api.server.script(Reply(status=204))
    api.run(call)
    received = api.server.received[0]
    assert f"{received.method} {received.target}" == line
    assert (received.headers.get("content-type"), received.body) == (media_type, body)
