"""Clients whose classes say more of their calls than ours: methods of theirs, or of tracers, in place of the hooks.

Hooks are `request`, which every call goes through; `_prepare_options`, which sees a call before anything is encoded;
`_build_request`, `_prepare_request` and `_process_response`, which see each request and the answer; what makes the
errors; and the headers and parameters of all calls. A client whose class has none of its own knows nothing of them.
"""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from ._decoding import page_class, type_of
from ._exceptions import APIStatusError
from ._exchange import Ask, Send, error_body, exchange
from ._models import FinalRequestOptions
from ._operations import AsyncOperations
from ._request import Call, build
from ._response import AnswerForm, asked_form
from ._types import NotGiven, Omit, is_mapping, not_given

if TYPE_CHECKING:
    from collections.abc import Generator

    from typing_extensions import Self

    from ._definition import SecurityScheme
    from ._exchange import Exchange, Step
    from ._http import Request
    from ._request import PreparedRequest

_SETTINGS = {"_custom_headers": ("auth_headers", "default_headers"), "_custom_query": ("default_query",)}


class CallOptions(FinalRequestOptions):
    """A call under the names that hooks know; what they change holds.

    `json_data` is the body without what was left out, `headers` and `params` are those that the caller gave.
    """

    _call: Call

    def __init__(self, call: Call, form: AnswerForm) -> None:
        self._call = call
        self._form = form
        self._client: _HookedClient | None = None
        self._prepared: PreparedRequest | None = None
        self.method = call.method.lower()
        self.url = call.path
        self.headers: Any = _given(call.headers, call.extra_headers) or not_given
        self.params: Any = _given(call.query, call.extra_query)
        self.json_data: Any = _given(call.body) if is_mapping(call.body) else None
        self.files: Any = None
        if is_mapping(call.form):
            self.json_data = {name: value for name, value in _given(call.form).items() if name not in call.files}
            self.files = {name: value for name, value in _given(call.form).items() if name in call.files} or None
        self.content: Any = call.content
        self.extra_json: Any = call.extra_body
        self.timeout = call.timeout
        self.max_retries: Any = not_given if call.max_retries is None else call.max_retries
        self.idempotency_key = call.idempotency_key
        self._before = (copy.copy(self.headers), copy.copy(self.params))

    def copy(self, *, update: Mapping[str, Any] | None = None, **_: Any) -> Self:
        """Return the same call but for what is to be updated."""
        made = copy.copy(self)
        vars(made).update(update or {})
        return made

    model_copy = copy

    def get_max_retries(self, max_retries: int) -> int:
        """Return how often the call may be tried again, where the client says `max_retries`."""
        return max_retries if isinstance(self.max_retries, NotGiven) else cast("int", self.max_retries)

    def call(self) -> Call:
        """Return the call as it is now."""
        before = self._call
        changes: dict[str, Any] = {
            "path": self.url,
            "extra_body": self.extra_json,
            "timeout": self.timeout,
            "idempotency_key": self.idempotency_key,
            "max_retries": None if isinstance(self.max_retries, NotGiven) else self.max_retries,
        }
        if self.method != before.method.lower():
            changes["method"] = self.method.upper()
        headers, params = self._before
        if self.headers != headers:
            given = {} if isinstance(self.headers, NotGiven) else dict(self.headers)
            changes |= {"headers": None, "extra_headers": given}
        if self.params != params:
            changes |= {"query": self.params, "query_styles": None, "extra_query": None}
        if isinstance(before.form, Mapping):
            changes["form"] = {**(self.json_data or {}), **(self.files or {})}
        elif isinstance(before.body, Mapping) or self.json_data is not None:
            changes["body"] = self.json_data
        return replace(before, **changes)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.method} {self._call.path}>"


class _HookedClient:
    """Stands in for the client in the exchange of one call: what its class has in place of the hooks is asked."""

    def __init__(self, client: Any, options: CallOptions) -> None:
        vars(self).update(_hooked=client, _options=options, _fresh=None)

    def __getattr__(self, name: str) -> Any:
        client = self._hooked
        own = [hook for hook in _SETTINGS.get(name, ()) if client._has_hook(hook)]
        if own:
            return {key: value for hook in own for key, value in getattr(client, hook).items()} | getattr(client, name)
        return getattr(client, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._hooked, name, value)

    def _choose_schemes(self, call: Call) -> tuple[SecurityScheme, ...]:
        client = self._hooked
        return (
            () if client._has_hook("auth_headers") else cast("tuple[SecurityScheme, ...]", client._choose_schemes(call))
        )

    def _http_request(self, prepared: PreparedRequest, taken: int) -> Request:
        options: CallOptions = self._options
        options._client, options._prepared = self, prepared
        request = cast("Request", self._hooked._build_request(options, retries_taken=taken))
        vars(self)["_fresh"] = request
        return request


def hook(client: Any) -> None:
    """Let every call of `client` go by its hooks."""
    client._execute = partial(_execute_later if isinstance(client, AsyncOperations) else _execute, client)


def _execute(client: Any, call: Call, form: AnswerForm = AnswerForm.DECODED) -> Any:
    cast_to, options, streaming = _asked(client, call, form)
    return client.request(cast_to, options, **streaming)


async def _execute_later(client: Any, call: Call, form: AnswerForm = AnswerForm.DECODED) -> Any:
    cast_to, options, streaming = _asked(client, call, form)
    return await client.request(cast_to, options, **streaming)


def _asked(client: Any, call: Call, form: AnswerForm) -> tuple[Any, CallOptions, dict[str, Any]]:
    """Return the arguments of `client.request` for a call."""
    call, form = asked_form(call, form)
    return _cast_to(client, call), CallOptions(call, form), _streaming(client, call)


def _cast_to(client: Any, call: Call) -> Any:
    """Return the type that the answer to a call becomes."""
    returns = type_of(client, call.returns)
    return returns if call.page is None else page_class(client, call)[returns]


def _streaming(client: Any, call: Call) -> dict[str, Any]:
    stream = cast("object", call.stream)
    if not stream or isinstance(stream, (Omit, NotGiven)):
        return {"stream": False, "stream_cls": None}
    from ._streaming import AsyncStream, Stream

    kind: Any = AsyncStream if client._asynchronous else Stream
    return {"stream": True, "stream_cls": kind[type_of(client, call.event)]}


def hooked_exchange(client: Any, options: CallOptions) -> Generator[Step, Any, tuple[CallOptions, Exchange]]:
    """Bring about the answer to a call, and ask the hooks on the way."""
    options = (yield Ask(partial(client._prepare_options, options))) or options
    call, stream = options.call(), options._form is AnswerForm.STREAMED
    options._call = call
    standing = _HookedClient(client, options)
    steps = exchange(cast("Any", standing), call, stream=stream or bool(call.stream))
    try:
        step = next(steps)
        while True:
            if isinstance(step, Send) and step.request is standing._fresh:  # not those after redirects
                vars(standing)["_fresh"] = None
                yield Ask(partial(client._prepare_request, step.request))
            try:
                outcome = yield step
            except BaseException as error:  # noqa: BLE001 - every outcome is for the steps to judge
                step = steps.throw(error)
            else:
                step = steps.send(outcome)
    except StopIteration as finished:
        return options, cast("Exchange", finished.value)
    except APIStatusError as error:
        if not client._has_hook("_make_status_error"):
            raise
        body = error_body(error.response)
        raise client._make_status_error(error.message, body=body, response=error.response) from None


def built(client: Any, options: CallOptions, taken: int) -> Request:
    """Return the request of a call, with what a hook has changed of it since it was prepared."""
    standing, prepared = options._client, options._prepared
    if standing is None or prepared is None:
        raise TypeError("the options of a request are those of a call that is being sent")
    if client._has_hook("_build_request"):
        prepared = _prepared_again(standing, options, prepared)
    return cast("Request", client._http_request(prepared, taken))


def _prepared_again(standing: Any, options: CallOptions, prepared: PreparedRequest) -> PreparedRequest:
    """Return what the options amount to now, with the credentials that were there.

    A body that can be read once only is the one that it was.
    """
    again = None if prepared.content is None or isinstance(prepared.content, bytes) else prepared
    before, now = (build(standing, call, (), {}, again=again) for call in (options._call, options.call()))
    kept = {name: value for name, value in prepared.headers.items() if name not in before.headers}
    same = (standing._definition.idempotency_header or "").lower()
    if same in prepared.headers:  # another try is the same request
        now.headers[same] = prepared.headers[same]
    return replace(now, headers={**kept, **now.headers})


def _given(*several: Any) -> dict[str, Any]:
    """Return the members of all that have some, but for what was left out."""
    members = {name: value for each in several if each for name, value in each.items()}
    return {name: value for name, value in members.items() if not isinstance(value, (Omit, NotGiven))}
