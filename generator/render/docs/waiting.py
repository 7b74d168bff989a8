"""Methods that wait for work, told like the others of their resource."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ir.operations import Operation, Parameter, Place
from generator.ir.package import Package, Resource, Wait
from generator.render.waits import doc_of, own_arguments
from generator.values import replace

_PAUSES = (
    "Between two questions lies what the caller says, else what the answer asks for, else the usual interval. There is "
    "no raw answer to it: there are several."
)


def as_told(package: Package) -> Package:
    """The package whose methods that wait are operations, too, which is what they are to readers."""
    return replace(package, resources=tuple(map(_told, package.resources)))


def _told(resource: Resource) -> Resource:
    children = tuple(map(_told, resource.children))
    return replace(resource, operations=(*resource.operations, *_waiting(resource)), children=children)


def _waiting(resource: Resource) -> Iterator[Operation]:
    methods = {operation.name: operation for operation in resource.operations}
    for wait in resource.waits:
        asks = methods[wait.asks]
        for start in (*wait.starts, None):
            begins = asks if start is None else methods[start.begins]
            yield replace(
                begins,
                name=wait.name if start is None else start.name,
                summary=doc_of(wait, start),
                doc=_PAUSES,
                parameters=(*begins.parameters, *_own(wait)),
                response=asks.response,
                response_example=asks.response_example,
                answers=(),
                shown_programs=(),
                params=None,
            )


def _own(wait: Wait) -> Iterator[Parameter]:
    for argument in own_arguments(wait):
        yield Parameter(
            name=argument.name,
            wire_name=argument.wire_name,
            place=Place.QUERY,
            type=argument.type,
            required=False,
            location=wait.location,
            doc=argument.doc,
        )
