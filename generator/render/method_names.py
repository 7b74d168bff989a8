"""The table of methods that a package has for those who want to know which one a call is of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.ir.operations import Operation
from generator.ir.package import Resource, all_resources
from generator.methods import http_method
from generator.python.code import Code
from generator.python.literals import strings
from generator.values import Value


class MethodNamesView(Value, kw_only=True):
    """The module; `rows` are tuples of verb, path, method, and the operation's id."""

    header: Code
    rows: tuple[Code, ...]


def method_names(operations: Iterable[Operation], resources: Iterable[Resource], header: Code) -> MethodNamesView:
    """The view of the module. `operations` are the client's own; a method under an earlier name is left out."""
    return MethodNamesView(header=header, rows=tuple(_rows(operations, resources)))


def _rows(operations: Iterable[Operation], resources: Iterable[Resource]) -> Iterator[Code]:
    of_resources = ((resource.path, resource.operations) for resource in all_resources(tuple(resources)))
    for path, own in (((), tuple(operations)), *of_resources):
        for operation in own:
            if operation.successor is None:
                method = ".".join((*path, operation.name))
                yield strings((http_method(operation.verb), operation.path, method, operation.operation_id))
