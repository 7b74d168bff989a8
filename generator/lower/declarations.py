"""Drafts to declarations, under their final names."""

from __future__ import annotations

from typing import Literal

from generator.diagnostics import Diagnostics
from generator.ir.declarations import (
    Declaration,
    EnumAlias,
    EnumClass,
    Field,
    ObjectModel,
    ObjectParams,
    PlainAlias,
    UnionAlias,
)
from generator.ir.types import LiteralOf, Nullable, TypeExpr, UnionOf
from generator.lower.drafts import Draft, Drafts
from generator.lower.faces import Face
from generator.lower.names import Names, enum_members, field_names
from generator.values import replace

IDENTIFYING = ("id", "token")
"""The members that come first where fields are in the order of their names, as users of this family of SDKs know it."""


def finished_declarations(
    drafts: Drafts, names: Names, diagnostics: Diagnostics, *, field_order: Literal["document", "name"] = "document"
) -> tuple[Declaration, ...]:
    """All declarations by module and name, in an order that never changes, with their fields in `field_order`."""
    made = [_declaration(draft, names, diagnostics) for draft in drafts.by_key.values()]
    if field_order == "name":
        made = [_with_sorted_fields(declaration) for declaration in made]
    return tuple(sorted(made, key=lambda d: (d.module, d.name)))


def _with_sorted_fields(declaration: Declaration) -> Declaration:
    match declaration:
        case ObjectModel() | ObjectParams():
            return replace(declaration, fields=tuple(sorted(declaration.fields, key=_place_by_name)))
        case _:
            return declaration


def _place_by_name(field: Field) -> tuple[bool, bool, str]:
    """The required ones first, among them what identifies the object."""
    return not field.required, field.wire_name not in IDENTIFYING, field.wire_name


def _declaration(draft: Draft, names: Names, diagnostics: Diagnostics) -> Declaration:
    named = names.by_key[draft.key]
    common = {
        "name": named.name,
        "module": named.module,
        "location": draft.location,
        "component": draft.component,
        "doc": draft.doc,
        "deprecated": draft.deprecated,
        "public": draft.is_root,
    }
    if draft.fields is not None:
        fields = _fields(draft, draft.fields, names, diagnostics)
        extra = names.resolve(draft.extra) if draft.extra is not None else None
        if draft.face is Face.RESPONSE:
            return ObjectModel(fields=fields, extra=extra, **common)  # type: ignore[arg-type]  # the names are its own
        base = names.of(draft.base) if draft.base is not None else None
        return ObjectParams(fields=fields, extra=extra, base=base, **common)  # type: ignore[arg-type]  # as above
    if draft.type is None:
        raise AssertionError(f"draft {draft.key} was never filled")
    if draft.is_enum and isinstance(draft.type, LiteralOf):
        return EnumClass(members=enum_members(draft, draft.type, diagnostics), **common)  # type: ignore[arg-type]  # as above
    common["for_requests"] = draft.face is Face.REQUEST
    type = names.resolve(draft.type)
    match type.inner if isinstance(type, Nullable) else type:
        case LiteralOf():
            return EnumAlias(type=type, **common)  # type: ignore[arg-type]  # as above
        case UnionOf():
            return UnionAlias(type=type, **common)  # type: ignore[arg-type]  # as above
        case _:
            common["is_earlier"] = draft.is_earlier
            return PlainAlias(type=type, **common)  # type: ignore[arg-type]  # as above


def _fields(draft: Draft, fields: tuple[Field, ...], names: Names, diagnostics: Diagnostics) -> tuple[Field, ...]:
    final = field_names(fields, draft.face, names.casings, diagnostics, draft.members)
    return tuple(_finished(field, final[field.wire_name], names.resolve(field.type)) for field in fields)


def _finished(field: Field, name: str, type: TypeExpr) -> Field:
    """The field under its final name and type; most have them already."""
    return field if field.name == name and field.type is type else replace(field, name=name, type=type)
