"""Raw bodies on the wire."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply

SENT: dict[str, tuple[Callable[[Any], Any], str, bytes]] = {
    "text": (lambda c: c.notes.create(body="grün\n"), "text/plain", "grün\n".encode()),
    "empty text": (lambda c: c.notes.create(body=""), "text/plain", b""),
    "bytes": (lambda c: c.blobs.update("x", body=b"\0\xff"), "application/octet-stream", b"\0\xff"),
    "a file": (lambda c: c.blobs.update("x", body=io.BytesIO(b"abc")), "application/octet-stream", b"abc"),
    "SDP text": (lambda c: c.calls.create(body="v=0\r\n"), "application/sdp", b"v=0\r\n"),
    "SDP bytes": (lambda c: c.calls.create(body=b"v=0\r\n"), "application/sdp", b"v=0\r\n"),
    "a media type that only looks like JSON": (
        lambda c: c.logs.create(body=b"{}\n{}\n"),
        "application/jsonl",
        b"{}\n{}\n",
    ),
}


@pytest.mark.parametrize("name", SENT)
def test_bodies(api: Driver, name: str) -> None:
    """The argument goes out byte by byte."""
    call, media_type, body = SENT[name]
    api.server.script(Reply(status=204))
    api.run(call)
    request = api.server.received[0]
    assert (request.headers["content-type"], request.body) == (media_type, body)
