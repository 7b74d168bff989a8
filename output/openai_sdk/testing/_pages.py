"""Pages that follow each other, in the way that a method is paged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from ._checks import PAGE_MARK
from ._contract import Received, Table
from ._schemas import Schema, Schemas
from ._values import EndlessError, Values


class Pager:
    """Makes the pages of lists: `count` of them, then none."""

    def __init__(self, schemas: Schemas, count: int) -> None:
        self._schemas = schemas
        self._count = count

    def page(self, operation: Table, value: Any, asked: Mapping[str, Any], received: Received, url: str) -> Any:
        """Return the answer of an operation as the page that a request asks for."""
        paging = operation["page"]
        if paging["kind"] == "single":
            return value
        items = self._items(value, paging)
        number = self._number(operation, asked, received, len(items))
        last = number >= self._count
        own = self._numbered(items, paging, number) if number <= self._count else []
        if not paging["items"]:
            return own
        made = {**value, paging["items"]: own}
        if paging.get("has_more") is not None:
            made[paging["has_more"]] = not last
        self._continue(made, operation, number, len(items), url)
        return made

    @staticmethod
    def _items(value: Any, paging: Table) -> list[Any]:
        items = value if not paging["items"] else value.get(paging["items"]) if isinstance(value, dict) else None
        return items if isinstance(items, list) else []

    def _number(self, operation: Table, asked: Mapping[str, Any], received: Received, size: int) -> int:
        """Return the number of the page that is asked for, from 1; one that is not known begins anew."""
        paging = operation["page"]
        if paging["kind"] == "cursor_url":
            marks = (pair.text for pair in received.query if pair.name == PAGE_MARK)
            return next((int(mark) for mark in marks if mark.isdecimal()), 1)
        given = asked.get(paging["param"])
        if paging["kind"] == "page_number":
            return given if isinstance(given, int) else 1
        if paging["kind"] == "offset":
            return (given if isinstance(given, int) else 0) // max(1, size) + 1
        numbers = range(1, self._count + 2)
        return next((n for n in numbers if given is not None and given == self.cursor(operation, n)), 1)

    def cursor(self, operation: Table, number: int) -> Any:
        """Return what asks for a page, of the type of the parameter that it is sent as."""
        schema = self._parameter(operation, operation["page"]["param"])
        for candidate in (
            f"page_{number}",
            number,
            f"00000000-0000-4000-8000-{number:012d}",
            f"2025-01-{number % 28 + 1:02d}T12:00:00Z",
        ):
            if self._schemas.fits(schema, candidate, "request"):
                return candidate
        return f"page_{number}"

    def _parameter(self, operation: Table, name: str) -> Schema:
        for parameter in operation.get("parameters", ()):
            if parameter["name"] == name:
                schema: Schema = parameter.get("schema", True)
                return schema
        for media in operation.get("body", {}).get("content", {}).values():
            named = self._schemas.property_schemas(media.get("schema", True))
            if name in named:
                return named[name]
        return True

    def _numbered(self, items: list[Any], paging: Table, number: int) -> list[Any]:
        """Return the items with ids that differ from page to page, where these are text."""
        key = paging.get("item_id") or "id"
        return [
            {**item, key: f"{item[key]}_{number}"}
            if number > 1 and isinstance(item, dict) and isinstance(item.get(key), str)
            else item
            for item in items
        ]

    def _continue(self, made: dict[str, Any], operation: Table, number: int, size: int, url: str) -> None:
        """Have a page say how it goes on."""
        paging, last = operation["page"], number >= self._count
        field, items = paging.get("field"), made[paging["items"]]
        match paging["kind"]:
            case "cursor_id":
                key = paging.get("item_id") or "id"
                if not last and items and isinstance(items[-1], dict):
                    items[-1] = {**items[-1], key: self.cursor(operation, number + 1)}
            case "cursor" if field is not None:
                made[field] = None if last else self.cursor(operation, number + 1)
            case "cursor_url" if field is not None:
                made[field] = None if last else f"{url}?{urlencode({PAGE_MARK: number + 1})}"
            case "offset" | "page_number" as kind:
                counts = kind == "offset"
                where, total = ((number - 1) * size, self._count * size) if counts else (number, self._count)
                made.update({key: n for key, n in ((field, where), (paging.get("total"), total)) if key is not None})
            case _:
                return


def with_items(schemas: Schemas, operation: Table, schema: Schema, value: Any, values: Values) -> Any:
    """Return the answer of a list with an item at least, so that there is something to page."""
    key = operation["page"]["items"]
    if not isinstance(value, dict) or not key or value.get(key):
        return value
    for flat in values.variants(schemas.property_schemas(schema).get(key, True)):
        if isinstance(flat, Mapping) and "items" in flat:
            try:
                return {**value, key: [values.of(flat["items"], key)]}
            except EndlessError:
                return value
    return value
