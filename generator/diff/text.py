"""A difference for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import printable
from generator.diff.codes import Verdict
from generator.diff.model import Change, Difference
from generator.diff.saying import UNCHANGED, company, counts, listed, migration, what, why
from generator.source import Location


def text(difference: Difference) -> str:
    """The changes by verdict, worst first, each with its reason and its places."""
    if not difference.changes:
        return UNCHANGED
    lines = [f"{difference.bump.value} version ({counts(difference)})"]
    for verdict, changes in difference.groups():
        lines += ["", verdict.value]
        if verdict is Verdict.DOCS:
            lines += [_described(change, subjects) for change, subjects in difference.described()]
        else:
            lines += [line for change in changes for line in _lines(change)]
    return "\n".join(lines)


def _lines(change: Change) -> Iterator[str]:
    yield f"  {printable(change.subject)}{_part(change)} {what(change, printable)}"
    yield f"    {change.code.value}: {why(change)}"
    advice = migration(change, printable)
    if advice is not None:
        yield f"    To migrate, {advice}"
    yield from (f"    {sentence}" for sentence in company(change, printable))
    # A place that is known without its line is the same on both sides, or nearly so.
    places = " -> ".join(dict.fromkeys(printable(_place(at)) for at in (change.old, change.new) if at is not None))
    if places:
        yield f"    at {places}"


def _described(change: Change, subjects: tuple[str, ...]) -> str:
    return f"  {listed(subjects, printable)}{_part(change)}: {what(change, printable)}"


def _part(change: Change) -> str:
    return f" ({printable(change.part)})" if change.part else ""


def _place(at: Location) -> str:
    return str(at) if at.line else f"#{at.pointer}"
