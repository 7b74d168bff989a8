"""A list call of an asynchronous client, to be awaited for its first page or iterated for all items."""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator

    from ._pagination import AsyncPageBase
    from ._request import Call
    from ._response import AnsweringClient

Item = TypeVar("Item")
AsyncPageT = TypeVar("AsyncPageT", bound="AsyncPageBase[Any]")


class AsyncPaginator(Generic[Item, AsyncPageT]):
    """`await` it for the first page; `async for` goes over the items of all pages. Nothing is sent before."""

    def __init__(self, client: AnsweringClient, call: Call) -> None:
        self._client = client
        self._call = call

    def __await__(self) -> Generator[Any, None, AsyncPageT]:
        return self._first_page().__await__()

    async def _first_page(self) -> AsyncPageT:
        return cast("AsyncPageT", await self._client._execute(self._call))

    async def __aiter__(self) -> AsyncIterator[Item]:
        page = await self._first_page()
        async for item in page:
            yield cast("Item", item)
