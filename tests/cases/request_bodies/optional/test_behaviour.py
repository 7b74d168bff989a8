"""Optional bodies on the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply


@pytest.mark.parametrize(
    "call",
    [lambda c: c.lists.create(), lambda c: c.pictures.update(), lambda c: c.pets.create()],
    ids=["array", "raw", "object"],
)
def test_left_out(api: Driver, call: Callable[[Any], Any]) -> None:
    """Nothing is sent, and nothing is said of what is sent."""
    api.server.script(Reply(status=204))
    api.run(call)
    request = api.server.received[0]
    assert request.body == b""
    assert "content-type" not in request.headers
    assert request.headers.get("content-length", "0") == "0"


def test_an_object_without_members(api: Driver) -> None:
    """The empty object is sent where the caller says so."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.create(extra_body={}))
    request = api.server.received[0]
    assert (request.headers["content-type"], request.body) == ("application/json", b"{}")


def test_given(api: Driver) -> None:
    """A body that is given is sent like any other."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.lists.create(body=["a"]))
    api.run(lambda client: client.pictures.update(body=b"\x89PNG"))
    api.run(lambda client: client.pets.create(name="Mia"))
    assert [(r.headers["content-type"], r.body) for r in api.server.received] == [
        ("application/json", b'["a"]'),
        ("image/png", b"\x89PNG"),
        ("application/json", b'{"name":"Mia"}'),
    ]
