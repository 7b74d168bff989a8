"""The calls that the config wants the README to show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.config.matching import UNMATCHED
from generator.config.model import Config, ExampleRequest
from generator.diagnostics import Diagnostics, Severity, register
from generator.ir.package import GivenValue, ShownCall
from generator.lower.calls import Call
from generator.lower.routes import Route

UNFITTING = register(
    "unfitting-example",
    Severity.WARNING,
    "A value that the config has for a call of the README is none of the argument; the call is shown without it.",
)


def shown_calls(config: Config, calls: Iterable[Call], diagnostics: Diagnostics) -> tuple[ShownCall, ...]:
    """The calls of methods that are there. Each other one is reported."""
    by_key: dict[tuple[str, str], Route] = {}
    for call in calls:
        if call.operation.key not in by_key or by_key[call.operation.key].method.startswith("_"):
            by_key[call.operation.key] = call.route
    return tuple(_shown(config.example_requests, by_key, diagnostics))


def _shown(
    requests: Iterable[ExampleRequest], by_key: Mapping[tuple[str, str], Route], diagnostics: Diagnostics
) -> Iterator[ShownCall]:
    for request in requests:
        route = by_key.get((request.verb.lower(), request.path))
        if route is None:
            message = f'example "{request.name}": the SDK has no method for "{request.verb} {request.path}"'
            diagnostics.report(UNMATCHED, message, request.location)
            continue
        yield ShownCall(
            topic=request.name,
            resource=route.resource,
            method=route.method,
            location=request.location,
            given=tuple(GivenValue(name=name, json=text, location=place) for name, text, place in request.params),
            variable=request.assign_to,
            printed=request.response_property,
        )


def report_unfitting(unfitting: Iterable[tuple[str, GivenValue | ShownCall]], diagnostics: Diagnostics) -> None:
    """Report what calls are shown without, each with the reason."""
    for message, said in unfitting:
        diagnostics.report(UNFITTING, message, said.location)
