"""Resources and methods, and what methods answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from generator.compare.expressions import Relation
from generator.compare.judged import Judged, gone, in_words, new, renamed
from generator.compare.matching import Matching
from generator.compare.model import Method, Surface
from generator.diff.codes import Code, Reason
from generator.diff.model import Change
from generator.values import Value

_PAGES = ("Sync", "Async")
_STREAM = "Stream["


class MethodPairs(Value, kw_only=True):
    """The methods of the old side by what they are on the new one; `only_new` has no counterpart."""

    same: tuple[tuple[Method, Method], ...]
    moved: tuple[tuple[Method, Method], ...]
    gone: tuple[Method, ...]
    only_new: tuple[Method, ...]

    @property
    def both(self) -> Iterator[tuple[Method, Method]]:
        """All that can be held against each other."""
        yield from (*self.same, *self.moved)


def pair_methods(old: Surface, new: Surface) -> MethodPairs:
    """Methods are the same by their path. One that is gone has moved to where alone its operation is called, or, where
    that is not known, to where alone the same is taken and returned."""
    ours = {method.path: method for method in new.methods}
    known = {method.path for method in old.methods}
    free = [method for method in new.methods if method.path not in known]
    lost = [method for method in old.methods if method.path not in ours]
    moved, left = [], []
    for method in lost:
        found = [other for other in free if _alike(method, other)]
        if len(found) == 1:
            moved.append((method, found[0]))
            free.remove(found[0])
        else:
            left.append(method)
    return MethodPairs(
        same=tuple((method, ours[method.path]) for method in old.methods if method.path in ours),
        moved=tuple(moved),
        gone=tuple(left),
        only_new=tuple(free),
    )


def _alike(old: Method, other: Method) -> bool:
    if old.route and other.route:
        return old.route == other.route
    signatures = (({argument.name for argument in method.arguments}, method.returns) for method in (old, other))
    first, second = signatures
    return bool(first[0]) and first == second


def call(method: Method, argument: str = "") -> str:
    """How a method, or an argument of it, is written about."""
    return f"client.{method.path}({argument}=...)" if argument else f"client.{method.path}"


def resources(matching: Matching) -> Judged:
    """The attributes that methods are reached by."""
    ours = {resource.path for resource in matching.new.resources}
    methods: dict[str, list[str]] = defaultdict(list)
    for method in matching.old.methods:
        methods[method.path.rpartition(".")[0]].append(method.path.rpartition(".")[2])
    for resource in matching.old.resources:
        there = resource.path in ours
        subject = f"client.{resource.path}"
        yield None if there else gone(Code.RESOURCE_REMOVED, subject, *sorted(methods[resource.path]))


def resource_classes(matching: Matching) -> Judged:
    """The names of their classes."""
    ours = {resource.path: resource.class_name for resource in matching.new.resources}
    for resource in matching.old.resources:
        other = ours.get(resource.path)
        if other is not None:
            own, subject = resource.class_name, f"client.{resource.path}"
            yield None if own == other else renamed(Code.RESOURCE_CLASS_RENAMED, subject, own, other)


def methods(pairs: MethodPairs) -> Judged:
    """The methods themselves."""
    for _ in pairs.same:
        yield None
    for method, other in pairs.moved:
        yield renamed(Code.METHOD_RENAMED, call(method), call(method), call(other))
    for method in pairs.gone:
        yield gone(Code.METHOD_REMOVED, call(method))


def further_methods(pairs: MethodPairs) -> Judged:
    """Methods that only the new side has."""
    for method in pairs.only_new:
        yield new(Code.METHOD_ADDED, call(method))


def results(matching: Matching, pairs: MethodPairs) -> Judged:
    """What methods return: pages, streams, and what is in them."""
    for old, other in pairs.both:
        yield _paging(old, other) or _streaming(old, other) or _result(matching, old, other)


def _paging(old: Method, other: Method) -> Change | None:
    before, after = _page(old), _page(other)
    if before == after:
        return None
    subject = call(old)
    if not after:
        return Change(code=Code.PAGES_REMOVED, reason=Reason.OTHER_ANSWER, subject=subject, before=(before,))
    if not before:
        return Change(code=Code.PAGES_ADDED, reason=Reason.OTHER_ANSWER, subject=subject, after=(after,))
    return Change(
        code=Code.PAGES_CHANGED, reason=Reason.OTHER_ANSWER, subject=subject, before=(before,), after=(after,)
    )


def _page(method: Method) -> str:
    """The class of pages that a method returns, "" for none."""
    heads = (annotation.partition("[")[0] for annotation in method.returns if "[" in annotation)
    return next((head for head in heads if head.startswith(_PAGES) and head not in ("AsyncStream",)), "")


def _streaming(old: Method, other: Method) -> Change | None:
    before, after = _streams(old), _streams(other)
    if before and not after:
        return Change(code=Code.STREAM_REMOVED, reason=Reason.OTHER_ANSWER, subject=call(old))
    if after and not before:
        always = all(_STREAM in annotation for annotation in other.returns)
        reason = Reason.OTHER_ANSWER if always else Reason.ONLY_NEW
        return Change(code=Code.STREAM_ADDED, reason=reason, subject=call(old))
    return None


def _streams(method: Method) -> bool:
    return any(_STREAM in annotation for annotation in method.returns)


def _result(matching: Matching, old: Method, other: Method) -> Change | None:
    before, after = _union(old.returns), _union(other.returns)
    relation = matching.relation(before, after)
    if relation in (None, Relation.EQUAL):
        return None
    reason = Reason.PROMISES_MORE if relation is Relation.NARROWER else Reason.OTHER_ANSWER
    words = ((in_words(before),), (in_words(after),))
    return Change(code=Code.RESULT_CHANGED, reason=reason, subject=call(old), before=words[0], after=words[1])


def _union(returns: tuple[str, ...]) -> str:
    said = tuple(dict.fromkeys(returns))
    return said[0] if len(said) == 1 else f"Union[{', '.join(said)}]" if all(said) else ""
