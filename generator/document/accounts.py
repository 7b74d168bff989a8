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
        for keyword in node:
            counts[keyword] += 1
            fate = known.get(keyword, UNKNOWN)
            if fate is not None:
                self._enter(kind, keyword, fate, node, pointer)

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
        location = self._sources.location(node.places[keyword], pointer_join(pointer, keyword))
        self._ledger.entries.append(Entry("keyword", f"{kind}.{keyword}", fate.outcome, fate.reason, location))
        if fate is UNKNOWN:
            hint = self._similar.hint(keyword, KEYWORDS[kind])
            self._diagnostics.report(UNKNOWN_KEYWORD, f'"{keyword}" is no keyword of a {kind}', location, hint=hint)

    def close(self) -> None:
        """Write the counts into the ledger, and one entry for each unknown vendor extension."""
        for kind, counts in self._counts.items():
            for keyword, count in counts.items():
                self._ledger.keywords[f"{kind}.{keyword}"] += count
        for (kind, keyword), (count, first) in self._extensions.items():
            times = "once" if count == 1 else f"{count} times, first here"
            reason = MEANINGLESS_EXTENSIONS.get(keyword, UNKNOWN_EXTENSION)
            self._ledger.dropped("keyword", f"{kind}.{keyword}", f"{reason} ({times})", first)
