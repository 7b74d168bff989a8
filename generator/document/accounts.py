"""Keyword accounting: every keyword of every object is counted, and what has no effect is entered with a reason."""

from __future__ import annotations

from collections import Counter, defaultdict

from generator.diagnostics import Diagnostics, Severity, register
from generator.document.keywords import (
    ENUM_EXTENSIONS,
    KEYWORDS,
    KNOWN_EXTENSIONS,
    MEANINGLESS_EXTENSIONS,
    UNKNOWN,
    UNKNOWN_EXTENSION,
    Fate,
)
from generator.document.nodes import MapNode, Sources
from generator.document.similar import Similar
from generator.ledger import Entry, Ledger
from generator.source import Location, pointer_join

UNKNOWN_KEYWORD = register("unknown-keyword", Severity.WARNING, "An object has a keyword that OpenAPI does not know.")


_MOST_NAMED = 3
"""How many unknown keywords of one object a finding names."""


class Accounts:
    """Counts the keywords of objects into a ledger."""

    def __init__(self, sources: Sources, diagnostics: Diagnostics, ledger: Ledger) -> None:
        self._sources = sources
        self._diagnostics = diagnostics
        self._ledger = ledger
        self._counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._similar = Similar()
        self._extensions: dict[tuple[str, str], tuple[int, Location]] = {}

    def count(self, kind: str, node: MapNode, pointer: str) -> None:
        """Count the keywords of one object of a kind of `KEYWORDS`; its node must be counted once only."""
        known = KEYWORDS[kind]
        counts = self._counts[kind]
        unknown: list[str] = []
        for keyword in node:
            counts[keyword] += 1
            fate = known.get(keyword, UNKNOWN)
            if fate is not None:
                self._enter(kind, keyword, fate, node, pointer)
                if fate is UNKNOWN and not keyword.startswith("x-"):
                    unknown.append(keyword)
        if unknown:
            self._report_unknown(kind, unknown, node, pointer)

    def _report_unknown(self, kind: str, keywords: list[str], node: MapNode, pointer: str) -> None:
        """Report the keywords that nobody knows: each that is nearly something, all others of an object at once."""
        hints = {keyword: self._similar.hint(keyword, KEYWORDS[kind]) for keyword in keywords}
        for keyword, hint in hints.items():
            if hint is not None:
                message = f'"{keyword}" is no keyword of {_a(kind)}'
                self._diagnostics.report(UNKNOWN_KEYWORD, message, self._location(keyword, node, pointer), hint=hint)
        others = [keyword for keyword, hint in hints.items() if hint is None]
        if others:
            named = [f'"{keyword}"' for keyword in others[:_MOST_NAMED]]
            if len(others) > _MOST_NAMED:
                named.append(f"{len(others) - _MOST_NAMED:,} more")
            said = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
            verb = "is no keyword" if len(named) == 1 else "are no keywords"
            is_value = kind == "example" and len(others) == len(node)
            hint = "what an example shows stands below `value`" if is_value else None
            first, *rest = (self._location(keyword, node, pointer) for keyword in others)
            message = f"{said} {verb} of {_a(kind)}"
            self._diagnostics.report(UNKNOWN_KEYWORD, message, first, hint=hint, others=tuple(rest))

    def _location(self, keyword: str, node: MapNode, pointer: str) -> Location:
        return self._sources.location(node.places[keyword], pointer_join(pointer, keyword))

    def count_extension(self, kind: str, keyword: str, node: MapNode, pointer: str) -> None:
        """Count one vendor extension. Those that no stage knows get one ledger entry a name, not one a place."""
        self._counts[kind][keyword] += 1
        self._enter_extension(kind, keyword, node, pointer)

    def _enter_extension(self, kind: str, keyword: str, node: MapNode, pointer: str) -> None:
        is_read = kind == "schema" and keyword in ENUM_EXTENSIONS
        is_known = keyword.startswith(KNOWN_EXTENSIONS) and keyword not in MEANINGLESS_EXTENSIONS
        if not is_read and not is_known:
            count, first = self._extensions.get((kind, keyword), (0, None))
            location = first or self._sources.location(node.places[keyword], pointer_join(pointer, keyword))
            self._extensions[kind, keyword] = count + 1, location

    def _enter(self, kind: str, keyword: str, fate: Fate, node: MapNode, pointer: str) -> None:
        if keyword.startswith("x-"):
            self._enter_extension(kind, keyword, node, pointer)
            return
        location = self._location(keyword, node, pointer)
        self._ledger.entries.append(Entry("keyword", f"{kind}.{keyword}", fate.outcome, fate.reason, location))

    def close(self) -> None:
        """Write the counts into the ledger, and one entry for each unknown vendor extension."""
        for kind, counts in self._counts.items():
            for keyword, count in counts.items():
                self._ledger.keywords[f"{kind}.{keyword}"] += count
        for (kind, keyword), (count, first) in self._extensions.items():
            times = "once" if count == 1 else f"{count} times, first here"
            reason = MEANINGLESS_EXTENSIONS.get(keyword, UNKNOWN_EXTENSION)
            self._ledger.dropped("keyword", f"{kind}.{keyword}", f"{reason} ({times})", first)


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
