"""Batches of files for vector stores: uploading many files at once, and waiting until they are indexed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .._resource import AsyncAPIResource, SyncAPIResource
from .._types import omit
from ._concurrency import call_each, call_each_async

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .._client import AsyncClient, Client
    from .._types import FileTypes, Omit, SequenceNotStr
    from ..resources.vector_stores.file_batches import AsyncFileBatches, FileBatches
    from ..types.file_chunking_strategy_param import FileChunkingStrategyParam
    from ..types.vector_stores.vector_store_file_batch import VectorStoreFileBatch


class FileBatchesExtension(SyncAPIResource):
    """Uploads and waiting, for batches of files."""

    def upload_and_poll(
        self,
        vector_store_id: str,
        *,
        files: Iterable[FileTypes],
        max_concurrency: int = 5,
        file_ids: SequenceNotStr[str] = (),
        poll_interval_ms: int | Omit = omit,
        chunking_strategy: FileChunkingStrategyParam | Omit = omit,
    ) -> VectorStoreFileBatch:
        """Upload files, `max_concurrency` at a time, add them and those of `file_ids` to a vector store, and wait.

        Raises the error of the first upload that fails; then nothing is added.
        """
        uploads = cast("Client", self._client).files
        uploaded = call_each(
            lambda file: uploads.create(file=file, purpose="assistants").id, files, limit=max_concurrency
        )
        return cast("FileBatches", self).create_and_poll(
            vector_store_id,
            file_ids=[*file_ids, *uploaded],
            poll_interval_ms=poll_interval_ms,
            chunking_strategy=chunking_strategy,
        )


class AsyncFileBatchesExtension(AsyncAPIResource):
    """Uploads and waiting, for batches of files and an asynchronous client."""

    async def upload_and_poll(
        self,
        vector_store_id: str,
        *,
        files: Iterable[FileTypes],
        max_concurrency: int = 5,
        file_ids: SequenceNotStr[str] = (),
        poll_interval_ms: int | Omit = omit,
        chunking_strategy: FileChunkingStrategyParam | Omit = omit,
    ) -> VectorStoreFileBatch:
        """Upload files, `max_concurrency` at a time, add them and those of `file_ids` to a vector store, and wait.

        Raises the error of the first upload that fails; then nothing is added.
        """
        uploads = cast("AsyncClient", self._client).files

        async def upload(file: FileTypes) -> str:
            return (await uploads.create(file=file, purpose="assistants")).id

        uploaded = await call_each_async(upload, files, limit=max_concurrency)
        return await cast("AsyncFileBatches", self).create_and_poll(
            vector_store_id,
            file_ids=[*file_ids, *uploaded],
            poll_interval_ms=poll_interval_ms,
            chunking_strategy=chunking_strategy,
        )
