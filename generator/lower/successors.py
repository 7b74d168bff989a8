"""Methods under names that they had: each calls what the method is now, and keeps the names of its own arguments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.ir.operations import Operation, Successor, argument_origins
from generator.lower.calls import Call
from generator.lower.routes import Route
from generator.published.record import method_name
from generator.values import replace


def with_successors(built: Sequence[tuple[Call, Operation]]) -> tuple[tuple[Call, Operation], ...]:
    """The operations of calls; those under earlier names know what took their places."""
    by_route = {call.route: operation for call, operation in built if not call.is_earlier}
    return tuple((call, _with_successor(call, operation, by_route)) for call, operation in built)


def _with_successor(call: Call, operation: Operation, by_route: Mapping[Route, Operation]) -> Operation:
    if not call.is_earlier or call.of is None:
        return operation
    route = call.of.route
    now = dict(argument_origins(by_route[route]))
    arguments = tuple((name, now[origin]) for origin, name in argument_origins(operation))
    successor = Successor(resource=route.resource, name=route.method, arguments=arguments)
    return replace(operation, deprecated=f"Use `{method_name(route.resource, route.method)}`.", successor=successor)
