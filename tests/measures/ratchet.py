"""The numbers that were reached, in a file: what matches may only rise, what is unexplained may only fall."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What was reached in one measure."""

    matched: int
    unexplained: int

    def falls_short_of(self, recorded: Mark) -> bool:
        """Say whether anything is worse than recorded."""
        return self.matched < recorded.matched or self.unexplained > recorded.unexplained

    def best_with(self, recorded: Mark) -> Mark:
        """The better of both numbers."""
        return Mark(
            matched=max(self.matched, recorded.matched), unexplained=min(self.unexplained, recorded.unexplained)
        )


Marks = Mapping[str, Mark]


def read_ratchet(file: Path) -> Marks:
    """Read what was reached, by measure."""
    return {name: Mark(**mark) for name, mark in json.loads(file.read_text(encoding="utf-8")).items()}


def write_ratchet(marks: Marks, file: Path) -> None:
    """Record what was reached."""
    text = json.dumps({name: asdict(mark) for name, mark in marks.items()}, indent=2)
    file.write_text(text + "\n", encoding="utf-8")


def raised(recorded: Marks, reached: Marks) -> Marks:
    """The record with what is better now, and with measures that are new."""
    return {**recorded, **{n: mark.best_with(recorded[n]) if n in recorded else mark for n, mark in reached.items()}}


def fallen(recorded: Marks, reached: Marks) -> Iterator[str]:
    """What is worse than recorded, in words. Measures that were not taken this time are left out."""
    for name, mark in reached.items():
        if name in recorded and mark.falls_short_of(recorded[name]):
            yield f"{name}: {_words(mark)}; recorded are {_words(recorded[name])}"


def stale(recorded: Marks, reached: Marks) -> Iterator[str]:
    """What is better than recorded, in words."""
    better: Iterable[str] = (name for name in reached if raised(recorded, reached)[name] != recorded.get(name))
    for name in better:
        known = recorded.get(name)
        yield f"{name}: {_words(reached[name])}; recorded are {_words(known) if known else 'none'}"


def _words(mark: Mark) -> str:
    return f"{mark.matched} matching, {mark.unexplained} unexplained"
