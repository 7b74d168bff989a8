"""The ledger: what became of every operation, schema, webhook and keyword of the document.

Nothing is lost silently: what is not honoured as written is entered here with its place and the reason.
"""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import Final

from generator.source import Location
from generator.values import Mutable, Value, field

CONFIG_KEY: Final = "config key"
"""The kind of entries about the config."""
TEST: Final = "test"
"""The kind of entries about generated tests."""
ON_PURPOSE: Final = "the config leaves it out on purpose"
UNLISTED: Final = "the config does not list it"
"""Why something of a document is not in the SDK."""
NOT_CHOSEN: Final = "it is in no part of the API that is asked for"
UNUSED_IN_PART: Final = "nothing in the part of the API that is asked for uses it"
LEFT_OUT_OF_PART: Final = (NOT_CHOSEN, UNUSED_IN_PART)
"""Why something of a document was not read."""


class Outcome(Enum):
    """`HONOURED`: means in the SDK what it means in the document. `APPROXIMATED`: nearly. `DROPPED`: has no effect."""

    HONOURED = "honoured"
    APPROXIMATED = "approximated"
    DROPPED = "dropped"


class Entry(Value):
    """One thing that was approximated or dropped: `kind` is operation, schema, webhook, keyword or config key;
    `subject` names it. `group` is what it is counted as, with others of its kind (else under its own name)."""

    kind: str
    subject: str
    outcome: Outcome
    reason: str
    location: Location
    group: str = ""


class Ledger(Mutable):
    """Counts what was read and what was made of it.

    `read` and `generated` count operations, schemas and webhooks; `keywords` counts each keyword as `object.keyword`
    (`schema.minLength`); `entries` explains everything that is not plainly honoured.
    """

    read: Counter[str] = field(default_factory=Counter)
    generated: Counter[str] = field(default_factory=Counter)
    keywords: Counter[str] = field(default_factory=Counter)
    entries: list[Entry] = field(default_factory=list)
    _used: set[tuple[Location, Location]] = field(default_factory=set)

    def approximated(self, kind: str, subject: str, reason: str, location: Location) -> None:
        """Enter something whose meaning the SDK keeps only in part."""
        self.entries.append(Entry(kind, subject, Outcome.APPROXIMATED, reason, location))

    def dropped(self, kind: str, subject: str, reason: str, location: Location, *, group: str = "") -> None:
        """Enter something that has no effect on the SDK."""
        self.entries.append(Entry(kind, subject, Outcome.DROPPED, reason, location, group))

    def use(self, part: Location, within: Location) -> None:
        """Note that something in the SDK says what stands at `part`, for the operation at `within`."""
        self._used.add((part, within))

    def is_used(self, part: Location, within: Location) -> bool:
        """Whether anything in the SDK says what stands at `part`, for the operation at `within`."""
        return (part, within) in self._used
