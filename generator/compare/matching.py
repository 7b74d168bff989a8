"""Which annotations of two surfaces mean the same, and which types stand for which under another name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from generator.compare.expressions import (
    Expression,
    GenericOf,
    ListOf,
    MapOf,
    NamedClass,
    Relation,
    expand,
    judge,
    names,
    parse_expression,
)
from generator.compare.model import Method, Surface, Type, TypeKind


class Matching:
    """Two surfaces held against each other by names.

    Of a class that a surface does not export only the bare name is known, so it stands for any class; so does an alias
    of which nothing but the name is known.
    """

    def __init__(self, old: Surface, new: Surface) -> None:
        self.old = old
        self.new = new
        self._old_types = _by_name(old)
        self._new_types = _by_name(new)

    def relation(self, old: str, new: str) -> Relation | None:
        """How an annotation stands to an older one; None where that cannot be told."""
        if not old or not new:
            return None
        before, after = parse_expression(old), parse_expression(new)
        relation = judge(before, after, self._same)
        if relation is Relation.EQUAL:
            return relation
        if names(before) & self._unknown - names(after):
            return None
        common = names(before) & names(after)
        return judge(
            expand(expand(before, _without(self._old_aliases, common)), _without(self._new_aliases, common)),
            expand(after, _without(self._new_aliases, common)),
            self._same,
        )

    def _same(self, old: NamedClass, new: NamedClass) -> bool:
        """The same name, or another one for the same class; a class that is not exported is any class."""
        if old.name == new.name or old.name not in self._old_types:
            return True
        return not self._declared(old.name).isdisjoint(self._declared(new.name))

    def _declared(self, name: str) -> frozenset[str]:
        """The classes that a name stands for in the new surface."""
        return self._new_declared.get(name, frozenset()) | {name}

    @cached_property
    def _new_declared(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for type in self.new.types:
            found.setdefault(type.name, set()).add(type.declared or type.name)
        return {name: frozenset(declared) for name, declared in found.items()}

    @cached_property
    def _unknown(self) -> frozenset[str]:
        """The old aliases that stand for something unknown."""
        return frozenset(
            name for name, type in self._old_types.items() if type.kind is TypeKind.ALIAS and not type.annotation
        )

    @cached_property
    def _old_aliases(self) -> Mapping[str, Expression]:
        return _aliases(self._old_types)

    @cached_property
    def _new_aliases(self) -> Mapping[str, Expression]:
        return _aliases(self._new_types)

    def renamed(self, type: Type) -> str:
        """The new name of a type that answers, or fields of what they hold, call otherwise now; "" where none does."""
        return self._renamed.get((type.package, type.name)) or self._renamed.get(("", type.name), "")

    @cached_property
    def _renamed(self) -> Mapping[tuple[str, str], str]:
        """New names by the package in which the method has its types and the old name, and by the name alone."""
        found: dict[tuple[str, str], str] = {}
        news = {method.path: method for method in self.new.methods}
        pending = [
            (package_of(method), *pair)
            for method in self.old.methods
            if method.path in news
            for pair in _answers(method, news[method.path])
        ]
        seen = set()
        while pending:
            package, old, new = pending.pop(0)
            if (package, old, new) in seen:
                continue
            seen.add((package, old, new))
            if old != new and old in self._old_types:
                found.setdefault((package, old), new)
                found.setdefault(("", old), new)
            inside = self._in_fields(self._old_types.get(old), self._new_types.get(new))
            pending += [(package, *pair) for pair in inside]
        return found

    def _in_fields(self, old: Type | None, new: Type | None) -> Iterator[tuple[str, str]]:
        if old is None or new is None:
            return
        if old.annotation and new.annotation:
            yield from _pairs(parse_expression(old.annotation), parse_expression(new.annotation))
        fields = {field.name: field for field in new.fields or ()}
        for field in old.fields or ():
            if field.name in fields:
                yield from _pairs(parse_expression(field.annotation), parse_expression(fields[field.name].annotation))


def package_of(method: Method) -> str:
    """Where the types of a method stand: in the package of the resource above its own."""
    return ".".join(("types", *method.path.split(".")[:-2]))


def _by_name(surface: Surface) -> dict[str, Type]:
    """Types by name; of several of one name the one that says most, as aliases do of what they stand for."""
    found: dict[str, Type] = {}
    for type in surface.types:
        if type.name not in found or (found[type.name].kind is TypeKind.DICT and type.kind is not TypeKind.DICT):
            found[type.name] = type
    return found


def _aliases(types: Mapping[str, Type]) -> dict[str, Expression]:
    return {
        name: parse_expression(type.annotation)
        for name, type in types.items()
        if type.kind is TypeKind.ALIAS and type.annotation
    }


def _without(aliases: Mapping[str, Expression], left_out: frozenset[str]) -> dict[str, Expression]:
    return {name: expression for name, expression in aliases.items() if name not in left_out}


def _answers(old: Method, new: Method) -> Iterator[tuple[str, str]]:
    for before, after in zip(old.returns, new.returns, strict=False):
        yield from _pairs(parse_expression(before), parse_expression(after))


def _pairs(old: Expression, new: Expression) -> Iterator[tuple[str, str]]:
    """The classes that stand at the same place of two expressions, where there is one at it."""
    for kind in (ListOf, MapOf, GenericOf, NamedClass):
        before = [branch for branch in old if isinstance(branch, kind)]
        after = [branch for branch in new if isinstance(branch, kind)]
        if len(before) == len(after) == 1:
            match before[0], after[0]:
                case NamedClass(name=one), NamedClass(name=other):
                    yield one, other
                case ListOf(item=one), ListOf(item=other):
                    yield from _pairs(one, other)
                case MapOf(value=one), MapOf(value=other):
                    yield from _pairs(one, other)
                case GenericOf(arguments=ones), GenericOf(arguments=others):
                    for one, other in zip(ones, others, strict=False):
                        yield from _pairs(one, other)
