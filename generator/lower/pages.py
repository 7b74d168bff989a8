"""Pagination: which operations answer with pages, and of what kind.

Schemes come from the config, in its order, or are the conventional ones below. An operation matches a scheme whose
request parameters and response fields it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.config.model import Config, PageProperty, PaginationScheme
from generator.diagnostics import Diagnostics
from generator.document.model import MediaType, Schema
from generator.ir import operations as ir
from generator.ir.operations import Parameter, Place
from generator.ir.package import PageKind, PageScheme
from generator.ir.types import Anything, ListOf, Nullable, Primitive, PrimitiveKind, TypeExpr
from generator.lower.calls import Call
from generator.lower.findings import COLLIDING_NAMES
from generator.lower.reading import Reading, reading
from generator.lower.shapes import ArrayShape, ObjectShape, ScalarShape, Shapes
from generator.lower.words import first_free
from generator.python.identifiers import safe_class_name
from generator.values import Value, replace

_STRING = Primitive(kind=PrimitiveKind.STRING)
_INTEGER = Primitive(kind=PrimitiveKind.INTEGER)
_BOOLEAN = Primitive(kind=PrimitiveKind.BOOLEAN)


class Pattern(Value, kw_only=True):
    """A page scheme and what an operation must have to match it. `name` is the config's name for the scheme.

    `nullable` are the response fields that must be allowed to be null or absent; an `exact` scheme allows no others.
    """

    scheme: PageScheme
    request: frozenset[str]
    response: frozenset[str]
    nullable: frozenset[str] = frozenset()
    exact: bool = False
    name: str | None = None


def _pattern(scheme: PageScheme, request: Sequence[str], response: Sequence[str]) -> Pattern:
    fields = tuple((name, _FIELD_TYPES.get(name, Anything())) for name in response)
    return Pattern(scheme=replace(scheme, fields=fields), request=frozenset(request), response=frozenset(response))


_FIELD_TYPES: Mapping[str, TypeExpr] = {
    "data": ListOf(item=Anything()),
    "items": ListOf(item=Anything()),
    "results": ListOf(item=Anything()),
    "has_more": Nullable(inner=_BOOLEAN),
    "last_id": Nullable(inner=_STRING),
    "next_cursor": Nullable(inner=_STRING),
    "next_page_token": Nullable(inner=_STRING),
    "next_page": Nullable(inner=_STRING),
    "next": Nullable(inner=_STRING),
    "object": Nullable(inner=_STRING),
    "total": Nullable(inner=_INTEGER),
    "count": Nullable(inner=_INTEGER),
}


def _conventional() -> tuple[Pattern, ...]:
    """What list operations of many documents look like, most telling first."""
    found: list[Pattern] = []
    for items in ("data", "items", "results"):
        suffix = "" if items == "data" else items.capitalize()
        found += [
            _pattern(
                PageScheme(
                    name=f"{suffix}CursorPage",
                    kind=PageKind.CURSOR_ID,
                    items=items,
                    cursor_param="after",
                    item_id="id",
                    has_more="has_more",
                ),
                ("after",),
                (items, "has_more"),
            ),
            _pattern(
                PageScheme(
                    name=f"{suffix}NextCursorPage",
                    kind=PageKind.CURSOR,
                    items=items,
                    cursor_param="cursor",
                    cursor_field="next_cursor",
                ),
                ("cursor",),
                (items, "next_cursor"),
            ),
            _pattern(
                PageScheme(
                    name=f"{suffix}TokenPage",
                    kind=PageKind.CURSOR,
                    items=items,
                    cursor_param="page_token",
                    cursor_field="next_page_token",
                ),
                ("page_token",),
                (items, "next_page_token"),
            ),
            _pattern(
                PageScheme(
                    name=f"{suffix}OffsetPage", kind=PageKind.OFFSET, items=items, cursor_param="offset", total="total"
                ),
                ("offset",),
                (items, "total"),
            ),
        ]
    return tuple(found)


_KINDS: Mapping[str, PageKind] = {
    "cursor": PageKind.CURSOR,
    "cursor_id": PageKind.CURSOR_ID,
    "cursor_url": PageKind.CURSOR_URL,
    "offset": PageKind.OFFSET,
    "page_number": PageKind.PAGE_NUMBER,
    "fake_page": PageKind.SINGLE,
}
_TYPES: Mapping[str, TypeExpr] = {
    "string": _STRING,
    "integer": _INTEGER,
    "boolean": _BOOLEAN,
    "number": Primitive(kind=PrimitiveKind.NUMBER),
    "array": ListOf(item=Anything()),
}


def patterns(config: Config) -> tuple[Pattern, ...]:
    """The schemes of the config, else the conventional ones where they count, in the order that they are tried."""
    own = tuple(_from_config(scheme, name) for scheme, name in _named_schemes(config))
    return own or (_conventional() if config.has_conventional_pages else ())


def untried_patterns(config: Config) -> tuple[Pattern, ...]:
    """The conventional schemes where the config says that there are no pages."""
    return () if patterns(config) else _conventional()


def used_schemes(config: Config, title: str, operations: Iterable[ir.Operation]) -> tuple[PageScheme, ...]:
    """The schemes that some operation uses, in the order that they are tried; all those of a config for documents of
    that title."""
    if config.pagination and config.covers(title):
        return tuple(pattern.scheme for pattern in patterns(config))
    used = {operation.page.scheme for operation in operations if operation.page is not None}
    return tuple(pattern.scheme for pattern in patterns(config) if pattern.scheme.name in used)


def _named_schemes(config: Config) -> Iterator[tuple[PaginationScheme, str]]:
    """The schemes of the config, and what their classes are called: each otherwise, by a number where need be."""
    taken: set[str] = set()
    for scheme in config.pagination or ():
        name = first_free(safe_class_name(scheme.name, config.casings) + "{}", taken.__contains__)
        taken.add(name)
        yield scheme, name


def report_colliding(config: Config, diagnostics: Diagnostics) -> None:
    """Report the schemes of the config whose classes cannot be called as they want."""
    for scheme, name in _named_schemes(config):
        wanted = safe_class_name(scheme.name, config.casings)
        if name != wanted:
            message = f"{scheme.name!r} would be page class {wanted} too; it becomes {name}"
            diagnostics.report(COLLIDING_NAMES, message, scheme.location)


def _from_config(written: PaginationScheme, name: str) -> Pattern:
    scheme = PageScheme(
        name=name,
        kind=_KINDS[written.kind],
        items=written.items,
        cursor_param=written.cursor_param,
        cursor_field=written.cursor_field,
        item_id=written.item_id,
        has_more=written.has_more,
        total=written.total,
        fields=tuple((p.name, _property_type(p)) for p in written.response),
    )
    return Pattern(
        scheme=scheme,
        request=frozenset(p.name for p in written.request if p.required),
        response=frozenset(p.name for p in written.response if p.required),
        nullable=frozenset(p.name for p in written.response if p.required and p.nullable),
        exact=written.kind == "fake_page",
        name=written.name,
    )


def _property_type(written: PageProperty) -> TypeExpr:
    type = _TYPES.get(written.types[0], Anything()) if len(written.types) == 1 else Anything()
    return Nullable(inner=type) if written.nullable and not isinstance(type, (ListOf, Anything)) else type


class Pages(Value):
    """Matches operations to schemes. What would match the `untried` ones is entered in the ledger."""

    shapes: Shapes
    patterns: tuple[Pattern, ...]
    untried: tuple[Pattern, ...] = ()

    def find(self, call: Call, parameters: Sequence[Parameter]) -> tuple[str, Schema] | None:
        """The name of the scheme an operation matches, and the schema of one item."""
        wanted = call.choices.paginated
        answer = self._answer(call)
        if wanted is False or answer is None:
            return None
        found = self._match(self.patterns, call, parameters, answer)
        if found is None and wanted is not None:
            said = "a page" if wanted is True else f"a {wanted}"
            self._drop(call, f"the config says {said}, and the answer has no such items")
        elif found is None and self._match(self.untried, call, parameters, answer) is not None:
            self._drop(call, "the config has no scheme of pages for it, so the answer is handed out as it is")
        return found

    def _drop(self, call: Call, reason: str) -> None:
        name = call.operation.operation_id or call.operation.path
        self.shapes.ledger.dropped("pagination", name, reason, call.operation.location)

    def _match(
        self,
        patterns: Iterable[Pattern],
        call: Call,
        parameters: Sequence[Parameter],
        answer: ObjectShape | ArrayShape,
    ) -> tuple[str, Schema] | None:
        wanted = call.choices.paginated
        queries = {p.wire_name for p in parameters if p.place is Place.QUERY}
        for pattern in patterns:
            if isinstance(wanted, str) and pattern.name != wanted:
                continue
            item = self._item(answer, pattern, queries, by_name=isinstance(wanted, str))
            if item is not None:
                return pattern.scheme.name, item
        return None

    def _item(
        self, answer: ObjectShape | ArrayShape, pattern: Pattern, queries: set[str], *, by_name: bool
    ) -> Schema | None:
        if not by_name and not (pattern.request <= queries and self._fits(answer, pattern)):
            return None
        items = self._array(answer, pattern.scheme.items)
        item = items.items if items is not None else None
        if item is None or (
            pattern.scheme.kind is PageKind.CURSOR_ID
            and not by_name
            and not self._has(item, pattern.scheme.item_id or "id")
        ):
            return None
        return item

    def _array(self, answer: ObjectShape | ArrayShape, name: str) -> ArrayShape | None:
        """The items of an answer: the answer itself where a scheme has no name for them."""
        if isinstance(answer, ArrayShape):
            return None if name else answer
        array = answer.properties.get(name)
        shape = self.shapes.resolved(array).shape if array is not None else None
        return shape if isinstance(shape, ArrayShape) else None

    def _fits(self, shape: ObjectShape | ArrayShape, pattern: Pattern) -> bool:
        """Whether an answer has the fields of a scheme."""
        if isinstance(shape, ArrayShape):
            return not pattern.scheme.items
        if not pattern.response <= shape.properties.keys():
            return False
        if pattern.exact and shape.properties.keys() - {name for name, _ in pattern.scheme.fields}:
            return False
        return all(
            name not in shape.required or self.shapes.resolved(shape.properties[name]).nullable
            for name in pattern.nullable
        )

    def _has(self, item: Schema, name: str) -> bool:
        """Whether items can have that property: unions of objects are trusted."""
        shape = self.shapes.resolved(item).shape
        return name in shape.properties if isinstance(shape, ObjectShape) else not isinstance(shape, ScalarShape)

    def _is_json(self, media: MediaType) -> bool:
        return reading(media, self.shapes) is Reading.JSON

    def _answer(self, call: Call) -> ObjectShape | ArrayShape | None:
        contents: list[MediaType] = [m for r in call.answers for m in r.content if self._is_json(m)]
        if call.operation.verb not in ("get", "post", "query") or len(contents) != 1 or contents[0].schema is None:
            return None
        shape = self.shapes.resolved(contents[0].schema).shape
        return shape if isinstance(shape, (ObjectShape, ArrayShape)) else None
