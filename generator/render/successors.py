"""The bodies of methods under names that they had: each calls the method that has taken its place.

So what others put around the new one, or in its place, is there under the old name too. What `with_raw_response` and
its like hand down reaches it: as a header among the options, or by the client that both resources have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from generator.ir.operations import Operation, Successor
from generator.ir.package import Resource, all_resources
from generator.python.code import Code
from generator.python.imports import Local, import_lines
from generator.python.literals import name
from generator.render.arguments import options_name
from generator.render.faces import ClassFace
from generator.render.layout import resource_module
from generator.render.scope import ModuleScope

Homes: TypeAlias = Mapping[tuple[str, ...], Local]
"""The modules of resources by their paths, each with the name that its classes are made of."""


def homes_of(operations: Iterable[Operation], resources: tuple[Resource, ...]) -> Homes:
    """The homes of what has taken the places of operations."""
    wanted = {operation.successor.resource for operation in operations if operation.successor is not None}
    if not wanted:
        return {}
    return {r.path: Local(resource_module(r), r.class_name) for r in all_resources(resources) if r.path in wanted}


class SuccessorWriter:
    """Writes such calls for the module of one resource (of the client: an empty path). `client` is what leads from
    an instance to its client."""

    def __init__(self, scope: ModuleScope, own: tuple[str, ...], homes: Homes, client: Code) -> None:
        self._scope = scope
        self._own = own
        self._homes = homes
        self._client = client
        self._names: dict[Local, Code] = {}

    def call(self, operation: Operation, face: ClassFace) -> tuple[Code, Code] | None:
        """The import that the body needs, and the call; None where a method calls no other one.

        A resource does not know the methods of the client itself, so that one whose place these have taken sends its
        request itself.
        """
        successor = operation.successor
        if successor is None or (not successor.resource and self._own):
            return None
        arguments = ", ".join(_given(operation, successor))
        if successor.resource == self._own:
            return Code(""), Code(f"self.{name(successor.name)}({arguments})")
        home = self._homes[successor.resource]
        item = Local(home.module, face.class_name(home.name))
        known_as = self._name(item)
        (loads,) = import_lines({item: known_as}, self._scope.module)
        return loads, Code(f"{known_as}({self._client}).{name(successor.name)}({arguments})")

    def _name(self, item: Local) -> Code:
        """What the bodies of a module call a class that they import themselves."""
        if item not in self._names:
            self._names[item] = name(self._scope.define(item.name))
        return self._names[item]


def _given(operation: Operation, successor: Successor) -> Iterator[str]:
    yield from (f"{name(now)}={name(own)}" for own, now in successor.arguments)
    yield f"**{name(options_name(operation))}"
