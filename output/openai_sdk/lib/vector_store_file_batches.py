"""Batches of files for vector stores: uploading many files at once, and waiting until they are indexed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .._resource import AsyncAPIResource, SyncAPIResource
from .._types import omit
from ._concurrency import call_each, call_each_async
from ._polling import poll, poll_async, poll_options
from ._waiting import INTERVAL_HEADER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typing_extensions import Unpack

    from .._client import AsyncClient, Client
    from .._types import FileTypes, Omit, RequestOptions, SequenceNotStr
    from ..resources.vector_stores.file_batches import AsyncFileBatches, FileBatches
    from ..types.file_chunking_strategy_param import FileChunkingStrategyParam
    from ..types.vector_stores.file_batch_create_params import File
    from ..types.vector_stores.vector_store_file_batch import VectorStoreFileBatch

PENDING = frozenset({"in_progress"})


class FileBatchesExtension(SyncAPIResource):
    """Uploads and waiting, for batches of files."""

    def create_and_poll(
        self,
        vector_store_id: str,
        *,
        attributes: dict[str, str | float | bool] | Omit | None = omit,
        chunking_strategy: FileChunkingStrategyParam | Omit = omit,
        file_ids: SequenceNotStr[str] | Omit = omit,
        files: Iterable[File] | Omit = omit,
        poll_interval_ms: int | Omit = omit,
        **options: Unpack[RequestOptions],
    ) -> VectorStoreFileBatch:
        """Add uploaded files to a vector store and wait until all are through.

        Single ones may have failed: `file_counts.failed` of the result says how many.
        """
        batch = cast("FileBatches", self).create(
            vector_store_id,
            attributes=attributes,
            chunking_strategy=chunking_strategy,
            file_ids=file_ids,
            files=files,
            **options,
        )
        return self.poll(batch.id, vector_store_id=vector_store_id, poll_interval_ms=poll_interval_ms, **options)

    def poll(
        self,
        batch_id: str,
        *,
        vector_store_id: str,
        poll_interval_ms: int | Omit = omit,
        **options: Unpack[RequestOptions],
    ) -> VectorStoreFileBatch:
        """Wait until all files of a batch are through, and return it; single ones may have failed."""
        raw = cast("FileBatches", self).with_raw_response
        asking = poll_options(options, poll_interval_ms)
        batch: VectorStoreFileBatch = poll(
            lambda: raw.retrieve(batch_id, vector_store_id=vector_store_id, **asking),
            PENDING,
            poll_interval_ms,
            INTERVAL_HEADER,
        )
        return batch

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
        return self.create_and_poll(
            vector_store_id,
            file_ids=[*file_ids, *uploaded],
            poll_interval_ms=poll_interval_ms,
            chunking_strategy=chunking_strategy,
        )


class AsyncFileBatchesExtension(AsyncAPIResource):
    """Uploads and waiting, for batches of files and an asynchronous client."""

    async def create_and_poll(
        self,
        vector_store_id: str,
        *,
        attributes: dict[str, str | float | bool] | Omit | None = omit,
        chunking_strategy: FileChunkingStrategyParam | Omit = omit,
        file_ids: SequenceNotStr[str] | Omit = omit,
        files: Iterable[File] | Omit = omit,
        poll_interval_ms: int | Omit = omit,
        **options: Unpack[RequestOptions],
    ) -> VectorStoreFileBatch:
        """Add uploaded files to a vector store and wait until all are through.

        Single ones may have failed: `file_counts.failed` of the result says how many.
        """
        batch = await cast("AsyncFileBatches", self).create(
            vector_store_id,
            attributes=attributes,
            chunking_strategy=chunking_strategy,
            file_ids=file_ids,
            files=files,
            **options,
        )
        return await self.poll(batch.id, vector_store_id=vector_store_id, poll_interval_ms=poll_interval_ms, **options)

    async def poll(
        self,
        batch_id: str,
        *,
        vector_store_id: str,
        poll_interval_ms: int | Omit = omit,
        **options: Unpack[RequestOptions],
    ) -> VectorStoreFileBatch:
        """Wait until all files of a batch are through, and return it; single ones may have failed."""
        raw = cast("AsyncFileBatches", self).with_raw_response
        asking = poll_options(options, poll_interval_ms)
        return await poll_async(
            lambda: raw.retrieve(batch_id, vector_store_id=vector_store_id, **asking),
            PENDING,
            poll_interval_ms,
            INTERVAL_HEADER,
        )

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
        return await self.create_and_poll(
            vector_store_id,
            file_ids=[*file_ids, *uploaded],
            poll_interval_ms=poll_interval_ms,
            chunking_strategy=chunking_strategy,
        )
