"""Methods that wait for work, then and now. What they take for the methods that they call is told of those."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from generator.diff.codes import Code, Reason
from generator.diff.model import Finding, Located
from generator.diff.spelling import argument_path, method_path, value_words
from generator.ir.package import Package, Start, State, Wait, all_resources

_Waiting: TypeAlias = tuple[Wait, Start | None]


def wait_changes(old: Package, new: Package) -> Iterator[Located]:
    """What came, went and changed of methods that wait, in resources that both sides have."""
    before, after = ({r.path: r for r in all_resources(one.resources)} for one in (old, new))
    for path in sorted(before.keys() & after.keys()):
        then, now = dict(_methods(before[path].waits)), dict(_methods(after[path].waits))
        for name in sorted(then.keys() | now.keys()):
            yield from _change(path, name, then.get(name), now.get(name))


def _methods(waits: tuple[Wait, ...]) -> Iterator[tuple[str, _Waiting]]:
    for wait in waits:
        yield wait.name, (wait, None)
        yield from ((start.name, (wait, start)) for start in wait.starts)


def _change(path: tuple[str, ...], name: str, old: _Waiting | None, new: _Waiting | None) -> Iterator[Located]:
    subject = method_path(path, name)
    if old is None:
        added = Finding(code=Code.METHOD_ADDED, reason=Reason.ONLY_NEW)
        yield Located(subject=subject, finding=added, new=None if new is None else new[0].location)
        return
    if new is None:
        removed = Finding(code=Code.METHOD_REMOVED, reason=Reason.GONE)
        yield Located(subject=subject, finding=removed, old=old[0].location)
        return
    places = {"old": old[0].location, "new": new[0].location}
    for argument, finding in _arguments(old[0], new[0]):
        yield Located(subject=argument_path(path, name, argument, positional=False), finding=finding, **places)
    for finding in (*_calls(old, new), *_ways(old[0], new[0])):
        yield Located(subject=subject, finding=finding, **places)


def _arguments(old: Wait, new: Wait) -> Iterator[tuple[str, Finding]]:
    """Of its own arguments, which came and went."""
    before, after = ({wait.interval_argument, wait.limit_argument} - {None} for wait in (old, new))
    for argument in sorted(filter(None, before ^ after)):
        if argument in after:
            yield argument, Finding(code=Code.PARAMETER_ADDED, reason=Reason.ONLY_NEW)
        else:
            yield argument, Finding(code=Code.PARAMETER_REMOVED, reason=Reason.GONE)


def _calls(old: _Waiting, new: _Waiting) -> Iterator[Finding]:
    """It begins, or asks, by another method."""
    before, after = map(_called, (old, new))
    if before != after:
        yield Finding(code=Code.ROUTE_CHANGED, reason=Reason.SAME_CALL, before=before, after=after)


def _called(waiting: _Waiting) -> tuple[str, ...]:
    wait, start = waiting
    return tuple(f"{name}()" for name in (() if start is None else (start.begins,)) + (wait.asks,))


def _ways(old: Wait, new: Wait) -> Iterator[Finding]:
    """It ends otherwise, or asks at other times."""
    before, after = _words(old), _words(new)
    if before != after:
        yield Finding(code=Code.WAIT_CHANGED, reason=_reason(old, new), before=(before,), after=(after,))


def _reason(old: Wait, new: Wait) -> Reason:
    if (old.field, set(old.failed)) != (new.field, set(new.failed)):
        return Reason.OTHER_ANSWER
    sooner = set(old.pending) - set(new.pending) or set(new.done) - set(old.done)
    return Reason.MAY_BE_MORE if sooner or bool(old.pending) != bool(new.pending) else Reason.SAME_CALL


def _words(wait: Wait) -> str:
    until, states = ("until", wait.done) if wait.done else ("while", wait.pending)
    fails = f", failing with {_states(wait.failed)}" if wait.failed else ""
    header = f" or what {wait.header} says" if wait.header is not None else ""
    return f"{until} {wait.field} is {_states(states)}{fails}, every {wait.interval_ms} ms{header}"


def _states(states: tuple[State, ...]) -> str:
    return " or ".join(sorted(map(value_words, states)))
