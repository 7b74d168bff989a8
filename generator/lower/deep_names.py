"""Deep names: what a module calls the types that stand inside of its own, by the way that leads to each.

`chat.chat_completion` has `ChoiceLogprobs` for what `choices` have as `logprobs`. What is written inline has a
declaration in the module already; a component is declared once, in its own module, and each module whose types lead to
it has a further name for it. Names are given once those of declarations are final, so that none takes another's.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from generator.config.model import UNLISTED, Config
from generator.config.patterns import Families, is_family
from generator.ir.declarations import Field
from generator.ir.package import DeepNames
from generator.ir.types import (
    Anything,
    ListOf,
    LiteralOf,
    MapOf,
    Named,
    Nullable,
    Primitive,
    TupleOf,
    TypeExpr,
    UnionOf,
)
from generator.lower.drafts import Draft, Drafts, drafts_of, provisional
from generator.lower.faces import Face
from generator.lower.names import Names
from generator.lower.words import singular, words_to_class_name
from generator.published.lock import Lock, reference_of
from generator.python.identifiers import safe_class_name
from generator.values import Value, replace

Words = tuple[str, ...]

_MOST: Final = 250
"""How many a module may have. Ways through a document can be too many to count, and the short ones are found first."""


class Deepened(Value):
    """All drafts and names, those of unions among them that had none, and the deep names of each module."""

    drafts: Drafts
    names: Names
    deep: tuple[DeepNames, ...]


def name_deep(drafts: Drafts, names: Names, config: Config, lock: Lock) -> Deepened:
    """The deep names of the modules of all types, where the config wants them: those that were published, then those
    by the ways."""
    if not config.deep_names and not lock.deep:
        return Deepened(drafts, names, ())
    naming = _Naming(drafts, names, config.deep_names)
    naming.keep_published(lock.deep)
    for root in sorted(drafts.by_key.values(), key=lambda draft: draft.key) if config.deep_names else ():
        if root.is_root and (not naming.stands_inside(root) or naming.is_used(root)):
            naming.name(root)
    naming.keep_published(lock.deep)
    return naming.finished()


class _Found(Value):
    """A type that a way leads to: a draft, by its key, or a union without a name, which stands in the module of the
    draft `home` and there by the way `inner`."""

    target: str | UnionOf
    home: str
    inner: Words


class _Naming:
    """Collects deep names, and the unions that get a name so that there can be others for it."""

    def __init__(self, drafts: Drafts, names: Names, patterns: Collection[str]) -> None:
        self.drafts = drafts
        self.names = names
        self._components = frozenset(patterns)
        self._families = Families(filter(is_family, patterns))
        self._spelled: dict[str, str] = {}
        self._taken: dict[str, set[str]] = defaultdict(set)
        code = {module: group[0] for group in names.joined for module in group}
        for named in names.by_key.values():
            self._taken[named.module].add(named.name)
            self._taken[code.get(named.module, named.module)].add(named.name)
        self._earlier = {names.by_key[key]: key for key, d in drafts.by_key.items() if d.is_earlier and not d.is_root}
        self._not_earlier: set[str] = set()
        self._inside: dict[str, bool] = {}
        self._extensible = {
            draft.location.pointer
            for draft in drafts.by_key.values()
            if draft.component and draft.fields is not None and draft.chosen
        }
        self._named: dict[str, Named] = {}
        self._unions: dict[str, Draft] = {}
        self._deep: dict[str, dict[str, Named]] = defaultdict(dict)

    def stands_inside(self, draft: Draft) -> bool:
        """Whether a declaration has no name but by the ways that lead to it."""
        known = self._inside.get(draft.key)
        if known is None:
            self._inside[draft.key] = known = self._find_inside(draft)
        return known

    def _find_inside(self, draft: Draft) -> bool:
        if not draft.is_root:
            return True
        if draft.component and UNLISTED not in self._components:
            return draft.component in self._components or any(self._families.of(draft.component))
        return not draft.chosen

    @staticmethod
    def is_used(root: Draft) -> bool:
        """Whether users import from the module of a root, although it is known by the ways that lead to it."""
        return root.chosen or root.after_method or not root.component

    def is_extended(self, field: Field, root: Draft) -> bool:
        """Whether a field is written in another root that the config names."""
        home = field.location.pointer.rpartition("/properties/")[0]
        return home != root.location.pointer and home in self._extensible

    def name(self, root: Draft) -> None:
        """Give deep names in the module of a root; of several ways with one name the shortest counts."""
        module = self.names.by_key[root.key].module
        found = _Walk(root, self).found()
        for words in sorted(found, key=lambda way: (len(way), way)):
            name = self.called(words)
            if name not in self._taken[module]:
                target = self._named_target(found[words])
                if target is not None and target != Named(module=module, name=name):
                    self._deep[module].setdefault(name, target)
            else:
                self._keep(Named(module=module, name=name), found[words])

    def _keep(self, own: Named, found: _Found) -> None:
        """Have an earlier name as a deep one, where the module would call the same thing so anyway."""
        key = self._earlier.get(own)
        target = found.target if isinstance(found.target, str) else ""
        if key is not None and self.drafts.by_key[key].type == provisional(target):
            self._deep[own.module][own.name] = self.names.by_key[target]
            self._not_earlier.add(key)

    def keep_published(self, published: Mapping[str, str]) -> None:
        """Give modules the deep names that they had, while both the module and the type are there: before others take
        these, and once more when unions have names."""
        declared = {*self.names.by_key.values(), *self._named.values()}
        for written, type in published.items():
            name, known_as = reference_of(written), reference_of(type)
            target = known_as if known_as in declared else self._deep.get(known_as.module, {}).get(known_as.name)
            if target is not None and name.module in self._taken and name.name not in self._taken[name.module]:
                self._deep[name.module].setdefault(name.name, target)

    def called(self, words: Words) -> str:
        """The name of the class that a way leads to. Ways have most of their words in common."""
        for word in words:
            if word not in self._spelled:
                self._spelled[word] = words_to_class_name((word,), self.names.casings)
        return safe_class_name("".join(self._spelled[word] for word in words), self.names.casings)

    def _named_target(self, found: _Found) -> Named | None:
        """The name of what was found; None where a union cannot have the one that it would have."""
        if isinstance(found.target, str):
            return self.names.by_key[found.target]
        key = f"union {'/'.join(found.inner)} in {found.home}"
        if key in self._named:
            return self._named[key]
        home = self.drafts.by_key[found.home]
        module = self.names.by_key[found.home].module
        name = self.called(found.inner)
        if not found.inner or name in self._taken[module] or name in self._deep[module]:
            return None
        self._taken[module].add(name)
        self._unions[key] = Draft(
            key=key, face=home.face, owner=home.key, location=home.location, words=found.inner, type=found.target
        )
        self._named[key] = Named(module=module, name=name)
        return self._named[key]

    def finished(self) -> Deepened:
        """Everything that there is now."""
        left = {key: named for key, named in self.names.by_key.items() if key not in self._not_earlier}
        names = replace(self.names, by_key=MappingProxyType({**left, **self._named}))
        deep = (
            DeepNames(module=module, names=tuple(sorted(found.items())))
            for module, found in sorted(self._deep.items())
            if found
        )
        kept = (draft for key, draft in self.drafts.by_key.items() if key not in self._not_earlier)
        return Deepened(drafts_of((*kept, *self._unions.values()), self.drafts.tags), names, tuple(deep))


class _Step(Value):
    """Where a walk has come to: at a type, by these words from its root and by those from `home`, through the drafts
    that are `open`."""

    type: TypeExpr
    words: Words
    home: str
    inner: Words
    open: frozenset[str]

    def at(self, type: TypeExpr, word: str) -> _Step:
        """At another type, a word further."""
        return replace(self, type=type, words=(*self.words, word), inner=(*self.inner, word))

    def inside(self, draft: Draft) -> _Step:
        """In a draft, which is where unions have their names when it is a root."""
        home, inner = (draft.key, ()) if draft.is_root else (draft.owner, draft.words)
        if not draft.is_root and draft.owner == self.home:
            inner = self.inner
        return replace(self, home=home, inner=inner, open=self.open | {draft.key})


def _leads_on(type: TypeExpr) -> bool:
    """Whether there can be something with a name in a type: in most there is none."""
    inner = type.inner if isinstance(type, Nullable) else type
    return not isinstance(inner, Primitive | LiteralOf | Anything)


class _Walk:
    """Finds what a root leads to, the shortest ways first."""

    def __init__(self, root: Draft, naming: _Naming) -> None:
        self._root = root
        self._naming = naming
        self._drafts = naming.drafts.by_key
        self._casings = naming.names.casings
        self._steps: deque[_Step] = deque()
        self._found: dict[Words, _Found] = {}

    def found(self) -> Mapping[Words, _Found]:
        """Everything that has a name, by the ways."""
        start = self._repeated() or self._named_again() or self._root
        self._enter(start, _Step(provisional(start.key), (), start.key, (), frozenset()))
        while self._steps and len(self._found) < _MOST:
            self._take(self._steps.popleft())
        return self._found

    def _repeated(self) -> Draft | None:
        """The union that callers hand in a list of: the module of the list has its names, too."""
        type = self._root.type
        if self._root.face is not Face.REQUEST or not isinstance(type, ListOf) or not isinstance(type.item, Named):
            return None
        item = self._drafts[type.item.name]
        return item if isinstance(item.type, UnionOf) and not self._naming.stands_inside(item) else None

    def _named_again(self) -> Draft | None:
        """The draft that the root is a second name for: where either could stand, the module of each has the names."""
        return self._drafts[self._root.type.name] if isinstance(self._root.type, Named) else None

    def _take(self, step: _Step) -> None:
        match step.type:
            case Nullable(inner=type):
                self._take(replace(step, type=type))
            case ListOf(item=type):
                self._steps.append(self._item(step, type))
            case TupleOf(every=types):
                self._steps += (self._item(step, type).at(type, str(i)) for i, type in enumerate(types, 1))
            case MapOf(value=type) if step.words:
                self._take(replace(step, type=type, inner=step.inner or ("value",)))
            case UnionOf():
                self._union(step, step.type, step.type)
            case Named(name=key):
                self._named(step, self._drafts[key])
            case _:
                pass

    def _item(self, step: _Step, type: TypeExpr) -> _Step:
        """Inside of a list: one of what the list is called, and where that has no word of its own, of the root."""
        if step.words:
            words, inner = self._one_of(step.words), self._one_of(step.inner)
        else:
            words = (singular(self._naming.names.by_key[self._root.key].name, self._casings), "item")
            inner = ("item",)
        return replace(step, type=type, words=words, inner=inner)

    def _one_of(self, words: Words) -> Words:
        if not words:
            return ("item",)
        *before, last = words
        stem = last.removesuffix("criteria")
        return (*before, f"{stem}criterion" if stem != last else singular(last, self._casings))

    def _named(self, step: _Step, draft: Draft) -> None:
        if draft.key in step.open or not self._naming.stands_inside(draft):
            return
        union = draft.type.inner if isinstance(draft.type, Nullable) else draft.type
        if isinstance(union, UnionOf):
            self._union(step.inside(draft), union, draft.key)
            return
        if draft.fields is not None:
            self._note(step, draft.key)
        self._enter(draft, step)

    def _enter(self, draft: Draft, step: _Step) -> None:
        inside = step.inside(draft)
        if draft.type is not None:
            self._take(replace(inside, type=draft.type))
        base = self._drafts[draft.base.name].fields if draft.base is not None else None
        fields = (*(base or ()), *(draft.fields or ()))
        if draft.key == self._root.key:
            fields, inside = self._own_part(fields, inside)
        self._steps += (inside.at(field.type, field.wire_name) for field in fields if _leads_on(field.type))
        if draft.extra is not None:
            self._steps.append(inside.at(draft.extra, "extra"))

    def _own_part(self, fields: tuple[Field, ...], step: _Step) -> tuple[tuple[Field, ...], _Step]:
        """Of a root that extends another one only what it adds, which is called after the root."""
        extended = [field for field in fields if self._naming.is_extended(field, self._root)]
        is_arguments = self._root.face is Face.REQUEST and not self._root.component
        if not extended or is_arguments:
            return fields, step
        own = self._naming.names.by_key[self._root.key].name
        return tuple(field for field in fields if field not in extended), replace(step, words=(own,))

    def _union(self, step: _Step, union: UnionOf, target: str | UnionOf) -> None:
        if any(map(self._is_class, union.variants)):
            self._note(step, target)
        self._variants(step, union)

    def _is_class(self, type: TypeExpr) -> bool:
        """Whether a type is a class, or one of several."""
        if isinstance(type, Nullable):
            return self._is_class(type.inner)
        if isinstance(type, UnionOf):
            return any(map(self._is_class, type.variants))
        draft = self._drafts[type.name] if isinstance(type, Named) else None
        return draft is not None and (draft.fields is not None or isinstance(draft.type, UnionOf))

    def _variants(self, step: _Step, union: UnionOf) -> None:
        """Go on inside of each variant that has a word of its own, and of those that are the root in one form."""
        called = union.called or ("",) * len(union.variants)
        for variant, word in zip(union.variants, called, strict=True):
            type = variant.inner if isinstance(variant, Nullable) else variant
            draft = self._drafts[type.name] if isinstance(type, Named) else None
            is_form = draft is not None and self._is_form(draft, step, word)
            if draft is None or not (is_form or self._is_choice(draft)):
                if word:
                    self._steps.append(step.at(type, word))
            elif draft.key not in step.open and isinstance(draft.type, UnionOf):
                self._variants(step.inside(draft), draft.type)
            elif draft.key not in step.open:
                self._enter(draft, step)

    def _is_form(self, draft: Draft, step: _Step, word: str) -> bool:
        """Whether it is a form that the root has, as arguments have with a stream and without."""
        return not step.words and draft.owner == self._root.key and (bool(draft.wanted_name) or not word)

    def _is_choice(self, draft: Draft) -> bool:
        """Whether its variants are also those of a union around it."""
        return isinstance(draft.type, UnionOf) and self._naming.stands_inside(draft)

    def _note(self, step: _Step, target: str | UnionOf) -> None:
        if step.words:
            self._found.setdefault(step.words, _Found(target, step.home, step.inner))
