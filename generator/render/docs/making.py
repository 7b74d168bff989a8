"""Values made from types alone, where the document has no example: one walk, for whatever they are written as."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar, assert_never

from generator.ir.declarations import (
    Declaration,
    EnumAlias,
    EnumClass,
    Field,
    JsonScalar,
    ObjectModel,
    ObjectParams,
    PlainAlias,
    UnionAlias,
)
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

_Written = TypeVar("_Written")

Outer = tuple[tuple[str, str], ...]
"""The declarations that a value stands in, the innermost last."""

TEXTS = {
    "uri": "https://example.com",
    "url": "https://example.com",
    "date": "2025-01-31",
    "date-time": "2025-01-31T12:00:00Z",
    "email": "user@example.com",
    "uuid": "123e4567-e89b-12d3-a456-426614174000",
    "byte": "aGVsbG8=",
    "base64": "aGVsbG8=",
    "time": "12:00:00Z",
    "duration": "PT1H",
    "decimal": "1.50",
    "ipv4": "127.0.0.1",
}
_FORMATS = {
    PrimitiveKind.DATETIME: "date-time",
    PrimitiveKind.DATE: "date",
    PrimitiveKind.TIME: "time",
    PrimitiveKind.DURATION: "duration",
    PrimitiveKind.UUID: "uuid",
    PrimitiveKind.DECIMAL: "decimal",
    PrimitiveKind.BASE64: "byte",
}
"""The format that a kind is usually of: its text does where the document has a word of its own."""


def text_of(type: Primitive, name: str) -> str:
    """A text for something called `name`, in the format of the type."""
    if type.kind is PrimitiveKind.STRING:
        return TEXTS.get(type.format or "", name)
    return TEXTS.get(type.format or "") or TEXTS[_FORMATS[type.kind]]


class Maker(ABC, Generic[_Written]):
    """Makes a value of any type of a package; what a value is written as is that of a subclass.

    None stands for a value that would never end.
    """

    def __init__(self, declarations: Iterable[Declaration]) -> None:
        self._declarations = {(d.module, d.name): d for d in declarations}

    def made(self, type: TypeExpr, name: str, outer: Outer = ()) -> _Written | None:
        """A value of the type, of something called `name`."""
        match type:
            case Primitive():
                return self.primitive(type, name)
            case LiteralOf():
                return self.scalar(type.values[0] if type.values else name)
            case ListOf():
                item = self.made(type.item, name, outer)
                return self.listed(() if item is None else (item,))
            case TupleOf():
                items = [self.made(item, name, outer) for item in type.items]
                present = [item for item in items if item is not None]
                return self.tupled(present) if len(present) == len(items) else None
            case MapOf():
                value = self.made(type.value, name, outer)
                return self.mapped(() if value is None else (("key", value),))
            case Nullable():
                inner = self.made(type.inner, name, outer)
                return self.scalar(None) if inner is None else inner
            case UnionOf():
                found = (self.made(variant, name, outer) for variant in type.variants)
                return next((written for written in found if written is not None), None)
            case Named():
                key = (type.module, type.name)
                return None if key in outer else self._declared(self._declarations[key], name, (*outer, key))
            case Anything():
                return self.scalar(name)
            case _:
                assert_never(type)

    def _declared(self, declaration: Declaration, name: str, outer: Outer) -> _Written | None:
        match declaration:
            case EnumClass() | EnumAlias() | UnionAlias() | PlainAlias():
                return self.made(declaration.type, name, outer)
            case ObjectModel() | ObjectParams():
                return self.object(declaration.fields, outer)
            case _:
                assert_never(declaration)

    @abstractmethod
    def primitive(self, type: Primitive, name: str) -> _Written:
        """A value of a primitive type."""

    @abstractmethod
    def scalar(self, value: JsonScalar) -> _Written:
        """A value that is known."""

    @abstractmethod
    def listed(self, items: Sequence[_Written]) -> _Written:
        """A list."""

    @abstractmethod
    def tupled(self, items: Sequence[_Written]) -> _Written:
        """A tuple."""

    @abstractmethod
    def mapped(self, members: Sequence[tuple[str, _Written]]) -> _Written:
        """Keys with values."""

    @abstractmethod
    def object(self, fields: tuple[Field, ...], outer: Outer) -> _Written | None:
        """An object with such of the fields as the value is to have."""
