"""Regular expressions of documents in Python's terms.

Python tries one way through an expression after the other, which for some expressions takes longer than anyone waits.
Where an expression leaves several choices, all ways are gone at once instead, over the positions that they come to.
"""

from __future__ import annotations

import re
import sys
import warnings
from functools import lru_cache
from typing import Any, Protocol

if sys.version_info >= (3, 11):
    from re import _parser as reader  # type: ignore[attr-defined]  # no other module reads patterns
else:
    import sre_parse as reader

MOST_STEPS = 1_000_000
"""How many positions are looked at for one text: a second or so. What takes more counts as a match, since nobody knows
better."""
_STEP = 16
"""What one piece of an expression costs beside the positions that it is tried at."""
_DEEPEST = 40
_TOKENS = re.compile(r"\\.|\[\^?(?:\\.|[^\]\\])*\]|\$|\(\?<(?![=!])", re.DOTALL)
_IN_PYTHON = {"$": r"\Z", "(?<": "(?P<"}
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")
_DIGITS = frozenset("0123456789")
_WORD = _DIGITS | frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
_CATEGORIES = {"DIGIT": _DIGITS, "WORD": _WORD, "SPACE": frozenset(" \t\n\r\f\v")}


class Expression(Protocol):
    """What finds texts that match."""

    def search(self, text: str, /) -> object:
        """Return something other than None where a part of the text matches."""


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> Expression | None:
    """Return what finds texts that match a pattern of the document; None where that cannot be told, or takes too long
    to find out."""
    parsed = parsed_as_python(pattern)
    if parsed is None:
        return None
    if _choices(parsed) <= 2:
        return re.compile(_in_python(pattern), re.ASCII)
    return _AllWays(parsed) if _is_known(parsed) else None


def parsed_as_python(pattern: str) -> Any:
    """Return what Python reads a pattern as: pairs of a code and what it is about. None for what it does not read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(_in_python(pattern), re.ASCII)
            return reader.parse(_in_python(pattern), re.ASCII)
    except (re.error, OverflowError, RecursionError):
        return None


def _in_python(pattern: str) -> str:
    return _TOKENS.sub(lambda found: _IN_PYTHON.get(found[0], found[0]), pattern)


def _choices(parsed: Any, factor: int = 1) -> int:
    """Return how many places there are where several ways lead on; those that are repeated count for many."""
    found = 0
    for code, value in parsed:
        match str(code):
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                found += (factor if value[0] != value[1] else 0) + _choices(value[2], factor if value[1] == 1 else 9)
            case "BRANCH":
                found += factor + sum(_choices(branch, factor) for branch in value[1])
            case "SUBPATTERN":
                found += _choices(value[-1], factor)
            case "ASSERT" | "ASSERT_NOT":
                found += _choices(value[1], factor)
            case "ATOMIC_GROUP":
                found += _choices(value, factor)
            case "GROUPREF" | "GROUPREF_EXISTS":
                found += 9 * factor
            case _:
                pass
    return found


def _is_known(parsed: Any, depth: int = 0) -> bool:
    """Say whether all of an expression can be walked."""
    return depth < _DEEPEST and all(_is_known_piece(str(code), value, depth + 1) for code, value in parsed)


def _is_known_piece(code: str, value: Any, depth: int) -> bool:
    match code:
        case "LITERAL" | "NOT_LITERAL" | "ANY" | "IN" | "AT":
            return True
        case "MAX_REPEAT" | "MIN_REPEAT":
            return _is_known(value[2], depth)
        case "BRANCH":
            return all(_is_known(branch, depth) for branch in value[1])
        case "SUBPATTERN":
            return not value[1] and not value[2] and _is_known(value[-1], depth)
        case "ASSERT" | "ASSERT_NOT":
            return value[0] == 1 and _is_known(value[1], depth)
        case _:
            return False


class _TooLongError(Exception):
    """More steps than there may be."""


class _AllWays:
    """An expression that is walked on all ways at once."""

    def __init__(self, parsed: Any) -> None:
        self._parsed = parsed

    def search(self, text: str, /) -> object:
        """Return something other than None where a part of the text matches."""
        try:
            ends = _Walk(text).through(self._parsed, set(range(len(text) + 1)))
        except _TooLongError:
            return self
        return self if ends else None


class _Walk:
    """The ways through an expression on one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._left = MOST_STEPS

    def through(self, parsed: Any, at: set[int]) -> set[int]:
        """Return the positions behind what matches from some positions on."""
        for code, value in parsed:
            self._left -= len(at) + _STEP
            if self._left < 0:
                raise _TooLongError
            at = self._behind(str(code), value, at)
            if not at:
                break
        return at

    def _behind(self, code: str, value: Any, at: set[int]) -> set[int]:
        match code:
            case "MAX_REPEAT" | "MIN_REPEAT":
                least, most, inner = value
                return self._repeated(inner, at, least=least, most=most)
            case "BRANCH":
                return set[int]().union(*(self.through(branch, at) for branch in value[1]))
            case "SUBPATTERN":
                return self.through(value[-1], at)
            case "ASSERT" | "ASSERT_NOT":
                return {i for i in at if bool(self.through(value[1], {i})) is (code == "ASSERT")}
            case "AT":
                return {i for i in at if self._stands(str(value), i)}
            case _:
                text = self._text
                return {i + 1 for i in at if i < len(text) and is_member(code, value, text[i])}

    def _repeated(self, inner: Any, at: set[int], *, least: int, most: int) -> set[int]:
        for _ in range(least):
            before, at = at, self.through(inner, at)
            if before == at:
                break
        found = fresh = at
        for _ in range(most - least):
            fresh = self.through(inner, fresh) - found
            if not fresh:
                break
            found = found | fresh
        return found

    def _stands(self, place: str, position: int) -> bool:
        text = self._text
        if place.startswith("AT_BEGINNING"):
            return position == 0
        if place.startswith("AT_END"):
            return position == len(text)
        around = (text[position - 1 : position] or " ") in _WORD, (text[position : position + 1] or " ") in _WORD
        return (around[0] is not around[1]) is (place == "AT_BOUNDARY")


def is_member(code: str, value: Any, character: str) -> bool:
    """Say whether a character is one that a piece of an expression stands for."""
    match code:
        case "LITERAL":
            return ord(character) == int(value)
        case "NOT_LITERAL":
            return ord(character) != int(value)
        case "ANY":
            return character != "\n"
        case "RANGE":
            return bool(value[0] <= ord(character) <= value[1])
        case "CATEGORY":
            name = str(value).removeprefix("CATEGORY_")
            return (character in _CATEGORIES[name.removeprefix("NOT_")]) is not name.startswith("NOT_")
        case _:
            negated = str(value[0][0]) == "NEGATE"
            return any(is_member(str(c), v, character) for c, v in value[negated:]) is not negated
