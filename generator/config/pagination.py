"""Pagination schemes: what each property of a scheme is for, by its mark or by a conventional name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from generator.config.model import PageKind, PageProperty, PaginationScheme
from generator.config.section import Section
from generator.diagnostics import Diagnostics, Severity, register
from generator.values import Value

INCOMPLETE = register(
    "incomplete-pagination",
    Severity.WARNING,
    "A pagination scheme does not say how the next page is found, or where the items are; it is not used.",
)

_MARK: Final = "x-stainless-pagination-property"

_CONVENTIONAL: Final = {
    "items": ("data", "items", "results", "values"),
    "has_next_page": ("has_more", "has_next_page", "has_next", "more"),
    "next_cursor_param": ("after", "cursor", "next_cursor", "page_token", "starting_after", "next", "page"),
    "next_cursor_field": ("next_cursor", "next", "next_page_token", "next_page", "cursor", "last_id", "after"),
    "next_cursor_id_param": ("after", "starting_after", "after_id", "cursor"),
    "cursor_url_field": ("next", "next_url", "next_page", "next_page_url"),
    "offset_count_param": ("offset", "skip", "start"),
    "offset_count_start_field": ("offset", "next_offset", "skip", "start"),
    "offset_total_count_field": ("total", "total_count", "count"),
    "page_number_param": ("page", "page_number"),
    "current_page_number_field": ("page", "page_number", "current_page"),
    "total_page_count_field": ("total_pages", "page_count", "pages", "last_page"),
}
"""The names that a property without a mark is recognized by, the likeliest first."""


class _Purposes(Value):
    """The purposes of a kind of scheme beyond `items` and `has_next_page`; those in `needed` cannot be missing."""

    parameter: str | None = None
    field: str | None = None
    total: str | None = None
    needed: tuple[str, ...] = ()


_PURPOSES: Final[dict[PageKind, _Purposes]] = {
    "cursor": _Purposes(
        parameter="next_cursor_param",
        field="next_cursor_field",
        needed=("next_cursor_param", "next_cursor_field"),
    ),
    "cursor_id": _Purposes(parameter="next_cursor_id_param", needed=("next_cursor_id_param",)),
    "cursor_url": _Purposes(field="cursor_url_field", needed=("cursor_url_field",)),
    "offset": _Purposes(
        parameter="offset_count_param",
        field="offset_count_start_field",
        total="offset_total_count_field",
        needed=("offset_count_param",),
    ),
    "page_number": _Purposes(
        parameter="page_number_param",
        field="current_page_number_field",
        total="total_page_count_field",
        needed=("page_number_param",),
    ),
    "fake_page": _Purposes(),
}


class _Property(Value):
    """A property of a scheme as written."""

    name: str
    section: Section

    @property
    def mark(self) -> Section:
        return self.section.section(_MARK)

    @property
    def purpose(self) -> str | None:
        return self.mark.text("purpose")

    @property
    def in_header(self) -> bool:
        return bool(self.mark["from_header"])

    @property
    def types(self) -> tuple[str, ...]:
        said = self.section["type"]
        return tuple(said) if isinstance(said, list) else (said,) if said else ()

    def needed(self) -> PageProperty:
        """What an operation must have to match it."""
        return PageProperty(
            name=self.name,
            types=tuple(kind for kind in self.types if kind != "null"),
            nullable=bool(self.section["nullable"]) or "null" in self.types,
            required=self.mark["required"] is not False,
            location=self.section.location(),
        )


def read_scheme(section: Section, diagnostics: Diagnostics) -> PaginationScheme | None:
    """One scheme; None, and reported, where it does not say enough to page by."""
    kind: PageKind = section["type"]
    purposes = _PURPOSES[kind]
    request = tuple(_Property(*item) for item in section.sections("request"))
    response = tuple(p for p in (_Property(*item) for item in section.sections("response")) if not p.in_header)
    top_level = any(p.mark["is_top_level_array"] for p in response)
    items = _items(response)
    missing = [p for p in purposes.needed if _find(p, request if p.endswith("_param") else response) is None]
    if items is None and not top_level:
        missing.append("items")
    name = section.text("name") or "page"
    if missing:
        diagnostics.report(
            INCOMPLETE,
            f'the pagination scheme "{name}" has no {" and no ".join(missing)}; it is not used',
            section.location(),
            hint=f"mark the property with {_MARK}: {{purpose: {missing[0]}}}",
        )
        return None
    return PaginationScheme(
        name=name,
        kind=kind,
        request=tuple(p.needed() for p in request),
        response=() if top_level else tuple(p.needed() for p in response),
        items="" if top_level or items is None else items.name,
        location=section.location(),
        cursor_param=_name(purposes.parameter, request),
        cursor_field=_name(purposes.field, response),
        item_id=_item_id(items) if kind == "cursor_id" else None,
        has_more=_name("has_next_page", response),
        total=_name(purposes.total, response),
    )


def _find(purpose: str, properties: Sequence[_Property]) -> _Property | None:
    """The property with a mark for the purpose; else an unmarked one with a conventional name."""
    marked = next((p for p in properties if p.purpose == purpose), None)
    if marked is not None:
        return marked
    unmarked = {p.name: p for p in properties if p.purpose is None}
    return next((unmarked[name] for name in _CONVENTIONAL.get(purpose, ()) if name in unmarked), None)


def _name(purpose: str | None, properties: Sequence[_Property]) -> str | None:
    found = _find(purpose, properties) if purpose else None
    return found.name if found else None


def _items(response: Sequence[_Property]) -> _Property | None:
    """The array of items: marked, conventionally named, or the only array there is."""
    arrays = [p for p in response if "array" in p.types]
    found = _find("items", response)
    if found is not None and (found.purpose or not arrays or found in arrays):
        return found
    return arrays[0] if len(arrays) == 1 else None


def _item_id(items: _Property | None) -> str:
    """Which property of an item is its id."""
    within = items.section.section("items") if items else None
    marked = (name for name, p in _item_properties(within) if p.section(_MARK).text("purpose") == "cursor_item_id")
    return next(marked, "id")


def _item_properties(items: Section | None) -> Iterator[tuple[str, Section]]:
    if items is not None:
        yield from items.sections("properties")
