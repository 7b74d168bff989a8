"""How far a lock of published names is behind what a run made, or was before it was written: what is said of that, and
remembered for runs that find nothing changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from generator.values import Value

_MOST: Final = 5
"""How many names of each kind are told."""


class Named(Value):
    """Names of one kind: how many there are, and the first few."""

    count: int
    first: tuple[str, ...]

    @classmethod
    def of(cls, names: Sequence[str]) -> Named:
        """What is told of all these names."""
        return cls(len(names), tuple(names[:_MOST]))

    def lines(self, what: str, path: Path) -> Iterator[str]:
        """A line each, and how many more there are."""
        for name in self.first:
            yield f"  {what:<9}{name}"
        if self.count > len(self.first):
            yield f"  {what:<9}and {self.count - len(self.first):,} more, see {path}"

    @classmethod
    def from_json(cls, kept: Sequence[Any]) -> Named:
        """What stands in JSON as a pair. Raises `TypeError` or `ValueError` for anything else."""
        count, first = kept
        return cls(int(count), tuple(map(str, first)))


class Behind(Value, kw_only=True):
    """The names that a lock lacks, those that stand for something else in it, and those that it has and are gone."""

    added: Named
    anew: Named
    gone: Named

    @property
    def counts(self) -> str:
        """How many there are of each kind."""
        return f"{self.added.count:,} added, {self.anew.count:,} named anew, {self.gone.count:,} gone"

    def first(self, path: Path) -> Iterator[str]:
        """The first names of each kind; `path` is the lock."""
        yield from self.added.lines("added", path)
        yield from self.anew.lines("anew", path)
        yield from self.gone.lines("gone", path)

    def lines(self, path: Path) -> Iterator[str]:
        """What there is to say of a lock that stays as it is."""
        yield f"names      {path} is behind ({self.counts}): run `sdkgen lock` or `update`, and commit it"
        yield from self.first(path)

    def as_json(self) -> dict[str, Any]:
        """All of it, to be kept."""
        return {kind: [named.count, list(named.first)] for kind, named in self._kinds().items()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Behind:
        """What `as_json` gave. Raises `KeyError`, `TypeError` or `ValueError` for anything else."""
        added, anew, gone = (Named.from_json(kept[kind]) for kind in ("added", "anew", "gone"))
        return cls(added=added, anew=anew, gone=gone)

    def _kinds(self) -> dict[str, Named]:
        return {"added": self.added, "anew": self.anew, "gone": self.gone}
