"""Calls of routes that have no method: `client.get(...)` and its like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict, cast, get_args

from ._request import Call
from ._types import NotGiven, not_given, omit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._http import Timeout
    from ._types import Body, FileTypes, Headers, Query, RawContent


class RouteOptions(TypedDict, total=False):
    """Options of `client.get(...)` and its like, for routes without a method."""

    headers: Headers
    params: Mapping[str, object]
    extra_json: Mapping[str, object]
    timeout: float | Timeout | NotGiven | None
    max_retries: int
    idempotency_key: str


def make_request_options(
    *,
    query: Query | None = None,
    extra_headers: Headers | None = None,
    extra_query: Query | None = None,
    extra_body: Body | None = None,
    idempotency_key: str | None = None,
    timeout: float | Timeout | NotGiven | None = not_given,
) -> RouteOptions:
    """Return what methods take beside their own arguments as options of `client.get(...)` and its like."""
    options: RouteOptions = {}
    if extra_headers is not None:
        options["headers"] = extra_headers
    if query is not None or extra_query is not None:
        options["params"] = {**(query or {}), **(extra_query or {})}
    if extra_body is not None:
        options["extra_json"] = cast("Mapping[str, object]", extra_body)
    if idempotency_key is not None:
        options["idempotency_key"] = idempotency_key
    if not isinstance(timeout, NotGiven):
        options["timeout"] = timeout
    return options


def route_call(
    method: str,
    path: str,
    cast_to: Any,
    *,
    options: RouteOptions | None,
    body: object = None,
    content: RawContent | None = None,
    files: Mapping[str, FileTypes] | None = None,
    stream: bool = False,
    stream_cls: Any = None,
) -> Call:
    """Return the call for a route that has no method."""
    given: RouteOptions = options or {}
    form: Mapping[str, object] | None = None
    if files is not None:
        form = {**cast("Mapping[str, object]", body or {}), **files}
        body = None
    events = get_args(stream_cls)
    return Call(
        method,
        path,
        cast_to,
        query=given.get("params"),
        body=omit if body is None else body,
        form=form,
        files=tuple(files or ()),
        content=content,
        stream=stream,
        event=events[0] if events else None,
        extra_headers=given.get("headers"),
        extra_body=given.get("extra_json"),
        timeout=given.get("timeout", not_given),
        max_retries=given.get("max_retries"),
        idempotency_key=given.get("idempotency_key"),
    )
