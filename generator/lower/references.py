"""Final references in operations, in place of provisional ones."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import TypeVar

from generator.ir.declarations import Field
from generator.ir.operations import (
    FormBody,
    JsonBody,
    JsonResponse,
    Operation,
    Parameter,
    RequestBody,
    Response,
    ResponseByStatus,
    ResponseCases,
    SingleResponse,
    WholeBody,
)
from generator.ir.package import SecurityScheme
from generator.ir.types import TypeExpr
from generator.lower.client import sendable
from generator.lower.names import Names
from generator.lower.operations import Operations
from generator.lower.routes import Route
from generator.values import replace

_Typed = TypeVar("_Typed", Field, Parameter)


def finished_operations(
    operations: Operations, names: Names, schemes: tuple[SecurityScheme, ...]
) -> tuple[tuple[Route, Operation], ...]:
    """The operations by their places, with final references; of security schemes they have those that are sent."""
    sent = {scheme.name for scheme in schemes}
    usual = {scheme.name: scheme.oauth.scopes for scheme in schemes if scheme.oauth is not None}
    return tuple((call.route, _finished(operation, names, sent, usual)) for call, operation in operations.by_call)


def _finished(
    operation: Operation, names: Names, schemes: Container[str], usual: Mapping[str, tuple[str, ...]]
) -> Operation:
    resolve = names.resolve
    return replace(
        operation,
        parameters=tuple(_typed(p, resolve(p.type)) for p in operation.parameters),
        body=_body(operation.body, names),
        response=_response(operation.response, names),
        cases=_cases(operation.cases, names) if operation.cases else None,
        stream=replace(operation.stream, event=resolve(operation.stream.event)) if operation.stream else None,
        page=replace(operation.page, item=resolve(operation.page.item)) if operation.page else None,
        errors=tuple(replace(e, type=resolve(e.type)) if e.type is not None else e for e in operation.errors),
        params=names.of(operation.params) if operation.params is not None else None,
        security=None if operation.security is None else sendable(operation.security, schemes),
        scopes=tuple((name, own) for name, own in operation.scopes if name in usual and set(own) != set(usual[name])),
    )


def _typed(item: _Typed, type: TypeExpr) -> _Typed:
    return item if item.type is type else replace(item, type=type)


def _body(body: RequestBody | None, names: Names) -> RequestBody | None:
    match body:
        case JsonBody() | FormBody():
            extra = None if body.extra is None else names.resolve(body.extra)
            return replace(body, fields=tuple(_typed(f, names.resolve(f.type)) for f in body.fields), extra=extra)
        case WholeBody():
            return replace(body, type=names.resolve(body.type))
        case None:
            return None


def _response(response: Response, names: Names) -> Response:
    match response:
        case JsonResponse():
            return _single(response, names)
        case ResponseByStatus(answers=answers):
            return ResponseByStatus(answers=tuple(replace(a, response=_single(a.response, names)) for a in answers))
        case _:
            return response


def _single(response: SingleResponse, names: Names) -> SingleResponse:
    return replace(response, type=names.resolve(response.type)) if isinstance(response, JsonResponse) else response


def _cases(cases: ResponseCases, names: Names) -> ResponseCases:
    return replace(cases, cases=tuple(replace(case, type=names.resolve(case.type)) for case in cases.cases))
