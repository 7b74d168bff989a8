"""Final names: assigned once, when everything that needs one is known.

Roots first (each the name of a module too), then what is nested in a module, then fields. A collision is resolved by
rule and reported; neither the order of the document nor a hash seed has a part in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import count
from types import MappingProxyType

from generator.casings import Casings
from generator.diagnostics import Diagnostics, Related
from generator.ir.cycles import cycles
from generator.ir.declarations import EnumMember, Field
from generator.ir.types import LiteralOf, Named, TypeExpr, named, with_parts
from generator.lower.drafts import PROVISIONAL, Draft, Drafts
from generator.lower.faces import Face
from generator.lower.findings import COLLIDING_NAMES
from generator.lower.paths import Path, module_path, outer, with_room_inside
from generator.lower.words import first_free, words_to_class_name
from generator.published.lock import NOTHING_RESERVED, Reserved
from generator.published.names import value_words
from generator.python.identifiers import key_name, safe_class_name, safe_field_name, safe_member_name, safe_module_name
from generator.values import Value, field, replace


class Names(Value):
    """The final reference for each draft, by its key; `casings` count for the names of fields, too.

    `joined` are groups of modules that need each other.
    """

    by_key: Mapping[str, Named]
    casings: Casings
    joined: tuple[tuple[str, ...], ...] = ()
    _resolved: dict[TypeExpr, TypeExpr] = field(default_factory=dict)

    def of(self, reference: Named) -> Named:
        """The final reference in place of a provisional one."""
        return self.by_key[reference.name]

    def resolve(self, type: TypeExpr) -> TypeExpr:
        """A type with final references in place of provisional ones."""
        known = self._resolved.get(type)
        if known is None:
            self._resolved[type] = known = self._resolve(type)
        return known

    def _resolve(self, type: TypeExpr) -> TypeExpr:
        if isinstance(type, Named):
            return self.of(type) if type.module == PROVISIONAL else type
        return with_parts(type, self.resolve)


def assign_names(
    drafts: Drafts, casings: Casings, diagnostics: Diagnostics, reserved: Reserved = NOTHING_RESERVED, *, room: int
) -> Names:
    """A name for every draft. Only what was published may have a `reserved` one. `room` is how many characters the path
    of a module may have that was not."""
    roots = _beside_packages([draft for draft in drafts.by_key.values() if draft.is_root], casings)
    roots = [one if one.published else replace(one, package=with_room_inside(one.package, room)) for one in roots]
    drafts = drafts.with_changed(roots)
    mentioned = _mentions(drafts)
    names = _root_names(roots, casings, diagnostics, reserved)
    modules, joined = _modules(drafts, names, mentioned, casings, room)
    found = {draft.key: Named(module=modules[draft.key], name=names[draft.key]) for draft in roots}
    code = {module: group[0] for group in joined for module in group}  # which has the names of all in one place
    homes = {key: code.get(module, module) for key, module in modules.items()}
    visible = _visible_names(names, homes, mentioned)
    nested: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts.by_key.values():
        if not draft.is_root:
            nested[homes[draft.owner]].append(draft)
    for home, members in nested.items():
        owners = {draft.key: draft.owner for draft in members}
        inside = _nested_names(members, visible[home] | reserved.in_modules.get(home, frozenset()), names, casings)
        found |= {key: Named(module=modules[owners[key]], name=name) for key, name in inside.items()}
    return Names(MappingProxyType(found), casings, joined)


def _mentions(drafts: Drafts) -> Mapping[str, list[str]]:
    """The keys of the drafts that each root and everything nested in it mentions."""
    found: dict[str, list[str]] = defaultdict(list)
    for draft in drafts.by_key.values():
        found[draft.owner].extend(_references(draft))
    return found


def _references(draft: Draft) -> Iterator[str]:
    if draft.is_earlier:  # which is found when somebody asks for it
        return iter(())
    types = [field.type for field in draft.fields or ()]
    types += [type for type in (draft.extra, draft.type, draft.base) if type is not None]
    return (mention.name for mention in named(types))


# --- roots


def _beside_packages(roots: Sequence[Draft], casings: Casings) -> list[Draft]:
    """The roots, where one whose module has the name of a package beside it stands in that: `session.session`."""
    packages = {package for draft in roots for package in outer(draft.package)}
    found = []
    for draft in roots:
        inside = (*draft.package, safe_module_name(safe_class_name(draft.wanted_name, casings), casings))
        moves = inside in packages and draft.published is None
        found.append(replace(draft, package=inside) if moves else draft)
    return found


def _root_names(
    roots: Iterable[Draft], casings: Casings, diagnostics: Diagnostics, reserved: Reserved
) -> dict[str, str]:
    """A name for each root, unique in its package."""
    names: dict[str, str] = {}
    by_package: dict[tuple[str, ...], list[Draft]] = defaultdict(list)
    for draft in roots:
        by_package[draft.package].append(draft)
    for package, members in by_package.items():
        names |= _claimed(members, reserved.in_packages.get(package, frozenset()), casings, diagnostics)
    return names


def _claimed(
    members: Sequence[Draft], reserved: Set[str], casings: Casings, diagnostics: Diagnostics
) -> dict[str, str]:
    """The names that the roots of a package want; where one is taken, the next that nobody has and nobody wants.
    What was published has the first word, then what the config names, then what is called after methods in its stead,
    then components, then all else."""
    names = {draft.key: draft.published.name for draft in members if draft.published is not None}
    others = [draft for draft in members if draft.published is None]
    wishes = {draft.key: safe_class_name(draft.wanted_name, casings) for draft in others}
    wanted = {*wishes.values(), *names.values(), *reserved}
    taken = {draft.published.name: draft for draft in members if draft.published is not None}
    for draft in sorted(others, key=lambda d: _rank(d, wishes[d.key])):
        wish = name = wishes[draft.key]
        if wish in taken or (wish in reserved and not draft.chosen):
            name = first_free(f"{wish}{{}}", lambda n: n in taken or n in wanted)
            _report(draft, wish, name, taken.get(wish), diagnostics)
        taken[name] = draft
        names[draft.key] = name
    return names


def _rank(draft: Draft, wanted: str) -> tuple[bool, bool, bool, str, bool, bool, str, str]:
    """The order in which the roots of a package claim their names: whose own spelling it is comes first."""
    respelled = draft.wanted_name != wanted
    kind = (not draft.chosen, not draft.after_method, not draft.component)
    return *kind, wanted, respelled, draft.face is Face.REQUEST, draft.location.pointer, draft.key


def _report(draft: Draft, wanted: str, new: str, keeper: Draft | None, diagnostics: Diagnostics) -> None:
    """Report a name that goes to another; with no `keeper`, to something that was published and is gone."""
    own = repr(draft.component or draft.wanted_name)
    if keeper is None:
        message = f"{own} becomes {new}, since {wanted} was published for something else"
        diagnostics.report(COLLIDING_NAMES, message, draft.location)
        return
    diagnostics.report(
        COLLIDING_NAMES,
        f"{own} would be type {wanted} too; it becomes {new}",
        draft.location,
        related=(Related(f"the name goes to {keeper.component or keeper.wanted_name!r}", keeper.location),),
    )


def _modules(
    drafts: Drafts, names: Mapping[str, str], mentioned: Mapping[str, Sequence[str]], casings: Casings, room: int
) -> tuple[dict[str, str], tuple[tuple[str, ...], ...]]:
    """A module per root, none with the name of a package beside it; and the groups of those that need each other, that
    of a component first. Aliases that stand for each other are in one module."""
    groups = cycles({root: [drafts.by_key[key].owner for key in mentioned.get(root, ())] for root in names})
    modules: dict[str, str] = {}
    joined: list[tuple[str, ...]] = []
    nested = _nested_drafts(drafts)
    used = {draft.package for draft in drafts.by_key.values()}
    taken = {".".join(path) for package in used for path in outer(package)}
    published = {key: draft.published.module for key in names if (draft := drafts.by_key[key]).published is not None}
    taken |= set(published.values())
    leaders = [
        (min(members, key=lambda k: (not drafts.by_key[k].component, names[k], k)), members) for members in groups
    ]
    for leader, members in sorted(leaders, key=lambda g: names[g[0]]):
        together = {published[key] for key in members if key in published}
        apart = len(members) > 1 and (
            len(together) > 1 or not _name_each_other(draft for key in members for draft in nested[key])
        )
        own = sorted(members, key=lambda k: (k != leader, names[k], k)) if apart else [leader]
        for key in own:
            if key in published:
                modules[key] = published[key]
                continue
            stem = safe_module_name(names[key], casings)
            modules[key] = dotted = _free_module(drafts.by_key[key].package, stem, room, taken)
            taken.add(dotted)
        if apart:
            joined.append(tuple(modules[key] for key in own))
        else:
            modules |= dict.fromkeys(members, modules[leader])
    return modules, tuple(joined)


def _free_module(package: Path, stem: str, room: int, taken: Set[str]) -> str:
    """The module of a package that is called like this, or the first that is not taken."""
    names = (f"{stem}{number if number > 1 else ''}" for number in count(1))
    return next(dotted for name in names if (dotted := ".".join(module_path(package, name, room))) not in taken)


def _nested_drafts(drafts: Drafts) -> Mapping[str, Sequence[Draft]]:
    """All drafts by the keys of the roots that they belong to."""
    found: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts.by_key.values():
        found[draft.owner].append(draft)
    return found


def _name_each_other(drafts: Iterable[Draft]) -> bool:
    """Whether there are aliases that stand for each other, with no class between them that breaks the circle."""
    aliases = {draft.key: draft for draft in drafts if draft.fields is None or draft.extra is not None}
    uses = {key: list(_references(draft)) for key, draft in aliases.items()}
    return any(len(group) > 1 or group[0] in uses[group[0]] for group in cycles(uses))


# --- nested


def _visible_names(
    names: Mapping[str, str], modules: Mapping[str, str], mentioned: Mapping[str, Sequence[str]]
) -> Mapping[str, Set[str]]:
    """For each module the names of roots that it declares or imports."""
    visible: dict[str, set[str]] = defaultdict(set)
    for owner, keys in mentioned.items():
        visible[modules[owner]] |= {names[owner], *(names[key] for key in keys if key in names)}
    return visible


def _nested_names(
    members: Sequence[Draft], visible: Set[str], roots: Mapping[str, str], casings: Casings
) -> dict[str, str]:
    """Names of what stands in one module: by the way that leads to it; where that says nothing or is not the only
    one, with the owner's."""
    names = {draft.key: draft.said_name for draft in members if draft.said_name}
    taken = {*visible, *names.values()}
    others = [draft for draft in members if not draft.said_name]
    wanted = {d.key: _nested_name(d, "" if d.told else roots[d.owner], casings) for d in others}
    crowded = {name for name, wishes in Counter(wanted.values()).items() if wishes > 1} | taken
    for draft in sorted(others, key=lambda d: (d.words, d.location.pointer, d.key)):
        name = wanted[draft.key]
        if name in crowded:
            name = first_free(_nested_name(draft, roots[draft.owner], casings) + "{}", lambda n: n in taken)
        taken.add(name)
        names[draft.key] = name
    return names


def _nested_name(draft: Draft, owner: str, casings: Casings) -> str:
    return safe_class_name(owner + words_to_class_name(draft.words, casings), casings)


# --- fields


def field_names(
    fields: Sequence[Field],
    face: Face,
    casings: Casings,
    diagnostics: Diagnostics,
    published: Mapping[str, str] = MappingProxyType({}),
) -> Mapping[str, str]:
    """The names of the fields of an object by wire name, all different: those that were `published`; else one whose
    wire name is its name already keeps it. Those of what callers build are keys of a dictionary."""
    wish = key_name if face is Face.REQUEST else safe_field_name
    wishes = {field.wire_name: published.get(field.wire_name) or wish(field.name, casings) for field in fields}
    return wishes if len(set(wishes.values())) == len(wishes) else _apart(fields, wishes, published, diagnostics)


def enum_members(draft: Draft, literal: LiteralOf, diagnostics: Diagnostics) -> tuple[EnumMember, ...]:
    """The members of an enum class: as they were published, else by the names of the document, else by the values; all
    different."""
    meanings = {one.value: one for one in literal.meanings}
    called = {value: (meanings[value].name if value in meanings else "") or str(value) for value in literal.values}
    names = {v: name for v in literal.values if (name := draft.members.get(value_words(v))) is not None}
    others = [value for value in literal.values if value not in names]
    for value in sorted(others, key=lambda v: (safe_member_name(called[v]) != called[v], called[v], str(v))):
        wanted = safe_member_name(called[value])
        names[value] = first_free(wanted + "{}", lambda n: n in names.values(), separator="_")
        if names[value] != wanted:
            keeper = next(other for other, name in names.items() if name == wanted)
            diagnostics.report(
                COLLIDING_NAMES,
                f"the value {called[value]!r} becomes {names[value]}, since {called[keeper]!r} is {wanted}",
                draft.location,
            )
    return tuple(
        EnumMember(
            name=names[value],
            value=value,
            title=meanings[value].name if value in meanings else "",
            doc=meanings[value].doc if value in meanings else "",
        )
        for value in literal.values
    )


def _apart(
    fields: Sequence[Field], wishes: Mapping[str, str], published: Mapping[str, str], diagnostics: Diagnostics
) -> dict[str, str]:
    names = {field.wire_name: published[field.wire_name] for field in fields if field.wire_name in published}
    others = [field for field in fields if field.wire_name not in names]
    for written in sorted(others, key=lambda f: (wishes[f.wire_name] != f.wire_name, f.wire_name)):
        wanted = wishes[written.wire_name]
        names[written.wire_name] = first_free(wanted + "{}", lambda n: n in names.values(), separator="_")
        if names[written.wire_name] != wanted:
            other = next(f for f in fields if f is not written and names.get(f.wire_name) == wanted)
            diagnostics.report(
                COLLIDING_NAMES,
                f"{written.wire_name!r} becomes {names[written.wire_name]}, since {other.wire_name!r} is {wanted}",
                written.location,
                related=(Related(f"{other.wire_name!r} stands", other.location),),
            )
    return names
