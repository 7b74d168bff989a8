"""The names lock as a file beside a config."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import Diagnostic, UnusableInput
from generator.ir.package import Package
from generator.published.lock import NOTHING_PUBLISHED, Lock, lock_of
from generator.published.names import INVALID_LOCK, Kind, Published, names_in, text_of
from generator.published.record import published_names

_TYPES = (Kind.MODEL, Kind.PARAMS, Kind.ALIAS, Kind.DEEP)


def read_lock(path: Path | None) -> Lock:
    """The lock in a file; one of nothing where there is no such file. Raises `UnusableInput`."""
    if path is None or not path.exists():
        return NOTHING_PUBLISHED
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableInput(Diagnostic(INVALID_LOCK, f"{path} cannot be read: {error}")) from error
    names = [*names_in(text, path)]
    if len({one.name for one in names}) < len(names):
        names = _settled(names)
    return lock_of(names)


def _settled(names: Iterable[Published]) -> list[Published]:
    """One line a name, where a merge kept those of both branches: what is still there goes before what is gone, then
    what came first; of lines that differ in neither way the first one stands until the lock is written anew."""
    best: dict[str, Published] = {}
    for one in names:
        known = best.setdefault(one.name, one)
        if _rank(one) < _rank(known):
            best[one.name] = one
    return [*best.values()]


def _rank(one: Published) -> tuple[bool, list[int]]:
    return one.kind is Kind.GONE, [int(number) if number.isdigit() else 0 for number in one.since.split(".")]


@dataclass(frozen=True, slots=True)
class Locked:
    """What a lock says once a package is published: its `text`, and how many names that adds, and how many are gone."""

    text: str
    added: int
    gone: int


def locked(package: Package, lock: Lock) -> Locked:
    """The lock of a package that is about to be published, made of the one before."""
    names = published_names(package, lock.by_name)
    present = {one.name for one in names}
    gone = [one for one in _gone(package.version, lock) if one.name not in present]
    added = [name for name in present if name not in lock.by_name]
    lost = [one for one in gone if lock.by_name[one.name].kind is not Kind.GONE]
    return Locked(text_of((*names, *gone)), len(added), len(lost))


def _gone(version: str, lock: Lock) -> Iterator[Published]:
    """The types of a lock as they are remembered when they are gone: until the next major version."""
    for one in lock.by_name.values():
        if one.kind in _TYPES:
            yield Published(one.name, Kind.GONE, (one.kind.value, *one.stands_for), version)
        elif one.kind is Kind.GONE and _major(one.since) == _major(version):
            yield one


def _major(version: str) -> str:
    return version.partition(".")[0]
