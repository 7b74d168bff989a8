"""JSON values made from the IR: conforming ones, and ones that depart from their type in a single place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, assert_never

from generator.ir.declarations import Alias, Declaration, ObjectModel, ObjectParams
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

UNHEARD_OF = "unheard of"
PAYLOAD = {"deep": [1, None, {"er": 0.5}]}
SCALARS: dict[PrimitiveKind, Any] = {
    PrimitiveKind.STRING: "text",
    PrimitiveKind.INTEGER: 7,
    PrimitiveKind.NUMBER: 1.5,
    PrimitiveKind.BOOLEAN: True,
    PrimitiveKind.NULL: None,
    PrimitiveKind.FILE: "content",
    PrimitiveKind.BINARY: "content",
    PrimitiveKind.DATETIME: "2025-01-31T12:00:00Z",
    PrimitiveKind.DATE: "2025-01-31",
    PrimitiveKind.TIME: "12:00:00",
    PrimitiveKind.DURATION: "PT1H",
    PrimitiveKind.UUID: "123e4567-e89b-12d3-a456-426614174000",
    PrimitiveKind.DECIMAL: "1.50",
    PrimitiveKind.BASE64: "aGVsbG8=",
}
ODD_VALUES: tuple[Any, ...] = ("odd", "", -12.5, 2**70, False, [], [1, "x", {"y": None}], {}, {"odd": [1]})
# Names that a model has for itself, and such that cannot be attributes.
ODD_NAMES = ("unheard_of", "_request_id", "model_dump", "to_dict", "model_config", "__class__", "self", "a-b", "")


class EndlessError(Exception):
    """A type needs itself, so there is no finite value by this way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A value that departs from its type in one place. `kind` says how."""

    kind: str
    value: Any


class Instances:
    """Makes values of the types of one package.

    Objects inside of others have the fields that they require, or all of them where `complete`.
    """

    def __init__(self, declarations: tuple[Declaration, ...], *, complete: bool = False) -> None:
        self._complete = complete
        self._declarations = {d.reference: d for d in declarations}

    def of(self, declaration: Declaration) -> Any:
        """A conforming value: an object has all its fields."""
        match declaration:
            case ObjectModel() | ObjectParams():
                return self._object(declaration, (declaration.reference,), full=True)
            case _:
                return self._value(declaration.type, (declaration.reference,))

    def value(self, type: TypeExpr) -> Any:
        """A conforming value of a type."""
        return self._value(type, ())

    def each(self, type: TypeExpr) -> Iterator[Any]:
        """A conforming value of every object that `type` may be."""
        return map(self.of, self._objects(type, ()))

    def departures(self, declaration: Declaration) -> Iterator[Departure]:
        """Everything an API could do tomorrow to what `declaration` describes."""
        whole = self.of(declaration)
        for change in (overturned, retyped, hollowed):
            yield Departure(kind="everywhere at once", value=change(whole))
        match declaration:
            case ObjectModel() | ObjectParams():
                yield from self._object_departures(declaration)
            case _:
                yield from self._departures(declaration.type, ())
                yield from self._variant_departures(declaration)

    def _object_departures(self, declaration: ObjectModel | ObjectParams) -> Iterator[Departure]:
        whole = self.of(declaration)
        for field in declaration.fields:
            name = field.wire_name
            yield Departure(kind="missing", value={key: value for key, value in whole.items() if key != name})
            yield Departure(kind="null", value={**whole, name: None})
            for odd in ODD_VALUES:
                yield Departure(kind="odd value", value={**whole, name: odd})
            for departure in self._departures(field.type, ()):
                yield Departure(kind=departure.kind, value={**whole, name: departure.value})
        known = {field.wire_name for field in declaration.fields}
        yield Departure(
            kind="unknown field", value={**whole, **{name: PAYLOAD for name in ODD_NAMES if name not in known}}
        )
        yield Departure(kind="missing", value={})
        yield Departure(kind="null", value=dict.fromkeys(whole))

    def _variant_departures(self, alias: Alias) -> Iterator[Departure]:
        """Each object that `alias` may be, with a field missing or null: the choice among variants must stand it."""
        for variant in self._objects(alias.type, (alias.reference,)):
            whole = self.of(variant)
            yield Departure(kind="variant", value=whole)
            for name in whole:
                yield Departure(kind="missing", value={key: value for key, value in whole.items() if key != name})
                yield Departure(kind="null", value={**whole, name: None})

    def _objects(self, type: TypeExpr, above: tuple[Named, ...]) -> Iterator[ObjectModel | ObjectParams]:
        match type:
            case Named() if type not in above:
                declaration = self._declarations[type]
                if isinstance(declaration, (ObjectModel, ObjectParams)):
                    yield declaration
                else:
                    yield from self._objects(declaration.type, (*above, type))
            case UnionOf():
                for variant in type.variants:
                    yield from self._objects(variant, above)
            case Nullable():
                yield from self._objects(type.inner, above)
            case _:
                return

    def _departures(self, type: TypeExpr, above: tuple[Named, ...]) -> Iterator[Departure]:
        """Unknown values of the enums and unknown variants of the unions in `type`; objects in it stand for
        themselves."""
        match type:
            case LiteralOf():
                yield Departure(kind="unknown enum value", value=UNHEARD_OF)
            case UnionOf():
                yield from self._union_departures(type, above)
            case Named():
                yield from self._named_departures(type, above)
            case ListOf():
                good = self._finite_list(type, above)
                for departure in self._departures(type.item, above):
                    yield Departure(kind=departure.kind, value=[*good, departure.value, *good])
            case TupleOf():
                yield from self._tuple_departures(type, above)
            case MapOf():
                for departure in self._departures(type.value, above):
                    yield Departure(kind=departure.kind, value={"key": departure.value})
            case Nullable():
                yield from self._departures(type.inner, above)
            case _:
                return

    def _tuple_departures(self, type: TupleOf, above: tuple[Named, ...]) -> Iterator[Departure]:
        """Arrays that are too short, and too long."""
        good = [self._value(item, above) for item in type.items]
        yield Departure(kind="odd value", value=good[:-1])
        yield Departure(kind="odd value", value=[*good, PAYLOAD])

    def _named_departures(self, name: Named, above: tuple[Named, ...]) -> Iterator[Departure]:
        declaration = self._declarations[name]
        if name not in above and not isinstance(declaration, (ObjectModel, ObjectParams)):
            yield from self._departures(declaration.type, (*above, name))

    def _union_departures(self, union: UnionOf, above: tuple[Named, ...]) -> Iterator[Departure]:
        yield from self._unknown_variants(union)
        for variant in union.variants:
            yield from self._departures(variant, above)

    def _unknown_variants(self, union: UnionOf) -> Iterator[Departure]:
        tag = union.discriminator or "type"
        objects = list(self._objects(union, ()))
        for value in (
            {tag: UNHEARD_OF, "payload": PAYLOAD},
            {tag: None, "payload": PAYLOAD},
            {tag: PAYLOAD},
            {tag: 7},
            {"payload": PAYLOAD},
            *({**self.of(variant), tag: UNHEARD_OF} for variant in objects[:3]),
            *ODD_VALUES,
        ):
            yield Departure(kind="unknown variant", value=value)

    def _value(self, type: TypeExpr, above: tuple[Named, ...]) -> Any:
        match type:
            case Primitive():
                return SCALARS[type.kind]
            case LiteralOf():
                return type.values[0]
            case Anything():
                return PAYLOAD
            case Named():
                return self._named(type, above)
            case ListOf():
                return self._finite_list(type, above)
            case TupleOf():
                return [self._value(item, above) for item in type.items]
            case MapOf():
                return self._finite_map(type, above)
            case Nullable():
                return self._or_null(type, above)
            case UnionOf():
                return self._first_finite(type, above)
            case _:
                assert_never(type)

    def _named(self, name: Named, above: tuple[Named, ...]) -> Any:
        if name in above:
            raise EndlessError
        declaration = self._declarations[name]
        if isinstance(declaration, (ObjectModel, ObjectParams)):
            return self._object(declaration, (*above, name), full=self._complete)
        return self._value(declaration.type, (*above, name))

    def _object(self, declaration: ObjectModel | ObjectParams, above: tuple[Named, ...], *, full: bool) -> Any:
        members: dict[str, Any] = {}
        for field in declaration.fields:
            if not field.required and not full:
                continue
            try:
                members[field.wire_name] = self._value(field.type, above)
            except EndlessError:
                if field.required:
                    raise
        if full and declaration.extra is not None:
            members["beyond"] = self._value(declaration.extra, above)
        return members

    def _finite_list(self, type: ListOf, above: tuple[Named, ...]) -> list[Any]:
        try:
            return [self._value(type.item, above)]
        except EndlessError:
            return []

    def _finite_map(self, type: MapOf, above: tuple[Named, ...]) -> dict[str, Any]:
        try:
            return {"key": self._value(type.value, above)}
        except EndlessError:
            return {}

    def _or_null(self, type: Nullable, above: tuple[Named, ...]) -> Any:
        try:
            return self._value(type.inner, above)
        except EndlessError:
            return None

    def _first_finite(self, type: UnionOf, above: tuple[Named, ...]) -> Any:
        for variant in type.variants:
            try:
                return self._value(variant, above)
            except EndlessError:
                continue
        raise EndlessError


def overturned(value: Any) -> Any:
    """The same shape with other values, of other types where there is no other value, and with unknown fields."""
    return UNHEARD_OF if isinstance(value, str) else _changed(value, overturned)


def retyped(value: Any) -> Any:
    """The same, but for the text in it: constants and names of variants stay, all else departs."""
    return value if isinstance(value, str) else _changed(value, retyped)


def _changed(value: Any, change: Callable[[Any], Any]) -> Any:
    match value:
        case dict():
            return {**{key: change(item) for key, item in value.items()}, UNHEARD_OF: PAYLOAD}
        case list():
            return [*map(change, value), {UNHEARD_OF: PAYLOAD}]
        case None:
            return 0.5
        case _:
            return {"instead of": value}


def hollowed(value: Any, *, outside: bool = True) -> Any:
    """The same with every other field left out of the objects inside, and the rest of their plain values null."""
    match value:
        case dict():
            kept = list(value.items()) if outside else list(value.items())[1::2]
            return {key: hollowed(item, outside=False) for key, item in kept}
        case list():
            return [hollowed(item, outside=False) for item in value]
        case _:
            return value if outside else None
