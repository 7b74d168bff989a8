"""What is said of earlier names: what to use now, and since which version there is that."""

from __future__ import annotations

from collections.abc import Iterable

from generator.ir.declarations import Declaration, earlier_name_of
from generator.ir.operations import Operation
from generator.ir.package import Package, Resource
from generator.published.lock import Lock
from generator.published.names import Kind
from generator.published.record import method_name, type_name
from generator.values import replace


def dated(package: Package, lock: Lock) -> Package:
    """The package with what there is to say of its earlier names. A better one that the lock does not have is new in
    this version."""
    if not lock:
        return package
    dating = _Dating(package, lock)
    return replace(
        package,
        declarations=tuple(map(dating.declaration, package.declarations)),
        client_operations=tuple(map(dating.operation, package.client_operations)),
        resources=dating.resources(package.resources),
    )


class _Dating:
    def __init__(self, package: Package, lock: Lock) -> None:
        self._version = package.version
        self._lock = lock

    def declaration(self, declaration: Declaration) -> Declaration:
        target = earlier_name_of(declaration)
        if target is None:
            return declaration
        return replace(declaration, doc=self._advice(f"types.{target.module}.{target.name}", type_name(target)))

    def operation(self, operation: Operation) -> Operation:
        if operation.successor is None:
            return operation
        name = method_name(operation.successor.resource, operation.successor.name)
        return replace(operation, deprecated=self._advice(name, name))

    def resources(self, resources: Iterable[Resource]) -> tuple[Resource, ...]:
        return tuple(
            replace(
                resource,
                operations=tuple(map(self.operation, resource.operations)),
                children=self.resources(resource.children),
            )
            for resource in resources
        )

    def _advice(self, use: str, name: str) -> str:
        line = self._lock.by_name.get(name)
        since = self._version if line is None or line.kind is Kind.GONE else line.since
        return f"Use `{use}`, its name since {since}."
