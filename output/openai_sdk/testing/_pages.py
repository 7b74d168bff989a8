"""Pages that follow each other, in the way that a method is paged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from ._checks import PAGE_MARK
from ._contract import Contract, Received, Table
from ._json import is_array, is_object
from ._schemas import Schema, Schemas
from ._values import EndlessError, Values

_LAST_RESORT = ("", 0)
"""What may stand for no further page where the field for that is required and cannot be null."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An answer that is to become a page: of which operation, to which request, which value of which schema."""

    operation: Table
    received: Received
    arguments: Mapping[str, Any]
    url: str
    schema: Schema
    value: Any

    @property
    def paging(self) -> Table:
        """How the method is paged."""
        found: Table = self.operation["page"]
        return found


class Pager:
    """Makes the pages of lists: `count` of them, then none."""

    def __init__(self, contract: Contract, count: int) -> None:
        self._schemas = contract.schemas
        self._count = count
        schemes = contract.table["schemes"].values()
        self._unrepeated = {PAGE_MARK, *(s["parameter"] for s in schemes if s["kind"] == "query")}

    def page(self, listed: Listed, values: Values) -> Any:
        """Return the page that a request asks for."""
        paging = listed.paging
        fields = _Fields(self._schemas, listed)
        items = self._items(listed, fields, values)
        if items is None or paging["kind"] == "single":
            return listed.value
        number = self._number(listed, fields, len(items))
        own = self._numbered(items, fields, number) if number <= self._count else []
        if number < self._count and paging["kind"] == "cursor_id" and is_object(own[-1]):
            own[-1] = {**own[-1], fields.item_id: fields.cursor(number + 1)}
        if not paging["items"]:
            return own
        made = {**listed.value, paging["items"]: own}
        if paging.get("has_more") is not None:
            made[paging["has_more"]] = number < self._count
        self._continue(made, listed, fields, number, len(items))
        return made

    @staticmethod
    def _items(listed: Listed, fields: _Fields, values: Values) -> list[Any] | None:
        """Return the items of an answer, one at least, so that there is something to page; None where it has none."""
        key, value = listed.paging["items"], listed.value
        if key and not is_object(value):
            return None
        found = value.get(key) if key else value
        if found or not (found is None or is_array(found)):
            return found if is_array(found) else None
        for item in fields.item_schemas():
            try:
                return [values.of(item, key)]
            except EndlessError:
                continue
        return None

    def _number(self, listed: Listed, fields: _Fields, size: int) -> int:
        """Return the number of the page that is asked for, from 1; one that is not known begins anew."""
        paging = listed.paging
        if paging["kind"] == "cursor_url":
            marks = (pair.text for pair in listed.received.query if pair.name == PAGE_MARK)
            return next((int(mark) for mark in marks if mark.isascii() and mark.isdecimal()), 1)
        given = listed.arguments.get(paging["param"])
        if paging["kind"] == "page_number":
            return max(1, given) if isinstance(given, int) else 1
        if paging["kind"] == "offset":
            return (max(0, given) if isinstance(given, int) else 0) // size + 1
        numbers = range(1, self._count + 2)
        return next((n for n in numbers if given is not None and given == fields.cursor(n)), 1)

    def _numbered(self, items: list[Any], fields: _Fields, number: int) -> list[Any]:
        """Return the items with ids that differ from page to page, where these may be any text."""
        return [*items] if number == 1 else [fields.with_id(item, number) for item in items]

    def _continue(self, made: dict[str, Any], listed: Listed, fields: _Fields, number: int, size: int) -> None:
        """Have a page say how it goes on."""
        paging, last = listed.paging, number >= self._count
        field = paging.get("field")
        match paging["kind"]:
            case "cursor" if field is not None:
                fields.end(made, field) if last else made.update({field: fields.cursor(number + 1)})
            case "cursor_url" if field is not None:
                fields.end(made, field) if last else made.update({field: self._url(listed, number + 1)})
            case "offset" | "page_number" as kind:
                counts = kind == "offset"
                where, total = ((number - 1) * size, self._count * size) if counts else (number, self._count)
                made.update({key: n for key, n in ((field, where), (paging.get("total"), total)) if key is not None})
            case _:
                return

    def _url(self, listed: Listed, number: int) -> str:
        """Return the URL of a page: the one that was asked with all that it said, but for credentials."""
        pieces = listed.received.target.partition("?")[2].split("&")
        kept = [p for p in pieces if p and unquote_plus(p.partition("=")[0]) not in self._unrepeated]
        return f"{listed.url}?{'&'.join((*kept, f'{PAGE_MARK}={number}'))}"


class _Fields:
    """What stands in the fields of an answer that say how it goes on."""

    def __init__(self, schemas: Schemas, listed: Listed) -> None:
        self._schemas = schemas
        self._listed = listed
        self._paging = listed.paging
        self._named = schemas.property_schemas(listed.schema)
        self.item_id: str = self._paging.get("item_id") or "id"

    def cursor(self, number: int) -> Any:
        """Return what asks for a page: it fits where it is sent, and where it stands in the answer."""
        schema = self._parameter(self._paging["param"])
        candidates = (
            f"page_{number}",
            number,
            f"00000000-0000-4000-8000-{number:012d}",
            f"2025-01-{number % 28 + 1:02d}T12:00:00Z",
            f"https://example.com/{number}",
            f"{number}",
        )
        fitting = (c for c in candidates if self._fits(c) and self._schemas.fits(schema, c, "request"))
        return next(fitting, f"page_{number}")

    def _fits(self, cursor: Any) -> bool:
        if self._paging["kind"] == "cursor_id":
            return all(self._schemas.fits(schema, cursor, "response") for schema in self._ids())
        return self._schemas.fits(self._named.get(self._paging.get("field", ""), True), cursor, "response")

    def item_schemas(self) -> Iterator[Schema]:
        """Yield the schemas of items."""
        key = self._paging["items"]
        return self._schemas.item_schemas(self._named.get(key, True) if key else self._listed.schema)

    def _ids(self) -> Iterator[Schema]:
        """Yield the schemas of the field of items that tells them apart."""
        for item in self.item_schemas():
            named = self._schemas.property_schemas(item)
            if self.item_id in named:
                yield named[self.item_id]

    def with_id(self, item: Any, number: int) -> Any:
        """Return an item of a later page with an id of its own."""
        if not (is_object(item) and isinstance(item.get(self.item_id), str)):
            return item
        own = f"{item[self.item_id]}_{number}"
        fits = all(self._schemas.fits(schema, own, "response") for schema in self._ids())
        return {**item, self.item_id: own} if fits else item

    def _parameter(self, name: str) -> Schema:
        for parameter in self._listed.operation.get("parameters", ()):
            if parameter["name"] == name:
                schema: Schema = parameter.get("schema", True)
                return schema
        for media in self._listed.operation.get("body", {}).get("content", {}).values():
            named = self._schemas.property_schemas(media.get("schema", True))
            if name in named:
                return named[name]
        return True

    def end(self, made: dict[str, Any], field: str) -> None:
        """Have a page say that there is no other: by null, or else without the field, or else by what is next to
        nothing."""
        made[field] = None
        if self._schemas.fits(self._listed.schema, made, "response"):
            return
        del made[field]
        if self._schemas.fits(self._listed.schema, made, "response"):
            return
        schema = self._named.get(field, True)
        made[field] = next((e for e in _LAST_RESORT if self._schemas.fits(schema, e, "response")), None)
