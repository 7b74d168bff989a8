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
    variants: Sequence[TypeExpr],
    discriminator: str | None,
    *,
    open: bool = False,
    has_default: bool = False,
    called: Sequence[str] = (),
) -> TypeExpr:
    """A union without repetition: nested ones flattened where nothing tells their variants apart, literals joined."""
    words: dict[TypeExpr, str] = {}
    for variant, word in zip(variants, called or [""] * len(variants), strict=True):
        if isinstance(variant, UnionOf) and variant.discriminator is None:
            for inner, own in zip(variant.variants, variant.called or [""] * len(variant.variants), strict=True):
                words.setdefault(inner, own)
        else:
            words.setdefault(variant, word)
    unique = list(words)
    literals = [v for v in unique if isinstance(v, LiteralOf)]
    if literals:
        joined = join_literals(*literals, open=any(is_plain_string(v) for v in unique))
        rest = [v for v in unique if not isinstance(v, LiteralOf) and not (joined.open and is_plain_string(v))]
        unique = [*rest[: unique.index(literals[0])], joined, *rest[unique.index(literals[0]) :]]
    if any(isinstance(v, Anything) for v in unique):
        return Anything()
    if len(unique) == 1:
        return unique[0]
    return UnionOf(
        variants=tuple(unique),
        discriminator=discriminator,
        open=open,
        has_default=has_default,
        called=tuple(words.get(variant, "") for variant in unique),
    )


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


def variants_called(union: UnionShape, written: Schema, discriminator: str | None, shapes: Shapes) -> tuple[str, ...]:
    """What each variant is called by the union that it stands in, "" where that has no word for it.

    A property that tells the variants apart has the first word, but for titles of what is put together inline. Else a
    title, before or (where it is one of objects) after the name of the component.
    """
    is_choice = bool(written.one_of)
    tells = union.discriminator is not None or (is_choice and discriminator is not None)
    by_component = is_choice and all(isinstance(shapes.resolved(v).shape, ObjectShape) for v in union.variants)
    return tuple(
        _tag(variant, discriminator if tells else None, shapes) or _own_word(variant, shapes, by_component=by_component)
        for variant in union.variants
    )


def _tag(variant: Schema, discriminator: str | None, shapes: Shapes) -> str:
    """The only value that the property has in a variant."""
    is_titled = variant.ref is None and variant.all_of and variant.title
    return "" if discriminator is None or is_titled else only_value(variant, discriminator, shapes)


def only_value(variant: Schema, name: str, shapes: Shapes) -> str:
    """The only value that a property of an object has, "" where there are several, or none."""
    shape = shapes.resolved(variant).shape
    values = _tag_values(shape, name, shapes) if isinstance(shape, ObjectShape) else ()
    return str(values[0]) if len(values) == 1 else ""


def _own_word(variant: Schema, shapes: Shapes, *, by_component: bool) -> str:
    """The title of a variant, the name of the component that it is, or that of the only property it has."""
    component = shapes.document.components.get(variant.ref or "", "")
    title = variant.title or shapes.document.target(variant).title or ""
    shape = shapes.resolved(variant).shape
    only = next(iter(shape.properties)) if isinstance(shape, ObjectShape) and len(shape.properties) == 1 else ""
    return (component or title if by_component else title or component) or only


def _tag_values(shape: ObjectShape, name: str, shapes: Shapes) -> tuple[object, ...]:
    written = shape.properties.get(name)
    if written is None:
        return ()
    found = shapes.resolved(written).shape
    return found.values if isinstance(found, EnumShape) else ()
