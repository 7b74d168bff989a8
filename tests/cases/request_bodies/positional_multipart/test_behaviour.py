"""Parts without names as they go over the wire."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Received, Reply, Server

ABOUT: dict[str, Any] = {"id": "a", "soldAt": datetime(2024, 1, 2, tzinfo=UTC)}
ABOUT_JSON = b'{"id":"a","soldAt":"2024-01-02T00:00:00+00:00"}'
PART = "X-Part: more"


def sent(api: Driver, server: Server, call: Callable[[Any], Any], **options: Any) -> Received:
    """The request that a call makes."""
    server.script(Reply(status=204))
    api.run(call, **options)
    return server.received[-1]


def split(request: Received, media_type: str) -> list[tuple[list[str], bytes]]:
    """The parts of a body of that type: the lines of their headers, and their contents."""
    before, _, boundary = request.headers["content-type"].rpartition("; boundary=")
    assert before == media_type
    delimiter = f"--{boundary}".encode()
    first, *found, last = (b"\r\n" + request.body).split(b"\r\n" + delimiter)
    assert (first, last) == (b"", b"--\r\n")
    parts = [part.removeprefix(b"\r\n").partition(b"\r\n\r\n") for part in found]
    return [(headers.decode().removeprefix("\r\n").splitlines(), content) for headers, _, content in parts]


def test_mixed(api: Driver, server: Server) -> None:
    """Each item is written by the encoding at its position, those after the first ones by one for all of them."""
    body = (ABOUT, "# ü", b"\x89PNG", 1, 2)
    got = sent(api, server, lambda client: client.mixed.create(body=body))
    assert split(got, "multipart/mixed") == [
        (["Content-Type: application/json", "X-Part: about"], ABOUT_JSON),
        (["Content-Type: text/markdown"], "# ü".encode()),
        (["Content-Type: image/png"], b"\x89PNG"),
        (["Content-Type: application/json"], b"1"),
        (["Content-Type: application/json"], b"2"),
    ]


def test_files(api: Driver, server: Server, tmp_path: Path) -> None:
    """Files are streamed, their length known; a file can say its type and headers."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"path")
    named = ("b.txt", io.BytesIO(b"open"), "text/x-own", {"X-Own": "1"})
    got = sent(api, server, lambda client: client.related.create(body=[path, named, io.BytesIO(b"plain")]))
    assert got.headers["content-length"] == str(len(got.body))
    assert split(got, 'multipart/related; type="application/octet-stream"') == [
        (["Content-Type: application/octet-stream"], b"path"),
        (["Content-Type: text/x-own", "X-Own: 1"], b"open"),
        (["Content-Type: application/octet-stream"], b"plain"),
    ]


def test_related(api: Driver, server: Server) -> None:
    """Without encodings the value says the type; the whole says that of the first part, and its own boundary."""
    got = sent(api, server, lambda client: client.related.create(body=[ABOUT, "text", b"bytes"]))
    assert split(got, 'multipart/related; type="application/json"') == [
        (["Content-Type: application/json"], ABOUT_JSON),
        (["Content-Type: text/plain"], b"text"),
        (["Content-Type: application/octet-stream"], b"bytes"),
    ]


def test_no_items(api: Driver, server: Server) -> None:
    """A body that is left out is none; one without items has no part."""
    assert sent(api, server, lambda client: client.related.create()).body == b""
    got = sent(api, server, lambda client: client.related.create(body=[]))
    assert got.body == b"--%b--\r\n" % got.headers["content-type"].rpartition("=")[2].encode()


STREAMED = [
    (["Content-Type: application/vnd.first+json"], ABOUT_JSON),
    (["Content-Type: application/json", PART], b'{"id":"b"}'),
]


class Again:
    """What can be iterated over again."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        yield from (ABOUT, {"id": "b"})


def test_streams(api: Driver, server: Server) -> None:
    """Iterables are written as they are sent, and sent again where that can be."""
    for body in ([ABOUT, {"id": "b"}], Again(), iter(Again())):
        got = sent(api, server, lambda client, body=body: client.streams.create(body=body))
        assert split(got, "multipart/mixed") == STREAMED
    server.script(Reply(status=500), Reply(status=204))
    api.run(lambda client: client.streams.create(body=Again()), max_retries=1)
    first, second = server.received[-2:]
    assert first.body == second.body
    assert split(second, "multipart/mixed") == STREAMED


def test_asynchronous_iterables(api: Driver, server: Server) -> None:
    """Asynchronous clients take them; others say why they do not."""

    async def awaited() -> AsyncIterator[dict[str, Any]]:
        for item in Again():
            yield item

    if api.asynchronous:
        got = sent(api, server, lambda client: client.streams.create(body=awaited()))
        assert split(got, "multipart/mixed") == STREAMED
    else:
        with pytest.raises(TypeError, match="asynchronous"):
            api.run(lambda client: client.streams.create(body=awaited()))


def test_forms(api: Driver, server: Server) -> None:
    """The parts of a form have the names that the headers of their encodings say."""
    got = sent(api, server, lambda client: client.forms.create(body=({"a": 1}, ("a.png", b"png"))))
    assert split(got, "multipart/form-data") == [
        (["Content-Type: application/json", 'Content-Disposition: form-data; name="about"'], b'{"a":1}'),
        (["Content-Type: image/png"], b"png"),
    ]


def test_put_together_already(api: Driver, server: Server) -> None:
    """What is content goes out as it is, under the type that the caller says."""
    headers = {"Content-Type": "multipart/mixed; boundary=own"}
    got = sent(api, server, lambda client: client.mixed.create(body=b"--own--\r\n", extra_headers=headers))
    assert (got.body, got.headers["content-type"]) == (b"--own--\r\n", "multipart/mixed; boundary=own")


def test_headers_stay_headers(api: Driver, server: Server) -> None:
    """A header that a file says cannot begin another."""
    file = ("a", b"", "text/plain", {"X-Own": "1\r\nX-Other: 2"})
    with pytest.raises(ValueError, match="line break"):
        api.run(lambda client: client.related.create(body=[file]))


@pytest.mark.parametrize("body", [{"id": "a"}, 1])
def test_no_list(api: Driver, server: Server, body: object) -> None:
    """What has no items is refused."""
    with pytest.raises(TypeError, match="items of the body"):
        api.run(lambda client: client.related.create(body=body))
