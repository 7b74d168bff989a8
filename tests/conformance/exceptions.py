"""The tests of others that are not held to, each with the reason and a test of ours that shows ours to be right."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from .causes import Outcome

TABLE: Final = Path(__file__).with_name("differences.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A reason for the tests of a subject whose names fit a pattern (those of shells) to fail.

    `shown` names the test of ours that shows that ours is right: `tests/FILE.py::test_NAME`.
    """

    subject: str
    test: str
    reason: str
    shown: str

    def explains(self, subject: str, outcome: Outcome) -> bool:
        """Whether this is why a test fails."""
        return subject == self.subject and fnmatchcase(outcome.test, self.test)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """All that fails, what of it has no reason, and the reasons that nothing needs."""

    failing: tuple[Outcome, ...]
    unexplained: tuple[Outcome, ...]
    useless: tuple[Difference, ...]

    def lines(self) -> Iterator[str]:
        """What is to be said of it, where there is anything."""
        explained = len(self.failing) - len(self.unexplained)
        if explained:
            yield ""
            yield f"{explained} failing on purpose, see {TABLE.name}"
        for difference in self.useless:
            yield f"explains nothing: {difference.subject} {difference.test}"


def read_exceptions(file: Path = TABLE) -> tuple[Difference, ...]:
    """Read the table. Raises TypeError where an entry is not as it should be."""
    entries: list[dict[str, Any]] = tomllib.loads(file.read_text(encoding="utf-8")).get("difference", [])
    return tuple(Difference(**entry) for entry in entries)


def judged(results: Mapping[str, Sequence[Outcome]], differences: Sequence[Difference]) -> Judgement:
    """Give each failing test the reason that it has."""
    failing = [(subject, outcome) for subject, tests in results.items() for outcome in tests if outcome.message]
    reasons = [next((d for d in differences if d.explains(*failed)), None) for failed in failing]
    return Judgement(
        failing=tuple(outcome for _, outcome in failing),
        unexplained=tuple(o for (_, o), reason in zip(failing, reasons, strict=True) if reason is None),
        useless=tuple(d for d in differences if d.subject in results and d not in reasons),
    )
