"""Run-time references to types: the strings by which a method names its result; the runtime resolves them."""

from __future__ import annotations

from typing import assert_never

from generator.ir.types import (
    READ_FROM_TEXT,
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
from generator.python.literals import dotted

_WORDS = {
    PrimitiveKind.STRING: "str",
    PrimitiveKind.INTEGER: "int",
    PrimitiveKind.NUMBER: "float",
    PrimitiveKind.BOOLEAN: "bool",
    PrimitiveKind.NULL: "None",
    PrimitiveKind.FILE: "str",
    PrimitiveKind.CONTENT: "str",
    PrimitiveKind.BINARY: "str",
    PrimitiveKind.DATETIME: "DateTime",
    PrimitiveKind.DATE: "Date",
    PrimitiveKind.TIME: "Time",
    PrimitiveKind.DURATION: "Duration",
    PrimitiveKind.UUID: "Uuid",
    PrimitiveKind.DECIMAL: "ExactNumber",
    PrimitiveKind.BASE64: "Base64",
}


class References:
    """Writes references; `private` are the declarations that have to be sought in their own module."""

    def __init__(self, private: frozenset[Named]) -> None:
        self._private = private

    def reference(self, type: TypeExpr) -> str:
        """The reference for a type: `chat.ChatCompletion`, `list[Batch]`, `str | None`."""
        match type:
            case Primitive(kind=kind):
                return f"_formats.{_WORDS[kind]}" if kind in READ_FROM_TEXT else _WORDS[kind]
            case Named():
                return self._exported(type)
            case ListOf():
                return f"list[{self.reference(type.item)}]"
            case TupleOf():
                return f"list[{' | '.join(dict.fromkeys(map(self.reference, type.every)))}]"
            case MapOf():
                return f"dict[str, {self.reference(type.value)}]"
            case Nullable():
                return f"{self.reference(type.inner)} | None"
            case LiteralOf():
                values = ("str" if isinstance(value, str) else value.__class__.__name__ for value in type.values)
                return " | ".join(dict.fromkeys(values))
            case UnionOf():
                return " | ".join(dict.fromkeys(self.reference(variant) for variant in type.variants))
            case Anything():
                return "object"
            case _:
                assert_never(type)

    def _exported(self, type: Named) -> str:
        package = type.module if type in self._private else type.module.rpartition(".")[0]
        return dotted(f"{package}.{type.name}" if package else type.name)
