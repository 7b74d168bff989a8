"""Patterns for families of names: `Create*Response`, `[Beta]*StreamingEvent`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from re import Match, Pattern
from typing import Final

_WILD: Final = re.compile(r"\*|\[[^\[\]]*\]")


def matches(pattern: str, name: str) -> bool:
    """Whether a name belongs to the family."""
    return _match(pattern, name) is not None


class Families:
    """Several patterns, of which those that a name belongs to are found soon."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = tuple((_compiled(pattern)[0], pattern) for pattern in patterns)

    def of(self, name: str) -> Iterator[str]:
        """The patterns of the families that a name belongs to, in their order."""
        return (pattern for literal, pattern in self._patterns if literal in name and matches(pattern, name))


def is_family(pattern: str) -> bool:
    """Whether a pattern stands for more than the name that it is."""
    return _WILD.search(pattern) is not None


def renamed(name: str, pattern: str, to: str) -> str | None:
    """What `to` makes of a name of the family: each `*` and `[text]` takes what the one at its position in `pattern`
    matched; None for a name of no such family."""
    found = _match(pattern, name)
    return None if found is None else "".join(_filled(to, pattern, found))


def _match(pattern: str, name: str) -> Match[str] | None:
    literal, compiled = _compiled(pattern)
    return compiled.fullmatch(name) if literal in name else None


@cache
def _compiled(pattern: str) -> tuple[str, Pattern[str]]:
    """The longest text that each name of the family has, by which most others are told soon; and all of it."""
    parts: list[str] = []
    end = 0
    for wild in _WILD.finditer(pattern):
        parts.append(re.escape(pattern[end : wild.start()]))
        parts.append("(.+?)" if wild[0] == "*" else f"({re.escape(wild[0][1:-1])})?")
        end = wild.end()
    return max(_WILD.split(pattern), key=len), re.compile("".join(parts) + re.escape(pattern[end:]))


def _filled(to: str, pattern: str, found: Match[str]) -> Iterator[str]:
    """The pieces of the new name. A `*` or `[text]` takes the first group of its own spelling that is left."""
    left = [(wild, group or "") for wild, group in zip(_WILD.findall(pattern), found.groups(), strict=True)]
    end = 0
    for wild in _WILD.finditer(to):
        yield to[end : wild.start()]
        number = next((i for i, (spelling, _) in enumerate(left) if spelling == wild[0]), None)
        if number is not None:
            yield left.pop(number)[1]
        end = wild.end()
    yield to[end:]
