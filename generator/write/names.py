"""The lock of published names, written where a run adds to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.ir.package import Package
from generator.published.file import Locked, locked
from generator.published.lock import Lock

_MOST: Final = 5
"""How many names of each kind are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesPlan:
    """What becomes of a lock: what it says then, None where there is to be none. `is_first`: nothing was published
    before. `is_written`: the run writes it."""

    path: Path | None = None
    after: Locked | None = None
    is_first: bool = False
    is_same: bool = True
    is_written: bool = False

    def write(self) -> None:
        """Write the lock; a reader sees the old one or the new one."""
        if self.path is not None and self.after is not None and not self.is_same:
            write_lock(self.path, self.after.text)

    def lines(self) -> Iterator[str]:
        """What there is to say of it."""
        if self.path is None or self.after is None or self.is_same:
            return
        after = self.after
        if self.is_first and self.is_written:
            yield f"names      {len(after.added):,} locked in {self.path}: commit it"
            yield f"           a line `{self.path.name} merge=union` in .gitattributes lets branches merge"
            return
        counts = f"{len(after.added):,} added, {len(after.aliased):,} named anew, {len(after.gone):,} gone"
        if self.is_written:
            yield f"names      {counts}, in {self.path}"
        else:
            yield f"names      {self.path} is behind ({counts}): run `sdkgen lock` or `update`, and commit it"
        yield from told("added", after.added, self.path)
        yield from told("anew", [f"{old} -> {new}" for old, new in after.aliased], self.path)
        yield from told("gone", [f"{lost.name}{lost.why and f': {lost.why}'}" for lost in after.gone], self.path)


def told(what: str, names: Sequence[str], path: Path) -> Iterator[str]:
    """A few names, a line each, and how many more there are."""
    for name in names[:_MOST]:
        yield f"  {what:<9}{name}"
    if len(names) > _MOST:
        yield f"  {what:<9}and {len(names) - _MOST:,} more, see {path}"


def write_lock(path: Path, text: str) -> None:
    """Write a lock in the place of what is there."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)


def plan_names(path: Path | None, package: Package | None, lock: Lock, *, wanted: bool) -> NamesPlan:
    """The lock of a package. Without one it is made only where it is `wanted`."""
    if path is None or package is None or not (wanted or lock):
        return NamesPlan()
    after = locked(package, lock)
    before = path.read_text(encoding="utf-8") if path.exists() else None
    return NamesPlan(path=path, after=after, is_first=not lock, is_same=after.text == before, is_written=wanted)
