"""Texts that match patterns: the shortest way through an expression, the same every time."""

from __future__ import annotations

import sys
from typing import Any

from ._schemas import compiled

if sys.version_info >= (3, 11):
    from re import _constants as words  # type: ignore[attr-defined] # no other module reads patterns
    from re import _parser as reader
else:
    import sre_constants as words
    import sre_parse as reader

_CLASSES = {
    "CATEGORY_DIGIT": "0",
    "CATEGORY_WORD": "a",
    "CATEGORY_SPACE": " ",
    "CATEGORY_NOT_DIGIT": "a",
    "CATEGORY_NOT_WORD": "-",
    "CATEGORY_NOT_SPACE": "a",
}
_PROBES = "a0-A_ .:/@+"


def matching(pattern: str, shortest: int = 0) -> str | None:
    """Return a text that matches a pattern; None where none is found."""
    expression = compiled(pattern)
    if expression is None:
        return None
    for often in (0, max(1, shortest), shortest):
        text = _written(reader.parse(expression.pattern), often)
        if len(text) >= shortest and expression.search(text) is not None:
            return text
    return None


def _written(parsed: Any, often: int) -> str:
    return "".join(_piece(str(code), value, often) for code, value in parsed)


def _piece(code: str, value: Any, often: int) -> str:
    match code:
        case "LITERAL":
            return chr(int(value))
        case "NOT_LITERAL":
            return "a" if value != ord("a") else "b"
        case "ANY":
            return "a"
        case "IN":
            return _member(value)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, inner = value
            times: int = max(least, min(often, most if most is not words.MAXREPEAT else often))
            return _written(inner, 0) * min(times, 4096)
        case "SUBPATTERN":
            return _written(value[-1], often)
        case "ATOMIC_GROUP":
            return _written(value, often)
        case "BRANCH":
            return _written(value[1][0], often)
        case _:
            return ""


def _member(members: Any) -> str:
    """Return a character of a class."""
    if str(members[0][0]) == "NEGATE":
        return next((probe for probe in _PROBES if not any(_holds(m, probe) for m in members[1:])), "~")
    code, value = members[0]
    match str(code):
        case "LITERAL":
            return chr(int(value))
        case "RANGE":
            return chr(value[0])
        case _:
            return _CLASSES.get(str(value), "a")


def _holds(member: Any, probe: str) -> bool:
    code, value = member
    match str(code):
        case "LITERAL":
            return ord(probe) == int(value)
        case "RANGE":
            return bool(value[0] <= ord(probe) <= value[1])
        case _:
            tests = {"CATEGORY_DIGIT": str.isdigit, "CATEGORY_SPACE": str.isspace}
            test = tests.get(str(value))
            return (probe.isalnum() or probe == "_") if test is None else test(probe)
