"""What was published under a name, found again in a document that may say it otherwise by now.

A component is found by its name, and what is reached from something that was found by the way that leads there: so a
schema may become a component, or stop being one, and a component may be renamed. What is left over goes by likeness.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from generator.ir.operations import Operation
from generator.ir.types import Named, TypeExpr
from generator.lower.calls import Call
from generator.lower.drafts import Draft, Drafts, drafts_of, provisional
from generator.lower.faces import Face
from generator.published.lock import Lock, LockedType, package_of, reference_of
from generator.published.record import method_name
from generator.published.ways import Step, of_method, of_type, tag_of

_ALIKE: Final = 0.5
"""How much of their members two types must share where a way leads from one to the other."""
_SAME: Final = 0.75
"""How much they must share where nothing but their members speaks for it."""


def follow(lock: Lock, drafts: Drafts, by_call: Iterable[tuple[Call, Operation]]) -> Drafts:
    """Give what was published the names under which it was, or these names beside better ones."""
    if not lock:
        return drafts
    methods = {method_name(call.route.resource, call.route.method): operation for call, operation in by_call}
    return _Naming(lock, drafts, _Search(lock, drafts, methods).found()).followed(drafts)


class _Search:
    """Finds the draft for each published type."""

    def __init__(self, lock: Lock, drafts: Drafts, methods: Mapping[str, Operation]) -> None:
        self._lock = lock
        self._drafts = drafts.by_key
        self._methods = methods
        self._found: dict[str, str] = {}
        self._taken: set[str] = set()
        self._open: deque[str] = deque()
        self._below: dict[str, dict[str, list[LockedType]]] = defaultdict(lambda: defaultdict(list))
        for locked in lock.types.values():
            if locked.via is not None:
                self._below[locked.via[0]][locked.via[1]].append(locked)

    def found(self) -> Mapping[str, str]:
        """The keys of drafts by the names of the published types that they are."""
        components = {(d.component, d.face is Face.REQUEST): key for key, d in self._drafts.items() if d.component}
        for locked in self._lock.types.values():
            key = components.get((locked.component, locked.for_requests)) if locked.component else None
            if key is not None:
                self._note(locked, key)
        self._open.extend(name for name in self._methods if name in self._below)
        self._follow_ways()
        self._go_by_likeness()
        self._go_by_name()
        return self._found

    def _note(self, locked: LockedType, key: str) -> None:
        if locked.name not in self._found:
            self._found[locked.name] = key
            self._taken.add(key)
            self._open.append(locked.name)

    def _follow_ways(self) -> None:
        while self._open:
            name = self._open.popleft()
            below = self._below.get(name)
            if below is None:
                continue
            steps: dict[str, list[str]] = defaultdict(list)
            for way, target in self._steps(name):
                steps[way].append(target.name)
            for way, locked in below.items():
                self._pair([one for one in locked if one.name not in self._found], steps.get(way, ()))

    def _steps(self, name: str) -> Iterator[Step]:
        if name in self._found:
            draft = self._drafts[self._found[name]]
            return of_type(draft.fields, extra=draft.extra, base=draft.base, type=draft.type)
        return of_method(self._methods[name])

    def _pair(self, locked: Sequence[LockedType], keys: Sequence[str]) -> None:
        """Pair what stands at the end of one way, before and now: the most alike first."""
        pairs = sorted(
            ((-self._likeness(one, key), one.name, key) for one in locked for key in dict.fromkeys(keys)),
        )
        for likeness, name, key in pairs:
            if -likeness >= _ALIKE and key not in self._taken and name not in self._found:
                self._note(self._lock.types[name], key)
        left = [one for one in locked if one.name not in self._found]
        free = [key for key in dict.fromkeys(keys) if key not in self._taken]
        if len(left) == len(free) == 1 and left[0].for_requests is self._is_request(free[0]):
            self._note(left[0], free[0])

    def _likeness(self, locked: LockedType, key: str) -> float:
        """How much a published type and a draft have in common, from 0 to 1."""
        draft = self._drafts[key]
        if locked.for_requests is not self._is_request(key):
            return 0.0
        if draft.fields is None:
            return 1.0 if draft.is_enum or not locked.members else 0.0
        members = {(one.wire_name, *tag_of(one)) for one in draft.fields}
        both = members | locked.members
        return len(members & locked.members) / len(both) if both else 1.0

    def _is_request(self, key: str) -> bool:
        return self._drafts[key].face is Face.REQUEST

    def _go_by_likeness(self) -> None:
        """Pair components that have other names with those that are gone, where each is the other's nearest."""
        lost = [
            one
            for one in self._lock.types.values()
            if one.component and not one.is_gone and one.name not in self._found
        ]
        free = [key for key, draft in self._drafts.items() if draft.component and key not in self._taken]
        if not lost or not free:
            return
        for one in lost:
            near = (
                sorted((-self._likeness(one, key), key) for key in free if key not in self._taken)
                if one.members
                else []
            )
            if near and -near[0][0] >= _SAME and [likeness for likeness, _ in near].count(near[0][0]) == 1:
                self._note(one, near[0][1])
        self._follow_ways()

    def _go_by_name(self) -> None:
        """What is left and has a module of its own goes by its name."""
        roots = {(*d.package, d.wanted_name): key for key, d in self._drafts.items() if d.is_root}
        for locked in self._lock.types.values():
            key = roots.get((*package_of(locked.reference), locked.reference.name))
            if key is None or key in self._taken or locked.is_gone:
                continue
            if locked.for_requests is self._is_request(key):
                self._note(locked, key)
        self._follow_ways()


class _Naming:
    """Gives what was found the names that it had, or these as second names where it has better ones now."""

    def __init__(self, lock: Lock, drafts: Drafts, found: Mapping[str, str]) -> None:
        self._lock = lock
        self._drafts = drafts.by_key
        self._found = found
        self._owners: dict[str, str] = {}
        self._changed: dict[str, Draft] = {}
        self._second: dict[str, Draft] = {}
        self._said = {(d.owner, d.wanted_name) for d in self._drafts.values() if not d.is_root and d.wanted_name}
        self._aliases = {  # second names that the config or a rule gives, by their places
            (*draft.package, draft.wanted_name): draft
            for draft in drafts.by_key.values()
            if draft.is_root and isinstance(draft.type, Named)
        }

    def followed(self, drafts: Drafts) -> Drafts:
        """The drafts under their names."""
        known = [(self._lock.types[name], self._drafts[key]) for name, key in self._found.items()]
        kept: list[tuple[LockedType, Draft]] = []
        renamed: list[tuple[LockedType, Draft]] = []
        nested: list[tuple[LockedType, Draft]] = []
        for locked, draft in known:
            better = draft.is_root and _has_better_name(locked, draft)
            (nested if locked.is_nested else renamed if better else kept).append((locked, draft))
        for locked, draft in known:
            self._changed[draft.key] = replace(draft, members=self._lock.members_of(locked.name))
        for locked, draft in kept:
            self._keep_root(locked.reference, draft)
        for locked, draft in renamed:
            self._name_root_again(locked.reference, draft)
        for locked, draft in nested:
            self._name_nested(locked, draft)
        self._keep_aliases()
        return drafts.with_changed(self._changed.values()) | drafts_of(self._second.values())

    def _keep_aliases(self) -> None:
        """Keep second names; first those of others' modules, in which further ones may stand."""
        left = []
        for name, target in self._lock.aliases.items():
            key = self._found.get(target)
            if not self._keep_alias(reference_of(name), None if key is None else provisional(key)) and key is not None:
                left.append((reference_of(name), self._drafts[key]))
        for reference, draft in left:
            self._name_again(reference, draft)

    def _keep_root(self, reference: Named, draft: Draft) -> None:
        self._owners[reference.module] = draft.key
        self._changed[draft.key] = _root(replace(self._changed[draft.key], owner=draft.key), reference)

    def _name_nested(self, locked: LockedType, draft: Draft) -> None:
        """Keep what stood in the module of something else there, while that is at home there."""
        owner = self._owners.get(locked.reference.module)
        if draft.is_root or owner is None or owner in self._second or _has_better_name(locked, draft):
            self._name_again(locked.reference, draft)
        else:
            self._changed[draft.key] = _inside(replace(self._changed[draft.key], owner=owner), locked.reference)

    def _name_again(self, reference: Named, draft: Draft) -> None:
        """Add a second name for what has a better one, where it was published."""
        owner = self._owners.get(reference.module)
        if owner is None:
            self._name_root_again(reference, draft)
        elif (owner, reference.name) not in self._said:
            second = _inside(self._second_name(reference, draft, owner), reference)
            self._second[second.key] = second

    def _name_root_again(self, reference: Named, draft: Draft) -> None:
        if self._keep_alias(reference, provisional(draft.key)):
            return
        second = _root(self._second_name(reference, draft), reference)
        self._owners.setdefault(reference.module, second.key)
        self._second[second.key] = second

    def _keep_alias(self, reference: Named, target: TypeExpr | None = None) -> bool:
        """Keep a second name that the config or a rule gives, if there is such a one, and for that target."""
        draft = self._aliases.get((*package_of(reference), reference.name))
        if draft is None or target not in (None, draft.type):
            return False
        self._owners.setdefault(reference.module, draft.key)
        self._changed[draft.key] = _root(draft, reference)
        return True

    def _second_name(self, reference: Named, draft: Draft, owner: str | None = None) -> Draft:
        key = f"published {reference.module}:{reference.name}"
        return Draft(
            key=key,
            face=draft.face,
            owner=owner or key,
            location=draft.location,
            deprecated=True,
            is_earlier=True,
            type=provisional(draft.key),
        )


def _has_better_name(locked: LockedType, draft: Draft) -> bool:
    """Whether the config, or a component, has another name for what was published."""
    if draft.wanted_name == locked.reference.name:
        return False
    return (
        draft.chosen or draft.component not in ("", locked.component) or (bool(draft.wanted_name) and not draft.is_root)
    )


def _root(draft: Draft, reference: Named) -> Draft:
    return replace(_inside(draft, reference), package=package_of(reference))


def _inside(draft: Draft, reference: Named) -> Draft:
    return replace(draft, wanted_name=reference.name, published=reference)
