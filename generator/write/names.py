"""The lock of published names, written where a run adds to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.ir.package import Package
from generator.published.file import Locked, locked
from generator.published.lock import Lock
from generator.values import Value
from generator.write.behind import Behind, Named


class NamesPlan(Value, kw_only=True):
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

    @property
    def behind(self) -> Behind | None:
        """How far the lock is behind, or was before it was written; None where it says what it should."""
        if self.after is None or self.is_same:
            return None
        after = self.after
        return Behind(
            added=Named.of(after.added),
            anew=Named.of([f"{old} -> {new}" for old, new in after.aliased]),
            gone=Named.of([f"{lost.name}{lost.why and f': {lost.why}'}" for lost in after.gone]),
        )

    def lines(self) -> Iterator[str]:
        """What there is to say of it."""
        behind, path = self.behind, self.path
        if path is None or behind is None:
            return
        if not self.is_written:
            yield from behind.lines(path)
        elif self.is_first:
            yield f"names      {behind.added.count:,} locked in {path}: commit it"
            yield f"           a line `{path.name} merge=union` in .gitattributes lets branches merge"
        else:
            yield f"names      {behind.counts}, in {path}"
            yield from behind.first(path)


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
