"""How users name the things of an SDK, and types in words that belong to no language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import assert_never

from generator.ir.declarations import Declaration, Default, JsonScalar
from generator.ir.operations import Place
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
)

_MOST_VALUES = 6


def resource_path(path: Sequence[str]) -> str:
    """`client.chat.completions`."""
    return ".".join(("client", *path))


def method_path(path: Sequence[str], name: str) -> str:
    """`client.chat.completions.create()`."""
    return f"{resource_path(path)}.{name}()"


def argument_path(path: Sequence[str], method: str, name: str, *, positional: bool) -> str:
    """`client.chat.completions.create(model=...)`; a positional argument stands there by its name alone."""
    return f"{resource_path(path)}.{method}({name}{'' if positional else '=...'})"


def type_path(declaration: Declaration) -> str:
    """Where a type is imported from: its package, or its own module where the package does not export it."""
    module = declaration.module.rpartition(".")[0] if declaration.public else declaration.module
    return ".".join(part for part in ("types", module, declaration.name) if part)


def place_words(place: Place) -> str:
    """Where a parameter travels."""
    return f"{place.value} parameter"


def value_words(value: JsonScalar) -> str:
    """A value as the wire has it."""
    return json.dumps(value, ensure_ascii=False)


def default_words(default: Default | None) -> tuple[str, ...]:
    """A default; nothing where there is none."""
    return () if default is None else (value_words(default.value),)


def type_words(type: TypeExpr) -> str:
    """A type on one line: `list of (string or null)`."""
    match type:
        case Primitive():
            return type.kind.value
        case Named():
            return type.name
        case ListOf():
            return f"list of {_grouped(type.item)}"
        case TupleOf():
            rest = () if type.rest is None else (f"any number of {_grouped(type.rest)}",)
            return f"tuple of {', '.join([*map(_grouped, type.items), *rest])}"
        case MapOf():
            return f"map of {_grouped(type.value)}"
        case Nullable():
            return f"{type_words(type.inner)} or null"
        case LiteralOf():
            return " or ".join(_literal_words(type))
        case UnionOf():
            return " or ".join(map(type_words, type.variants))
        case Anything():
            return "anything"
        case _:
            assert_never(type)


def _literal_words(type: LiteralOf) -> list[str]:
    shown = [value_words(value) for value in type.values[:_MOST_VALUES]]
    more = len(type.values) - len(shown)
    return [*shown, *([f"{more} other values"] if more else []), *(["any other string"] if type.open else [])]


def _grouped(type: TypeExpr) -> str:
    text = type_words(type)
    several = isinstance(type, (Nullable, UnionOf)) or (isinstance(type, LiteralOf) and len(type.values) > 1)
    return f"({text})" if several else text
