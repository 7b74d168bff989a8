"""Final names: assigned once, when everything that needs one is known.

Roots first (each the name of a module too), then what is nested in a module, then fields. A collision is resolved by
rule and reported; neither the order of the document nor a hash seed has a part in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import cached_property

from generator.diagnostics import Diagnostics, Related, Severity, register
from generator.ir.cycles import cycles
from generator.ir.declarations import Declaration, EnumAlias, Field, ObjectModel, ObjectParams, PlainAlias, UnionAlias
from generator.ir.types import (
    Anything,
    ListOf,
    LiteralOf,
    MapOf,
    Named,
    Nullable,
    Primitive,
    TypeExpr,
    UnionOf,
    named,
)
from generator.lower.directions import Face
from generator.lower.drafts import PROVISIONAL, Draft, Drafts
from generator.lower.schemas import words_to_class_name
from generator.python.identifiers import Casings, safe_class_name, safe_field_name, safe_module_name

COLLIDING_NAMES = register(
    "colliding-names",
    Severity.WARNING,
    "Two things of the document would get the same name in the SDK; the rule renames one.",
)


def references(draft: Draft) -> Iterator[str]:
    """The keys of the drafts that a draft mentions."""
    types = [field.type for field in draft.fields or ()]
    types += [type for type in (draft.extra, draft.type, draft.base) if type is not None]
    return (mention.name for mention in named(types))


class Naming:
    """Assigns names to drafts; `named` then gives the final reference for each key."""

    def __init__(
        self, drafts: Drafts, casings: Casings, diagnostics: Diagnostics, packages: Iterable[tuple[str, ...]]
    ) -> None:
        self._drafts = drafts
        self._casings = casings
        self._diagnostics = diagnostics
        self._packages = frozenset(packages)
        self.named: dict[str, Named] = {}
        self._resolved: dict[TypeExpr, TypeExpr] = {}

    def assign(self) -> None:
        """Name every draft."""
        roots = [d for d in self._drafts.by_key.values() if d.is_root]
        names = self._unique_roots(roots)
        modules = self._modules(roots, names)
        for draft in roots:
            self.named[draft.key] = Named(module=modules[draft.key], name=names[draft.key])
        nested: dict[str, list[Draft]] = defaultdict(list)
        for draft in self._drafts.by_key.values():
            if not draft.is_root:
                nested[self.named[draft.owner].module].append(draft)
        taken = self._visible_names(names)
        for module, members in nested.items():
            self._name_nested(module, members, taken[module])

    # --- roots

    def _unique_roots(self, roots: Sequence[Draft]) -> dict[str, str]:
        """A name for each root, unique in its package. Components have the first word, then what the config or a
        method names."""
        names: dict[str, str] = {}
        wanted = {d.key: safe_class_name(d.wanted_name, self._casings) for d in roots}
        by_package: dict[tuple[str, ...], list[Draft]] = defaultdict(list)
        for draft in roots:
            by_package[draft.package].append(draft)
        for members in by_package.values():
            taken: dict[str, Draft] = {}
            wishes = {wanted[d.key] for d in members}
            for draft in sorted(members, key=lambda d: _rank(d, wanted[d.key])):
                names[draft.key] = self._claim(draft, wanted[draft.key], wishes, taken)
        return names

    def _claim(self, draft: Draft, wanted: str, wishes: Set[str], taken: dict[str, Draft]) -> str:
        """The name that a draft wants; where it is taken, the next that nobody has and nobody wants."""
        name = wanted
        if name in taken:
            name = _free(f"{wanted}{{}}", lambda n: n in taken or n in wishes)
            self._report(draft, f"type {wanted}", name, taken[wanted])
        taken[name] = draft
        return name

    def _modules(self, roots: Sequence[Draft], names: Mapping[str, str]) -> dict[str, str]:
        """A module per root, mutually recursive ones in one, none with the name of a package beside it."""
        mentioned = self._references_by_owner
        groups = cycles({d.key: [self._drafts.by_key[k].owner for k in mentioned.get(d.key, ())] for d in roots})
        modules: dict[str, str] = {}
        taken: set[str] = {".".join(p) for p in self._packages}
        leaders = [(min(members, key=lambda k: (names[k], k)), members) for members in groups]
        for leader, members in sorted(leaders, key=lambda g: names[g[0]]):
            package = ".".join(self._drafts.by_key[leader].package)
            stem = safe_module_name(names[leader], self._casings)
            dotted = _free((f"{package}." if package else "") + stem + "{}", lambda n: n in taken)
            taken.add(dotted)
            for key in members:
                modules[key] = dotted
        return modules

    @cached_property
    def _references_by_owner(self) -> dict[str, list[str]]:
        """What each root and everything nested in it mentions."""
        found: dict[str, list[str]] = defaultdict(list)
        for draft in self._drafts.by_key.values():
            found[draft.owner].extend(references(draft))
        return found

    # --- nested

    def _visible_names(self, names: Mapping[str, str]) -> dict[str, set[str]]:
        """For each module the names of roots that it declares or imports."""
        visible: dict[str, set[str]] = defaultdict(set)
        for owner, keys in self._references_by_owner.items():
            module = self.named[owner].module
            visible[module].add(names[owner])
            visible[module].update(names[k] for k in keys if k in names)
        return visible

    def _name_nested(self, module: str, members: Sequence[Draft], taken: set[str]) -> None:
        """Names by the way that leads to them; where that says nothing or is not the only one, with the owner's."""
        for draft in members:
            if draft.wanted_name:
                taken.add(draft.wanted_name)
                self.named[draft.key] = Named(module=module, name=draft.wanted_name)
        members = [draft for draft in members if not draft.wanted_name]
        wanted = {d.key: self._nested_name(d, long=not d.told) for d in members}
        crowded = {name for name, wishes in Counter(wanted.values()).items() if wishes > 1} | taken
        for draft in sorted(members, key=lambda d: (d.words, d.location.pointer, d.key)):
            name = wanted[draft.key]
            if name in crowded:
                name = _free(self._nested_name(draft, long=True) + "{}", lambda n: n in taken)
            taken.add(name)
            self.named[draft.key] = Named(module=module, name=name)

    def _nested_name(self, draft: Draft, *, long: bool) -> str:
        own = words_to_class_name(draft.words, self._casings)
        return safe_class_name(self.named[draft.owner].name + own if long else own, self._casings)

    # --- fields and types

    def declarations(self) -> tuple[Declaration, ...]:
        """All declarations under their final names, by module, in an order that never changes."""
        made = [self._declare(draft) for draft in self._drafts.by_key.values()]
        return tuple(sorted(made, key=lambda d: (d.module, d.name)))

    def _declare(self, draft: Draft) -> Declaration:
        named = self.named[draft.key]
        common = {
            "name": named.name,
            "module": named.module,
            "location": draft.location,
            "component": draft.component,
            "doc": draft.doc,
            "deprecated": draft.deprecated,
            "public": draft.is_root,
        }
        if draft.fields is not None:
            fields = self.fields(draft.fields, safe_field_name)
            extra = self.resolve(draft.extra) if draft.extra is not None else None
            if draft.face is Face.RESPONSE:
                return ObjectModel(fields=fields, extra=extra, **common)  # type: ignore[arg-type]  # the names are its own
            base = self.named[draft.base.name] if draft.base is not None else None
            return ObjectParams(fields=fields, extra=extra, base=base, **common)  # type: ignore[arg-type]  # as above
        if draft.type is None:
            raise AssertionError(f"draft {draft.key} was never filled")
        common["for_requests"] = draft.face is Face.REQUEST
        type = self.resolve(draft.type)
        match type.inner if isinstance(type, Nullable) else type:
            case LiteralOf():
                return EnumAlias(type=type, **common)  # type: ignore[arg-type]  # as above
            case UnionOf():
                return UnionAlias(type=type, **common)  # type: ignore[arg-type]  # as above
            case _:
                return PlainAlias(type=type, **common)  # type: ignore[arg-type]  # as above

    def fields(self, fields: Sequence[Field], name_of: Callable[[str], str]) -> tuple[Field, ...]:
        """Fields with names that differ from each other; one whose wire name is its name already keeps it."""
        wishes = {f.wire_name: name_of(f.wire_name) for f in fields}
        names = wishes if len(set(wishes.values())) == len(wishes) else self._apart(fields, wishes)
        return tuple(_finished(f, names[f.wire_name], self.resolve(f.type)) for f in fields)

    def _apart(self, fields: Sequence[Field], wishes: Mapping[str, str]) -> dict[str, str]:
        names: dict[str, str] = {}
        for field in sorted(fields, key=lambda f: (wishes[f.wire_name] != f.wire_name, f.wire_name)):
            wanted = wishes[field.wire_name]
            names[field.wire_name] = _free(wanted + "{}", lambda n: n in names.values(), separator="_")
            if names[field.wire_name] != wanted:
                other = next(f for f in fields if f is not field and names.get(f.wire_name) == wanted)
                self._diagnostics.report(
                    COLLIDING_NAMES,
                    f"{field.wire_name!r} becomes {names[field.wire_name]}, since {other.wire_name!r} is {wanted}",
                    field.location,
                    related=(Related(f"{other.wire_name!r} stands", other.location),),
                )
        return names

    def resolve(self, type: TypeExpr) -> TypeExpr:
        """A type with final references in place of provisional ones."""
        known = self._resolved.get(type)
        if known is None:
            self._resolved[type] = known = self._resolve(type)
        return known

    def _resolve(self, type: TypeExpr) -> TypeExpr:
        match type:
            case Named():
                return self.named[type.name] if type.module == PROVISIONAL else type
            case ListOf():
                return ListOf(item=self.resolve(type.item))
            case MapOf():
                return MapOf(value=self.resolve(type.value))
            case Nullable():
                return Nullable(inner=self.resolve(type.inner))
            case UnionOf():
                return replace(type, variants=tuple(self.resolve(v) for v in type.variants))
            case Primitive() | LiteralOf() | Anything():
                return type

    def _report(self, draft: Draft, what: str, new: str, keeper: Draft) -> None:
        self._diagnostics.report(
            COLLIDING_NAMES,
            f"{draft.component or draft.wanted_name!r} would be {what} too; it becomes {new}",
            draft.location,
            related=(Related(f"the name goes to {keeper.component or keeper.wanted_name!r}", keeper.location),),
        )


def _finished(field: Field, name: str, type: TypeExpr) -> Field:
    """The field under its final name and type; most have them already."""
    return field if field.name == name and field.type is type else replace(field, name=name, type=type)


def _rank(draft: Draft, wanted: str) -> tuple[bool, str, bool, bool, str, str]:
    """The order in which the roots of a package claim their names: whose own spelling it is comes first."""
    respelled = draft.wanted_name != wanted
    return not draft.component, wanted, respelled, draft.face is Face.REQUEST, draft.location.pointer, draft.key


def _free(pattern: str, is_taken: Callable[[str], bool], separator: str = "") -> str:
    """The pattern with nothing, else with the first number from 2 on that is free."""
    name, number = pattern.format(""), 2
    while is_taken(name):
        name, number = pattern.format(f"{separator}{number}"), number + 1
    return name
