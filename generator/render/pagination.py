"""The pagination module: one sync and one async class per page scheme."""

from __future__ import annotations

from collections.abc import Sequence

from generator.ir.package import PageKind, PageScheme
from generator.ir.types import Nullable
from generator.python.annotations import Face
from generator.python.code import Code
from generator.python.identifiers import safe_field_name
from generator.python.imports import External, Local, export_order
from generator.python.literals import name, string, string_list
from generator.render.declarations import field_value
from generator.render.faces import PLAIN_FACES, ClassFace
from generator.render.package_types import PackageTypes
from generator.render.scope import ModuleScope
from generator.values import Value


class PageClassView(Value, kw_only=True):
    """A page class: how its next page is asked for, and its fields."""

    name: Code
    base: Code
    doc: Code
    paging: Code
    fields: tuple[Code, ...]


class PaginationView(Value, kw_only=True):
    """The pagination module, as code and as stub."""

    header: Code
    imports: tuple[Code, ...]
    exports: Code
    classes: tuple[PageClassView, ...]


def pagination_module(pages: Sequence[PageScheme], types: PackageTypes, header: Code, *, stub: bool) -> PaginationView:
    """The view of the pagination module."""
    names = [f"{face.page_prefix}{page.name}" for page in pages for face in PLAIN_FACES]
    scope = ModuleScope("pagination", types.annotator, names)
    if pages:
        for item in _MENTIONED:
            scope.use(item)
    classes = tuple(_page_class(page, face, scope, stub=stub) for page in pages for face in PLAIN_FACES)
    return PaginationView(
        header=header, imports=scope.imports(), exports=string_list(sorted(names, key=export_order)), classes=classes
    )


_MENTIONED = (
    External("typing", "ClassVar"),
    External("typing", "Generic"),
    Local("_pagination", "Item"),
    Local("_pagination", "Paging"),
)
_PAGINGS = {
    PageKind.SINGLE: "SinglePage",
    PageKind.CURSOR_ID: "CursorById",
    PageKind.CURSOR: "CursorByField",
    PageKind.CURSOR_URL: "CursorByURL",
    PageKind.OFFSET: "OffsetPaging",
    PageKind.PAGE_NUMBER: "PageNumberPaging",
}
_DOCS = {
    PageKind.SINGLE: "The whole list: there are no further pages.",
    PageKind.CURSOR_ID: "A page of a list that goes on after its last item.",
    PageKind.CURSOR: "A page of a list that says where the next one starts.",
    PageKind.CURSOR_URL: "A page of a list that holds the address of the next one.",
    PageKind.OFFSET: "A page of a list that is read by offset.",
    PageKind.PAGE_NUMBER: "A page of a list whose pages are numbered.",
}


def _page_class(page: PageScheme, face: ClassFace, scope: ModuleScope, *, stub: bool) -> PageClassView:
    base = scope.use(Local("_pagination", f"{face.page_prefix}PageBase"))
    return PageClassView(
        name=name(f"{face.page_prefix}{page.name}"),
        base=base,
        doc=Code(f'"""{_DOCS[page.kind]}"""'),
        paging=Code("") if stub else _paging(page, scope),
        fields=_fields(page, scope, stub=stub),
    )


def _paging(page: PageScheme, scope: ModuleScope) -> Code:
    given = [("items", page.items), *_particulars(page)]
    arguments = ", ".join(f"{argument}={string(value)}" for argument, value in given if value is not None)
    return Code(f"{scope.use(Local('_pagination', _PAGINGS[page.kind]))}({arguments})")


def _particulars(page: PageScheme) -> list[tuple[str, str | None]]:
    parameter, field, has_more = ("parameter", page.cursor_param), page.cursor_field, ("has_more", page.has_more)
    match page.kind:
        case PageKind.SINGLE:
            return []
        case PageKind.CURSOR_ID:
            return [parameter, ("item_id", page.item_id), has_more]
        case PageKind.CURSOR:
            return [parameter, ("field", field), has_more]
        case PageKind.CURSOR_URL:
            return [("field", field), has_more]
        case PageKind.OFFSET:
            return [parameter, ("offset_field", field), ("total_field", page.total), has_more]
        case PageKind.PAGE_NUMBER:
            return [parameter, ("page_field", field), ("total_field", page.total), has_more]


def _fields(page: PageScheme, scope: ModuleScope, *, stub: bool) -> tuple[Code, ...]:
    shadowed = frozenset(safe_field_name(wire_name) for wire_name, _ in page.fields)
    items = Code(f"{scope.builtin('list', shadowed)}[{scope.use(Local('_pagination', 'Item'))}]")
    lines = [_line(page.items or "items", items, scope, optional=False, stub=stub)]
    for wire_name, type in page.fields:
        if wire_name != page.items:
            optional = type if isinstance(type, Nullable) else Nullable(inner=type)
            annotation = scope.annotation(optional, Face.MODEL, shadowed)
            lines.append(_line(wire_name, annotation, scope, optional=True, stub=stub))
    return tuple(lines)


def _line(wire_name: str, annotation: Code, scope: ModuleScope, *, optional: bool, stub: bool) -> Code:
    own = safe_field_name(wire_name)
    return Code(f"{name(own)}: {annotation}{field_value(own, wire_name, scope, optional=optional, stub=stub)}")
