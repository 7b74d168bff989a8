"""Files of vector stores: uploading them in one call, and waiting until they are indexed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .._resource import AsyncAPIResource, SyncAPIResource
from .._types import omit

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._client import AsyncClient, Client
    from .._types import FileTypes, Omit, RequestOptions
    from ..resources.vector_stores.files import AsyncFiles, Files
    from ..types.file_chunking_strategy_param import FileChunkingStrategyParam
    from ..types.vector_stores.vector_store_file import VectorStoreFile


class FilesExtension(SyncAPIResource):
    """Uploads and waiting, for files of vector stores."""

    def create_and_poll(
        self,
        file_id: str,
        *,
        vector_store_id: str,
        attributes: dict[str, str | float | bool] | Omit | None = omit,
        poll_interval_ms: int | Omit = omit,
        chunking_strategy: FileChunkingStrategyParam | Omit = omit,
        **options: Unpack[RequestOptions],
    ) -> VectorStoreFile:
        """Add an uploaded file to a vector store and wait until it is indexed, or that has failed."""
        cast("Files", self).create(
            vector_store_id,
            file_id=file_id,
            attributes=attributes,
            chunking_strategy=chunking_strategy,
            **options,
        )
        return cast("Files", self).poll(
            file_id, vector_store_id=vector_store_id, poll_interval_ms=poll_interval_ms, **options
        )

    def upload(
        self,
        *,
        vector_store_id: str,
        file: FileTypes,
        chunking_strategy: FileChunkingStrategyParam | Omit = omit,
    ) -> VectorStoreFile:
        """Upload a file and add it to a vector store; it is not yet indexed then."""
        uploaded = cast("Client", self._client).files.create(file=file, purpose="assistants")
        return cast("Files", self).create(vector_store_id, file_id=uploaded.id, chunking_strategy=chunking_strategy)

    def upload_and_poll(
        self,
        *,
        vector_store_id: str,
        file: FileTypes,
        attributes: dict[str, str | float | bool] | Omit | None = omit,
        poll_interval_ms: int | Omit = omit,
        chunking_strategy: FileChunkingStrategyParam | Omit = omit,
        **options: Unpack[RequestOptions],
    ) -> VectorStoreFile:
        """Upload a file, add it to a vector store and wait until it is indexed, or that has failed.

        `options` are for adding and waiting; the upload is as the client does it.
        """
        uploaded = cast("Client", self._client).files.create(file=file, purpose="assistants")
        return self.create_and_poll(
            uploaded.id,
            vector_store_id=vector_store_id,
            attributes=attributes,
            poll_interval_ms=poll_interval_ms,
            chunking_strategy=chunking_strategy,
            **options,
        )


class AsyncFilesExtension(AsyncAPIResource):
    """Uploads and waiting, for files of vector stores and an asynchronous client."""

    async def create_and_poll(
        self,
        file_id: str,
        *,
        vector_store_id: str,
        attributes: dict[str, str | float | bool] | Omit | None = omit,
        poll_interval_ms: int | Omit = omit,
        chunking_strategy: FileChunkingStrategyParam | Omit = omit,
        **options: Unpack[RequestOptions],
    ) -> VectorStoreFile:
        """Add an uploaded file to a vector store and wait until it is indexed, or that has failed."""
        await cast("AsyncFiles", self).create(
            vector_store_id,
            file_id=file_id,
            attributes=attributes,
            chunking_strategy=chunking_strategy,
            **options,
        )
        return await cast("AsyncFiles", self).poll(
            file_id, vector_store_id=vector_store_id, poll_interval_ms=poll_interval_ms, **options
        )

    async def upload(
        self,
        *,
        vector_store_id: str,
        file: FileTypes,
        chunking_strategy: FileChunkingStrategyParam | Omit = omit,
    ) -> VectorStoreFile:
        """Upload a file and add it to a vector store; it is not yet indexed then."""
        uploaded = await cast("AsyncClient", self._client).files.create(file=file, purpose="assistants")
        return await cast("AsyncFiles", self).create(
            vector_store_id, file_id=uploaded.id, chunking_strategy=chunking_strategy
        )

    async def upload_and_poll(
        self,
        *,
        vector_store_id: str,
        file: FileTypes,
        attributes: dict[str, str | float | bool] | Omit | None = omit,
        poll_interval_ms: int | Omit = omit,
        chunking_strategy: FileChunkingStrategyParam | Omit = omit,
        **options: Unpack[RequestOptions],
    ) -> VectorStoreFile:
        """Upload a file, add it to a vector store and wait until it is indexed, or that has failed.

        `options` are for adding and waiting; the upload is as the client does it.
        """
        uploaded = await cast("AsyncClient", self._client).files.create(file=file, purpose="assistants")
        return await self.create_and_poll(
            uploaded.id,
            vector_store_id=vector_store_id,
            attributes=attributes,
            poll_interval_ms=poll_interval_ms,
            chunking_strategy=chunking_strategy,
            **options,
        )
