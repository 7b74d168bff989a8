"""Run-time references to types: the strings by which a method names its result, resolved by the runtime on first use."""

from __future__ import annotations

from functools import lru_cache
from typing import assert_never

from generator.ir.types import (
    Anything,
    ListOf,
    LiteralOf,
    MapOf,
    Named,
    Nullable,
    Primitive,
    PrimitiveKind,
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
    PrimitiveKind.BINARY: "str",
}


@lru_cache(maxsize=4096)
def type_reference(type: TypeExpr) -> str:  # noqa: PLR0911 - one return a kind of type
    """The reference for a type: `chat.ChatCompletion`, `list[batch.Batch]`, `str | None`."""
    match type:
        case Primitive():
            return _WORDS[type.kind]
        case Named():
            return _exported(type)
        case ListOf():
            return f"list[{type_reference(type.item)}]"
        case MapOf():
            return f"dict[str, {type_reference(type.value)}]"
        case Nullable():
            return f"{type_reference(type.inner)} | None"
        case LiteralOf():
            return " | ".join(dict.fromkeys("str" if type.open else value.__class__.__name__ for value in type.values))
        case UnionOf():
            return " | ".join(dict.fromkeys(type_reference(variant) for variant in type.variants))
        case Anything():
            return "object"
        case _:
            assert_never(type)


def _exported(type: Named) -> str:
    package, _, _ = type.module.rpartition(".")
    return dotted(f"{package}.{type.name}" if package else type.name)
