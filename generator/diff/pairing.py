"""Which declaration of the old SDK is which of the new one, whatever both are called.

The components of the document tell most of it; the rest follows from standing at the same place of things that belong
together, and at last from names. Nothing depends on the order of the document.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from generator.ir.declarations import (
    Declaration,
    EnumAlias,
    EnumClass,
    Field,
    ObjectModel,
    ObjectParams,
    PlainAlias,
    UnionAlias,
    earlier_name_of,
    other_name_of,
)
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
from generator.values import Mutable, field, replace

Fielded: TypeAlias = ObjectModel | ObjectParams
"""A declaration with fields."""

Index: TypeAlias = Mapping[Named, Declaration]

_GONE = "-"
_ALIKE = 0.5
"""How much of their members two declarations must share to be one under two names."""


class Pairing(Mutable):
    """Declarations that belong together: `new` gives the new one for each old reference, `old` the reverse.

    `deep` are the further names that modules of the new SDK have for types of others.
    """

    old_index: Index
    new_index: Index
    new: dict[Named, Named] = field(default_factory=dict)
    old: dict[Named, Named] = field(default_factory=dict)
    deep: Mapping[Named, Named] = field(default_factory=dict)
    _open: deque[tuple[Named, Named]] = field(default_factory=deque)
    _translated: dict[TypeExpr, TypeExpr] = field(default_factory=dict)
    _plain: dict[TypeExpr, TypeExpr] = field(default_factory=dict)

    def pair(self, old: Named, new: Named) -> None:
        """Note that two declarations are one, and that what they are made of is to be looked at."""
        if old not in self.new and new not in self.old and old in self.old_index and new in self.new_index:
            self.new[old] = new
            self.old[new] = old
            self._open.append((old, new))

    def keeps_name(self, old: Named) -> bool:
        """Whether what an old reference named has another name now, for which the old one stands as well."""
        second, new = self.new_index.get(old), self.new.get(old)
        known = other_name_of(second) if second is not None else self.deep.get(old)
        return known is not None and known == new != old

    def second_names(self) -> frozenset[Named]:
        """The old references that stand for other names now."""
        return frozenset(old for old in self.new if self.keeps_name(old))

    def pair_components(self) -> None:
        """Each face of a component belongs to the same face of that component."""
        faces = {_face(declaration): name for name, declaration in self.new_index.items() if declaration.component}
        for name, declaration in self.old_index.items():
            if declaration.component and (found := faces.get(_face(declaration))) is not None:
                self.pair(name, found)

    def pair_second_names(self) -> None:
        """What has the name of something that is another name by now is what that stands for; several names may be one
        thing now."""
        for old, declaration in self.old_index.items():
            second = self.new_index.get(old)
            if second is None or other_name_of(declaration) is not None:
                continue
            target = earlier_name_of(second)
            if target is None or target not in self.new_index:
                continue
            if target in self.old:
                self.new[old] = target
            else:
                self.pair(old, target)

    def pair_names(self) -> None:
        """What is left goes by its name."""
        for name in self.old_index:
            self.pair(name, name)
        for name in self.old_index.keys() & self.deep.keys():
            self.pair(name, self.deep[name])
        self.follow()

    def gone(self) -> set[Named]:
        """The old references under which nothing is known any more."""
        return self.old_index.keys() - self.new.keys() - self.deep.keys()

    def follow(self) -> None:
        """Look into what belongs together for more that does."""
        while self._open:
            old, new = self._open.popleft()
            self._inside(self.old_index[old], self.new_index[new])

    def at_same_place(self, old: TypeExpr, new: TypeExpr) -> None:
        """Pair what two types mention that stand at the same place of both SDKs."""
        pending = [(old, new)]
        while pending:
            pending += self._parts(*pending.pop())

    def of_old(self, type: TypeExpr) -> TypeExpr:
        """An old type as the new SDK would write it, without formats and meanings.

        A declaration that is gone keeps its name, in a module that cannot be a new one's.
        """
        known = self._translated.get(type)
        if known is None:
            self._translated[type] = known = _rewritten(type, self._new_name)
        return known

    def of_new(self, type: TypeExpr) -> TypeExpr:
        """A new type without formats and meanings."""
        known = self._plain.get(type)
        if known is None:
            self._plain[type] = known = _rewritten(type, lambda name: name)
        return known

    def old_declaration(self, name: Named) -> Declaration | None:
        """What a name that `of_old` gave was in the old SDK."""
        gone = Named(module=name.module.removeprefix(_GONE), name=name.name)
        return self.old_index.get(gone if name.module.startswith(_GONE) else self.old.get(name, gone))

    def old_alias(self, name: Named) -> TypeExpr | None:
        """What a name that `of_old` gave stood for in the old SDK, as `of_old` gives it; None for an object."""
        alias = _alias(self.old_declaration(name))
        return None if alias is None else self.of_old(alias)

    def new_alias(self, name: Named) -> TypeExpr | None:
        """What a new name stands for, as `of_new` gives it; None for an object."""
        alias = _alias(self.new_index.get(name))
        return None if alias is None else self.of_new(alias)

    def extension(self, old: TypeExpr, new: TypeExpr) -> tuple[str, ...] | None:
        """The fields that an object has beyond those of another that it stands in for; None where it does not.

        It does when it has every field of the other, and the same tag among them: a field with one value.
        """
        if not isinstance(old, Named) or not isinstance(new, Named):
            return None
        one, other = self.old_declaration(old), self.new_index.get(new)
        if not isinstance(one, Fielded) or not isinstance(other, Fielded):
            return None
        before = {field.wire_name: (self.of_old(field.type), field.required) for field in one.fields}
        after = {field.wire_name: (self.of_new(field.type), field.required) for field in other.fields}
        tagged = any(isinstance(type, LiteralOf) and len(type.values) == 1 for type, _ in before.values())
        if not tagged or not before.items() <= after.items():
            return None
        return tuple(name for name in after if name not in before)

    def _new_name(self, old: Named) -> Named:
        return self.new.get(old) or Named(module=_GONE + old.module, name=old.name)

    def _inside(self, old: Declaration, new: Declaration) -> None:
        match old, new:
            case ((ObjectModel() | ObjectParams()), (ObjectModel() | ObjectParams())):
                members = {member.wire_name: member for member in new.fields}
                for member in old.fields:
                    if member.wire_name in members:
                        self.at_same_place(member.type, members[member.wire_name].type)
                if old.extra is not None and new.extra is not None:
                    self.at_same_place(old.extra, new.extra)
            case (
                (EnumClass() | EnumAlias() | UnionAlias() | PlainAlias()),
                (EnumClass() | EnumAlias() | UnionAlias() | PlainAlias()),
            ):
                self.at_same_place(old.type, new.type)
            case _:
                pass  # an object became an alias, or the reverse: nothing inside stands at the same place

    def _parts(self, old: TypeExpr, new: TypeExpr) -> Iterable[tuple[TypeExpr, TypeExpr]]:
        match old, new:
            case Named(), Named():
                if self._plausible(old, new):
                    self.pair(old, new)
                return ()
            case Nullable(), _:
                return ((old.inner, new.inner if isinstance(new, Nullable) else new),)
            case _, Nullable():
                return ((old, new.inner),)
            case ((ListOf() | TupleOf() | MapOf()), (ListOf() | TupleOf() | MapOf())):
                return zip(_inside(old), _inside(new), strict=False) if type(old) is type(new) else ()
            case Named(), _ if (alias := _alias(self.old_index.get(old))) is not None:
                return ((alias, new),)
            case _, Named() if (alias := _alias(self.new_index.get(new))) is not None:
                return ((old, alias),)
            case (UnionOf(), _) | (_, UnionOf()):
                return self._variants(_variants(old), _variants(new))
            case _:
                return ()

    def _variants(self, old: Sequence[TypeExpr], new: Sequence[TypeExpr]) -> Iterator[tuple[TypeExpr, TypeExpr]]:
        """The variants of two unions that belong together: named ones by likeness, the others by their kind."""
        free = [one for one in new if isinstance(one, Named) and one not in self.old]
        for one in [one for one in old if isinstance(one, Named) and one not in self.new]:
            best = max(free, key=lambda other: (self._likeness(one, other), other == one), default=None)
            if best is not None and self._plausible(one, best):
                free.remove(best)
                yield one, best
        for kind in (ListOf, TupleOf, MapOf):
            yield from zip(
                (one for one in old if isinstance(one, kind)),
                (one for one in new if isinstance(one, kind)),
                strict=False,
            )

    def _plausible(self, old: Named, new: Named) -> bool:
        return old == new or self._likeness(old, new) >= _ALIKE

    def _likeness(self, old: Named, new: Named) -> float:
        """How much two declarations have in common, from 0 to 1."""
        one, other = self.old_index.get(old), self.new_index.get(new)
        if one is None or other is None or type(one) is not type(other):
            return 0.0
        mine, theirs = set(_members(one, self.old_index)), set(_members(other, self.new_index))
        if not mine | theirs:
            return float(one.location.pointer == other.location.pointer)
        return len(mine & theirs) / len(mine | theirs)


def _face(declaration: Declaration) -> tuple[str, bool]:
    """The component of a declaration, and whether this is what callers hand in."""
    match declaration:
        case ObjectModel() | EnumClass():
            return declaration.component, False
        case ObjectParams():
            return declaration.component, True
        case EnumAlias() | UnionAlias() | PlainAlias():
            return declaration.component, declaration.for_requests


def _variants(type: TypeExpr) -> Sequence[TypeExpr]:
    return type.variants if isinstance(type, UnionOf) else (type,)


def _members(declaration: Declaration, index: Index) -> Iterator[tuple[str, object]]:
    """What tells a declaration from others: the names of its fields, those with one value together with it."""
    match declaration:
        case ObjectModel() | ObjectParams():
            yield from (_told(member) for member in declaration.fields)
        case EnumClass() | EnumAlias() | UnionAlias() | PlainAlias():
            for part in _variants(declaration.type):
                if isinstance(part, LiteralOf):
                    yield from (("value", value) for value in part.values)
                else:
                    yield "variant", _kind(part, index)


def _kind(type: TypeExpr, index: Index) -> object:
    """A variant, as far as it can be told from others under any name."""
    declaration = index.get(type) if isinstance(type, Named) else None
    if isinstance(declaration, Fielded):
        return frozenset(map(_told, declaration.fields))
    return type.__class__


def _told(member: Field) -> tuple[str, object]:
    single = isinstance(member.type, LiteralOf) and len(member.type.values) == 1
    return member.wire_name, member.type if single else None


def _alias(declaration: Declaration | None) -> TypeExpr | None:
    return declaration.type if isinstance(declaration, (EnumClass, EnumAlias, UnionAlias, PlainAlias)) else None


def _inside(type: ListOf | TupleOf | MapOf) -> tuple[TypeExpr, ...]:
    """What a container holds."""
    match type:
        case ListOf():
            return (type.item,)
        case TupleOf():
            return type.every
        case MapOf():
            return (type.value,)


def _rewritten(type: TypeExpr, name: Callable[[Named], Named]) -> TypeExpr:
    """A type under other names, without formats and meanings."""
    match type:
        case Named():
            return name(type)
        case ListOf():
            return ListOf(item=_rewritten(type.item, name))
        case TupleOf():
            rest = None if type.rest is None else _rewritten(type.rest, name)
            return TupleOf(items=tuple(_rewritten(one, name) for one in type.items), rest=rest)
        case MapOf():
            return MapOf(value=_rewritten(type.value, name))
        case Nullable():
            return Nullable(inner=_rewritten(type.inner, name))
        case UnionOf():
            return replace(type, variants=tuple(_rewritten(one, name) for one in type.variants))
        case Primitive():
            return Primitive(kind=type.kind)
        case LiteralOf():
            return LiteralOf(values=type.values, open=type.open)
        case Anything():
            return type
