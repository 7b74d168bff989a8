"""The arguments of methods: names, how they are given, whether they must be, and their types."""

from __future__ import annotations

from generator.compare.judged import Judged, changed_type, gone, new, renamed
from generator.compare.matching import Matching
from generator.compare.methods import MethodPairs, call
from generator.compare.model import Method
from generator.diff.codes import Code, Reason
from generator.diff.model import Change

_KEY = "idempotency_key"
_MARKS = ("path_", "query_", "body_", "header_", "_")


def arguments(pairs: MethodPairs) -> Judged:
    """The arguments by name."""
    for old, other in pairs.both:
        ours = {argument.name for argument in other.arguments}
        names = _new_names(old, other)
        for argument in old.arguments:
            subject = call(old, argument.name)
            if argument.name in ours:
                yield None
            elif argument.name in names:
                yield renamed(Code.PARAMETER_RENAMED, subject, argument.name, names[argument.name])
            else:
                yield gone(Code.PARAMETER_REMOVED, subject)
        if old.idempotency_key:
            yield None if other.idempotency_key else gone(Code.PARAMETER_REMOVED, call(old, _KEY))


def _new_names(old: Method, other: Method) -> dict[str, str]:
    """What arguments are called now: another writing of the same word, or the only one that can be meant."""
    lost = [a for a in old.arguments if a.name not in {argument.name for argument in other.arguments}]
    free = [a for a in other.arguments if a.name not in {argument.name for argument in old.arguments}]
    words = {_word(argument.name): argument.name for argument in free}
    found = {a.name: words[_word(a.name)] for a in lost if _word(a.name) in words}
    must = [[a for a in several if a.required and a.name not in (*found, *found.values())] for several in (lost, free)]
    if len(must[0]) == len(must[1]) == 1:
        found[must[0][0].name] = must[1][0].name
    return found


def _word(name: str) -> str:
    for mark in _MARKS:
        name = name.removeprefix(mark) or name
    return name.rstrip("_").replace("_", "").casefold()


def further_arguments(pairs: MethodPairs) -> Judged:
    """Arguments that only the new side has: those that must be given break calls."""
    for old, other in pairs.both:
        known = {*(argument.name for argument in old.arguments), *_new_names(old, other).values()}
        for argument in other.arguments:
            if argument.name in known:
                continue
            subject = call(old, argument.name)
            if argument.required:
                yield Change(code=Code.PARAMETER_ADDED, reason=Reason.MUST_BE_GIVEN, subject=subject)
            else:
                yield new(Code.PARAMETER_ADDED, subject)


def positions(pairs: MethodPairs) -> Judged:
    """Whether arguments that are given by position still are, in the same place."""
    for old, other in pairs.both:
        before, after = (
            [argument.name for argument in method.arguments if argument.positional] for method in (old, other)
        )
        ours = {argument.name for argument in other.arguments}
        for index, name in enumerate(before):
            if name not in ours:
                continue
            place = after.index(name) if name in after else None
            if place == index:
                yield None
            else:
                where = ("by keyword",) if place is None else (f"as the argument {place + 1}",)
                yield Change(
                    code=Code.PARAMETER_REPOSITIONED,
                    reason=Reason.OTHER_POSITION,
                    subject=call(old, name),
                    before=(f"as the argument {index + 1}",),
                    after=where,
                )


def requiredness(pairs: MethodPairs) -> Judged:
    """Whether arguments must be given."""
    for old, other in pairs.both:
        ours = {argument.name: argument for argument in other.arguments}
        for argument in old.arguments:
            if argument.name not in ours:
                continue
            subject = call(old, argument.name)
            match argument.required, ours[argument.name].required:
                case False, True:
                    yield Change(code=Code.BECAME_REQUIRED, reason=Reason.MUST_BE_GIVEN, subject=subject)
                case True, False:
                    yield Change(code=Code.BECAME_OPTIONAL, reason=Reason.NEED_NOT_BE_GIVEN, subject=subject)
                case _:
                    yield None


def argument_types(matching: Matching, pairs: MethodPairs) -> Judged:
    """What arguments may be."""
    for old, other in pairs.both:
        ours = {argument.name: argument for argument in other.arguments}
        for argument in old.arguments:
            if argument.name in ours:
                before, after = argument.annotation, ours[argument.name].annotation
                relation = matching.relation(before, after)
                yield changed_type(call(old, argument.name), before, after, relation, given=True)
