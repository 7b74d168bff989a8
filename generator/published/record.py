"""The IR of a package to the lines of its lock."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.ir.declarations import (
    Declaration,
    EnumAlias,
    EnumClass,
    ObjectModel,
    ObjectParams,
    PlainAlias,
    UnionAlias,
)
from generator.ir.operations import FormBody, JsonBody, Operation, WholeBody
from generator.ir.package import Package, Resource
from generator.ir.types import Named, TypeExpr
from generator.methods import http_method
from generator.published.names import Kind, Published, value_words
from generator.published.origins import Origin, origin_of
from generator.published.ways import (
    Step,
    callback_name,
    form_of,
    of_callback,
    of_method,
    of_type,
    of_webhook,
    tag_of,
    webhook_name,
)


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


@dataclass(slots=True)
class _Recording:
    package: Package
    earlier: Mapping[str, Published]
    _ways: dict[str, tuple[str, str]] = field(default_factory=dict)
    _steps: dict[str, frozenset[tuple[str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        made_of = {type_name(d.reference): _made_of(d) for d in self.package.declarations}
        roots: dict[str, list[Step]] = defaultdict(list)
        for root, steps in _roots(self.package):
            roots[root] += steps
        known = [type_name(d.reference) for d in self.package.declarations if d.component]
        second = {d.reference: target for d in self.package.declarations if (target := _second_name_of(d)) is not None}
        direct = {
            name: [(way, _first_name(target, second)) for way, target in steps]
            for name, steps in {**roots, **made_of}.items()
        }
        self._walk(direct, (*sorted(roots), *sorted(known), *sorted(made_of)))

    def _walk(self, made_of: Mapping[str, Sequence[Step]], starts: Iterable[str]) -> None:
        """Find the first way to each type, the shortest from where a walk starts: methods before components."""
        seen: set[str] = set()
        for start in starts:
            pending = deque([start])
            while pending:
                name = pending.popleft()
                if name in seen:
                    continue
                seen.add(name)
                steps = sorted((way, type_name(target)) for way, target in made_of.get(name, ()))
                self._steps[name] = frozenset(steps)
                for way, target in steps:
                    if target != name:
                        self._ways.setdefault(target, (name, way))
                    pending.append(target)

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

    def _origin(self, name: str, declaration: Declaration) -> Origin:
        return Origin(
            is_nested=not declaration.public,
            form=form_of(_type_of(declaration)),
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
        for resource in _resources(self.package.resources):
            yield self._line(method_name(resource.path[:-1], resource.name), Kind.RESOURCE, resource.class_name)
            for operation in resource.operations:
                yield from self._method(resource.path, operation)

    def _method(self, resource: tuple[str, ...], operation: Operation) -> Iterator[Published]:
        name = method_name(resource, operation.name)
        yield self._line(name, Kind.METHOD, http_method(operation.verb), operation.path, operation.operation_id)
        for parameter in operation.parameters:
            yield self._line(f"{name}({parameter.name})", Kind.ARGUMENT, parameter.place.value, parameter.wire_name)
        match operation.body:
            case JsonBody() | FormBody():
                for one in operation.body.fields:
                    yield self._line(f"{name}({one.name})", Kind.ARGUMENT, "body", one.wire_name)
            case WholeBody():
                yield self._line(f"{name}({operation.body.name})", Kind.ARGUMENT, "body")
            case None:
                pass

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
    return (
        declaration.type
        if isinstance(declaration, PlainAlias) and isinstance(declaration.type, Named) and not declaration.component
        else None
    )


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


def _made_of(declaration: Declaration) -> Sequence[Step]:
    match declaration:
        case ObjectModel():
            return tuple(of_type(declaration.fields, extra=declaration.extra, type=None))
        case ObjectParams():
            return tuple(of_type(declaration.fields, extra=declaration.extra, base=declaration.base, type=None))
        case EnumClass():
            return ()
        case EnumAlias() | UnionAlias() | PlainAlias():
            return tuple(of_type(None, type=declaration.type))


def _roots(package: Package) -> Iterator[tuple[str, Sequence[Step]]]:
    """Methods, and what is delivered, with the types that these speak of."""
    for operation in package.client_operations:
        yield method_name((), operation.name), tuple(of_method(operation))
    for resource in _resources(package.resources):
        for operation in resource.operations:
            yield method_name(resource.path, operation.name), tuple(of_method(operation))
    for webhook in package.webhooks:
        yield webhook_name(webhook), tuple(of_webhook(webhook))
    for callback in package.callbacks:
        yield callback_name(callback), tuple(of_callback(callback))


def _resources(resources: Iterable[Resource]) -> Iterator[Resource]:
    for resource in resources:
        yield resource
        yield from _resources(resource.children)
