"""What the shop's clients can do beyond their API."""

from __future__ import annotations

from .._base_client import AsyncAPIClient, SyncAPIClient


class ShopExtension(SyncAPIClient):
    """Further methods of the client."""

    def host(self) -> str | None:
        """The host that the client talks to."""
        return self.base_url.host


class AsyncShopExtension(AsyncAPIClient):
    """Further methods of the asynchronous client."""

    async def host(self) -> str | None:
        """The host that the client talks to."""
        return self.base_url.host
