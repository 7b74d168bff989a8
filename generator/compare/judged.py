"""What a measure yields: each thing that it looks at, and the change where the two sides differ in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from generator.compare.expressions import Relation, parse_expression, spelled
from generator.diff.codes import Code, Reason, Verdict
from generator.diff.model import Change
from generator.values import Value

Judged: TypeAlias = Iterator[Change | None]


class Tally(Value, kw_only=True):
    """One measure: of `total` things of the package `agreeing` are as they are there, or as good for its users."""

    measure: str
    total: int
    agreeing: int
    changes: tuple[Change, ...]


def tally(measure: str, judged: Iterable[Change | None]) -> Tally:
    """Count. A change that breaks nothing still agrees."""
    everything = tuple(judged)
    changes = tuple(change for change in everything if change is not None)
    breaking = sum(change.verdict is Verdict.BREAKING for change in changes)
    return Tally(measure=measure, total=len(everything), agreeing=len(everything) - breaking, changes=changes)


def gone(code: Code, subject: str, *before: str) -> Change:
    """Something that the new side lacks."""
    return Change(code=code, reason=Reason.GONE, subject=subject, before=before)


def renamed(code: Code, subject: str, before: str, after: str) -> Change:
    """Something that the new side calls another name."""
    return Change(code=code, reason=Reason.OTHER_NAME, subject=subject, before=(before,), after=(after,))


def new(code: Code, subject: str, *after: str) -> Change:
    """Something that only the new side has."""
    return Change(code=code, reason=Reason.ONLY_NEW, subject=subject, after=after)


_GIVEN: Final = {
    Relation.WIDER: (Code.TYPE_WIDENED, Reason.ACCEPTS_MORE),
    Relation.NARROWER: (Code.TYPE_NARROWED, Reason.REFUSED_NOW),
    Relation.DIFFERENT: (Code.TYPE_CHANGED, Reason.OTHER_TYPE),
}
_READ: Final = {
    Relation.WIDER: (Code.TYPE_WIDENED, Reason.MAY_BE_MORE),
    Relation.NARROWER: (Code.TYPE_NARROWED, Reason.PROMISES_MORE),
    Relation.DIFFERENT: (Code.TYPE_CHANGED, Reason.OTHER_TYPE),
}


def changed_type(subject: str, before: str, after: str, relation: Relation | None, *, given: bool) -> Change | None:
    """How the type of something has changed that callers give, or that they read."""
    said = None if relation is None else (_GIVEN if given else _READ).get(relation)
    if said is None:
        return None
    code, reason = said
    return Change(code=code, reason=reason, subject=subject, before=(in_words(before),), after=(in_words(after),))


def in_words(annotation: str) -> str:
    """An annotation as people read it."""
    return spelled(parse_expression(annotation))
