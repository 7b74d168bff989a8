"""The parity report: what matches, and every difference with its reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .explanations import Explained, Explanation, explain, useless
from .ratchet import Mark, Marks, fallen, stale
from .tally import Tally

WIDTH = 120
OFFICIAL = "official."  # how the measures begin that need the official package itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The tallies with the reasons of their differences, and the numbers reached before."""

    tallies: tuple[Tally, ...]
    explained: Mapping[str, tuple[Explained, ...]]
    useless: tuple[Explanation, ...]
    recorded: Marks

    @classmethod
    def of(cls, tallies: Sequence[Tally], explanations: Sequence[Explanation], recorded: Marks) -> Report:
        """Find the reasons. Explanations of what needs the official package are left alone when it is not there."""
        explained = {tally.measure: explain(tally.differences, explanations) for tally in tallies}
        everything = [entry for entries in explained.values() for entry in entries]
        with_official = any(measure.startswith(OFFICIAL) for measure in explained)
        relevant = [e for e in explanations if with_official or not e.measure.startswith(OFFICIAL)]
        return cls(
            tallies=tuple(tallies), explained=explained, useless=useless(everything, relevant), recorded=recorded
        )

    @property
    def reached(self) -> Marks:
        """The numbers of this run."""
        return {
            tally.measure: Mark(
                matched=tally.matched,
                unexplained=sum(entry.explanation is None for entry in self.explained[tally.measure]),
            )
            for tally in self.tallies
        }

    @property
    def fallen(self) -> tuple[str, ...]:
        """What is worse than it was."""
        return tuple(fallen(self.recorded, self.reached))

    @property
    def stale(self) -> tuple[str, ...]:
        """What is better than it was, and not recorded."""
        return tuple(stale(self.recorded, self.reached))

    @property
    def defects(self) -> tuple[str, ...]:
        """What must not be: numbers that fell, and explanations of nothing."""
        return (
            *(f"fallen: {text}" for text in self.fallen),
            *(f"explains nothing: {e.measure} {e.subject}: {e.reason}" for e in self.useless),
        )


def as_json(report: Report) -> dict[str, Any]:
    """The report for programs."""
    return {
        "measures": [
            {
                "measure": tally.measure,
                "total": tally.total,
                "compared": tally.compared,
                "matched": tally.matched,
                "unexplained": report.reached[tally.measure].unexplained,
            }
            for tally in report.tallies
        ],
        "differences": [_difference(entry) for entries in report.explained.values() for entry in entries],
        "defects": list(report.defects),
        "stale": list(report.stale),
    }


def _difference(entry: Explained) -> dict[str, str | None]:
    difference, explanation = entry.difference, entry.explanation
    return {
        "measure": difference.measure,
        "subject": difference.subject,
        "official": difference.official,
        "ours": difference.ours,
        "category": explanation.category.name if explanation else None,
        "reason": explanation.reason if explanation else None,
    }


def as_text(report: Report, rules: str, *, differences: bool) -> Iterator[str]:
    """The report for people, line by line; `rules` says what counts as the same."""
    yield f"{'':28}{'matching':>10}{'compared':>10}{'all':>8}{'':>9}{'unexplained':>13}"
    for tally in report.tallies:
        share = f"{tally.matched / tally.total:.1%}" if tally.total else "-"
        unexplained = report.reached[tally.measure].unexplained
        yield f"{tally.measure:28}{tally.matched:>10}{tally.compared:>10}{tally.total:>8}{share:>9}{unexplained:>13}"
    yield from ("", *rules.splitlines())
    if differences:
        for measure, entries in report.explained.items():
            yield from _measure(measure, entries)
    yield from _section("The ratchet can be raised (--raise-ratchet records it)", report.stale)
    yield from _section("Defects", report.defects)


def _measure(measure: str, entries: tuple[Explained, ...]) -> Iterator[str]:
    by_reason: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        by_reason[_reason(entry.explanation)].append(_line(entry))
    for reason, lines in by_reason.items():
        yield from _section(f"{measure}: {len(lines)}, {reason}", lines)


def _reason(explanation: Explanation | None) -> str:
    return f"{explanation.category}: {explanation.reason}" if explanation else "no reason known"


def _line(entry: Explained) -> str:
    official, ours = (_shortened(text) for text in (entry.difference.official, entry.difference.ours))
    return f"{entry.difference.subject}: official {official}, ours {ours}"


def _shortened(text: str) -> str:
    return (text if len(text) <= WIDTH else f"{text[:WIDTH]}...") or "nothing"


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"\n{title}"
        yield from (f"  {line}" for line in lines)
