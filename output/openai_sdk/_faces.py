"""`with_raw_response` and `with_streaming_response`, for clients and resources, without generated code.

A `ClientView` stands in for the client of a resource: what is sent through it comes back in the wanted form. So the
resource's own methods serve all three forms.
"""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import inspect
from functools import lru_cache, wraps
from types import MethodType
from typing import TYPE_CHECKING, Any, ClassVar, cast

from ._constants import RAW_RESPONSE_HEADER
from ._operations import AsyncOperations, SyncOperations
from ._response import AnswerForm, AsyncResponseContextManager, ResponseContextManager

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ._request import Call
    from ._types import Headers

OPERATIONS = (SyncOperations, AsyncOperations)


class ClientView:
    """A client all of whose calls, and those of its resources, return their answer in one form."""

    def __init__(self, client: Any, form: AnswerForm) -> None:
        self._client = client
        self._form = form

    def _execute(self, call: Call) -> Any:
        return self._client._execute(call, self._form)

    def _paginate(self, call: Call) -> Any:
        return self._client._execute(call, self._form)

    def __getattr__(self, name: str) -> Any:
        member = getattr(self._client, name)
        if isinstance(member, OPERATIONS):
            return cast("Any", type(member))(self)
        if isinstance(member, MethodType) and member.__self__ is self._client:
            return MethodType(member.__func__, self)
        return member


class RawFace:
    """A client or resource whose methods return the answer as it came."""

    form: ClassVar[AnswerForm] = AnswerForm.RAW

    def __init__(self, target: Any) -> None:
        self._target = _through(target, self.form)

    def __getattr__(self, name: str) -> Any:
        member = getattr(self._target, name)
        if isinstance(member, OPERATIONS):
            return type(self)(member)
        return self._answering(_marked(member, self.form)) if inspect.ismethod(member) else member

    def __dir__(self) -> Iterable[str]:
        return dir(self._target)

    def _answering(self, method: Callable[..., Any]) -> Callable[..., Any]:
        return method


class StreamingFace(RawFace):
    """A client or resource whose methods return a context manager over the unread answer."""

    form = AnswerForm.STREAMED

    def _answering(self, method: Callable[..., Any]) -> Callable[..., Any]:
        manager = AsyncResponseContextManager if _is_async(self._target) else ResponseContextManager
        return _managed(method, cast("Any", manager))


def _through(target: Any, form: AnswerForm) -> Any:
    """Return a client, or a resource (which has one), that answers in one form."""
    client = getattr(target, "_client", None)
    if client is None:
        return ClientView(target, form)
    return type(target)(ClientView(client._client if isinstance(client, ClientView) else client, form))


def _is_async(target: Any) -> bool:
    while isinstance(target, ClientView):
        target = target._client
    return isinstance(target, AsyncOperations)


def _marked(method: Callable[..., Any], form: AnswerForm) -> Callable[..., Any]:
    """Return `method` called with a header that says in which form it answers.

    The client knows without; code that others have put around the method, such as tracing, finds it there.
    """
    if not _takes_headers(getattr(method, "__func__", method)):
        return method

    def marked(extra_headers: Headers | None) -> Headers:
        return {**(extra_headers or {}), RAW_RESPONSE_HEADER: form.value}

    if inspect.iscoroutinefunction(method):

        @wraps(method)
        async def call_later(*arguments: Any, extra_headers: Headers | None = None, **named: Any) -> Any:
            return await method(*arguments, extra_headers=marked(extra_headers), **named)

        return call_later

    @wraps(method)
    def call(*arguments: Any, extra_headers: Headers | None = None, **named: Any) -> Any:
        return method(*arguments, extra_headers=marked(extra_headers), **named)

    return call


@lru_cache(maxsize=1024)
def _takes_headers(function: Callable[..., Any]) -> bool:
    parameters = inspect.signature(function).parameters.values()
    return any(p.kind is p.VAR_KEYWORD or p.name == "extra_headers" for p in parameters)


def _managed(method: Callable[..., Any], manager: Callable[[Callable[[], Any]], Any]) -> Callable[..., Any]:
    @wraps(method)
    def call(*arguments: Any, **named: Any) -> Any:
        return manager(lambda: method(*arguments, **named))

    return call
