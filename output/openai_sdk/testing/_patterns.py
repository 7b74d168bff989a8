"""Texts that match patterns: the shortest way through an expression, the same every time."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ._expressions import compiled, is_member, parsed_as_python

_PROBES = "a0-A_ .:/@+~"
_MIXED = ("Aa0" * 8, "Aa0-_!" * 4)
"""What often satisfies an expression that looks ahead, as those for passwords do."""
_LONGEST = 4096
"""How many characters an expression that asks for more is given."""


@lru_cache(maxsize=1024)
def matching(pattern: str, shortest: int = 0) -> str | None:
    """Return a text that matches a pattern; None where none is found."""
    expression, parsed = compiled(pattern), parsed_as_python(pattern)
    if expression is None:
        return None
    written = (_written(parsed, often) for often in (0, max(1, shortest), shortest))
    mixed = ((text * max(1, shortest))[: max(8, shortest)] for text in _MIXED)
    for text in (*written, *mixed):
        if len(text) >= shortest and expression.search(text) is not None:
            return text
    return None


def _written(parsed: Any, often: int) -> str:
    return "".join(_piece(str(code), value, often) for code, value in parsed)[:_LONGEST]


def _piece(code: str, value: Any, often: int) -> str:
    match code:
        case "LITERAL":
            return chr(int(value))
        case "NOT_LITERAL" | "ANY":
            return _probed(code, value)
        case "IN":
            return _member(value)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, inner = value
            text = _written(inner, 0)
            times: int = max(least, min(often, most))
            return text * min(times, _LONGEST // max(1, len(text)) + 1)
        case "SUBPATTERN":
            return _written(value[-1], often)
        case "ATOMIC_GROUP":
            return _written(value, often)
        case "BRANCH":
            return _written(value[1][0], often)
        case _:
            return ""


def _member(members: Any) -> str:
    """Return a character of a class, the first that it names."""
    code, value = members[0]
    match str(code):
        case "LITERAL":
            return chr(int(value))
        case "RANGE":
            return chr(value[0])
        case _:
            return _probed("IN", members)


def _probed(code: str, value: Any) -> str:
    return next((probe for probe in _PROBES if is_member(code, value, probe)), "~")
