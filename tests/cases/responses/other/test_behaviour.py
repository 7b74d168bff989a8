"""Answers that are no JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply, reply_json


@pytest.mark.parametrize(
    ("call", "accept"),
    [
        (lambda c: c.text.retrieve(), "text/plain"),
        (lambda c: c.csv.retrieve(), "text/csv"),
        (lambda c: c.transcript.create(), "text/plain"),
    ],
)
def test_text(api: Driver, call: Callable[[Any], Any], accept: str) -> None:
    """Text is a `str`, in the encoding that the answer names."""
    api.server.script(Reply(headers={"content-type": "text/plain; charset=iso-8859-1"}, body=b"gr\xfcn\r\n"))
    assert api.run(call) == "grün\r\n"
    assert api.server.received[0].headers["accept"] == accept


@pytest.mark.parametrize(
    ("call", "accept"),
    [
        (lambda c: c.bytes.list(), "application/octet-stream"),
        (lambda c: c.picture.retrieve(), "image/webp, video/mp4"),
    ],
)
def test_bytes(api: Driver, call: Callable[[Any], Any], accept: str) -> None:
    """Bytes are kept as they came, and say what they are."""
    api.server.script(Reply(headers={"content-type": "video/mp4"}, body=b"\0\xff{"))
    found = api.run(call)
    assert (api.settle(found.read()), found.headers["content-type"]) == (b"\0\xff{", "video/mp4")
    assert api.server.received[0].headers["accept"] == accept


@pytest.mark.parametrize("call", [lambda c: c.empty.delete(), lambda c: c.nothing.create()])
def test_nothing(api: Driver, call: Callable[[Any], Any]) -> None:
    """An empty answer is None, whatever the server sends along."""
    api.server.script(Reply(status=204), Reply(body=b"not JSON"), reply_json({"id": "x"}))
    assert [api.run(call), api.run(call), api.run(call)] == [None, None, None]


@pytest.mark.parametrize(
    "call", [lambda c: c.zip.retrieve(), lambda c: c.only_default.retrieve(), lambda c: c.range.retrieve()]
)
def test_json_wins(api: Driver, call: Callable[[Any], Any]) -> None:
    """JSON is read where it is one of several, under `default` alone, and under `2XX`."""
    api.server.script(reply_json({"id": "x"}, status=206))
    assert api.run(call).id == "x"
    assert api.server.received[0].headers["accept"] == "application/json"
