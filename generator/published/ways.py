"""The ways from one published thing to the types that it speaks of.

A way is text: `.choices[]` are the items of the field `choices`, `{}` the values of a map, `[0]` the first position of
a tuple, `|` the variants of a union, `^` what an object builds on; that of a method starts with a word.
That something may be null is no step of its own, and that it is one of several variants makes no other way (`plain`):
documents say both in many ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, TypeAlias

from generator.ir.declarations import Field
from generator.ir.operations import Operation, Parameter, Place, further_members, json_types
from generator.ir.package import Callback, Webhook
from generator.ir.types import (
    Anything,
    ListOf,
    LiteralOf,
    MapOf,
    Named,
    Nullable,
    Primitive,
    TupleOf,
    TypeExpr,
    UnionOf,
    with_parts,
)
from generator.published.names import value_words

Way: TypeAlias = str
Step: TypeAlias = tuple[Way, Named]
"""A way, and what it leads to."""

Unions: TypeAlias = Mapping[UnionOf, Named]
"""Unions that are written out where they stand, with the names that they have beside."""

_NO_UNIONS: Final[Unions] = MappingProxyType({})

ITSELF: Final = "="
"""The way from another name for a type to the type."""

BASE: Final = "^"
"""The way from an object to what it builds on."""

_MEANING: Final = re.compile(r"[.\[\]{}|^=~%]")


def of_method(operation: Operation) -> Iterator[Step]:
    """What a method takes and gives."""
    if operation.params is not None:
        yield "params", operation.params
    for parameter in operation.parameters:
        yield from along(parameter.type, _argument(operation, parameter))
    if (extra := further_members(operation.body)) is not None:
        yield from along(extra, "argument{}")
    if operation.page is not None:
        yield from along(operation.page.item, "item")
    for type in json_types(operation.response):
        yield from along(type, "answer")
    for case in operation.cases.cases if operation.cases is not None else ():
        yield from along(case.type, "answer")
    if operation.stream is not None:
        yield from along(operation.stream.event, "event")
    for error in operation.errors:
        if error.type is not None:
            yield from along(error.type, f"error.{_plain(error.status)}")


def _argument(operation: Operation, parameter: Parameter) -> Way:
    """The way into an argument. What a placeholder of the path is called says nothing to the API: it goes by its
    place there."""
    if parameter.place is not Place.PATH:
        return f"argument.{_plain(parameter.wire_name)}"
    before, _, _ = operation.path.partition(f"{{{parameter.wire_name}}}")
    return f"argument[{before.count('{')}]"


def of_webhook(webhook: Webhook) -> Iterator[Step]:
    """What a webhook delivers."""
    yield from along(webhook.event, "event")


def of_callback(callback: Callback) -> Iterator[Step]:
    """What a callback delivers."""
    yield from along(callback.event, "event")


def webhook_name(webhook: Webhook) -> str:
    """A webhook as ways that start there name it."""
    return f"webhook.{webhook.name}"


def callback_name(callback: Callback) -> str:
    """A callback as ways that start there name it."""
    return f"callback.{callback.name}"


def plain(way: Way) -> Way:
    """The way without the steps that documents may say or not."""
    return way.replace("|", "")


def union_at(type: TypeExpr, here: Way, way: Way) -> UnionOf | None:
    """The union without a name that stands at the end of a way, in a type that stands `here`."""
    if isinstance(type, UnionOf) and here == way:
        return type
    inside = (union_at(part, here + step, way) for step, part in _parts(type) if way.startswith(here + step))
    return next((found for found in inside if found is not None), None)


def with_name_for(type: TypeExpr, union: UnionOf, name: Named) -> TypeExpr:
    """A type with a name in place of a union in it."""
    return name if type == union else with_parts(type, lambda part: with_name_for(part, union, name))


def beyond(way: Way, inner: Way) -> Way | None:
    """The way past another name for a type, to what that stands for; None where `inner` leads into an object."""
    return way + inner.removeprefix(ITSELF) if inner.startswith(ITSELF) else None


def of_type(
    fields: Iterable[Field] | None,
    *,
    extra: TypeExpr | None = None,
    base: Named | None = None,
    type: TypeExpr | None,
    unions: Unions = _NO_UNIONS,
) -> Iterator[Step]:
    """What an object, or another name for a `type`, is made of, with the `unions` that have names where it stands."""
    for field in fields or ():
        yield from along(field.type, step_into(field), unions)
    if extra is not None:
        yield from along(extra, "{}", unions)
    if base is not None:
        yield BASE, base
    if type is not None:
        yield from along(type, ITSELF)


UNION: Final = "union"
"""The form of what is one of several."""


WRITTEN_OUT: Final = "written"
"""The form of a union that stands written out where it is used, and has a name beside."""


def form_of(type: TypeExpr | None) -> str:
    """What a type without fields is, in a word; nothing for an object, which has no `type`."""
    match type:
        case None:
            return ""
        case Nullable():
            return form_of(type.inner)
        case LiteralOf():
            return "values"
        case UnionOf():
            return UNION
        case ListOf():
            return "list"
        case TupleOf():
            return "tuple"
        case MapOf():
            return "map"
        case Primitive() | Named() | Anything():
            return "plain"


FORMS: Final = frozenset({"values", UNION, WRITTEN_OUT, "list", "tuple", "map", "plain"})
"""The words for what a type is that is no object."""


def tag_of(field: Field) -> tuple[str, ...]:
    """The only value that a field has, where it has but one: types that are alike otherwise are told apart by it."""
    match field.type:
        case LiteralOf(values=(value,)):
            return (value_words(value),)
        case _:
            return ()


def along(type: TypeExpr, way: Way, unions: Unions = _NO_UNIONS) -> Iterator[Step]:
    """What a type mentions, which stands at the end of a way."""
    if isinstance(type, Named):
        yield way, type
    elif unions and isinstance(type, UnionOf) and type in unions:
        yield way, unions[type]
    for step, part in _parts(type):
        yield from along(part, way + step, unions)


def _parts(type: TypeExpr) -> Iterable[tuple[Way, TypeExpr]]:
    match type:
        case ListOf():
            return (("[]", type.item),)
        case TupleOf():
            rest = () if type.rest is None else (("[]", type.rest),)
            return (*((f"[{position}]", item) for position, item in enumerate(type.items)), *rest)
        case MapOf():
            return (("{}", type.value),)
        case Nullable():
            return (("", type.inner),)
        case UnionOf():
            return (("|", variant) for variant in type.variants)
        case Primitive() | LiteralOf() | Anything() | Named():
            return ()


def step_into(field: Field) -> Way:
    """The step from an object into one of its fields."""
    return f".{_plain(field.wire_name)}"


@cache
def _plain(name: str) -> str:
    """A name of the wire as a part of a way, which none of its signs end."""
    return _MEANING.sub(lambda found: f"~{ord(found[0]):x}~", name)
