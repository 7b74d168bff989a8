"""Types that are one of several, and the property that tells which."""

from __future__ import annotations

from collections.abc import Sequence

from generator.document.model import Schema
from generator.ir.types import (
    Anything,
    LiteralOf,
    Primitive,
    PrimitiveKind,
    TypeExpr,
    UnionOf,
    join_literals,
)
from generator.lower.shapes import EnumShape, ObjectShape, Shapes, UnionShape

_DISCRIMINATORS = ("type", "event", "object", "kind", "role", "status")


def union_of(
    variants: Sequence[TypeExpr], discriminator: str | None, *, open: bool = False, has_default: bool = False
) -> TypeExpr:
    """A union without repetition: nested ones flattened where nothing tells their variants apart, literals joined."""
    flat: list[TypeExpr] = []
    for variant in variants:
        flat += variant.variants if isinstance(variant, UnionOf) and variant.discriminator is None else [variant]
    unique = list(dict.fromkeys(flat))
    literals = [v for v in unique if isinstance(v, LiteralOf)]
    if literals:
        joined = join_literals(*literals, open=any(is_plain_string(v) for v in unique))
        rest = [v for v in unique if not isinstance(v, LiteralOf) and not (joined.open and is_plain_string(v))]
        unique = [*rest[: unique.index(literals[0])], joined, *rest[unique.index(literals[0]) :]]
    if any(isinstance(v, Anything) for v in unique):
        return Anything()
    if len(unique) == 1:
        return unique[0]
    return UnionOf(variants=tuple(unique), discriminator=discriminator, open=open, has_default=has_default)


def either(a: TypeExpr, b: TypeExpr) -> TypeExpr:
    """One of two types; literals join."""
    if a == b:
        return a
    if isinstance(a, LiteralOf) and isinstance(b, LiteralOf):
        return join_literals(a, b)
    variants = [*(a.variants if isinstance(a, UnionOf) else (a,)), *(b.variants if isinstance(b, UnionOf) else (b,))]
    return UnionOf(variants=tuple(dict.fromkeys(variants)))


def is_plain_string(type: TypeExpr) -> bool:
    """Whether a type is any string at all."""
    return isinstance(type, Primitive) and type.kind is PrimitiveKind.STRING


def inferred_discriminator(variants: Sequence[Schema], shapes: Shapes) -> str | None:
    """A property that has one value in each variant, all different, tells them apart although the document does not
    say so."""
    objects = [s for v in variants if isinstance(s := shapes.resolved(v).shape, ObjectShape)]
    if len(objects) < len(variants) or len(objects) < 2:
        return None
    others = [name for name in objects[0].properties if name not in _DISCRIMINATORS]
    for name in (*_DISCRIMINATORS, *others):
        values = [_tag_values(o, name, shapes) for o in objects]
        if all(len(v) == 1 for v in values) and len({v[0] for v in values}) == len(values):
            return name
    return None


def variant_word(variant: Schema, union: UnionShape, shapes: Shapes) -> str | None:
    """What a variant is called in the document: its title, else the only value of a property that tells."""
    if variant.title:
        return variant.title
    resolved = shapes.resolved(variant).shape
    names = (union.discriminator,) if union.discriminator else _DISCRIMINATORS
    if isinstance(resolved, ObjectShape):
        for name in names:
            values = _tag_values(resolved, name, shapes)
            if len(values) == 1 and isinstance(values[0], str):
                return values[0]
    return None


def _tag_values(shape: ObjectShape, name: str, shapes: Shapes) -> tuple[object, ...]:
    written = shape.properties.get(name)
    if written is None:
        return ()
    found = shapes.resolved(written).shape
    return found.values if isinstance(found, EnumShape) else ()
