"""Calls of routes that have no method: `client.get(...)` and its like."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict, cast, get_args, get_origin

from ._http import check_not_response
from ._request import Call
from ._response import BaseAPIResponse
from ._types import NotGiven, not_given, omit

if TYPE_CHECKING:
    from ._http import Timeout
    from ._models import FinalRequestOptions
    from ._types import Body, Headers, Query, RawContent, RequestFiles


class RouteOptions(TypedDict, total=False):
    """Options of `client.get(...)` and its like, for routes without a method.

    `security` names the kinds of credentials that may go along, where the client has several.
    """

    headers: Headers
    params: Mapping[str, object]
    extra_json: Mapping[str, object]
    timeout: float | Timeout | NotGiven | None
    max_retries: int
    follow_redirects: bool
    security: Mapping[str, bool]
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
    files: RequestFiles | None = None,
    stream: bool = False,
    stream_cls: Any = None,
) -> Call:
    """Return the call for a route that has no method. Raises TypeError for a body of several kinds."""
    given: RouteOptions = options or {}
    check_not_response(cast_to)
    if content is not None and (body is not None or files is not None):
        raise TypeError(f"Passing both `{'files' if body is None else 'body'}` and `content` is not supported")
    media_type: str | None = None
    if isinstance(body, bytes):
        _warn_of_bytes()
        content, body, media_type = body, None, "application/json"
    named: Mapping[str, object] = cast("Mapping[str, object]", files) if isinstance(files, Mapping) else {}
    further = tuple(files) if isinstance(files, Sequence) else ()
    form: Mapping[str, object] | None = None
    if files is not None:
        form = {**cast("Mapping[str, object]", body or {}), **named}
        body = None
    events = get_args(stream_cls)
    return Call(
        method,
        path,
        cast_to,
        query=given.get("params"),
        body=omit if body is None else body,
        form=form,
        files=tuple(named),
        further_files=further,
        content=content,
        content_type=media_type,
        stream=stream,
        event=events[0] if events else None,
        extra_headers=given.get("headers"),
        extra_body=given.get("extra_json"),
        timeout=given.get("timeout", not_given),
        max_retries=given.get("max_retries"),
        follow_redirects=given.get("follow_redirects"),
        idempotency_key=given.get("idempotency_key"),
    )


def _warn_of_bytes() -> None:
    warnings.warn(
        "Passing raw bytes as `body` is deprecated and will be removed in a future version. "
        "Please pass raw bytes via the `content` parameter instead.",
        DeprecationWarning,
        stacklevel=4,  # where the client's method is called
    )


def final_call(cast_to: Any, options: FinalRequestOptions, *, stream: bool, stream_cls: Any) -> Call:
    """Return the call that is described by one value."""
    if options.content is not None and options.json_data is not None:
        raise TypeError("Passing both `content` and `json_data` is not supported")
    return route_call(
        options.method.upper(),
        options.url,
        cast_to,
        options=route_options(options),
        body=options.json_data,
        content=options.content,
        files=options.files,
        stream=stream,
        stream_cls=stream_cls,
    )


def route_options(options: FinalRequestOptions) -> RouteOptions:
    """Return what is said there, but for what methods take as arguments of their own."""
    given: dict[str, Any] = {
        "headers": options.headers,
        "params": options.params,
        "extra_json": options.extra_json,
        "max_retries": options.max_retries,
        "follow_redirects": options.follow_redirects,
        "security": options.security,
        "idempotency_key": options.idempotency_key,
    }
    said = {name: value for name, value in given.items() if value is not None and not isinstance(value, NotGiven)}
    return cast("RouteOptions", {**said, "timeout": options.timeout})


def answer_class(cast_to: Any, wanted: type[BaseAPIResponse]) -> tuple[Any, Any] | None:
    """Return the class of answers as they came that is asked for, and what their `parse()` returns; None for none.

    Raises TypeError for one of the other kind of client.
    """
    origin: Any = get_origin(cast_to) or cast_to
    if not isinstance(origin, type) or not issubclass(origin, BaseAPIResponse) or hasattr(origin, "of_answer"):
        return None
    if not issubclass(origin, wanted):
        raise TypeError(f"API Response types must subclass {wanted}; Received {origin}")
    return origin, _argument(cast_to)


def _argument(alias: Any) -> Any:
    """Return the argument of a generic class, or of the one that a class is derived from."""
    if get_origin(alias) is not None:
        return get_args(alias)[0]
    for base in getattr(alias, "__orig_bases__", ()):
        origin: Any = get_origin(base) or base
        if isinstance(origin, type) and issubclass(origin, BaseAPIResponse):
            return _argument(base)
    return object
