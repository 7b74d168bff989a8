"""What a comparison yields: for each measure how many things match, and each difference."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

PRESENT, ABSENT = "present", "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A thing of the official package that ours has otherwise or lacks: what each side says about `subject`."""

    measure: str
    subject: str
    official: str
    ours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One measure: of `total` things `compared` could be compared, all but the differences match."""

    measure: str
    total: int
    compared: int
    differences: tuple[Difference, ...]

    @property
    def matched(self) -> int:
        """How many things are the same on both sides."""
        return self.compared - len(self.differences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One thing on both sides as text; `same` decides. `ours` is None where there is nothing to compare with."""

    subject: str
    official: str
    ours: str | None
    same: bool


def tally(measure: str, comparisons: Iterable[Comparison]) -> Tally:
    """Count. What has nothing to compare with counts in the total only: another measure says that it is missing."""
    all_of_them = tuple(comparisons)
    compared = [comparison for comparison in all_of_them if comparison.ours is not None]
    return Tally(
        measure=measure,
        total=len(all_of_them),
        compared=len(compared),
        differences=tuple(
            Difference(measure=measure, subject=c.subject, official=c.official, ours=str(c.ours))
            for c in compared
            if not c.same
        ),
    )


def presence(measure: str, subjects: Iterable[tuple[str, bool]]) -> Tally:
    """Count which of the official things exist in ours."""
    return tally(
        measure,
        (
            Comparison(subject=subject, official=PRESENT, ours=PRESENT if exists else ABSENT, same=exists)
            for subject, exists in subjects
        ),
    )


def in_both(subject: str, in_official: bool) -> Comparison:
    """A thing of ours, which the official package has too or not."""
    official = PRESENT if in_official else ABSENT
    return Comparison(subject=subject, official=official, ours=PRESENT, same=in_official)
