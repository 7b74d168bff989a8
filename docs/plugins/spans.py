"""OpenTelemetry spans by operation: `Client(**tracing())` has one for each try of each call.

The generated module works without opentelemetry-api, too: then there are no spans. URLs, headers and bodies, in which
secrets may stand, are in none; the path of the description is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.plugins import Operation, Package, all_resources, string

MODULE = '''"""OpenTelemetry spans for the calls of a client: `{client}(**tracing())`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

try:
    from opentelemetry import propagate, trace
except ImportError:  # there is nothing to trace with
    propagate = trace = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from ._attempts import Attempt

PATHS: dict[str, str] = {{
{paths}
}}
"""The path of each method, as the API's description has it."""


def tracing(tracer: Any = None) -> dict[str, Any]:
    """Return the options of a client whose calls have spans, made by `tracer` or the one that is set up."""
    if trace is None:
        return {{}}
    spans = _Spans(tracer or trace.get_tracer(__package__ or {package}))
    return {{"before_request": spans.start, "after_response": spans.answered, "on_error": spans.failed}}


class _Spans:
    def __init__(self, tracer: Any) -> None:
        self._tracer = tracer

    def start(self, attempt: Attempt) -> None:
        method = attempt.method or attempt.request.method
        attributes: dict[str, Any] = {{
            "http.request.method": attempt.request.method,
            "server.address": attempt.request.url.host,
        }}
        if method in PATHS:
            attributes["url.template"] = PATHS[method]
        if attempt.number > 1:
            attributes["http.request.resend_count"] = attempt.number - 1
        span = self._tracer.start_span(method, kind=trace.SpanKind.CLIENT, attributes=attributes)
        attempt.state["span"] = span
        propagate.inject(attempt.request.headers, context=trace.set_span_in_context(span))

    def answered(self, attempt: Attempt, response: Any) -> None:
        span = attempt.state["span"]
        span.set_attribute("http.response.status_code", response.status_code)
        if response.status_code < 300:
            span.end()

    def failed(self, attempt: Attempt, error: Exception) -> None:
        span = attempt.state["span"]
        span.set_attribute("error.type", type(error).__name__)
        span.set_status(trace.StatusCode.ERROR)
        span.end()
'''


def files(package: Package) -> Mapping[str, str]:
    """Add the module `telemetry` to the package."""
    rows = (f"    {string(method)}: {string(operation.path)}," for method, operation in _methods(package))
    client, name = package.client.class_name, string(package.name)
    return {f"{package.name}/telemetry.py": MODULE.format(client=client, package=name, paths="\n".join(rows))}


def _methods(package: Package) -> Iterator[tuple[str, Operation]]:
    yield from ((operation.name, operation) for operation in package.client_operations)
    for resource in all_resources(package.resources):
        yield from ((".".join((*resource.path, operation.name)), operation) for operation in resource.operations)
