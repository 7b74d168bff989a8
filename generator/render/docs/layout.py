"""Laying out Python expressions and calls: on one line where they fit, else one item a line with a trailing comma."""

from __future__ import annotations

from typing import TypeAlias

from generator.python.code import Code
from generator.values import Value

WIDTH = 88
_INDENT = 4


class Group(Value):
    """Items between brackets, each after its own prefix (`name=`, `"key": `, or nothing)."""

    opening: str
    items: tuple[tuple[str, Expression], ...]
    closing: str


Expression: TypeAlias = Code | Group


def lay_out(
    expression: Expression, *, before: str = "", after: str = "", indent: int = 0, spread: bool = False
) -> Code:
    """The expression between `before` and `after`, in a block indented by `indent`; `spread` takes a line an item."""
    return Code("\n".join(_lines(expression, before, after, indent, spread)))


def _lines(expression: Expression, before: str, after: str, indent: int, spread: bool = False) -> list[str]:
    margin = " " * indent
    if isinstance(expression, Code):
        return [f"{margin}{before}{expression}{after}"]
    if not spread:
        flat = f"{margin}{before}{_flat(expression)}{after}"
        if len(flat) <= WIDTH:
            return [flat]
    if not expression.items:
        return [f"{margin}{before}{expression.opening}{expression.closing}{after}"]
    lines = [f"{margin}{before}{expression.opening}"]
    for prefix, item in expression.items:
        lines += _lines(item, prefix, ",", indent + _INDENT)
    return [*lines, f"{margin}{expression.closing.removeprefix(',')}{after}"]  # each item has its comma already


def _flat(expression: Expression) -> str:
    if isinstance(expression, Code):
        return expression
    items = ", ".join(prefix + _flat(item) for prefix, item in expression.items)
    return f"{expression.opening}{items}{expression.closing}"
