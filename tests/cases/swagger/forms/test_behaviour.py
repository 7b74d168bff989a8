"""Forms on the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Received, Reply

URLENCODED = "application/x-www-form-urlencoded"


def sent(api: Driver, call: Callable[[Any], Any]) -> Received:
    api.server.script(Reply(status=204))
    api.run(call)
    return api.server.received[0]


def test_urlencoded(api: Driver) -> None:
    """Lists are joined by commas, repeated, or joined by bars."""
    received = sent(api, lambda c: c.plain.create(name="a b", tags=["x", "y"], ids=[1, 2], codes=["p", "q"]))
    assert received.headers["content-type"] == URLENCODED
    assert received.body == b"name=a%20b&tags=x,y&ids=1&ids=2&codes=p%7Cq"


@pytest.mark.parametrize("name", ["uploads", "pictures"])
def test_files(api: Driver, name: str) -> None:
    """A file makes parts of a form, whatever else the operation says that it takes."""
    member = "file" if name == "uploads" else "picture"
    received = sent(api, lambda c: getattr(c, name).create(**{member: ("a.png", b"\x89")}))
    assert received.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert f'name="{member}"; filename="a.png"'.encode() in received.body


def test_members_beside_files(api: Driver) -> None:
    """Lists are joined in parts, too."""
    received = sent(api, lambda c: c.uploads.create(file=b"x", note="n", tags=["a", "b"]))
    assert b'name="tags"\r\n\r\na,b\r\n' in received.body
    assert b'name="note"\r\n\r\nn\r\n' in received.body


@pytest.mark.parametrize("name", ["both", "unsaid"])
def test_without_files(api: Driver, name: str) -> None:
    """The document's JSON is for bodies; a form without files needs no parts."""
    received = sent(api, lambda c: getattr(c, name).create(name="a"))
    assert (received.headers["content-type"], received.body) == (URLENCODED, b"name=a")
