"""Values with the keys that callers use, from values with those of the wire: the way back from what the SDK sends."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, repeat
from typing import Any

from generator.ir.declarations import Alias, Declaration, ObjectParams
from generator.ir.types import (
    Anything,
    ListOf,
    LiteralOf,
    MapOf,
    Named,
    Nullable,
    Primitive,
    PrimitiveKind,
    TupleOf,
    TypeExpr,
    UnionOf,
)

Declared = Mapping[Named, Declaration]

_CLASSES: dict[PrimitiveKind, tuple[type, ...]] = {
    PrimitiveKind.INTEGER: (int,),
    PrimitiveKind.NUMBER: (int, float),
    PrimitiveKind.BOOLEAN: (bool,),
    PrimitiveKind.NULL: (type(None),),
}


def spelled(value: Any, type: TypeExpr, declared: Declared) -> Any:
    """A value as callers give it."""
    match type:
        case Nullable():
            return None if value is None else spelled(value, type.inner, declared)
        case ListOf() if isinstance(value, list | tuple):
            return value.__class__(spelled(item, type.item, declared) for item in value)
        case TupleOf() if isinstance(value, list | tuple):
            each = chain(type.items, repeat(type.rest or Anything()))
            return value.__class__(spelled(item, one, declared) for item, one in zip(value, each, strict=False))
        case MapOf() if isinstance(value, Mapping):
            return {key: spelled(inner, type.value, declared) for key, inner in value.items()}
        case UnionOf():
            fitting = (variant for variant in type.variants if _fits(value, variant, declared))
            return spelled(value, next(fitting, Anything()), declared)
        case Named():
            found = declared.get(type)
            if isinstance(found, Alias):
                return spelled(value, found.type, declared)
            return _object(value, found, declared) if isinstance(found, ObjectParams) else value
        case _:
            return value


def _object(value: Any, params: ObjectParams, declared: Declared) -> Any:
    if not isinstance(value, Mapping):
        return value
    fields = {field.wire_name: field for field in params.fields}
    return {
        fields[key].name if key in fields else key: spelled(
            inner, fields[key].type if key in fields else params.extra or Anything(), declared
        )
        for key, inner in value.items()
    }


def _fits(value: Any, type: TypeExpr, declared: Declared) -> bool:
    match type:
        case Nullable():
            return value is None or _fits(value, type.inner, declared)
        case ListOf():
            return isinstance(value, list | tuple) and all(_fits(item, type.item, declared) for item in value)
        case TupleOf():
            return isinstance(value, list | tuple)
        case MapOf():
            return isinstance(value, Mapping) and all(_fits(inner, type.value, declared) for inner in value.values())
        case UnionOf():
            return any(_fits(value, variant, declared) for variant in type.variants)
        case LiteralOf():
            return value in type.values or (type.open and isinstance(value, str))
        case Primitive():
            own = value.__class__
            return own in _CLASSES[type.kind] if type.kind in _CLASSES else not isinstance(value, Mapping | list)
        case Named():
            found = declared.get(type)
            if isinstance(found, Alias):
                return _fits(value, found.type, declared)
            return not isinstance(found, ObjectParams) or _fits_object(value, found, declared)
        case _:
            return True


def _fits_object(value: Any, params: ObjectParams, declared: Declared) -> bool:
    fields = {field.wire_name: field.type for field in params.fields}
    required = {field.wire_name for field in params.fields if field.required}
    if not isinstance(value, Mapping) or not required <= value.keys():
        return False
    others = params.extra
    return all(
        _fits(inner, fields[key], declared) if key in fields else others is not None and _fits(inner, others, declared)
        for key, inner in value.items()
    )
