"""Patterns for a part of an API: by path, tag, operation, webhook or resource."""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

from generator.source import Location
from generator.values import Value

Kind: TypeAlias = Literal["path", "tag", "operation", "webhook", "resource"]

_NAMED: Final[tuple[Kind, ...]] = ("tag", "operation", "webhook", "resource")
_PATH: Final = re.compile(r"(?:([A-Za-z]+) +)?(/.*)")


class PartPattern(Value, kw_only=True):
    """What a part of an API has, or lacks: all of a `kind` whose name the expression fits.

    `name` is the pattern as it is written, without the kind; `verb` that of a path's operations, in lower case, None
    for all. `location` is None where the command line has it.
    """

    kind: Kind
    name: str
    expression: re.Pattern[str]
    verb: str | None = None
    location: Location | None = None

    def fits(self, name: str) -> bool:
        """Whether it is a pattern of this name."""
        return self.expression.fullmatch(name) is not None


def part_pattern(text: str, location: Location | None = None) -> PartPattern | None:
    """The pattern that a text is: `/pets/*`, `get /pets/**`, `tag:pets`, `operation:list*`; None where it is none.

    In paths `*` is any text within a segment, and `/**` any number of segments, none included; in names `*` is any
    text.
    """
    kind, _, name = text.partition(":")
    for named in _NAMED:
        if kind == named and name:
            return PartPattern(kind=named, name=name, expression=_anything(name, ".*"), location=location)
    path = _PATH.fullmatch(text)
    if path is None:
        return None
    verb = path[1].lower() if path[1] else None
    segments = (
        "(?:/.*)?" if segment == "**" else "/" + _anything(segment, "[^/]*").pattern
        for segment in path[2][1:].split("/")
    )
    return PartPattern(
        kind="path", name=path[2], expression=re.compile("".join(segments)), verb=verb, location=location
    )


def _anything(text: str, star: str) -> re.Pattern[str]:
    return re.compile(star.join(map(re.escape, text.split("*"))))
