"""Names taken out of a lock: second names that nobody uses any more, or first ones that may change."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from generator.published.lock import Lock
from generator.published.names import Kind, Published, text_of
from generator.values import Value

_NEAR: Final = 3
_ALIKE: Final = 0.8
_SECOND: Final = (Kind.ALIAS, Kind.DEEP, Kind.GONE)


class UnforgettableError(Exception):
    """A name that cannot be forgotten; the message says why."""


class Forgotten(Value, kw_only=True):
    """The `text` of a lock without names. `free` are those that nothing has now; `anew` names what has no other name,
    so that a rule names it next time."""

    text: str
    free: tuple[str, ...]
    anew: tuple[str, ...]


def forget(lock: Lock, names: Iterable[str]) -> Forgotten:
    """Take names out of a lock, with all that stands below them. Raises `UnforgettableError`."""
    meant = _Meanings(lock)
    wanted = list(dict.fromkeys(meant.one(name) for name in names))
    left = {name: one for name, one in lock.by_name.items() if not any(_is_within(name, top) for top in wanted)}
    for name, one in left.items():
        if one.kind is Kind.ALIAS and one.stands_for[0] not in left and one.stands_for[0] in lock:
            raise UnforgettableError(f"{one.stands_for[0]} has a second name, {name}: forget that first, or both")
    anew = [name for name in wanted if _is_only_name(lock.by_name[name], left)]
    return Forgotten(
        text=text_of(left.values()), free=tuple(name for name in wanted if name not in anew), anew=tuple(anew)
    )


def _is_within(name: str, top: str) -> bool:
    return name == top or name.startswith((f"{top}.", f"{top}("))


def _is_only_name(one: Published, left: Mapping[str, Published]) -> bool:
    if one.kind is Kind.METHOD:
        return not any(other.kind is Kind.METHOD and other.stands_for == one.stands_for for other in left.values())
    return one.kind not in _SECOND


class _Meanings:
    """What people call the names of a lock: as it writes them, or as they are imported."""

    def __init__(self, lock: Lock) -> None:
        self._lock = lock
        self._spelled: dict[str, list[str]] = defaultdict(list)
        for name, one in lock.by_name.items():
            for spelling in {name, *_spellings(one)}:
                self._spelled[spelling].append(name)

    def one(self, spelling: str) -> str:
        """The name that is meant. Raises `UnforgettableError`."""
        if spelling in self._lock:
            return spelling
        match self._spelled.get(spelling, []):
            case [name]:
                return name
            case []:
                near = ", ".join(self._near(spelling))
                hint = f": did you mean {near}?" if near else ""
                raise UnforgettableError(f"{spelling} is no published name{hint}")
            case several:
                raise UnforgettableError(f"{spelling} may be any of these: {', '.join(sorted(several))}")

    def _near(self, spelling: str) -> Iterator[str]:
        """Names that are spelled alike: those with the same last word before all others."""
        word = _last_word(spelling)
        same = sorted((name for name in self._lock.by_name if _last_word(name) == word), key=len)
        if same:
            yield from same[:_NEAR]
            return
        near = difflib.get_close_matches(spelling, self._spelled, n=_NEAR, cutoff=_ALIKE)
        yield from dict.fromkeys(name for one in near for name in self._spelled[one][:1])


def _spellings(one: Published) -> Iterator[str]:
    module, colon, rest = one.name.partition(":")
    if colon:
        yield f"{module}.{rest}"
        own, dot, member = rest.partition(".")
        package = module.rpartition(".")[0]
        yield f"{package}.{own}{dot}{member}"


def _last_word(name: str) -> str:
    word = name.removesuffix(")")
    for sign in ".:(":
        word = word.rpartition(sign)[2]
    return word.casefold()
