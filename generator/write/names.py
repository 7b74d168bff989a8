"""The lock of published names, written where a run adds to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.ir.package import Package
from generator.published.file import locked
from generator.published.lock import Lock


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesPlan:
    """What becomes of a lock: its `text`, None where there is to be none. `added` names are new, `gone` ones are not
    there any more. `is_written`: the run writes it."""

    path: Path | None = None
    text: str | None = None
    added: int = 0
    gone: int = 0
    is_same: bool = True
    is_written: bool = False

    def write(self) -> None:
        """Write the lock; a reader sees the old one or the new one."""
        if self.path is None or self.text is None or self.is_same:
            return
        beside = self.path.with_name(f".{self.path.name}.new")
        beside.write_text(self.text, encoding="utf-8", newline="\n")
        beside.replace(self.path)

    def lines(self) -> Iterator[str]:
        """What there is to say of it."""
        if self.path is None or self.is_same:
            return
        counts = f"{self.added:,} added, {self.gone:,} gone"
        if self.is_written:
            yield f"names      {counts}, in {self.path}"
        else:
            yield f"names      {self.path} is behind ({counts}): `update` or `generate --lock` notes what is published"


def plan_names(path: Path | None, package: Package | None, lock: Lock, *, wanted: bool) -> NamesPlan:
    """The lock of a package. Without one it is made only where it is `wanted`."""
    if path is None or package is None or not (wanted or lock):
        return NamesPlan()
    after = locked(package, lock)
    before = path.read_text(encoding="utf-8") if path.exists() else None
    return NamesPlan(
        path=path,
        text=after.text,
        added=after.added,
        gone=after.gone,
        is_same=after.text == before,
        is_written=wanted,
    )
