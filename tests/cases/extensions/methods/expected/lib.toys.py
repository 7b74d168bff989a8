"""Calls that the document does not describe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._resource import AsyncAPIResource, SyncAPIResource

if TYPE_CHECKING:
    from .._response import APIResponse, AsyncAPIResponse, AsyncResponseContextManager, ResponseContextManager


class ToysResourceExtension(SyncAPIResource):
    """Further methods of the resource."""

    def squeeze(self, times: int) -> str:
        """Squeeze every toy."""
        return self._post("/pets/toys/squeeze", returns=str, body={"times": times})

    def retrieve(self, *arguments: Any, **options: Any) -> Any:
        """A generated method of the same name comes first."""
        raise NotImplementedError


class AsyncToysResourceExtension(AsyncAPIResource):
    """Further methods of the asynchronous resource."""

    async def squeeze(self, times: int) -> str:
        """Squeeze every toy."""
        return await self._post("/pets/toys/squeeze", returns=str, body={"times": times})


class ToysResourceExtensionWithRawResponse:
    """Type of `with_raw_response`."""

    def squeeze(self, times: int) -> APIResponse[str]:
        """Squeeze every toy."""
        raise NotImplementedError


class AsyncToysResourceExtensionWithRawResponse:
    """Type of `with_raw_response` of the asynchronous resource."""

    async def squeeze(self, times: int) -> AsyncAPIResponse[str]:
        """Squeeze every toy."""
        raise NotImplementedError


class ToysResourceExtensionWithStreamingResponse:
    """Type of `with_streaming_response`."""

    def squeeze(self, times: int) -> ResponseContextManager[APIResponse[str]]:
        """Squeeze every toy."""
        raise NotImplementedError


class AsyncToysResourceExtensionWithStreamingResponse:
    """Type of `with_streaming_response` of the asynchronous resource."""

    def squeeze(self, times: int) -> AsyncResponseContextManager[AsyncAPIResponse[str]]:
        """Squeeze every toy."""
        raise NotImplementedError
