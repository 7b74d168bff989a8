"""The names lock as a file beside a config."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.diagnostics import Diagnostic, UnusableInput
from generator.ir.package import Package
from generator.published.checks import is_sound
from generator.published.lock import NOTHING_PUBLISHED, Lock, lock_of
from generator.published.names import INVALID_LOCK, TYPES, Kind, Published, names_in, text_of
from generator.published.origins import Origin, origin_of
from generator.published.record import published_names
from generator.values import Value


def read_lock(path: Path | None) -> Lock:
    """The lock in a file; one of nothing where there is no such file. Raises `UnusableInput`."""
    if path is None or not path.exists():
        return NOTHING_PUBLISHED
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableInput(Diagnostic(INVALID_LOCK, f"{path} cannot be read: {error}")) from error
    names = [*names_in(text, path, is_sound)]
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
    return one.kind is Kind.GONE, [int(number) if number.isdecimal() else 0 for number in one.since.split(".")]


class Lost(Value):
    """A name that was published and is not there any more, and why, where that is known."""

    name: str
    why: str


class Locked(Value, kw_only=True):
    """What a lock says once a package is published: its `text`, and how that differs from the one before.

    `added` names are new, `aliased` ones have a better one beside them now, and what was published as `gone` ones could
    not be found: of a type, a method or a resource that is gone only its own name, not all that it had.
    """

    text: str
    added: tuple[str, ...] = ()
    aliased: tuple[tuple[str, str], ...] = ()
    gone: tuple[Lost, ...] = ()


def locked(package: Package, lock: Lock) -> Locked:
    """The lock of a package that is about to be published, made of the one before."""
    names = published_names(package, lock.by_name)
    present = {one.name: one for one in names}
    remembered = [one for one in _gone(package.version, lock) if one.name not in present]
    return Locked(
        text=text_of((*names, *remembered)),
        added=tuple(name for name in present if name not in lock.by_name),
        aliased=tuple(_aliased(lock, present)),
        gone=tuple(_lost(lock, present)),
    )


def _gone(version: str, lock: Lock) -> Iterator[Published]:
    """The types of a lock as they are remembered when they are gone: until the next major version."""
    for one in lock.by_name.values():
        if one.kind in TYPES:
            yield Published(one.name, Kind.GONE, (one.kind.value, *one.stands_for), version)
        elif one.kind is Kind.GONE and _major(one.since) == _major(version):
            yield one


def _major(version: str) -> str:
    return version.partition(".")[0]


def _aliased(lock: Lock, present: dict[str, Published]) -> Iterator[tuple[str, str]]:
    """Types whose names are second ones now, and methods whose operations moved to others."""
    fresh = {one.stands_for: name for name, one in present.items() if one.kind is Kind.METHOD and name not in lock}
    for name, before in lock.by_name.items():
        now = present.get(name)
        if now is None or now == before:
            continue
        if now.kind is Kind.ALIAS and before.kind in (Kind.MODEL, Kind.PARAMS):
            yield name, now.stands_for[0]
        elif now.kind is Kind.METHOD and (better := fresh.get(now.stands_for)) is not None:
            yield name, better


def _lost(lock: Lock, present: dict[str, Published]) -> Iterator[Lost]:
    whole = {name for name in lock.by_name if name not in present}
    for name, one in lock.by_name.items():
        if name in whole and one.kind is not Kind.GONE and _owner(one) not in whole:
            yield Lost(name, _why(one, present))


def _owner(one: Published) -> str:
    """What a name is a part of."""
    match one.kind:
        case Kind.ARGUMENT:
            return one.name.partition("(")[0]
        case Kind.FIELD | Kind.MEMBER | Kind.METHOD | Kind.RESOURCE:
            return one.name.rpartition(".")[0]
        case Kind.MODEL | Kind.PARAMS | Kind.ALIAS | Kind.DEEP | Kind.PAGE | Kind.GONE:
            return ""


def _why(one: Published, present: dict[str, Published]) -> str:
    said = one.stands_for
    match one.kind:
        case Kind.METHOD:
            now = [name for name, other in present.items() if other.kind is Kind.METHOD and other.stands_for == said]
            return f"that operation is {now[0]}" if now else f"no operation is {said[0]} {said[1]}, or moved from there"
        case Kind.RESOURCE:
            return "nothing of it is left"
        case Kind.FIELD | Kind.MEMBER:
            return f"its type has no {said[0]!r}"
        case Kind.ARGUMENT:
            return f"the operation takes no {said[-1]!r} in its {said[0]}"
        case Kind.ALIAS | Kind.DEEP:
            return f"{said[0]} is not there under that name"
        case Kind.MODEL | Kind.PARAMS:
            return _why_type(origin_of(said))
        case Kind.PAGE | Kind.GONE:
            return ""


def _why_type(origin: Origin | None) -> str:
    if origin is None:
        return ""
    if origin.component:
        return f"no component is {origin.component}, or like it"
    return f"nothing like it is at {origin.via[1]} of {origin.via[0]}" if origin.via is not None else ""
