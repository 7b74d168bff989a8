"""Parts of things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._path import path
from ..._resource import AsyncAPIResource, SyncAPIResource

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._types import RequestOptions
    from ...types.things import Part


class Parts(SyncAPIResource):
    """Parts of things."""

    def retrieve(self, part_id: str, *, thing_id: str, **options: Unpack[RequestOptions]) -> Part:
        """Get a part."""
        return self._get(
            path("/things/{thing_id}/parts/{part_id}", thing_id, part_id),
            returns="things.Part",
            base_url="https://parts.little.example/v2",
            options=options,
        )


class AsyncParts(AsyncAPIResource):
    """Parts of things."""

    async def retrieve(self, part_id: str, *, thing_id: str, **options: Unpack[RequestOptions]) -> Part:
        """Get a part."""
        return await self._get(
            path("/things/{thing_id}/parts/{part_id}", thing_id, part_id),
            returns="things.Part",
            base_url="https://parts.little.example/v2",
            options=options,
        )
