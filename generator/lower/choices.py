"""What the config says of one operation, gathered from the places where it can say it."""

from __future__ import annotations

from typing import Literal

from generator.config.model import (
    Config,
    HttpMethod,
    OperationConfig,
    ResponseCasesConfig,
    ResponseKind,
    StreamConfig,
)
from generator.document.model import Operation
from generator.lower.routes import Route, is_within, resource_path
from generator.values import Value


class Choices(Value, kw_only=True):
    """Every attribute is None where the config leaves it to the rules. `deprecated` is the text to show.

    `only_first_answer`: of several answers of success, the first alone counts. `only_said_stream`: what streams beside
    another answer does so only where `stream` says it.
    """

    paginated: bool | str | None = None
    stream: StreamConfig | Literal[False] | None = None
    response: ResponseKind | None = None
    only_first_answer: bool = False
    only_said_stream: bool = False
    response_by: ResponseCasesConfig | None = None
    body: str | None = None
    body_param_name: str | None = None
    positional_params: tuple[str, ...] | None = None
    unwrap_response: str | Literal[False] | None = None
    deprecated: str | None = None
    timeout: float | None = None
    max_retries: int | None = None
    headers: tuple[tuple[str, str], ...] = ()


def choices(config: Config, operation: Operation, method: HttpMethod | None, route: Route) -> Choices:
    """The config's choices for `operation` as the method at `route`; `method` is None where the rules named it."""
    resource = route.resource
    deprecated = _resource_deprecated(config, resource)
    own = next((o for o in config.operations if (o.verb, o.path) == operation.key), None)
    answer = next((a.response for a in config.method_answers if (a.resource, a.name) == (resource, route.method)), None)
    return Choices(
        paginated=method.paginated if method else None,
        stream=_stream(own, method),
        response=answer or (own.response if own else None),
        only_first_answer=config.takes_first_answer,
        only_said_stream=not config.offers_declared_streams,
        response_by=own.response_by if own and answer is None else None,
        body=own.body if own else None,
        body_param_name=method.body_param_name if method else None,
        positional_params=_positional(config, method),
        unwrap_response=method.unwrap_response if method else None,
        deprecated=deprecated or (method.deprecated if method else None) or (own.deprecated if own else None),
        timeout=method.timeout if method else None,
        max_retries=method.max_retries if method else None,
        headers=tuple(header for h in config.headers if is_within(resource, h.resource) for header in h.headers),
    )


def _resource_deprecated(config: Config, resource: tuple[str, ...]) -> str | None:
    """What the config says of a deprecated resource, or of one above it."""
    said = (r for r in config.resources if r.deprecated and is_within(resource, resource_path(r.path, config.casings)))
    return next((r.deprecated for r in said), None)


def _stream(own: OperationConfig | None, method: HttpMethod | None) -> StreamConfig | Literal[False] | None:
    if method is not None and method.streaming is not None:
        return method.streaming
    return own.streaming if own is not None else None


def _positional(config: Config, method: HttpMethod | None) -> tuple[str, ...] | None:
    if method is not None and method.positional_params is not None:
        return method.positional_params
    return None if config.positional_path_params else ()
