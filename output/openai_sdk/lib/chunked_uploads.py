"""Uploads: a whole file in one call, sent in parts."""

from __future__ import annotations

import builtins
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast, overload

from .._http import read_in_thread
from .._resource import AsyncAPIResource, SyncAPIResource
from .._types import omit

if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from typing import BinaryIO

    from .._types import Omit
    from ..resources.uploads.uploads import AsyncUploads, Uploads
    from ..types.file_purpose import FilePurpose
    from ..types.upload import Upload

PART_SIZE = 64 * 1024 * 1024  # the most that the service takes as one part


class UploadsExtension(SyncAPIResource):
    """Uploads of whole files."""

    @overload
    def upload_file_chunked(
        self,
        *,
        file: os.PathLike[str],
        mime_type: str,
        purpose: FilePurpose,
        bytes: int | None = None,
        part_size: int | None = None,
        md5: str | Omit = omit,
    ) -> Upload: ...
    @overload
    def upload_file_chunked(
        self,
        *,
        file: builtins.bytes,
        filename: str,
        bytes: int,
        mime_type: str,
        purpose: FilePurpose,
        part_size: int | None = None,
        md5: str | Omit = omit,
    ) -> Upload: ...
    def upload_file_chunked(
        self,
        *,
        file: os.PathLike[str] | builtins.bytes,
        mime_type: str,
        purpose: FilePurpose,
        filename: str | None = None,
        bytes: int | None = None,
        part_size: int | None = None,
        md5: str | Omit = omit,
    ) -> Upload:
        """Upload a file in parts of `part_size` bytes (64 MB without it) and return the finished upload.

        `file` is a path, or content, of which `filename` and the number of `bytes` have to be given. `md5` is the
        checksum that the service is to compare.
        """
        uploads = cast("Uploads", self)
        source = _source(file, filename, bytes)
        size = _part_size(part_size)
        upload = uploads.create(
            filename=source.filename, bytes=source.size, mime_type=mime_type, purpose=cast("Any", purpose)
        )
        parts: list[str] = []
        with source.open() as content:
            while data := content.read(size):
                parts.append(uploads.parts.create(upload.id, data=data).id)
        return uploads.complete(upload.id, part_ids=parts, md5=md5)


class AsyncUploadsExtension(AsyncAPIResource):
    """Uploads of whole files, for an asynchronous client."""

    @overload
    async def upload_file_chunked(
        self,
        *,
        file: os.PathLike[str],
        mime_type: str,
        purpose: FilePurpose,
        bytes: int | None = None,
        part_size: int | None = None,
        md5: str | Omit = omit,
    ) -> Upload: ...
    @overload
    async def upload_file_chunked(
        self,
        *,
        file: builtins.bytes,
        filename: str,
        bytes: int,
        mime_type: str,
        purpose: FilePurpose,
        part_size: int | None = None,
        md5: str | Omit = omit,
    ) -> Upload: ...
    async def upload_file_chunked(
        self,
        *,
        file: os.PathLike[str] | builtins.bytes,
        mime_type: str,
        purpose: FilePurpose,
        filename: str | None = None,
        bytes: int | None = None,
        part_size: int | None = None,
        md5: str | Omit = omit,
    ) -> Upload:
        """Upload a file in parts of `part_size` bytes (64 MB without it) and return the finished upload.

        `file` is a path, or content, of which `filename` and the number of `bytes` have to be given. `md5` is the
        checksum that the service is to compare.
        """
        uploads = cast("AsyncUploads", self)
        source = _source(file, filename, bytes)
        size = _part_size(part_size)
        upload = await uploads.create(
            filename=source.filename, bytes=source.size, mime_type=mime_type, purpose=cast("Any", purpose)
        )
        parts: list[str] = []
        with source.open() as content:
            while data := await read_in_thread(content.read, size):
                parts.append((await uploads.parts.create(upload.id, data=data)).id)
        return await uploads.complete(upload.id, part_ids=parts, md5=md5)


class _Source(NamedTuple):
    """What is uploaded; `size` is in bytes."""

    filename: str
    size: int
    open: Callable[[], BinaryIO]


def _source(file: os.PathLike[str] | bytes, filename: str | None, size: int | None) -> _Source:
    """Return what `file` is. Raises TypeError where something has to be said of content."""
    if not isinstance(file, bytes):
        path = Path(file)
        return _Source(filename or path.name, path.stat().st_size if size is None else size, lambda: path.open("rb"))
    if filename is None or size is None:
        raise TypeError("content needs `filename` and `bytes`, its length")
    return _Source(filename, size, lambda: io.BytesIO(file))


def _part_size(size: int | None) -> int:
    if size is not None and size < 1:
        raise ValueError(f"part_size must be positive, got {size}")
    return PART_SIZE if size is None else size
