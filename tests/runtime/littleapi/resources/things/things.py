"""Things."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..._path import path
from ..._resource import AsyncAPIResource, SyncAPIResource
from ..._response import AsyncBinaryAPIResponse, BinaryAPIResponse
from ..._types import Omit, omit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typing_extensions import Unpack

    from ..._paginator import AsyncPaginator
    from ..._streaming import AsyncStream, Stream
    from ..._types import FileTypes, RawContent, RequestOptions, SequenceNotStr
    from ...pagination import (
        AsyncCursorPage,
        AsyncNextCursorPage,
        AsyncNumberPage,
        AsyncOffsetPage,
        AsyncPage,
        AsyncURLPage,
        SyncCursorPage,
        SyncNextCursorPage,
        SyncNumberPage,
        SyncOffsetPage,
        SyncPage,
        SyncURLPage,
    )
    from ...types.things import Thing, ThingEvent, ThingPartParam
    from .parts import AsyncParts, Parts


class Things(SyncAPIResource):
    """Things."""

    @cached_property
    def parts(self) -> Parts:
        """Parts of things."""
        from .parts import Parts

        return Parts(self._client)

    def retrieve(
        self, thing_id: str, *, include: SequenceNotStr[str] | Omit = omit, **options: Unpack[RequestOptions]
    ) -> Thing:
        """Get a thing."""
        return self._get(
            path("/things/{thing_id}", thing_id), returns="things.Thing", query={"include": include}, options=options
        )

    def search(
        self,
        *,
        ids: SequenceNotStr[str] | Omit = omit,
        tags: SequenceNotStr[str] | Omit = omit,
        where: dict[str, object] | Omit = omit,
        **options: Unpack[RequestOptions],
    ) -> list[Thing]:
        """Find things."""
        return self._get(
            "/things/search",
            returns="list[things.Thing]",
            query={"ids": ids, "tags": tags, "where": where},
            query_styles={"ids": "comma"},
            unwrap="data",
            options=options,
        )

    def create(
        self,
        *,
        name: str,
        parts: Iterable[ThingPartParam] | Omit = omit,
        stream: bool | Omit = omit,
        betas: SequenceNotStr[str] | Omit = omit,
        **options: Unpack[RequestOptions],
    ) -> Thing | Stream[ThingEvent]:
        """Make a thing."""
        return self._post(
            "/things",
            returns="things.Thing",
            headers={"Little-Beta": betas},
            body={"name": name, "parts": parts, "stream": stream},
            stream=stream,
            event="things.ThingEvent",
            security=("AdminKeyAuth", "ApiKeyAuth"),
            options=options,
        )

    def watch(self, **options: Unpack[RequestOptions]) -> Stream[object]:
        """Named events of all things."""
        return self._get("/things/watch", stream=True, event="things.WatchEvent", options=options)

    def upload(
        self,
        *,
        file: FileTypes | str,
        images: Iterable[FileTypes] | Omit = omit,
        meta: ThingPartParam | Omit = omit,
        tags: SequenceNotStr[str] | Omit = omit,
        **options: Unpack[RequestOptions],
    ) -> Thing:
        """Upload a thing."""
        return self._post(
            "/things/upload",
            returns="things.Thing",
            form={"file": file, "images": images, "meta": meta, "tags": tags},
            files=("file", "images"),
            options=options,
        )

    def login(self, *, name: str, roles: SequenceNotStr[str] | Omit = omit, **options: Unpack[RequestOptions]) -> Thing:
        """An urlencoded form."""
        return self._post(
            "/things/login",
            returns="things.Thing",
            form={"name": name, "roles": roles},
            content_type="application/x-www-form-urlencoded",
            security=("BasicAuth", ("QueryAuth", "CookieAuth")),
            options=options,
        )

    def replace(self, thing_id: str, *, content: RawContent, **options: Unpack[RequestOptions]) -> str:
        """Raw content, text answer."""
        return self._put(
            path("/things/{thing_id}/raw", thing_id),
            returns=str,
            content=content,
            content_type="application/sdp",
            accept="text/plain",
            options=options,
        )

    def content(self, thing_id: str, **options: Unpack[RequestOptions]) -> BinaryAPIResponse:
        """Download a thing."""
        return self._get(
            path("/things/{thing_id}/content", thing_id),
            returns=BinaryAPIResponse,
            accept="application/octet-stream",
            options=options,
        )

    def delete(self, thing_id: str, **options: Unpack[RequestOptions]) -> None:
        """Delete a thing."""
        self._delete(path("/things/{thing_id}", thing_id), options=options)

    def list(
        self, *, after: str | Omit = omit, limit: int | Omit = omit, **options: Unpack[RequestOptions]
    ) -> SyncCursorPage[Thing]:
        """List things."""
        return self._get_page(
            "/things",
            page="SyncCursorPage",
            item="things.Thing",
            query={"after": after, "limit": limit},
            options=options,
        )

    def list_next(
        self, *, after: str | Omit = omit, limit: int | Omit = omit, **options: Unpack[RequestOptions]
    ) -> SyncNextCursorPage[Thing]:
        """List things."""
        return self._get_page(
            "/things/next",
            page="SyncNextCursorPage",
            item="things.Thing",
            query={"after": after, "limit": limit},
            options=options,
        )

    def list_single(
        self, *, after: str | Omit = omit, limit: int | Omit = omit, **options: Unpack[RequestOptions]
    ) -> SyncPage[Thing]:
        """List things."""
        return self._get_page(
            "/things/single",
            page="SyncPage",
            item="things.Thing",
            query={"after": after, "limit": limit},
            options=options,
        )

    def list_offset(
        self, *, after: str | Omit = omit, limit: int | Omit = omit, **options: Unpack[RequestOptions]
    ) -> SyncOffsetPage[Thing]:
        """List things."""
        return self._get_page(
            "/things/offset",
            page="SyncOffsetPage",
            item="things.Thing",
            query={"after": after, "limit": limit},
            options=options,
        )

    def list_numbers(
        self, *, after: str | Omit = omit, limit: int | Omit = omit, **options: Unpack[RequestOptions]
    ) -> SyncNumberPage[Thing]:
        """List things."""
        return self._get_page(
            "/things/numbers",
            page="SyncNumberPage",
            item="things.Thing",
            query={"after": after, "limit": limit},
            options=options,
        )

    def list_urls(
        self, *, after: str | Omit = omit, limit: int | Omit = omit, **options: Unpack[RequestOptions]
    ) -> SyncURLPage[Thing]:
        """List things."""
        return self._get_page(
            "/things/urls",
            page="SyncURLPage",
            item="things.Thing",
            query={"after": after, "limit": limit},
            options=options,
        )


class AsyncThings(AsyncAPIResource):
    """Things."""

    @cached_property
    def parts(self) -> AsyncParts:
        """Parts of things."""
        from .parts import AsyncParts

        return AsyncParts(self._client)

    async def retrieve(
        self, thing_id: str, *, include: SequenceNotStr[str] | Omit = omit, **options: Unpack[RequestOptions]
    ) -> Thing:
        """Get a thing."""
        return await self._get(
            path("/things/{thing_id}", thing_id), returns="things.Thing", query={"include": include}, options=options
        )

    async def search(
        self,
        *,
        ids: SequenceNotStr[str] | Omit = omit,
        tags: SequenceNotStr[str] | Omit = omit,
        where: dict[str, object] | Omit = omit,
        **options: Unpack[RequestOptions],
    ) -> list[Thing]:
        """Find things."""
        return await self._get(
            "/things/search",
            returns="list[things.Thing]",
            query={"ids": ids, "tags": tags, "where": where},
            query_styles={"ids": "comma"},
            unwrap="data",
            options=options,
        )

    async def create(
        self,
        *,
        name: str,
        parts: Iterable[ThingPartParam] | Omit = omit,
        stream: bool | Omit = omit,
        betas: SequenceNotStr[str] | Omit = omit,
        **options: Unpack[RequestOptions],
    ) -> Thing | AsyncStream[ThingEvent]:
        """Make a thing."""
        return await self._post(
            "/things",
            returns="things.Thing",
            headers={"Little-Beta": betas},
            body={"name": name, "parts": parts, "stream": stream},
            stream=stream,
            event="things.ThingEvent",
            security=("AdminKeyAuth", "ApiKeyAuth"),
            options=options,
        )

    async def watch(self, **options: Unpack[RequestOptions]) -> AsyncStream[object]:
        """Named events of all things."""
        return await self._get("/things/watch", stream=True, event="things.WatchEvent", options=options)

    async def upload(
        self,
        *,
        file: FileTypes | str,
        images: Iterable[FileTypes] | Omit = omit,
        meta: ThingPartParam | Omit = omit,
        tags: SequenceNotStr[str] | Omit = omit,
        **options: Unpack[RequestOptions],
    ) -> Thing:
        """Upload a thing."""
        return await self._post(
            "/things/upload",
            returns="things.Thing",
            form={"file": file, "images": images, "meta": meta, "tags": tags},
            files=("file", "images"),
            options=options,
        )

    async def login(
        self, *, name: str, roles: SequenceNotStr[str] | Omit = omit, **options: Unpack[RequestOptions]
    ) -> Thing:
        """An urlencoded form."""
        return await self._post(
            "/things/login",
            returns="things.Thing",
            form={"name": name, "roles": roles},
            content_type="application/x-www-form-urlencoded",
            security=("BasicAuth", ("QueryAuth", "CookieAuth")),
            options=options,
        )

    async def replace(self, thing_id: str, *, content: RawContent, **options: Unpack[RequestOptions]) -> str:
        """Raw content, text answer."""
        return await self._put(
            path("/things/{thing_id}/raw", thing_id),
            returns=str,
            content=content,
            content_type="application/sdp",
            accept="text/plain",
            options=options,
        )

    async def content(self, thing_id: str, **options: Unpack[RequestOptions]) -> AsyncBinaryAPIResponse:
        """Download a thing."""
        return await self._get(
            path("/things/{thing_id}/content", thing_id),
            returns=AsyncBinaryAPIResponse,
            accept="application/octet-stream",
            options=options,
        )

    async def delete(self, thing_id: str, **options: Unpack[RequestOptions]) -> None:
        """Delete a thing."""
        await self._delete(path("/things/{thing_id}", thing_id), options=options)

    def list(
        self, *, after: str | Omit = omit, limit: int | Omit = omit, **options: Unpack[RequestOptions]
    ) -> AsyncPaginator[Thing, AsyncCursorPage[Thing]]:
        """List things."""
        return self._get_page(
            "/things",
            page="AsyncCursorPage",
            item="things.Thing",
            query={"after": after, "limit": limit},
            options=options,
        )

    def list_next(
        self, *, after: str | Omit = omit, limit: int | Omit = omit, **options: Unpack[RequestOptions]
    ) -> AsyncPaginator[Thing, AsyncNextCursorPage[Thing]]:
        """List things."""
        return self._get_page(
            "/things/next",
            page="AsyncNextCursorPage",
            item="things.Thing",
            query={"after": after, "limit": limit},
            options=options,
        )

    def list_single(
        self, *, after: str | Omit = omit, limit: int | Omit = omit, **options: Unpack[RequestOptions]
    ) -> AsyncPaginator[Thing, AsyncPage[Thing]]:
        """List things."""
        return self._get_page(
            "/things/single",
            page="AsyncPage",
            item="things.Thing",
            query={"after": after, "limit": limit},
            options=options,
        )

    def list_offset(
        self, *, after: str | Omit = omit, limit: int | Omit = omit, **options: Unpack[RequestOptions]
    ) -> AsyncPaginator[Thing, AsyncOffsetPage[Thing]]:
        """List things."""
        return self._get_page(
            "/things/offset",
            page="AsyncOffsetPage",
            item="things.Thing",
            query={"after": after, "limit": limit},
            options=options,
        )

    def list_numbers(
        self, *, after: str | Omit = omit, limit: int | Omit = omit, **options: Unpack[RequestOptions]
    ) -> AsyncPaginator[Thing, AsyncNumberPage[Thing]]:
        """List things."""
        return self._get_page(
            "/things/numbers",
            page="AsyncNumberPage",
            item="things.Thing",
            query={"after": after, "limit": limit},
            options=options,
        )

    def list_urls(
        self, *, after: str | Omit = omit, limit: int | Omit = omit, **options: Unpack[RequestOptions]
    ) -> AsyncPaginator[Thing, AsyncURLPage[Thing]]:
        """List things."""
        return self._get_page(
            "/things/urls",
            page="AsyncURLPage",
            item="things.Thing",
            query={"after": after, "limit": limit},
            options=options,
        )
