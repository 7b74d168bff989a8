"""JSON bodies that are one argument, on the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply

Call = Callable[[Any], Any]

SENT: dict[str, tuple[Call, str, bytes]] = {
    "array": (
        lambda c: c.arrays.create(body=[{"name": "a", "good-boy": True}]),
        "/arrays",
        b'[{"name":"a","good-boy":true}]',
    ),
    "empty array": (lambda c: c.arrays.create(body=[]), "/arrays", b"[]"),
    "iterator": (lambda c: c.arrays.create(body=iter([{"name": "a"}])), "/arrays", b'[{"name":"a"}]'),
    "union, a string": (lambda c: c.unions.create(body="a"), "/unions", b'"a"'),
    "union, an array": (lambda c: c.unions.create(body=["a"]), "/unions", b'["a"]'),
    "union, an object": (lambda c: c.unions.create(body={"name": "a"}), "/unions", b'{"name":"a"}'),
    "scalar": (lambda c: c.scalars.create(body=0), "/scalars", b"0"),
    "anything": (lambda c: c.anything.create(body={"a": [1, None]}), "/anything", b'{"a":[1,null]}'),
    "anything, null": (lambda c: c.anything.create(body=None), "/anything", b"null"),
    "null": (lambda c: c.nulls.create(body=None), "/nulls", b"null"),
    "no null": (lambda c: c.nulls.create(body=0), "/nulls", b"0"),
    "map under a name of the config": (lambda c: c.maps.create(counts={"a b": 1}), "/maps", b'{"a b":1}'),
    "beside a parameter of the same name": (
        lambda c: c.renamed.update("x", body=["y"]),
        "/renamed/x",
        b'["y"]',
    ),
}


@pytest.mark.parametrize("name", SENT)
def test_bodies(api: Driver, name: str) -> None:
    """The argument is the whole body."""
    call, target, body = SENT[name]
    api.server.script(Reply(status=204))
    api.run(call)
    request = api.server.received[0]
    assert (request.target, request.headers["content-type"], request.body) == (target, "application/json", body)


def test_no_body(api: Driver) -> None:
    """An optional body that is left out is none."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.scalars.create())
    assert api.server.received[0].body == b""
    assert "content-type" not in api.server.received[0].headers
