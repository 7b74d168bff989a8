"""A names lock as lowering asks it: what was published, by what it stands for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from types import MappingProxyType
from typing import Final, NamedTuple

from generator.ir.types import Named
from generator.published.names import TYPES, Kind, Published
from generator.published.origins import Origin, origin_of
from generator.values import Value, field

_NOTHING: Final[Mapping[tuple[str, ...], str]] = MappingProxyType({})


class LockedType(NamedTuple):
    """A type that was published, with what its members stood for."""

    name: str
    reference: Named
    for_requests: bool
    origin: Origin
    is_gone: bool = False
    members: Set[tuple[str, ...]] = frozenset()


class Reserved(Value):
    """The names that are taken in modules of types, and among what packages of types export."""

    in_modules: Mapping[str, Set[str]] = field(default_factory=lambda: MappingProxyType({}))
    in_packages: Mapping[tuple[str, ...], Set[str]] = field(default_factory=lambda: MappingProxyType({}))


NOTHING_RESERVED: Final = Reserved()


class Lock(Value):
    """What is published, by kinds. `by_name` has every line."""

    by_name: Mapping[str, Published] = field(default_factory=lambda: MappingProxyType({}))
    types: Mapping[str, LockedType] = field(default_factory=lambda: MappingProxyType({}))
    aliases: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    deep: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    methods: Mapping[str, Published] = field(default_factory=lambda: MappingProxyType({}))
    _members: Mapping[str, Mapping[tuple[str, ...], str]] = field(default_factory=lambda: MappingProxyType({}))
    _arguments: Mapping[str, Mapping[tuple[str, ...], str]] = field(default_factory=lambda: MappingProxyType({}))

    def __bool__(self) -> bool:
        return bool(self.by_name)

    def __contains__(self, name: str) -> bool:
        return name in self.by_name

    def members_of(self, type: str) -> Mapping[str, str]:
        """The names of the fields of a type, or of the members of an enum, by what they stand for."""
        return {said[0]: name for said, name in self._members.get(type, _NOTHING).items()}

    def arguments_of(self, method: str) -> Mapping[tuple[str, ...], str]:
        """The names of the arguments of a method, by where they travel and what the wire calls them."""
        return self._arguments.get(method, _NOTHING)

    def reserved(self) -> Reserved:
        """The names of types that nothing else may have, whether or not they are still there."""
        lines = [line for line in self.by_name.values() if line.kind in (*TYPES, Kind.GONE)]
        homes = {one.reference.module: one.reference for one in self.types.values() if not one.origin.is_nested}
        in_modules: dict[str, set[str]] = defaultdict(set)
        in_packages: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for line in lines:
            name = reference_of(line.name)
            in_modules[name.module].add(name.name)
            if homes.get(name.module, name) == name and line.is_exported:
                in_packages[package_of(name)].add(name.name)
        return Reserved(in_modules, in_packages)


NOTHING_PUBLISHED: Final = Lock()


def lock_of(lines: Iterable[Published]) -> Lock:
    """The lock of these lines."""
    by_name = {line.name: line for line in lines}  # two branches may have added one name
    declared: list[Published] = []
    aliases: dict[str, str] = {}
    deep: dict[str, str] = {}
    methods: dict[str, Published] = {}
    members: dict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
    arguments: dict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
    for line in by_name.values():
        match line.kind:
            case Kind.FIELD | Kind.MEMBER:
                owner, _, own = line.name.rpartition(".")
                members[owner][line.stands_for] = own
            case Kind.ARGUMENT:
                owner, _, own = line.name.removesuffix(")").rpartition("(")
                arguments[owner][line.stands_for] = own
            case Kind.MODEL | Kind.PARAMS:
                declared.append(line)
            case Kind.ALIAS | Kind.DEEP:
                (aliases if line.kind is Kind.ALIAS else deep)[line.name] = line.stands_for[0]
            case Kind.METHOD:
                methods[line.name] = line
            case Kind.GONE:
                if line.stands_for[0] not in (Kind.ALIAS.value, Kind.DEEP.value):
                    declared.append(line)
            case Kind.RESOURCE | Kind.PAGE:
                pass
    types = {line.name: _locked_type(line, members.get(line.name, _NOTHING).keys()) for line in declared}
    return Lock(by_name, types, aliases, deep, methods, members, arguments)


def _locked_type(line: Published, members: Set[tuple[str, ...]]) -> LockedType:
    is_gone = line.kind is Kind.GONE
    kind, *said = line.stands_for if is_gone else (line.kind.value, *line.stands_for)
    return LockedType(
        name=line.name,
        reference=reference_of(line.name),
        for_requests=kind == Kind.PARAMS.value,
        origin=origin_of(said) or Origin(),
        is_gone=is_gone,
        members=members,
    )


def reference_of(name: str) -> Named:
    """The type that the lock writes so."""
    module, _, own = name.removeprefix("types.").rpartition(":")
    return Named(module=module, name=own)


def package_of(reference: Named) -> tuple[str, ...]:
    """The types package that the module of a type stands in."""
    return tuple(reference.module.split(".")[:-1])
