"""The IR of a package to the lines of its lock."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Final, TypeAlias

from generator.ir.declarations import (
    Declaration,
    EnumAlias,
    EnumClass,
    ObjectModel,
    ObjectParams,
    PlainAlias,
    UnionAlias,
    other_name_of,
)
from generator.ir.operations import Operation, argument_origins
from generator.ir.package import Package, all_resources
from generator.ir.types import Named, TypeExpr, UnionOf
from generator.methods import http_method
from generator.published.names import Kind, Published, value_words
from generator.published.origins import Origin, origin_of
from generator.published.ways import (
    WRITTEN_OUT,
    Step,
    Unions,
    callback_name,
    form_of,
    of_callback,
    of_method,
    of_type,
    of_webhook,
    tag_of,
    webhook_name,
)
from generator.values import Mutable, field

Steps: TypeAlias = Mapping[str, Sequence[tuple[str, str]]]
"""By names, the ways that begin there with the names of the types that they lead to."""

_TYPE: Final = "types."


def type_name(reference: Named) -> str:
    """A type as the lock writes it: `types.chat.chat_completion:ChatCompletion`."""
    return f"types.{reference.module}:{reference.name}"


def method_name(resource: Iterable[str], name: str) -> str:
    """A method as the lock writes it: `client.chat.completions.create`."""
    return ".".join(("client", *resource, name))


def published_names(package: Package, earlier: Mapping[str, Published]) -> tuple[Published, ...]:
    """Every name of a package. What is among the `earlier` ones keeps its version, and the way to it while it leads
    there."""
    recording = _Recording(package, earlier)
    lines = (*recording.types(), *recording.methods(), *recording.pages())
    return tuple(sorted(lines, key=lambda line: line.name))


def steps_of(package: Package) -> Steps:
    """The ways that begin at each type, method and delivery of a package, and the types they lead to."""
    unions = _unions(package)
    begins = {type_name(d.reference): list(_made_of(d, unions.get(d.module, {}))) for d in package.declarations}
    for root, steps in _roots(package):
        begins.setdefault(root, []).extend(steps)
    second = {d.reference: target for d in package.declarations if (target := _second_name_of(d)) is not None}
    return {
        name: tuple(sorted({(way, type_name(_first_name(target, second))) for way, target in steps}))
        for name, steps in begins.items()
    }


def _unions(package: Package) -> Mapping[str, Mapping[UnionOf, Named]]:
    """The unions that stand inside of modules, with their names there."""
    found: dict[str, dict[UnionOf, Named]] = defaultdict(dict)
    for one in package.declarations:
        if isinstance(one, UnionAlias) and isinstance(one.type, UnionOf) and not one.public:
            found[one.module][one.type] = one.reference
    return found


def _written_out(package: Package) -> set[Named]:
    """The unions that have names, and whose types are written out where they are used."""
    unions = _unions(package)
    inside = [declaration for declaration in package.declarations if declaration.module in unions]
    reached = {target for one in inside for _, target in _made_of(one, unions[one.module])}
    return reached - {target for one in inside for _, target in _made_of(one, {})}


def first_ways(steps: Steps, starts: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """The first way to each type, and where it begins: the shortest from where a walk starts."""
    ways: dict[str, tuple[str, str]] = {}
    seen: set[str] = set()
    for start in starts:
        pending = deque([start])
        while pending:
            name = pending.popleft()
            if name in seen:
                continue
            seen.add(name)
            for way, target in steps.get(name, ()):
                if target != name:
                    ways.setdefault(target, (name, way))
                pending.append(target)
    return ways


class _Recording(Mutable):
    package: Package
    earlier: Mapping[str, Published]
    _ways: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    _steps: Steps = field(default_factory=dict)
    _written_out: Set[Named] = frozenset()

    def __post_init__(self) -> None:
        self._steps = steps_of(self.package)
        self._written_out = _written_out(self.package)
        starts = (name for name in self._steps if not name.startswith(_TYPE))
        known = (type_name(d.reference) for d in self.package.declarations if d.component)
        self._ways = first_ways(self._steps, (*sorted(starts), *sorted(known), *sorted(self._steps)))

    # --- types

    def types(self) -> Iterator[Published]:
        """Declarations, with their fields and members."""
        for declaration in self.package.declarations:
            name = type_name(declaration.reference)
            if (target := _second_name_of(declaration)) is not None:
                yield self._line(name, Kind.ALIAS, type_name(target), *Origin(is_nested=not declaration.public).words())
                continue
            yield self._line(name, _kind(declaration), *self._origin(name, declaration).words())
            match declaration:
                case ObjectModel() | ObjectParams():
                    for one in declaration.fields:
                        yield self._line(f"{name}.{one.name}", Kind.FIELD, one.wire_name, *tag_of(one))
                case EnumClass():
                    for member in declaration.members:
                        yield self._line(f"{name}.{member.name}", Kind.MEMBER, value_words(member.value))
                case EnumAlias() | UnionAlias() | PlainAlias():
                    pass
        for deep in self.package.deep_names:
            for own, target in deep.names:
                name = type_name(Named(module=deep.module, name=own))
                yield self._line(name, Kind.DEEP, type_name(target))

    def _origin(self, name: str, declaration: Declaration) -> Origin:
        return Origin(
            is_nested=not declaration.public,
            form=WRITTEN_OUT if declaration.reference in self._written_out else form_of(_type_of(declaration)),
            component=declaration.component,
            via=self._way_to(name),
        )

    def _way_to(self, name: str) -> tuple[str, str] | None:
        """The way by which a type was found before, while it leads there; else the first one."""
        before = self.earlier.get(name)
        origin = origin_of(before.stands_for) if before is not None else None
        if origin is not None and origin.via is not None:
            parent, way = origin.via
            if (way, name) in self._steps.get(parent, ()):
                return parent, way
        return self._ways.get(name)

    # --- methods

    def methods(self) -> Iterator[Published]:
        """Resources and methods, with their arguments."""
        for operation in self.package.client_operations:
            yield from self._method((), operation)
        for resource in all_resources(self.package.resources):
            yield self._line(method_name(resource.path[:-1], resource.name), Kind.RESOURCE, resource.class_name)
            for operation in resource.operations:
                yield from self._method(resource.path, operation)

    def _method(self, resource: tuple[str, ...], operation: Operation) -> Iterator[Published]:
        name = method_name(resource, operation.name)
        yield self._line(name, Kind.METHOD, http_method(operation.verb), operation.path, operation.operation_id)
        for origin, own in argument_origins(operation):
            yield self._line(f"{name}({own})", Kind.ARGUMENT, *origin)

    # --- pages

    def pages(self) -> Iterator[Published]:
        """The classes of pages."""
        for scheme in self.package.pages:
            yield self._line(f"pagination:{scheme.name}", Kind.PAGE, scheme.kind.value)

    def _line(self, name: str, kind: Kind, *stands_for: str) -> Published:
        before = self.earlier.get(name)
        is_new = before is None or before.kind is Kind.GONE
        return Published(name, kind, stands_for, self.package.version if before is None or is_new else before.since)


def _second_name_of(declaration: Declaration) -> Named | None:
    """The type that a declaration is only another name for."""
    return None if declaration.component else other_name_of(declaration)


def _first_name(reference: Named, second: Mapping[Named, Named]) -> Named:
    """What a reference, which may be another name, stands for at last."""
    seen = {reference}
    while (target := second.get(reference)) is not None and target not in seen:
        seen.add(target)
        reference = target
    return reference


def _kind(declaration: Declaration) -> Kind:
    match declaration:
        case ObjectParams():
            return Kind.PARAMS
        case EnumAlias() | UnionAlias() | PlainAlias():
            return Kind.PARAMS if declaration.for_requests else Kind.MODEL
        case ObjectModel() | EnumClass():
            return Kind.MODEL


def _type_of(declaration: Declaration) -> TypeExpr | None:
    return None if isinstance(declaration, ObjectModel | ObjectParams) else declaration.type


def _made_of(declaration: Declaration, unions: Unions) -> Sequence[Step]:
    match declaration:
        case ObjectModel():
            return tuple(of_type(declaration.fields, extra=declaration.extra, type=None, unions=unions))
        case ObjectParams():
            fields, extra, base = declaration.fields, declaration.extra, declaration.base
            return tuple(of_type(fields, extra=extra, base=base, type=None, unions=unions))
        case EnumClass():
            return ()
        case EnumAlias() | UnionAlias() | PlainAlias():
            return tuple(of_type(None, type=declaration.type))


def _roots(package: Package) -> Iterator[tuple[str, Sequence[Step]]]:
    """Methods, and what is delivered, with the types that these speak of."""
    for operation in package.client_operations:
        yield method_name((), operation.name), tuple(of_method(operation))
    for resource in all_resources(package.resources):
        for operation in resource.operations:
            yield method_name(resource.path, operation.name), tuple(of_method(operation))
    for webhook in package.webhooks:
        yield webhook_name(webhook), tuple(of_webhook(webhook))
    for callback in package.callbacks:
        yield callback_name(callback), tuple(of_callback(callback))
