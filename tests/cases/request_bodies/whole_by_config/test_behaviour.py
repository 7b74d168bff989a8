"""Whole bodies under the names that the config gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply


@pytest.mark.parametrize(
    ("call", "path", "body"),
    [
        (lambda c: c.things.objects("f", fields={"ring_size": 1}), "/objects/f", b'{"ringSize":1}'),
        (lambda c: c.things.members("f", ring_size=1), "/objects/f", b'{"ringSize":1}'),
        (lambda c: c.things._objects("f", _thing={"ringSize": 1}), "/objects/f", b'{"ringSize":1}'),
        (lambda c: c.things.lists(things=[{"ring_size": 1}]), "/lists", b'[{"ringSize":1}]'),
        (lambda c: c.things.unions(path={"tag_name": "t"}), "/unions", b'{"tagName":"t"}'),
        (lambda c: c.things.scalars(api_timeout="t", timeout=9), "/scalars", b'"t"'),
        (lambda c: c.things.maps(options={"a_b": {"ring_size": 1}}), "/maps", b'{"a_b":{"ringSize":1}}'),
        (lambda c: c.things.inline(api_self={"in_side": 1}), "/inline", b'{"inSide":1}'),
        (lambda c: c.things.forms(params={"ring_size": 1}), "/forms", b"ringSize=1"),
        (lambda c: c.things.raw(content=b"bytes"), "/raw", b"bytes"),
    ],
)
def test_bodies(api: Driver, call: Callable[[Any], Any], path: str, body: bytes) -> None:
    """Objects, lists, unions, scalars, maps, forms and bytes; a name that two things have goes to the body."""
    api.server.script(Reply(status=204))
    api.run(call)
    request = api.server.received[0]
    assert (request.path, request.body) == (path, body)
