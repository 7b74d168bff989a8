"""What a measure yields: each thing that it looks at, and the change where the two sides differ in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from generator.compare.expressions import Relation
from generator.diff.codes import Code, Reason, Verdict
from generator.diff.model import Change

Judged: TypeAlias = Iterator[Change | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
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


def given_type(subject: str, words: tuple[str, str], relation: Relation | None) -> Change | None:
    """How the type of something that callers give has changed."""
    match relation:
        case Relation.WIDER:
            code, reason = Code.TYPE_WIDENED, Reason.ACCEPTS_MORE
        case Relation.NARROWER:
            code, reason = Code.TYPE_NARROWED, Reason.REFUSED_NOW
        case Relation.DIFFERENT:
            code, reason = Code.TYPE_CHANGED, Reason.OTHER_TYPE
        case _:
            return None
    return Change(code=code, reason=reason, subject=subject, before=words[:1], after=words[1:])


def read_type(subject: str, words: tuple[str, str], relation: Relation | None) -> Change | None:
    """How the type of something that callers read has changed."""
    match relation:
        case Relation.WIDER:
            code, reason = Code.TYPE_WIDENED, Reason.MAY_BE_MORE
        case Relation.NARROWER:
            code, reason = Code.TYPE_NARROWED, Reason.PROMISES_MORE
        case Relation.DIFFERENT:
            code, reason = Code.TYPE_CHANGED, Reason.OTHER_TYPE
        case _:
            return None
    return Change(code=code, reason=reason, subject=subject, before=words[:1], after=words[1:])
