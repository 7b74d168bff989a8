"""Files that are sent in parts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Received, Reply, reply_json

CONTENT = bytes(range(256)) * 5


class Store:
    """The service: it keeps the parts."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def __call__(self, request: Received) -> Reply:
        if not request.path.endswith("/parts"):
            return reply_json({"id": "u1", "status": "completed" if "complete" in request.path else "pending"})
        head, _, rest = request.body.partition(b"\r\n\r\n")
        assert b'name="data"' in head
        self.parts.append(rest[: rest.rindex(b"\r\n--")])
        return reply_json({"id": f"p{len(self.parts)}"})


@pytest.fixture
def store(api: Driver) -> Store:
    store = Store()
    api.server.script(store)
    return store


def test_content(api: Driver, store: Store) -> None:
    """Name and length are the caller's; the parts arrive whole and in order, and are named at the end."""
    upload = api.run(
        lambda client: client.uploads.upload_file_chunked(
            file=CONTENT, filename="a.bin", bytes=1280, mime_type="a/b", purpose="batch", part_size=500, md5="abc"
        )
    )
    assert upload.status == "completed"
    assert list(map(len, store.parts)) == [500, 500, 280]
    assert b"".join(store.parts) == CONTENT
    first, *parts, last = api.server.received
    assert first.json() == {"filename": "a.bin", "bytes": 1280, "mime_type": "a/b", "purpose": "batch"}
    assert {part.path for part in parts} == {"/uploads/u1/parts"}
    assert last.path == "/uploads/u1/complete"
    assert last.json() == {"part_ids": ["p1", "p2", "p3"], "md5": "abc"}


def test_a_file_by_its_path(api: Driver, store: Store, tmp_path: Path) -> None:
    """Its name and size are looked up; without a part size, parts are large."""
    path = tmp_path / "b.bin"
    path.write_bytes(CONTENT)
    api.run(lambda client: client.uploads.upload_file_chunked(file=path, mime_type="a/b", purpose="batch"))
    assert store.parts == [CONTENT]
    first, _, last = api.server.received
    assert first.json() == {"filename": "b.bin", "bytes": 1280, "mime_type": "a/b", "purpose": "batch"}
    assert last.json() == {"part_ids": ["p1"]}


@pytest.mark.parametrize("given", [{"filename": "a.bin"}, {"bytes": 1280}])
def test_content_needs_a_name_and_a_length(api: Driver, store: Store, given: dict[str, Any]) -> None:
    """Nothing is sent before that is clear."""
    with pytest.raises(TypeError, match="`filename` and `bytes`"):
        api.run(
            lambda client: client.uploads.upload_file_chunked(file=CONTENT, mime_type="a", purpose="batch", **given)
        )
    assert api.server.received == []


@pytest.mark.parametrize("part_size", [0, -1])
def test_parts_have_a_size(api: Driver, store: Store, part_size: int) -> None:
    """No endless row of empty parts."""
    with pytest.raises(ValueError, match="part_size"):
        api.run(
            lambda client: client.uploads.upload_file_chunked(
                file=CONTENT, filename="a", bytes=1, mime_type="a", purpose="batch", part_size=part_size
            )
        )
    assert api.server.received == []
