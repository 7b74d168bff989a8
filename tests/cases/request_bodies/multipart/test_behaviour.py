"""Multipart bodies on the wire."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.support.driver import Driver
from tests.support.server import Received, Reply


@pytest.fixture(autouse=True)
def empty_answer(api: Driver) -> None:
    api.server.script(Reply(status=204))


def written(request: Received) -> bytes:
    """The body with its random boundary replaced by `B`."""
    kind, _, boundary = request.headers["content-type"].partition("; boundary=")
    assert kind == "multipart/form-data"
    assert request.headers["content-length"] == str(len(request.body))
    return request.body.replace(boundary.encode(), b"B")


def part(name: str, content: bytes, *, filename: str | None = None, media_type: str | None = None) -> bytes:
    """One part of a body, as `written` shows it."""
    named = "" if filename is None else f'; filename="{filename}"'
    typed = "" if media_type is None else f"Content-Type: {media_type}\r\n"
    return f'--B\r\nContent-Disposition: form-data; name="{name}"{named}\r\n{typed}\r\n'.encode() + content + b"\r\n"


OCTETS = "application/octet-stream"


def test_every_kind_of_member(api: Driver) -> None:
    """Scalars are text, arrays repeat the name, objects are JSON; files come last, and have names and types."""
    api.run(
        lambda client: client.pictures.create(
            file=("a.png", b"\x89PNG\r\n"),
            more=[("b.txt", b"b", "text/x-b"), b"c"],
            title="Grün",
            count=2,
            public=True,
            tags=["x", "y"],
            place={"name": "p", "at": [1.5, 2]},
        )
    )
    assert written(api.server.received[0]) == b"".join(
        [
            part("title", "Grün".encode()),
            part("count", b"2"),
            part("public", b"true"),
            part("tags", b"x"),
            part("tags", b"y"),
            part("place", b'{"name":"p","at":[1.5,2]}', media_type="application/json"),
            part("file", b"\x89PNG\r\n", filename="a.png", media_type="image/png"),
            part("more", b"b", filename="b.txt", media_type="text/x-b"),
            part("more", b"c", filename="upload", media_type=OCTETS),
            b"--B--\r\n",
        ]
    )


def test_only_what_is_given(api: Driver, tmp_path: Path) -> None:
    """A path sends the file it names, under its name; the bytes are exactly these."""
    path = tmp_path / "mia.txt"
    path.write_bytes(b"meow")
    api.run(lambda client: client.pictures.create(file=path))
    assert written(api.server.received[0]) == (
        b'--B\r\nContent-Disposition: form-data; name="file"; filename="mia.txt"\r\n'
        b"Content-Type: text/plain\r\n\r\nmeow\r\n--B--\r\n"
    )


def test_one_file_or_several(api: Driver) -> None:
    """A member that may be a file or a list of files repeats its name for a list."""
    api.run(lambda client: client.albums.create(image=("a.bin", b"1"), cover="none"))
    api.run(lambda client: client.albums.create(image=[("a.bin", b"1"), ("b.bin", io.BytesIO(b"2"))]))
    one, several = map(written, api.server.received)
    assert one == part("cover", b"none") + part("image", b"1", filename="a.bin", media_type=OCTETS) + b"--B--\r\n"
    assert several == (
        part("image", b"1", filename="a.bin", media_type=OCTETS)
        + part("image", b"2", filename="b.bin", media_type=OCTETS)
        + b"--B--\r\n"
    )


def test_files_under_any_name(api: Driver) -> None:
    """Members that the document does not name can be files: of a form that is nothing else, and beside others."""
    api.run(lambda client: client.boxes.create(body={"a": b"1", "b": ("b.bin", b"2")}))
    api.run(lambda client: client.chests.create(note="n", a=b"1"))
    api.run(lambda client: client.crates.create(body={"a": b"1", "note": "n"}))
    alone, beside, anything = map(written, api.server.received)
    first = part("a", b"1", filename="upload", media_type=OCTETS)
    assert alone == first + part("b", b"2", filename="b.bin", media_type=OCTETS) + b"--B--\r\n"
    assert beside == part("note", b"n") + first + b"--B--\r\n"
    assert anything == beside


def test_hostile_file_names(api: Driver) -> None:
    """A file's name cannot end its header."""
    api.run(lambda client: client.albums.create(image=('a"\r\nX: y', b"1", "text/plain")))
    hostile = part("image", b"1", filename="a%22%0D%0AX: y", media_type="text/plain")
    assert written(api.server.received[0]) == hostile + b"--B--\r\n"
