"""A change in sentences, for any output: text stands as the output's own encoder writes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from generator.diff.codes import Verdict
from generator.diff.model import Change, Difference
from generator.diff.wording import MIGRATE, NOTHING, WHAT, WHY

Encoder: TypeAlias = Callable[[str], str]
"""What makes words of the document, or names, safe to print where the output prints code."""

HEADINGS: Final = {
    Verdict.BREAKING: "Breaking",
    Verdict.COMPATIBLE: "Compatible",
    Verdict.DOCS: "Documentation",
}
UNCHANGED: Final = "Nothing that users of the SDK feel has changed."
_MOST: Final = 10


def what(change: Change, code: Encoder) -> str:
    """What happened, after the subject: "has new values: `a`, `b`"."""
    return WHAT[change.code].format(before=listed(change.before, code), after=listed(change.after, code))


def why(change: Change) -> str:
    """Why that has its verdict."""
    return WHY[change.reason]


def migration(change: Change, code: Encoder) -> str | None:
    """What to do about a breaking change; None for any other."""
    if change.verdict is not Verdict.BREAKING:
        return None
    return MIGRATE[change.code].format(before=listed(change.before, code), after=listed(change.after, code))


def company(change: Change, code: Encoder) -> list[str]:
    """What is touched besides the subject: other subjects of the same place, types that come and go."""
    found = []
    for words, names in (("Also", change.also), ("New with it", change.brings), ("Gone with it", change.takes)):
        if names:
            found.append(f"{words}: {listed(names, code)}.")
    return found


def listed(names: Sequence[str], code: Encoder) -> str:
    """Names one after the other, the first ones of very many."""
    if not names:
        return NOTHING
    more = len(names) - _MOST
    shown = ", ".join(code(name) for name in (names[:_MOST] if more > 1 else names))
    return f"{shown} and {more:,} more" if more > 1 else shown


def counts(difference: Difference) -> str:
    """How many changes of each kind there are: "2 breaking, 1 compatible"."""
    return ", ".join(f"{len(changes):,} {verdict.value}" for verdict, changes in difference.groups())
