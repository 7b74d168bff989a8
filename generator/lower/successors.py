"""Methods under names that they had: each calls what the method is now, and keeps the names of its own arguments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from generator.ir.operations import FormBody, JsonBody, Operation, Successor, WholeBody
from generator.lower.calls import Call
from generator.lower.routes import Route

_Origin: TypeAlias = tuple[str, str]
"""Where an argument travels, and what the wire calls it."""


def with_successors(built: Sequence[tuple[Call, Operation]]) -> tuple[tuple[Call, Operation], ...]:
    """The operations of calls; those under earlier names know what took their places."""
    by_route = {call.route: operation for call, operation in built if not call.is_earlier}
    return tuple((call, _with_successor(call, operation, by_route)) for call, operation in built)


def _with_successor(call: Call, operation: Operation, by_route: Mapping[Route, Operation]) -> Operation:
    if not call.is_earlier or call.of is None:
        return operation
    route = call.of.route
    now = dict(_arguments(by_route[route]))
    arguments = tuple((name, now[origin]) for origin, name in _arguments(operation))
    use = ".".join(("client", *route.resource, route.method))
    successor = Successor(resource=route.resource, name=route.method, arguments=arguments)
    return replace(operation, deprecated=f"Use `{use}`.", successor=successor)


def _arguments(operation: Operation) -> Iterator[tuple[_Origin, str]]:
    for parameter in operation.parameters:
        yield (parameter.place.value, parameter.wire_name), parameter.name
    match operation.body:
        case JsonBody() | FormBody() as body:
            yield from ((("body", field.wire_name), field.name) for field in body.fields)
        case WholeBody() as body:
            yield ("body", ""), body.name
        case None:
            pass
