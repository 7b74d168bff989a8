"""Uploads: a whole file in one call, sent in parts."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any, cast, overload

from .._http import read_in_thread
from .._resource import AsyncAPIResource, SyncAPIResource
from .._types import omit
from ._chunks import checked_part_size, source_of

if TYPE_CHECKING:
    import os

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
        source = source_of(file, filename, bytes)
        size = checked_part_size(part_size, most=PART_SIZE)
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
        source = source_of(file, filename, bytes)
        size = checked_part_size(part_size, most=PART_SIZE)
        upload = await uploads.create(
            filename=source.filename, bytes=source.size, mime_type=mime_type, purpose=cast("Any", purpose)
        )
        parts: list[str] = []
        with source.open() as content:
            while data := await read_in_thread(content.read, size):
                parts.append((await uploads.parts.create(upload.id, data=data)).id)
        return await uploads.complete(upload.id, part_ids=parts, md5=md5)
