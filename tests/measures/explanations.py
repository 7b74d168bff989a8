"""The reviewed reasons of differences, read from a table."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from .tally import Difference


class Category(StrEnum):
    """Whose doing a difference is."""

    DOCUMENT_NEWER = "the document is newer than the official package"
    OFFICIAL_WRONG = "the official package departs from the document"
    FACTS = "the facts do not state it"
    DECISION = "ours is so on purpose"
    MISSING = "ours lacks it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A reason for the differences that its patterns match (those of shells: `*`, `?`, `[...]`)."""

    category: Category
    reason: str
    measure: str
    subject: str
    official: str = "*"
    ours: str = "*"

    def explains(self, difference: Difference) -> bool:
        """Say whether this is the reason of a difference."""
        return all(
            fnmatchcase(text, pattern)
            for text, pattern in (
                (difference.measure, self.measure),
                (difference.subject, self.subject),
                (difference.official, self.official),
                (difference.ours, self.ours),
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A difference with its reason, if there is one."""

    difference: Difference
    explanation: Explanation | None


def read_explanations(file: Path) -> tuple[Explanation, ...]:
    """Read the table. Raises KeyError, TypeError and ValueError where it is not as it should be."""
    entries = tomllib.loads(file.read_text(encoding="utf-8"))["explanation"]
    return tuple(explanation for entry in entries for explanation in _explanations(entry))


def _explanations(entry: Mapping[str, Any]) -> Iterator[Explanation]:
    """One for each subject of an entry, so that each must explain something."""
    subjects: str | list[str] = entry["subject"]
    for subject in [subjects] if isinstance(subjects, str) else subjects:
        yield Explanation(**{**entry, "category": Category[entry["category"]], "subject": subject})


def explain(differences: Iterable[Difference], explanations: Sequence[Explanation]) -> tuple[Explained, ...]:
    """Give each difference the first reason that matches."""
    return tuple(
        Explained(difference=d, explanation=next((e for e in explanations if e.explains(d)), None)) for d in differences
    )


def useless(explained: Iterable[Explained], explanations: Iterable[Explanation]) -> tuple[Explanation, ...]:
    """The explanations that explain nothing, or nothing that an earlier one leaves over."""
    used = {entry.explanation for entry in explained}
    return tuple(explanation for explanation in explanations if explanation not in used)
