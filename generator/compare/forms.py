"""A comparison for people at a terminal, as Markdown, and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from generator.compare.comparison import Comparison
from generator.compare.entries import fragment, yaml
from generator.compare.trial import Suggestions, key_of
from generator.diagnostics import printable
from generator.diff.codes import Code, Verdict
from generator.diff.model import Change
from generator.diff.saying import HEADINGS, listed, what, why
from generator.render.markdown import Markdown, code_span
from generator.values import Value

_SAME: Final = "Nothing that users of the package feel would change."
_ENTRY: Final = "the config can say"


class Result(Value, kw_only=True):
    """What is printed: the comparison, and the entries that remove some of its changes."""

    comparison: Comparison
    suggestions: Suggestions
    unread: tuple[str, ...] = ()

    def entry(self, change: Change) -> dict[str, Any] | None:
        """The config that removes a change, where one does."""
        entries = self.suggestions.entries.get(key_of(change))
        return None if entries is None else fragment(entries)


def text(result: Result) -> str:
    """The changes by verdict, breaking ones one by one, and the counts."""
    lines: list[str] = []
    for verdict, changes in result.comparison.groups():
        lines += [f"{verdict.value} ({len(changes):,})"]
        if verdict is Verdict.BREAKING:
            lines += [line for change in changes for line in _told(result, change)]
        else:
            lines += [f"  {line}" for line in _summed(changes, printable)]
        lines += [""]
    return "\n".join([*(lines or [_SAME, ""]), *_counts(result.comparison)])


def _told(result: Result, change: Change) -> Iterator[str]:
    yield f"  {printable(change.subject)} {what(change, printable)}"
    yield f"    {change.code.value}: {why(change)}"
    entry = result.entry(change)
    if entry is not None:
        yield f"    {_ENTRY}:"
        yield from (f"      {line}" for line in yaml(entry).splitlines())


def _summed(changes: tuple[Change, ...], code: Callable[[str], str]) -> Iterator[str]:
    """Changes that break nothing, by their kind."""
    subjects: dict[Code, list[str]] = {}
    for change in changes:
        subjects.setdefault(change.code, []).append(change.subject)
    for kind, several in subjects.items():
        yield f"{kind.value} ({len(several):,}): {listed(several, code)}"


def _counts(comparison: Comparison) -> Iterator[str]:
    for tally in comparison.tallies:
        yield f"{tally.measure:20}{tally.agreeing:>7,} of {tally.total:,}"


def markdown(result: Result) -> str:
    """The same for a pull request or a page."""
    lines = ["| | |", "| --- | --- |"]
    lines += [f"| {tally.measure} | {tally.agreeing:,} of {tally.total:,} |" for tally in result.comparison.tallies]
    for verdict, changes in result.comparison.groups():
        lines += ["", f"### {HEADINGS[verdict]}", ""]
        if verdict is Verdict.BREAKING:
            lines += [line for change in changes for line in _item(result, change)]
        else:
            lines += [f"- {line}" for line in _summed(changes, code_span)]
    return Markdown("\n".join(lines))


def _item(result: Result, change: Change) -> Iterator[str]:
    yield f"- {code_span(change.subject)} {what(change, code_span)}. {why(change)}"
    entry = result.entry(change)
    if entry is not None:
        yield ""
        yield "  ```yaml"
        yield from (f"  {line}" for line in yaml(entry).splitlines())
        yield "  ```"
        yield ""


def as_json(result: Result) -> str:
    """Everything that is known, by the schema that the README shows."""
    content = {
        "measures": [
            {"measure": tally.measure, "total": tally.total, "agreeing": tally.agreeing}
            for tally in result.comparison.tallies
        ],
        "changes": [
            {
                "code": change.code.value,
                "verdict": change.verdict.value,
                "subject": change.subject,
                "what": what(change, str),
                "reason": why(change),
                "before": list(change.before),
                "after": list(change.after),
                "config": result.entry(change),
            }
            for change in result.comparison.changes
        ],
        "config": result.suggestions.config(),
        "unread": list(result.unread),
    }
    return json.dumps(content, indent=2, ensure_ascii=True)


FORMS: Final[Mapping[str, Callable[[Result], str]]] = {"text": text, "markdown": markdown, "json": as_json}
