"""Which of our classes stands for which of the official package, and when types are compatible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from itertools import takewhile

from generator.compare.expressions import Expression, NamedClass, Relation, expand, judge

from .expressions import LiveClass
from .facts import PublicType
from .introspection import Package, fields_of, kind_of

RULES = """\
Types are compatible when code written for the official package still type-checks: what users write must be accepted
(ours admits all that the official type admits), what they read must be expected (ours yields nothing the official type
does not admit), and an alias, which may be used for both, must admit the same. Two classes are the same when they have
the same name, are imported by the same name, or have the same fields with the same requiredness. Of classes that the
official package does not export only the bare name is known: any class of ours stands for a name that is never
exported, and a class of ours that has none of the exported names stands for any name."""

WRITABLE = (Relation.EQUAL, Relation.WIDER)
READABLE = (Relation.EQUAL, Relation.NARROWER)


class Catalogue:
    """Which of our classes stands for a class that the official package only names."""

    def __init__(self, types: Iterable[PublicType], package: Package) -> None:
        self._package = package
        self._types_package = f"{package.root.__name__}.types."
        self._public: dict[str, list[PublicType]] = defaultdict(list)
        for public in types:
            self._public[public.name].append(public)

    def judge(self, official: Expression, ours: Expression) -> Relation:
        """Say how our type stands to the official one."""
        return judge(official, ours, self.same)

    def without_aliases(self, official: Expression, resource: str) -> Expression:
        """Expand the aliases that a method of a resource names; of several of one name, the nearest."""
        return expand(official, self._aliases_near(f"{self._types_package}{resource}"))

    @cache  # noqa: B019 - there is one catalogue in a run
    def _aliases_near(self, module: str) -> Mapping[str, Expression]:
        nearest = {
            name: max(types, key=lambda public: _nearness(public, module)) for name, types in self._public.items()
        }
        return {name: public.type for name, public in nearest.items() if public.type is not None}

    def same(self, official: NamedClass, other: NamedClass) -> bool:
        """Say whether a class of ours stands for the official one."""
        if official.name == other.name:
            return True
        return isinstance(other, LiveClass) and self._stands_for(official, other.live)

    def _stands_for(self, official: NamedClass, ours: type) -> bool:
        if not ours.__module__.startswith(self._types_package):
            return False
        kind = kind_of(ours)
        candidates = [public for public in self._public.get(official.name, []) if public.kind == kind]
        if not candidates or ours not in self._exported:
            return True
        return any(self._imported(public) is ours or _same_fields(public, ours) for public in candidates)

    @cached_property
    def _exported(self) -> set[type]:
        """Our classes that are imported by a name of the official package."""
        return {value for types in self._public.values() for public in types if (value := self._imported(public))}

    def _imported(self, public: PublicType) -> type | None:
        live = self._package.type(public.module, public.name)
        return live.value if live and live.kind != "alias" else None


def _nearness(public: PublicType, module: str) -> int:
    """How many steps of its module's path a type shares with `module`."""
    pairs = zip(public.module.split("."), module.split("."), strict=False)
    return sum(1 for _ in takewhile(lambda steps: steps[0] == steps[1], pairs))


def _same_fields(public: PublicType, ours: type) -> bool:
    fields = fields_of(ours)
    return {n: f.required for n, f in public.fields.items()} == {n: f.required for n, f in fields.items()}
