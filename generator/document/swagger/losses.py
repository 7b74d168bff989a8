"""What is said of a conversion: words that have no equal in OpenAPI 3, and words of OpenAPI 3 that stand in 2.0."""

from __future__ import annotations

from generator.diagnostics import Diagnostics, Severity, register
from generator.document.keywords import KEYWORDS
from generator.document.nodes import MapNode, Sources
from generator.document.swagger.vocabulary import KNOWN
from generator.ledger import Ledger
from generator.source import Location, pointer_join

NO_EQUAL = register(
    "swagger-no-equal", Severity.WARNING, "A Swagger 2.0 document says something that OpenAPI 3 cannot say as well."
)
LATER_KEYWORD = register(
    "later-keyword",
    Severity.WARNING,
    "A Swagger 2.0 document has a keyword of OpenAPI 3; it means what it means there.",
)


class Losses:
    """Reports what a conversion changes, and counts the keywords that it replaces by others."""

    def __init__(self, sources: Sources, diagnostics: Diagnostics, ledger: Ledger) -> None:
        self._sources = sources
        self._diagnostics = diagnostics
        self._ledger = ledger
        self._later: dict[tuple[str, str], tuple[int, Location]] = {}

    def took(self, kind: str, keyword: str) -> None:
        """Count a keyword that says in the converted document what it said, under another name."""
        self._ledger.keywords[f"{kind}.{keyword}"] += 1

    def no_equal(self, kind: str, keyword: str, why: str, location: Location, *, dropped: bool = False) -> None:
        """Report something that the converted document says less well, or (`dropped`) not at all."""
        self._diagnostics.report(NO_EQUAL, f"`{keyword}` {why}", location)
        self.entered(kind, keyword, why, location, dropped=dropped)

    def entered(self, kind: str, keyword: str, why: str, location: Location, *, dropped: bool = False) -> None:
        """Enter in the ledger what is hardly worth a finding."""
        enter = self._ledger.dropped if dropped else self._ledger.approximated
        enter("keyword", f"{kind}.{keyword}", why, location)

    def note_later(self, kind: str, node: MapNode, pointer: str) -> None:
        """Note the keywords of an object that Swagger 2.0 does not have, and OpenAPI 3 has."""
        known = KNOWN[kind]
        for keyword in node:
            if keyword not in known and keyword in KEYWORDS[kind] and not keyword.startswith("x-"):
                count, first = self._later.get((kind, keyword), (0, None))
                location = first or self._sources.location(node.places[keyword], pointer_join(pointer, keyword))
                self._later[kind, keyword] = count + 1, location

    def close(self) -> None:
        """Report each later keyword of each kind of object once."""
        for (kind, keyword), (count, first) in self._later.items():
            times = "" if count == 1 else f", {count} times in all"
            article = "an" if kind.startswith("o") else "a"
            message = f"`{keyword}` in {article} {kind} is a keyword of OpenAPI 3{times}; it is read as that"
            self._diagnostics.report(
                LATER_KEYWORD, message, first, hint="write openapi: 3.0.3 and the forms of OpenAPI 3"
            )
            self._ledger.approximated(
                "keyword", f"{kind}.{keyword}", "no keyword of Swagger 2.0: read as OpenAPI 3", first
            )
