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


def test_every_kind_of_member(api: Driver) -> None:
    """Files have names and types, scalars are text, arrays and objects are written in brackets."""
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
    fields = [
        (b"title", "Grün".encode()),
        (b"count", b"2"),
        (b"public", b"true"),
        (b"tags[]", b"x"),
        (b"tags[]", b"y"),
        (b"place[name]", b"p"),
        (b"place[at][]", b"1.5"),
        (b"place[at][]", b"2"),
    ]
    assert written(api.server.received[0]) == (
        b'--B\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n\r\n'
        b'--B\r\nContent-Disposition: form-data; name="more[]"; filename="b.txt"\r\nContent-Type: text/x-b\r\n\r\nb\r\n'
        b'--B\r\nContent-Disposition: form-data; name="more[]"; filename="upload"\r\nContent-Type: application/octet-stream\r\n\r\nc\r\n'
        + b"".join(b'--B\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n' % field for field in fields)
        + b"--B--\r\n"
    )


def test_only_what_is_given(api: Driver, tmp_path: Path) -> None:
    """A path sends the file it names, under its name."""
    path = tmp_path / "mia.txt"
    path.write_bytes(b"meow")
    api.run(lambda client: client.pictures.create(file=path))
    assert written(api.server.received[0]) == (
        b'--B\r\nContent-Disposition: form-data; name="file"; filename="mia.txt"\r\nContent-Type: text/plain\r\n\r\nmeow\r\n--B--\r\n'
    )


def test_one_file_or_several(api: Driver) -> None:
    """A member that may be a file or a list of files is named `image[]` for a list only."""
    api.run(lambda client: client.albums.create(image=("a.bin", b"1"), cover="none"))
    api.run(lambda client: client.albums.create(image=[("a.bin", b"1"), ("b.bin", io.BytesIO(b"2"))]))
    one, several = map(written, api.server.received)
    assert one == (
        b'--B\r\nContent-Disposition: form-data; name="image"; filename="a.bin"\r\nContent-Type: application/octet-stream\r\n\r\n1\r\n'
        b'--B\r\nContent-Disposition: form-data; name="cover"\r\n\r\nnone\r\n--B--\r\n'
    )
    assert several == (
        b'--B\r\nContent-Disposition: form-data; name="image[]"; filename="a.bin"\r\nContent-Type: application/octet-stream\r\n\r\n1\r\n'
        b'--B\r\nContent-Disposition: form-data; name="image[]"; filename="b.bin"\r\nContent-Type: application/octet-stream\r\n\r\n2\r\n--B--\r\n'
    )


def test_hostile_file_names(api: Driver) -> None:
    """A file's name cannot end its header."""
    api.run(lambda client: client.albums.create(image=('a"\r\nX: y', b"1", "text/plain")))
    assert written(api.server.received[0]) == (
        b'--B\r\nContent-Disposition: form-data; name="image"; filename="a%22%0D%0AX: y"\r\nContent-Type: text/plain\r\n\r\n1\r\n--B--\r\n'
    )
