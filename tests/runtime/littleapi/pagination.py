"""The page classes of the package."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from ._pagination import (
    AsyncPageBase,
    CursorByField,
    CursorById,
    CursorByURL,
    OffsetPaging,
    PageNumberPaging,
    Paging,
    SinglePage,
    SyncPageBase,
)

Item = TypeVar("Item")


class SyncCursorPage(SyncPageBase[Item], Generic[Item]):
    """A page."""

    paging: ClassVar[Paging] = CursorById(items="data", parameter="after", has_more="has_more")

    data: list[Item]
    has_more: bool | None = None


class AsyncCursorPage(AsyncPageBase[Item], Generic[Item]):
    """A page."""

    paging: ClassVar[Paging] = CursorById(items="data", parameter="after", has_more="has_more")

    data: list[Item]
    has_more: bool | None = None


class SyncPage(SyncPageBase[Item], Generic[Item]):
    """A page."""

    paging: ClassVar[Paging] = SinglePage(items="")

    items: list[Item]


class AsyncPage(AsyncPageBase[Item], Generic[Item]):
    """A page."""

    paging: ClassVar[Paging] = SinglePage(items="")

    items: list[Item]


class SyncNextCursorPage(SyncPageBase[Item], Generic[Item]):
    """A page."""

    paging: ClassVar[Paging] = CursorByField(items="data", parameter="after", field="next", has_more="has_more")

    data: list[Item]
    has_more: bool | None = None
    next: str | None = None


class AsyncNextCursorPage(AsyncPageBase[Item], Generic[Item]):
    """A page."""

    paging: ClassVar[Paging] = CursorByField(items="data", parameter="after", field="next", has_more="has_more")

    data: list[Item]
    has_more: bool | None = None
    next: str | None = None


class SyncURLPage(SyncPageBase[Item], Generic[Item]):
    """A page."""

    paging: ClassVar[Paging] = CursorByURL(items="data", field="next_url")

    data: list[Item]
    next_url: str | None = None


class AsyncURLPage(AsyncPageBase[Item], Generic[Item]):
    """A page."""

    paging: ClassVar[Paging] = CursorByURL(items="data", field="next_url")

    data: list[Item]
    next_url: str | None = None


class SyncOffsetPage(SyncPageBase[Item], Generic[Item]):
    """A page."""

    paging: ClassVar[Paging] = OffsetPaging(items="data", parameter="offset", total_field="total")

    data: list[Item]
    total: int | None = None


class AsyncOffsetPage(AsyncPageBase[Item], Generic[Item]):
    """A page."""

    paging: ClassVar[Paging] = OffsetPaging(items="data", parameter="offset", total_field="total")

    data: list[Item]
    total: int | None = None


class SyncNumberPage(SyncPageBase[Item], Generic[Item]):
    """A page."""

    paging: ClassVar[Paging] = PageNumberPaging(items="data", parameter="page", page_field="page", total_field="pages")

    data: list[Item]
    page: int | None = None
    pages: int | None = None


class AsyncNumberPage(AsyncPageBase[Item], Generic[Item]):
    """A page."""

    paging: ClassVar[Paging] = PageNumberPaging(items="data", parameter="page", page_field="page", total_field="pages")

    data: list[Item]
    page: int | None = None
    pages: int | None = None
