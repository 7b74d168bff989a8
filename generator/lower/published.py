"""What was published under a name, found again in a document that may say it otherwise by now.

A component is found by its name, and what is reached from something that was found by the way that leads there: so a
schema may become a component, or stop being one, and a component may be renamed. What is left over goes by likeness.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from generator.ir.declarations import Field
from generator.ir.operations import Operation
from generator.ir.package import Callback, Webhook
from generator.ir.types import LiteralOf, Named, TypeExpr, UnionOf
from generator.lower.calls import Call
from generator.lower.drafts import Draft, Drafts, drafts_of, provisional
from generator.lower.faces import Face
from generator.lower.paths import beside, outer
from generator.published.lock import Lock, LockedType, package_of, reference_of
from generator.published.names import value_words
from generator.published.origins import NESTED
from generator.published.record import method_name
from generator.published.ways import (
    BASE,
    ITSELF,
    UNION,
    WRITTEN_OUT,
    Step,
    Way,
    beyond,
    callback_name,
    form_of,
    of_callback,
    of_method,
    of_type,
    of_webhook,
    plain,
    step_into,
    tag_of,
    union_at,
    webhook_name,
    with_name_for,
)
from generator.python.identifiers import is_field_name
from generator.values import Mutable, Value, field, replace

_ALIKE: Final = 0.5
"""How much of their members two types must share where a way leads from one to the other."""
_SAME: Final = 0.75
"""How much they must share where nothing but their members speaks for it."""
_LONGEST: Final = 300
"""How long a way may be: where names for types lead in a circle it could go on without end."""


Roots: TypeAlias = Mapping[str, Sequence[Step]]
"""Where ways start: methods and what is delivered, under the names that a lock has for them."""


def ways_from(
    by_call: Iterable[tuple[Call, Operation]], webhooks: Iterable[Webhook], callbacks: Iterable[Callback]
) -> Roots:
    """The steps of all methods, webhooks and callbacks."""
    found: dict[str, list[Step]] = defaultdict(list)
    for call, operation in by_call:
        found[method_name(call.route.resource, call.route.method)] += of_method(operation)
    for webhook in webhooks:
        found[webhook_name(webhook)] += of_webhook(webhook)
    for callback in callbacks:
        found[callback_name(callback)] += of_callback(callback)
    return found


def follow(lock: Lock, drafts: Drafts, roots: Roots) -> Drafts:
    """Give what was published the names under which it was, or these names beside better ones."""
    if not lock:
        return drafts
    found = _Search(lock, drafts, roots).found()
    drafts = drafts.with_changed(found.drafts)
    return _Naming(lock, drafts, found.keys).followed(drafts)


class _Found(Value):
    """The `keys` of drafts by the names of the published types that they are, and `drafts` that there were not, or that
    are otherwise now."""

    keys: Mapping[str, str]
    drafts: Sequence[Draft]


class _Search:
    """Finds the draft for each published type.

    What speaks most for a pair comes first: one component that still has something in common, one way, the likeness of
    components, the bare name. What is left after that may be what another name was found to be: two published types
    can be one by now.
    """

    def __init__(self, lock: Lock, drafts: Drafts, roots: Roots) -> None:
        self._lock = lock
        self._drafts = dict(drafts.by_key)
        self._roots = roots
        self._found: dict[str, str] = {}
        self._taken: set[str] = set()
        self._changed: dict[str, None] = {}
        self._may_share = False
        self._open: deque[str] = deque()
        self._below = _by_ways(lock)

    def found(self) -> _Found:
        """The drafts for all types that are there still."""
        self._go_by_component(lambda locked, key: self._likeness(locked, key) > 0)
        self._follow_ways(name for name in self._roots if name in self._below)
        self._go_by_likeness()
        self._go_by_component(lambda _locked, _key: True)
        self._follow_ways()
        self._go_by_name()
        self._follow_ways()
        self._may_share = True
        self._follow_ways((*self._roots, *self._found))
        return _Found(self._found, [self._drafts[key] for key in self._changed])

    def _note(self, locked: LockedType, key: str) -> None:
        self._found[locked.name] = key
        self._taken.add(key)
        self._open.append(locked.name)

    def _lost(self, locked: Iterable[LockedType]) -> list[LockedType]:
        return [one for one in locked if one.name not in self._found]

    def _free(self, keys: Iterable[str]) -> list[str]:
        return [key for key in dict.fromkeys(keys) if key not in self._taken or self._may_share]

    # --- by component

    def _go_by_component(self, is_plausible: Callable[[LockedType, str], bool]) -> None:
        components = {(d.component, d.face is Face.REQUEST): key for key, d in self._drafts.items() if d.component}
        for locked in self._lost(self._lock.types.values()):
            key = components.get((locked.origin.component, locked.for_requests)) if locked.origin.component else None
            if key is not None and key not in self._taken and is_plausible(locked, key):
                self._note(locked, key)

    # --- by ways

    def _follow_ways(self, starts: Iterable[str] = ()) -> None:
        self._open.extend(starts)
        while self._open:
            name = self._open.popleft()
            below = self._below.get(name)
            if below is None:
                continue
            for way, locked in below.items():
                self._name_unions(name, way, locked.at_once)
            at_once, beyond_names = self._steps(name)
            for way, locked in below.items():
                self._pair(locked, at_once.get(way, ()), beyond_names.get(way, ()))

    def _name_unions(self, name: str, way: Way, below: Iterable[LockedType]) -> None:
        """Name a union again that had a name, and has none by the rules now: one of its variants is new, perhaps."""
        for locked in self._lost(below):
            exact = locked.origin.via[1] if locked.origin.via is not None else ""
            if name not in self._found or locked.origin.form != UNION or exact != way:
                continue
            key = self._found[name]
            draft = self._drafts[key]
            for one in draft.fields or ():
                union = union_at(one.type, step_into(one), way)
                if union is not None:
                    self._name_union(locked, union, draft, one)

    def _name_union(self, locked: LockedType, union: UnionOf, draft: Draft, written: Field) -> None:
        key = f"published {locked.name}"
        type = with_name_for(written.type, union, provisional(key))
        fields = [replace(one, type=type) if one is written else one for one in draft.fields or ()]
        self._drafts[draft.key] = replace(draft, fields=tuple(fields))
        self._drafts[key] = Draft(
            key=key, face=draft.face, owner=draft.owner, location=written.location, doc=written.doc, type=union
        )
        self._changed |= dict.fromkeys((draft.key, key))
        self._note(locked, key)

    def _steps(self, name: str) -> tuple[Mapping[Way, list[str]], Mapping[Way, list[str]]]:
        """The drafts that the ways of what was found, or of a root, lead to; and those that they lead to behind other
        names for types, or from what it is several of by now or builds on."""
        at_once, further = self._steps_behind_names(name)
        if name in self._found:
            for way, keys in self._steps_of_forms(self._found[name]).items():
                if way not in at_once:
                    further[way] += keys
        return at_once, further

    def _steps_of_forms(self, key: str) -> Mapping[Way, list[str]]:
        found: dict[Way, list[str]] = defaultdict(list)
        forms, seen = deque([key]), {key}
        while forms:
            for exact, target in self._made_of(forms.popleft()):
                way = plain(exact)
                if way not in (ITSELF, BASE):
                    found[way].append(target.name)
                elif target.name not in seen:
                    seen.add(target.name)
                    forms.append(target.name)
        return found

    def _steps_behind_names(self, name: str) -> tuple[dict[Way, list[str]], dict[Way, list[str]]]:
        steps = self._made_of(self._found[name]) if name in self._found else self._roots[name]
        at_once: dict[Way, list[str]] = defaultdict(list)
        further: dict[Way, list[str]] = defaultdict(list)
        pending = deque((plain(way), target.name) for way, target in steps)
        for way, key in pending:
            at_once[way].append(key)
        seen = set()
        while pending:
            way, key = pending.popleft()
            if (way, key) in seen or self._drafts[key].fields is not None:
                continue
            seen.add((way, key))
            for inner, target in self._made_of(key):
                longer = beyond(way, plain(inner))
                if longer is not None and len(longer) <= _LONGEST:
                    further[longer].append(target.name)
                    pending.append((longer, target.name))
        return at_once, further

    def _made_of(self, key: str) -> Sequence[Step]:
        draft = self._drafts[key]
        return tuple(of_type(draft.fields, extra=draft.extra, base=draft.base, type=draft.type))

    def _pair(self, below: _Below, at_once: Sequence[str], beyond_names: Sequence[str]) -> None:
        """Pair what stands at the end of one way, before and now: the most alike first; then all that stands behind
        other names there; at last the only one that is left with the only one that is."""
        self._pair_alike(below.at_once, at_once)
        self._pair_alike((*below.at_once, *below.beyond_names), (*at_once, *beyond_names))
        left, free = self._lost(below.at_once), self._free(at_once)
        if len(left) == len(free) == 1 and not self._may_share and self._may_have_become(left[0], free[0]):
            self._note(left[0], free[0])

    def _pair_alike(self, below: Sequence[LockedType], keys: Iterable[str]) -> None:
        locked, free = self._lost(below), self._free(keys)
        needed = _SAME if self._may_share else _ALIKE
        found = sorted((-self._likeness(one, key), one.name, key) for one in locked for key in free)
        for likeness, name, key in found:
            if -likeness >= needed and name not in self._found and (key not in self._taken or self._may_share):
                self._note(self._lock.types[name], key)

    def _may_be(self, locked: LockedType, key: str) -> bool:
        return locked.for_requests is self._is_request(key) and not _is_second_name(self._drafts[key])

    def _may_have_become(self, locked: LockedType, key: str) -> bool:
        """Whether nothing speaks against it: an object of a union is not what the union was."""
        is_of_union = locked.origin.form in (UNION, WRITTEN_OUT) and self._drafts[key].fields is not None
        return self._may_be(locked, key) and not is_of_union

    def _likeness(self, locked: LockedType, key: str) -> float:
        """How much a published type and a draft have in common, from 0 to 1."""
        draft = self._drafts[key]
        form = UNION if locked.origin.form == WRITTEN_OUT else locked.origin.form
        if not self._may_be(locked, key) or form != (form_of(draft.type) if draft.fields is None else ""):
            return 0.0
        members = _members(draft)
        both = members | locked.members
        if draft.fields is None and not (members and locked.members):
            return 1.0
        return len(members & locked.members) / len(both) if both else 1.0

    def _is_request(self, key: str) -> bool:
        return self._drafts[key].face is Face.REQUEST

    # --- by likeness and by name

    def _go_by_likeness(self) -> None:
        """Pair components that have other names with those that are gone, where each is the other's nearest."""
        lost = self._lost(one for one in self._lock.types.values() if one.origin.component and not one.is_gone)
        free = [key for key, draft in self._drafts.items() if draft.component and key not in self._taken]
        for one in lost if free else ():
            if not one.members or one.name in self._found:
                continue
            near = sorted((-self._likeness(one, key), key) for key in free if key not in self._taken)
            if near and -near[0][0] >= _SAME and [likeness for likeness, _ in near].count(near[0][0]) == 1:
                self._note(one, near[0][1])
        self._follow_ways()

    def _go_by_name(self) -> None:
        """What is left and has a module of its own goes by its name."""
        roots = {(*d.package, d.wanted_name): key for key, d in self._drafts.items() if d.is_root}
        for locked in self._lost(self._lock.types.values()):
            key = roots.get((*package_of(locked.reference), locked.reference.name))
            if key is None or key in self._taken or locked.is_gone:
                continue
            if locked.for_requests is self._is_request(key):
                self._note(locked, key)


class _Below(Mutable):
    """The published types that one way led to: at once, and behind other names for types."""

    at_once: list[LockedType] = field(default_factory=list)
    beyond_names: list[LockedType] = field(default_factory=list)


def _by_ways(lock: Lock) -> Mapping[str, Mapping[Way, _Below]]:
    """The published types by what the ways to them started from, and by these ways."""
    found: dict[str, dict[Way, _Below]] = defaultdict(lambda: defaultdict(_Below))
    for locked in lock.types.values():
        if locked.origin.via is None:
            continue
        start, way = locked.origin.via[0], plain(locked.origin.via[1])
        found[start][way].at_once.append(locked)
        seen = {start}
        while (parent := lock.types.get(start)) is not None and parent.origin.form and parent.origin.via is not None:
            longer = beyond(plain(parent.origin.via[1]), way)
            if longer is None or len(longer) > _LONGEST or parent.origin.via[0] in seen:
                break
            start, way = parent.origin.via[0], longer
            seen.add(start)
            found[start][way].beyond_names.append(locked)
    return found


def _is_second_name(draft: Draft) -> bool:
    """Whether a draft is no more than another name for a type."""
    return isinstance(draft.type, Named) and not draft.component


def _members(draft: Draft) -> frozenset[tuple[str, ...]]:
    """What a lock says of the members of a type."""
    if draft.fields is not None:
        return frozenset((one.wire_name, *tag_of(one)) for one in draft.fields)
    if draft.is_enum and isinstance(draft.type, LiteralOf):
        return frozenset((value_words(value),) for value in draft.type.values)
    return frozenset()


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
        by_draft: dict[str, list[LockedType]] = defaultdict(list)
        for name, key in self._found.items():
            by_draft[key].append(self._lock.types[name])
        kept: list[tuple[LockedType, Draft]] = []
        again: list[tuple[LockedType, Draft]] = []
        nested: list[tuple[LockedType, Draft]] = []
        for key, locked in by_draft.items():
            draft = self._drafts[key]
            first, *others = sorted(
                locked, key=lambda one: (_has_better_name(one, draft), one.origin.is_nested, one.name)
            )
            self._changed[key] = replace(draft, members=self._members((*others, first), draft))
            better = draft.is_root and _has_better_name(first, draft)
            (nested if first.origin.is_nested else again if better else kept).append((first, draft))
            again += [(one, draft) for one in others]
        for one, draft in kept:
            self._keep_root(one.reference, draft)
        for one, draft in again:
            if not one.origin.is_nested:
                self._name_root_again(one.reference, draft)
        for one, draft in nested:
            self._name_nested(one, draft)
        for one, draft in again:
            if one.origin.is_nested:
                self._name_again(one.reference, draft)
        self._keep_aliases()
        return _off_modules(drafts.with_changed(self._changed.values()) | drafts_of(self._second.values()))

    def _members(self, locked: Iterable[LockedType], draft: Draft) -> Mapping[str, str]:
        """The names of members, by what they stand for: those of the last type count most. What is received has some
        names for itself that what is sent has not."""
        found = {origin: name for one in locked for origin, name in self._lock.members_of(one.name).items()}
        return {o: n for o, n in found.items() if is_field_name(n)} if draft.face is Face.RESPONSE else found

    def _keep_aliases(self) -> None:
        """Keep second names; first those of others' modules, in which further ones may stand."""
        left = []
        for name, target in sorted(self._lock.aliases.items(), key=lambda alias: (self._is_nested(alias[0]), alias)):
            key = self._found.get(target)
            if not self._keep_alias(reference_of(name), None if key is None else provisional(key)) and key is not None:
                left.append((reference_of(name), self._drafts[key]))
        for reference, draft in left:
            self._name_again(reference, draft)

    def _is_nested(self, alias: str) -> bool:
        return self._lock.by_name[alias].stands_for[1:] == NESTED

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
        draft.chosen
        or draft.component not in ("", locked.origin.component)
        or (bool(draft.wanted_name) and not draft.is_root)
    )


def _off_modules(drafts: Drafts) -> Drafts:
    """The drafts, where no package of new ones has the name of a module that was published: it gets another one."""
    published = [draft for draft in drafts.by_key.values() if draft.published is not None]
    packages = {package for draft in published for package in outer(draft.package)}
    modules = {_module_of(draft) for draft in published}
    both = modules & packages
    changed = [replace(d, published=None) for d in published if d.is_root and _module_of(d) in both]
    changed += [
        replace(draft, package=beside(draft.package, modules - both))
        for draft in drafts.by_key.values()
        if draft.published is None and modules.intersection(outer(draft.package))
    ]
    return drafts.with_changed(changed)


def _module_of(draft: Draft) -> tuple[str, ...]:
    return () if draft.published is None else tuple(draft.published.module.split("."))


def _root(draft: Draft, reference: Named) -> Draft:
    return replace(_inside(draft, reference), package=package_of(reference))


def _inside(draft: Draft, reference: Named) -> Draft:
    return replace(draft, published=reference)
