"""Proposals put to the test: an entry is suggested only where what is generated with it lacks the change, and breaks
nothing new."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from generator.compare.comparison import Comparison
from generator.compare.entries import Entry, fragment
from generator.compare.proposals import Entries, Sides, proposals
from generator.diff.codes import Code, Verdict
from generator.diff.model import Change
from generator.values import Value

Try: TypeAlias = Callable[[Mapping[str, Any]], Comparison | None]
"""What is compared when the config says further things; None where it may not say them."""
Key: TypeAlias = tuple[Code, str]


_MOST_RUNS: Final = 40


def key_of(change: Change) -> Key:
    """What a change is known by."""
    return change.code, change.subject


class Bundle(Value, kw_only=True):
    """Entries with the changes that they may remove."""

    entries: Entries
    keys: tuple[Key, ...]


class Suggestions(Value, kw_only=True):
    """The entries that remove changes, by the change. `untried` counts changes whose proposals nobody had time for."""

    entries: Mapping[Key, Entries]
    untried: int = 0

    def config(self) -> dict[str, Any]:
        """All of them as one config."""
        return fragment(entry for entries in self.entries.values() for entry in entries)


def suggestions(comparison: Comparison, sides: Sides, attempt: Try) -> Suggestions:
    """Try what is proposed for each change, the likeliest first, together with what is known to work."""
    waiting = {key_of(change): found for change in comparison.changes if (found := proposals(change, sides))}
    trial = _Trial(attempt, frozenset(_breaking(comparison)))
    while waiting and trial.runs < _MOST_RUNS:
        trial.take(_bundles(waiting))
        waiting = {
            key: options[1:] for key, options in waiting.items() if key not in trial.accepted and len(options) > 1
        }
    return Suggestions(entries=trial.accepted, untried=len(waiting))


def _bundles(waiting: Mapping[Key, tuple[Entries, ...]]) -> list[Bundle]:
    """The first proposals; what is proposed for several changes, once."""
    found: dict[str, tuple[Entries, list[Key]]] = {}
    for key, options in waiting.items():
        found.setdefault(repr(options[0]), (options[0], []))[1].append(key)
    return [Bundle(entries=entries, keys=tuple(keys)) for entries, keys in found.values()]


def _breaking(comparison: Comparison) -> set[Key]:
    return {key_of(change) for change in comparison.changes if change.verdict is Verdict.BREAKING}


class _Trial:
    """What has been tried and works, alone and together."""

    def __init__(self, attempt: Try, known: frozenset[Key]) -> None:
        self._attempt = attempt
        self._known = known
        self._entries: list[Entry] = []
        self.accepted: dict[Key, Entries] = {}
        self.runs = 0

    def take(self, proposed: Sequence[Bundle]) -> None:
        """Accept those that work: all together where nothing new breaks, else one half after the other."""
        if not proposed or self.runs >= _MOST_RUNS:
            return
        self.runs += 1
        further = [entry for bundle in proposed for entry in bundle.entries]
        found = self._attempt(fragment((*self._entries, *further)))
        left = set() if found is None else {key_of(change) for change in found.changes}
        if found is not None and _breaking(found) <= self._known and not self.accepted.keys() & left:
            working = [bundle for bundle in proposed if not left.issuperset(bundle.keys)]
            if len(working) < len(proposed):
                self.take(working)
                return
            self._entries += further
            self.accepted |= {key: bundle.entries for bundle in working for key in bundle.keys if key not in left}
        elif len(proposed) > 1:
            self.take(proposed[: len(proposed) // 2])
            self.take(proposed[len(proposed) // 2 :])
