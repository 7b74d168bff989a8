"""Calls that the document does not describe."""

from __future__ import annotations

from typing import Any

from .._resource import AsyncAPIResource, SyncAPIResource


class ToysExtension(SyncAPIResource):
    """Further methods of the resource."""

    def squeeze(self, times: int) -> str:
        """Squeeze every toy."""
        return self._post("/pets/toys/squeeze", returns=str, body={"times": times})

    def retrieve(self, *arguments: Any, **options: Any) -> Any:
        """A generated method of the same name comes first."""
        raise NotImplementedError


class AsyncToysExtension(AsyncAPIResource):
    """Further methods of the asynchronous resource."""

    async def squeeze(self, times: int) -> str:
        """Squeeze every toy."""
        return await self._post("/pets/toys/squeeze", returns=str, body={"times": times})
