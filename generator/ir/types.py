"""Type expressions: what a field, a parameter or a result may hold, independent of any language's syntax."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import Final, TypeAlias, assert_never

from generator.values import Labelled, Value, replace


class PrimitiveKind(Enum):
    """The scalar kinds of the wire.

    `FILE` is a part of a form that carries a file, `CONTENT` a whole body sent as it is, `BINARY` content received.
    From `DATETIME` on they travel as text, which the SDK reads and writes.
    """

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NULL = "null"
    FILE = "file"
    CONTENT = "content"
    BINARY = "binary"
    DATETIME = "datetime"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    UUID = "uuid"
    DECIMAL = "decimal"
    BASE64 = "base64"


READ_FROM_TEXT: Final = (
    PrimitiveKind.DATETIME,
    PrimitiveKind.DATE,
    PrimitiveKind.TIME,
    PrimitiveKind.DURATION,
    PrimitiveKind.UUID,
    PrimitiveKind.DECIMAL,
    PrimitiveKind.BASE64,
)
"""The kinds that travel as text and are objects in the SDK."""


class Primitive(Value, kw_only=True):
    """A scalar. `format` is the document's word for it (`unixtime`, `uri`), for docs only."""

    kind: PrimitiveKind
    format: str | None = None


class Named(Value, kw_only=True):
    """A reference to the declaration `name` in types module `module` (dotted, below the package's `types`)."""

    module: str
    name: str


class ListOf(Value, kw_only=True):
    """A JSON array."""

    item: TypeExpr


class TupleOf(Value, kw_only=True):
    """A JSON array whose positions have types of their own (at least one); `rest` is that of all further items, None
    where there are none."""

    items: tuple[TypeExpr, ...]
    rest: TypeExpr | None = None

    @property
    def every(self) -> tuple[TypeExpr, ...]:
        """The types of the positions and of what follows them."""
        return self.items if self.rest is None else (*self.items, self.rest)


class MapOf(Value, kw_only=True):
    """A JSON object with arbitrary keys."""

    value: TypeExpr


class Nullable(Value, kw_only=True):
    """The inner type, or JSON null. Absence is not a type: it is the field's `required`."""

    inner: TypeExpr


LiteralValue: TypeAlias = str | int | bool


class Meaning(Value, kw_only=True):
    """What the document calls a value, and says of it; "" where it says nothing."""

    value: LiteralValue
    name: str = ""
    doc: str = ""


class LiteralOf(Labelled, kw_only=True):
    """One of the listed values; any other string too where `open`. The values 1 and true are not the same.

    `meanings` are those of the values of which the document says more than what they are.
    """

    values: tuple[LiteralValue, ...]
    open: bool = False
    meanings: tuple[Meaning, ...] = ()

    def among(self, values: tuple[LiteralValue, ...]) -> LiteralOf:
        """Only these of the values, with what is known of them."""
        kept = {(value.__class__, value) for value in values}
        return LiteralOf(
            values=values, meanings=tuple(m for m in self.meanings if (m.value.__class__, m.value) in kept)
        )

    @property
    def counted(self) -> object:
        """The values with their classes, and the rest."""
        return (self.open, self.values, tuple(value.__class__ for value in self.values), self.meanings)


def nullable(type: TypeExpr) -> TypeExpr:
    """A type, or null."""
    return type if isinstance(type, Nullable | Anything) else Nullable(inner=type)


def join_literals(*literals: LiteralOf, open: bool = False) -> LiteralOf:
    """The values of all, each once. Only a set of strings can be open."""
    found = {(value.__class__, value): value for literal in literals for value in literal.values}
    strings = all(kind is str for kind, _ in found)
    meanings = {(one.value.__class__, one.value): one for literal in literals[::-1] for one in literal.meanings}
    return LiteralOf(
        values=tuple(found.values()),
        open=strings and (open or any(one.open for one in literals)),
        meanings=tuple(meanings[key] for key in found if key in meanings),
    )


class UnionOf(Labelled, kw_only=True):
    """One of the variants (at least two). `discriminator` is the wire name of the property that tells them apart.

    `open`: what says something unknown there is the last variant; `has_default`: so is what says nothing. `called` is
    what the document calls each variant, "" where it does not; it is there for names, and makes no other type.
    """

    ASIDE = frozenset({"called"})

    variants: tuple[TypeExpr, ...]
    discriminator: str | None = None
    open: bool = False
    has_default: bool = False
    called: tuple[str, ...] = ()


class Anything(Value):
    """Any JSON value."""


TypeExpr: TypeAlias = Primitive | Named | ListOf | TupleOf | MapOf | Nullable | LiteralOf | UnionOf | Anything


def parts(types: Iterable[TypeExpr]) -> Iterator[TypeExpr]:
    """The types and everything they are made of, in the order they are written, without looking into declarations."""
    pending = list(types)[::-1]
    while pending:
        type = pending.pop()
        yield type
        match type:  # the most frequent ones first
            case Named() | Primitive():
                pass
            case Nullable():
                pending.append(type.inner)
            case ListOf():
                pending.append(type.item)
            case UnionOf():
                pending += type.variants[::-1]
            case LiteralOf() | Anything():
                pass
            case MapOf():
                pending.append(type.value)
            case TupleOf():
                pending += type.every[::-1]
            case _:
                assert_never(type)


def with_parts(type: TypeExpr, made: Callable[[TypeExpr], TypeExpr]) -> TypeExpr:
    """The type with what `made` gives in place of each type that it directly consists of."""
    match type:
        case ListOf():
            return ListOf(item=made(type.item))
        case TupleOf():
            return TupleOf(items=tuple(map(made, type.items)), rest=None if type.rest is None else made(type.rest))
        case MapOf():
            return MapOf(value=made(type.value))
        case Nullable():
            return Nullable(inner=made(type.inner))
        case UnionOf():
            return replace(type, variants=tuple(map(made, type.variants)))
        case Primitive() | LiteralOf() | Anything() | Named():
            return type
        case _:
            assert_never(type)


def meanings(types: Iterable[TypeExpr]) -> tuple[Meaning, ...]:
    """Everything that is said of values in the types."""
    return tuple(one for part in parts(types) if isinstance(part, LiteralOf) for one in part.meanings)


def named(types: Iterable[TypeExpr]) -> Iterator[Named]:
    """Every declaration that the types mention."""
    return (part for part in parts(types) if isinstance(part, Named))
