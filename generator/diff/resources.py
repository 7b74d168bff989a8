"""Resources and methods: which of the old ones is which of the new ones, and what came, went and moved."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeAlias

from generator.diff.codes import Code, Reason
from generator.diff.hand_written import extension_changes
from generator.diff.model import Finding, Located
from generator.diff.operations import Method, operation_types
from generator.diff.spelling import method_path, resource_path
from generator.ir.package import Package, Resource
from generator.ir.types import TypeExpr
from generator.values import Value

Path: TypeAlias = tuple[str, ...]


class MethodPairs(Value, kw_only=True):
    """Methods of both sides: those that belong together, those that one side lacks."""

    pairs: tuple[tuple[Method, Method], ...]
    removed: tuple[Method, ...]
    added: tuple[Method, ...]


def methods(package: Package) -> Iterator[Method]:
    """Every method of an SDK, those of the client itself first."""
    for operation in package.client_operations:
        yield Method(path=(), operation=operation)
    for resource in resources(package):
        for operation in resource.operations:
            yield Method(path=resource.path, operation=operation)


def resources(package: Package) -> Iterator[Resource]:
    """Every resource of an SDK, parents first."""
    pending = list(package.resources[::-1])
    while pending:
        resource = pending.pop()
        yield resource
        pending += resource.children[::-1]


_KEYS: tuple[Callable[[Method], Hashable], ...] = (
    lambda method: (method.path, method.operation.name, method.route),
    lambda method: (method.path, method.operation.name),
    lambda method: method.route,
    lambda method: method.operation.operation_id,
)
"""What makes two methods one, the surest first: how it is called and what it calls, and then either of them."""


def pair_methods(old: Package, new: Package) -> MethodPairs:
    """Methods that are the same, wherever they have moved."""
    rest_old, rest_new = list(methods(old)), list(methods(new))
    pairs: list[tuple[Method, Method]] = []
    for key in _KEYS:
        waiting: dict[Hashable, list[Method]] = {}
        for method in rest_new:
            waiting.setdefault(key(method), []).append(method)
        kept = []
        for method in rest_old:
            if found := waiting.get(key(method)):
                pairs.append((method, found.pop(0)))
            else:
                kept.append(method)
        rest_old, rest_new = kept, [method for left in waiting.values() for method in left]
    return MethodPairs(pairs=tuple(pairs), removed=tuple(rest_old), added=tuple(rest_new))


def moves(old: Package, new: Package, paired: MethodPairs) -> Iterator[Located]:
    """What happened to resources and methods as wholes; a resource that comes, goes or moves is told as one."""
    before, after = {r.path: r for r in resources(old)}, {r.path: r for r in resources(new)}
    yield from _added(paired.added, _whole(before.keys(), after.values(), paired.added))
    yield from _removed(paired.removed, _whole(after.keys(), before.values(), paired.removed))
    yield from _renamed(paired.pairs, set(before), set(after))
    for path in sorted(before.keys() & after.keys()):
        yield from _class_and_words(before[path], after[path])


def _whole(others: Iterable[Path], own: Iterable[Resource], alone: Sequence[Method]) -> list[Resource]:
    """The topmost resources that the other side lacks altogether: nothing in them is known there by another name."""
    known, single = set(others), {(method.path, method.operation.name) for method in alone}
    found: list[Resource] = []
    for resource in own:
        inside = any(resource.path[: len(top.path)] == top.path for top in found)
        if resource.path not in known and not inside and all(one in single for one in _names(resource)):
            found.append(resource)
    return found


def _names(resource: Resource) -> Iterator[tuple[Path, str]]:
    yield from ((resource.path, operation.name) for operation in resource.operations)
    for child in resource.children:
        yield from _names(child)


def _inside(method: Method, wholes: Sequence[Resource]) -> Resource | None:
    return next((r for r in wholes if method.path[: len(r.path)] == r.path), None)


def _added(added: Sequence[Method], wholes: Sequence[Resource]) -> Iterator[Located]:
    for resource in wholes:
        own = [method for method in added if _inside(method, [resource])]
        yield Located(
            subject=resource_path(resource.path),
            finding=Finding(
                code=Code.RESOURCE_ADDED,
                reason=Reason.ONLY_NEW,
                after=_calls(own, resource.path),
                brings=_types(own),
            ),
            new=own[0].operation.location,
        )
    for method in added:
        if _inside(method, wholes) is None:
            yield Located(
                subject=method_path(method.path, method.operation.name),
                finding=Finding(code=Code.METHOD_ADDED, reason=Reason.ONLY_NEW, brings=_types([method])),
                new=method.operation.location,
            )


def _removed(removed: Sequence[Method], wholes: Sequence[Resource]) -> Iterator[Located]:
    for resource in wholes:
        own = [method for method in removed if _inside(method, [resource])]
        yield Located(
            subject=resource_path(resource.path),
            finding=Finding(
                code=Code.RESOURCE_REMOVED, reason=Reason.GONE, before=_calls(own, resource.path), takes=_types(own)
            ),
            old=own[0].operation.location,
        )
    for method in removed:
        if _inside(method, wholes) is None:
            yield Located(
                subject=method_path(method.path, method.operation.name),
                finding=Finding(code=Code.METHOD_REMOVED, reason=Reason.GONE, takes=_types([method])),
                old=method.operation.location,
            )


def _calls(found: Iterable[Method], below: Path) -> tuple[str, ...]:
    """`create()`, `files.list()`: methods as they are called below a resource."""
    return tuple(sorted(".".join((*m.path[len(below) :], f"{m.operation.name}()")) for m in found))


def _types(found: Iterable[Method]) -> tuple[TypeExpr, ...]:
    return tuple(type for method in found for type in operation_types(method.operation))


def _renamed(pairs: Sequence[tuple[Method, Method]], before: set[Path], after: set[Path]) -> Iterator[Located]:
    """A resource that is gone, and whose methods stand in a new one, has moved."""
    told: set[tuple[Path, Path]] = set()
    for old, new in sorted(pairs, key=lambda pair: (len(pair[0].path), pair[0].path, pair[0].operation.name)):
        if (old.path, old.operation.name) == (new.path, new.operation.name):
            continue
        places = {"old": old.operation.location, "new": new.operation.location}
        source, target = _step(old.path, new.path)
        whole = old.operation.name == new.operation.name and source not in after and target not in before
        if not whole:
            names = [method_path(one.path, one.operation.name) for one in (old, new)]
            finding = Finding(code=Code.METHOD_RENAMED, reason=Reason.OTHER_NAME, before=(names[0],), after=(names[1],))
            yield Located(subject=names[0], finding=finding, **places)
        elif (source, target) not in told:
            told.add((source, target))
            names = [resource_path(one) for one in (source, target)]
            finding = Finding(
                code=Code.RESOURCE_RENAMED, reason=Reason.OTHER_NAME, before=(names[0],), after=(names[1],)
            )
            yield Located(subject=names[0], finding=finding, **places)


def _step(old: Path, new: Path) -> tuple[Path, Path]:
    """The topmost resources that two paths differ in: what is the same at their ends has moved with its parent."""
    while len(old) > 1 and len(new) > 1 and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return old, new


def _class_and_words(old: Resource, new: Resource) -> Iterator[Located]:
    subject = resource_path(old.path)
    if old.class_name != new.class_name:
        yield Located(
            subject=subject,
            finding=Finding(
                code=Code.RESOURCE_CLASS_RENAMED,
                reason=Reason.OTHER_NAME,
                before=(old.class_name,),
                after=(new.class_name,),
            ),
        )
    for finding in extension_changes(old.extensions, new.extensions):
        yield Located(subject=subject, finding=finding)
    if old.doc != new.doc:
        yield Located(subject=subject, finding=Finding(code=Code.DOCS_CHANGED, reason=Reason.WORDS_ONLY))
