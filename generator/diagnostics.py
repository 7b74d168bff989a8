"""Findings about the input: one registry of codes, one way to collect them, one way to print them.

A finding never stops the run by being found. Stages collect, and `pipeline` stops where an error makes the next stage
pointless. Only input of which nothing at all can be read raises `UnusableInput`, which carries its diagnostic.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from generator.source import Location
from generator.values import Mutable, Value, field


class Severity(Enum):
    """How bad a finding is.

    `ERROR`: the SDK would be wrong or cannot be made. `WARNING`: it is made, something was repaired. `NOTE`: worth
    knowing.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Code(Value):
    """A kind of finding: its stable id, how severe it is, and what it means (for the docs, not the message)."""

    id: str
    severity: Severity
    meaning: str


class Related(Value):
    """Another place that belongs to a finding, with what stands there."""

    message: str
    location: Location


class Diagnostic(Value):
    """One finding. `others` are further places of the same cause, which have no finding of their own."""

    code: Code
    message: str
    location: Location | None = None
    hint: str | None = None
    related: tuple[Related, ...] = ()
    others: tuple[Location, ...] = ()


CODES: dict[str, Code] = {}


def register(id: str, severity: Severity, meaning: str) -> Code:
    """Add a code to the registry. Each is defined once, in the module that reports it."""
    if id in CODES:
        raise ValueError(f"diagnostic code {id!r} is registered twice")
    CODES[id] = code = Code(id, severity, meaning)
    return code


class UnusableInput(Exception):  # noqa: N818 # it says what the input is, not what went wrong here
    """The input cannot be read at all; `diagnostic` says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class Diagnostics(Mutable):
    """Collects the findings of a run, each once."""

    found: dict[Diagnostic, None] = field(default_factory=dict)

    def report(
        self,
        code: Code,
        message: str,
        location: Location | None = None,
        *,
        hint: str | None = None,
        related: tuple[Related, ...] = (),
        others: tuple[Location, ...] = (),
    ) -> None:
        """Record a finding."""
        self.add(Diagnostic(code, message, location, hint, related, others))

    def add(self, diagnostic: Diagnostic) -> None:
        """Record a finding that was made elsewhere, such as that of an `UnusableInput`."""
        self.found.setdefault(diagnostic)

    def sorted(self) -> list[Diagnostic]:
        """All findings in document order, those without a place first."""
        return sorted(self.found, key=_order)

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(1 for d in self.found if d.code.severity is Severity.ERROR)


def _order(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    at = diagnostic.location
    place = (at.file, at.line, at.column) if at else ("", 0, 0)
    return (*place, diagnostic.code.id, diagnostic.message)


_WIDTH = 160
_LINE_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")  # what YAML counts as the end of a line


def render(diagnostic: Diagnostic, sources: Mapping[str, str]) -> str:
    """A finding as text: place, severity, code, message, the line with its context, notes and hint.

    `sources` maps file names to their text; a place in a file it lacks is printed without lines.
    """
    head = f"{diagnostic.code.severity.value}: {diagnostic.code.id}: {printable(diagnostic.message)}"
    lines = [f"{printable(str(diagnostic.location))}: {head}" if diagnostic.location else head]
    if diagnostic.location and diagnostic.location.file in sources:
        lines += _excerpt(diagnostic.location, diagnostic.related, _lines(sources[diagnostic.location.file]))
    for related in diagnostic.related:
        lines.append(f"  note: {printable(related.message)} at {printable(str(related.location))}")
    if diagnostic.hint:
        lines.append(f"  hint: {printable(diagnostic.hint)}")
    return "\n".join(lines)


@lru_cache(maxsize=4)
def _lines(text: str) -> list[str]:
    return _LINE_BREAK.split(text)


def _excerpt(location: Location, related: tuple[Related, ...], lines: list[str]) -> list[str]:
    """The line of a finding, marked, among those of its related places; without any, below the line before it."""
    others = {other.location.line for other in related if other.location.file == location.file}
    shown = sorted({location.line, *(others or {location.line - 1})})
    width = len(str(shown[-1]))
    marks = {location.line: ">"}
    return [
        f"  {marks.get(number, ' ')} {number:>{width}} | {_cut(lines[number - 1], location.column)}".rstrip()
        for number in shown
        if 1 <= number <= len(lines) and (number == location.line or lines[number - 1].strip())
    ]


def _cut(line: str, column: int) -> str:
    """A line as far as it fits; of a very long one, the part around a column."""
    start = max(0, column - _WIDTH // 2) if len(line) > _WIDTH and column > _WIDTH else 0
    part = printable(line[start : start + _WIDTH])
    return ("..." if start else "") + part + ("..." if start + _WIDTH < len(line) else "")


def printable(text: str) -> str:
    """Spec text on one line, with nothing in it that a terminal would obey."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" if ord(c) < 256 else f"\\u{ord(c):04x}" for c in text)
