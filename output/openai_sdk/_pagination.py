"""Pages of lists: what asks for the next page, and iteration over items across pages."""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeGuard, TypeVar, cast
from urllib.parse import urljoin

from ._annotations import wire_fields
from ._models import BaseModel, decode_json, set_private, set_request_id
from ._types import is_mapping

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from typing_extensions import Self

    from ._http import Response
    from ._request import Call
    from ._response import AnsweringClient

Item = TypeVar("Item")

ORIGIN = "_origin"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageInfo:
    """What asks for a page: parameters to set, or the page's URL."""

    params: Mapping[str, object] | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class PageView:
    """A page as a paging sees it: its members by wire name, and the parameters that asked for it."""

    page: BaseModel
    items: list[Any]
    sent: Mapping[str, object]

    def member(self, wire_name: str | None) -> Any:
        """Return a member of the page, None when it is missing."""
        return None if wire_name is None else member_of(self.page, wire_name)

    def whole_number(self, wire_name: str | None, parameter: str, default: int) -> int:
        """Return where this page stands: what it says itself, else what was asked for, else `default`."""
        for value in (self.member(wire_name), self.sent.get(parameter)):
            if isinstance(value, int):
                return value
        return default


@dataclass(frozen=True, slots=True, kw_only=True)
class SinglePage:
    """The answer is the whole list. `items` is the wire name of the array."""

    items: str

    def next(self, view: PageView) -> PageInfo | None:
        """Return None: there is no other page."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class CursorById:
    """The id of the last item, sent as `parameter`, asks for the next page."""

    items: str
    parameter: str
    item_id: str = "id"
    has_more: str | None = None

    def next(self, view: PageView) -> PageInfo | None:
        """Return what asks for the page after `view`."""
        if not view.items or view.member(self.has_more) is False:
            return None
        return _by_cursor(view, self.parameter, member_of(view.items[-1], self.item_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class CursorByField:
    """The member `field` of a page, sent as `parameter`, asks for the next page."""

    items: str
    parameter: str
    field: str
    has_more: str | None = None

    def next(self, view: PageView) -> PageInfo | None:
        """Return what asks for the page after `view`."""
        if not view.items or view.member(self.has_more) is False:
            return None
        return _by_cursor(view, self.parameter, view.member(self.field))


@dataclass(frozen=True, slots=True, kw_only=True)
class CursorByURL:
    """The member `field` of a page is the URL of the next page."""

    items: str
    field: str
    has_more: str | None = None

    def next(self, view: PageView) -> PageInfo | None:
        """Return what asks for the page after `view`."""
        url = view.member(self.field)
        if not view.items or view.member(self.has_more) is False or not isinstance(url, str) or not url:
            return None
        return PageInfo(url=url)


@dataclass(frozen=True, slots=True, kw_only=True)
class OffsetPaging:
    """`parameter` counts the items before a page; `total_field` is the number of all items."""

    items: str
    parameter: str
    offset_field: str | None = None
    total_field: str | None = None
    has_more: str | None = None

    def next(self, view: PageView) -> PageInfo | None:
        """Return what asks for the page after `view`."""
        if not view.items or view.member(self.has_more) is False:
            return None
        offset = view.whole_number(self.offset_field, self.parameter, 0) + len(view.items)
        total = view.member(self.total_field)
        return None if isinstance(total, int) and offset >= total else PageInfo(params={self.parameter: offset})


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNumberPaging:
    """`parameter` is the number of a page, from 1; `total_field` is the number of pages."""

    items: str
    parameter: str
    page_field: str | None = None
    total_field: str | None = None
    has_more: str | None = None

    def next(self, view: PageView) -> PageInfo | None:
        """Return what asks for the page after `view`."""
        if not view.items or view.member(self.has_more) is False:
            return None
        number = view.whole_number(self.page_field, self.parameter, 1)
        total = view.member(self.total_field)
        return None if isinstance(total, int) and number >= total else PageInfo(params={self.parameter: number + 1})


Paging = SinglePage | CursorById | CursorByField | CursorByURL | OffsetPaging | PageNumberPaging


def _by_cursor(view: PageView, parameter: str, cursor: object) -> PageInfo | None:
    """Return what asks for the page at `cursor`.

    None when there is none, or it is the one that asked for this very page.
    """
    if cursor is None or cursor == "" or view.sent.get(parameter) == cursor:
        return None
    return PageInfo(params={parameter: cursor})


def member_of(value: object, wire_name: str) -> Any:
    """Return a member of a model or of a JSON object by its wire name, None when it is missing."""
    if isinstance(value, BaseModel):
        field = wire_fields(type(value)).get(wire_name)
        return getattr(value, wire_name if field is None else field.name, None)
    return value.get(wire_name) if is_mapping(value) else None


@dataclass(frozen=True, slots=True)
class Origin:
    """The client and the call that a page came from."""

    client: AnsweringClient
    call: Call


class PageBase(BaseModel, Generic[Item]):
    """One page of a list."""

    paging: ClassVar[Paging]

    def _get_page_items(self) -> list[Item]:
        """The items of this page."""
        items = member_of(self, self.paging.items or "items")
        return cast("list[Item]", items) if isinstance(items, list) else []

    def next_page_info(self) -> PageInfo | None:
        """Return what asks for the next page, None when this is the last one."""
        origin = self._origin()
        sent = {} if origin is None else _sent_parameters(origin.call)
        return self.paging.next(PageView(self, self._get_page_items(), sent))

    def has_next_page(self) -> bool:
        """Say whether there is a page after this one."""
        return self.next_page_info() is not None

    def _origin(self) -> Origin | None:
        return cast("Origin | None", (self.__pydantic_private__ or {}).get(ORIGIN))

    def _next_call(self) -> tuple[AnsweringClient, Call]:
        """The client and the call for the next page. Raises RuntimeError when there is none."""
        info = self.next_page_info()
        origin = self._origin()
        if info is None or origin is None:
            raise RuntimeError("There is no next page; ask `has_next_page()` first")
        return origin.client, _call_for(origin, info)


def _sent_parameters(call: Call) -> dict[str, object]:
    sent: dict[str, object] = {}
    for source in (call.body, call.query, call.extra_query):
        if is_mapping(source):
            sent.update(source)
    return sent


def _call_for(origin: Origin, info: PageInfo) -> Call:
    call = origin.call
    if info.url is not None:
        here = origin.client._resolve_url(call)[0]
        return replace(call, path=urljoin(here, info.url), query=None, extra_query=None)
    params = info.params or {}
    body = call.body
    if is_mapping(body) and params.keys() <= body.keys():
        return replace(call, body={**body, **params})
    extra = call.extra_query
    if extra is not None:  # a cursor the caller gave there must not win over the next one
        extra = {name: value for name, value in extra.items() if name not in params}
    return replace(call, query={**(call.query or {}), **params}, extra_query=extra)


def decode_page(page_class: Any, content: bytes, *, client: AnsweringClient, call: Call, response: Response) -> Any:
    """Return the page, of a class with its type of items, that `content` of `response` is.

    Raises ValueError when it is none.
    """
    content = content or (b"{}" if page_class.paging.items else b"[]")  # nothing: a page without items
    if not page_class.paging.items:
        content = b'{"items":%b}' % content
    page: object = decode_json(page_class, content, strict=client._strict_response_validation)
    if not _is_page(page):
        raise ValueError("the answer is no page")
    set_request_id(page, response.headers.get("x-request-id"))
    set_private(page, ORIGIN, Origin(client, call))
    return page


def _is_page(value: object) -> TypeGuard[PageBase[Any]]:
    return isinstance(value, PageBase)


class SyncPageBase(PageBase[Item], Generic[Item]):
    """One page of a list; iterating it goes on over the pages that follow."""

    def __iter__(self) -> Iterator[Item]:  # type: ignore[override]  # a page is its items, not pydantic's (name, value) pairs
        for page in self.iter_pages():
            yield from page._get_page_items()

    def iter_pages(self) -> Iterator[Self]:
        """Yield this page and those that follow; a cursor that comes again ends it."""
        page = self
        seen: set[str] = set()
        while True:
            yield page
            info = page.next_page_info()
            if info is None or repr(info) in seen:
                return
            seen.add(repr(info))
            page = page.get_next_page()

    def get_next_page(self) -> Self:
        """Return the next page. Raises RuntimeError when there is none."""
        client, call = self._next_call()
        return cast("Self", client._execute(call))


class AsyncPageBase(PageBase[Item], Generic[Item]):
    """One page of a list; iterating it asynchronously goes on over the pages that follow."""

    async def __aiter__(self) -> AsyncIterator[Item]:
        async for page in self.iter_pages():
            for item in page._get_page_items():
                yield item

    async def iter_pages(self) -> AsyncIterator[Self]:
        """Yield this page and those that follow; a cursor that comes again ends it."""
        page = self
        seen: set[str] = set()
        while True:
            yield page
            info = page.next_page_info()
            if info is None or repr(info) in seen:
                return
            seen.add(repr(info))
            page = await page.get_next_page()

    async def get_next_page(self) -> Self:
        """Return the next page. Raises RuntimeError when there is none."""
        client, call = self._next_call()
        return cast("Self", await client._execute(call))
