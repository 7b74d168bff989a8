"""A pair in numbers: what the generated SDK has as the published one has it, exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from generator.cli.compare import generated
from generator.compare.comparison import Comparison, compare
from generator.compare.jsonl import read_facts
from generator.compare.judged import Tally as Compared
from generator.diff.model import Change
from generator.request import Request
from tests.measures.tally import Difference, Tally

from .folder import Pair

RULES: Final = """\
A thing counts as the same where nothing that its users could notice differs: what would break nothing counts as a
difference too, but for types, which may say more as long as all code goes on. Only what the published SDK has is
looked at."""
FURTHER: Final = "further"
_TYPES: Final = ("types of arguments", "types of fields")


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A share that must be reached: of the things of the first measure those that no measure finds otherwise."""

    name: str
    measures: tuple[str, ...]
    share: float


GOALS: Final = (
    Goal(name="methods", measures=("methods",), share=1.0),
    Goal(name="arguments", measures=("arguments", "required arguments"), share=1.0),
    Goal(name="results", measures=("results",), share=0.97),
    Goal(name="type names", measures=("types", "modules of types", "kinds of types"), share=0.98),
    Goal(name="fields", measures=("fields", "required fields"), share=0.98),
)


class NothingGeneratedError(Exception):
    """A pair's document or config is refused."""


def request_of(pair: Pair) -> Request:
    """What asks for the SDK of a pair."""
    return Request(spec=str(pair.document), config=pair.config)


def compared(pair: Pair) -> Comparison:
    """The published SDK against the generated one. Raises `NothingGeneratedError`."""
    found = generated(request_of(pair))
    if found is None:
        raise NothingGeneratedError(pair.name)
    return compare(read_facts(pair.surface), found[0])


def tallies(pair: Pair, comparison: Comparison) -> Iterator[Tally]:
    """Each measure of a pair under a name of its own; last, what only the generated SDK has."""
    for one in comparison.tallies:
        yield _tally(f"{pair.name}: {one.measure}", one.total, _differing(one))
    yield _tally(f"{pair.name}: {FURTHER}", len(comparison.further), comparison.further)


def _differing(one: Compared) -> tuple[Change, ...]:
    if one.measure not in _TYPES:
        return one.changes
    return tuple(change for change in one.changes if change.verdict.rank == 0)


def _tally(measure: str, total: int, changes: Iterable[Change]) -> Tally:
    differences = tuple(
        Difference(
            measure=measure,
            subject=change.subject,
            official=", ".join(change.before),
            ours=f"{change.code.value} {', '.join(change.after)}".strip(),
        )
        for change in changes
    )
    return Tally(measure=measure, total=total, compared=total, differences=differences)


def reached(goal: Goal, comparison: Comparison, by_hand: Callable[[str], bool]) -> tuple[int, int]:
    """How many things a goal finds the same, and of how many. One that differs twice counts once; what is written by
    hand in the published SDK counts nowhere."""
    found = {one.measure: one for one in comparison.tallies}
    differing = {change.subject for measure in goal.measures for change in found[measure].changes}
    moved_along = {subject for subject in differing if by_hand(subject)}
    total = found[goal.measures[0]].total - len(moved_along)
    return total - len(differing - moved_along), total
