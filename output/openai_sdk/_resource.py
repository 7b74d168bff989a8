"""The bases of all resources."""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._operations import AsyncOperations, SyncOperations

if TYPE_CHECKING:
    from ._base_client import AsyncAPIClient, SyncAPIClient
    from ._request import Call


class SyncAPIResource(SyncOperations):
    """A group of operations of a client."""

    _client: SyncAPIClient

    def __init__(self, client: SyncAPIClient) -> None:
        self._client = client

    def _execute(self, call: Call) -> Any:
        return self._client._execute(call)

    @property
    def with_raw_response(self) -> Any:
        """The same resource, whose methods return the answer as it came: status, headers, `parse()`."""
        from ._faces import RawFace

        return RawFace(self)

    @property
    def with_streaming_response(self) -> Any:
        """The same resource, whose methods return a context manager that leaves the body to be read."""
        from ._faces import StreamingFace

        return StreamingFace(self)


class AsyncAPIResource(AsyncOperations):
    """A group of operations of an asynchronous client."""

    _client: AsyncAPIClient

    def __init__(self, client: AsyncAPIClient) -> None:
        self._client = client

    async def _execute(self, call: Call) -> Any:
        return await self._client._execute(call)

    def _paginate(self, call: Call) -> Any:
        return self._client._paginate(call)

    @property
    def with_raw_response(self) -> Any:
        """The same resource, whose methods return the answer as it came: status, headers, `parse()`."""
        from ._faces import RawFace

        return RawFace(self)

    @property
    def with_streaming_response(self) -> Any:
        """The same resource, whose methods return a context manager that leaves the body to be read."""
        from ._faces import StreamingFace

        return StreamingFace(self)
