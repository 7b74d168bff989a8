"""`with_raw_response` and `with_streaming_response`, for clients and resources, without generated code.

The methods of the resource serve all three forms, those that others have put in their place too: a header tells the
client which is wanted. Where a method takes no headers, a `ClientView` stands in for the client of its resource: what
is sent through it comes back in the wanted form.

The class of a resource has one for each form beside it, `PetsWithRawResponse`, made when it is first asked for.
"""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import inspect
import sys
from functools import cache, lru_cache, wraps
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
_PACKAGE = __name__.rpartition(".")[0] + "."


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

    _form: ClassVar[AnswerForm] = AnswerForm.RAW
    _suffix: ClassVar[str] = "WithRawResponse"

    def __init__(self, target: Any) -> None:
        self._target = target

    def __getattr__(self, name: str) -> Any:
        member = getattr(self._target, name)
        if name in getattr(self._target, "_waiting", ()):
            raise AttributeError(f"{type(self).__name__!r} has no {name!r}: there are several answers to it")
        if isinstance(member, OPERATIONS):
            return face_of(member, StreamingFace if isinstance(self, StreamingFace) else RawFace)
        if inspect.ismethod(member) or (name in vars(self._target) and callable(member)):
            return self._answering(self._called(name, member))
        return member

    def __dir__(self) -> Iterable[str]:
        return dir(self._target)

    def _called(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        if _takes_headers(getattr(method, "__func__", method)):
            return _marked(method, self._form)
        return cast("Callable[..., Any]", getattr(_through(self._target, self._form), name))

    def _answering(self, method: Callable[..., Any]) -> Callable[..., Any]:
        return method


class StreamingFace(RawFace):
    """A client or resource whose methods return a context manager over the unread answer."""

    _form = AnswerForm.STREAMED
    _suffix = "WithStreamingResponse"

    def _answering(self, method: Callable[..., Any]) -> Callable[..., Any]:
        is_async = isinstance(self._target, AsyncOperations)
        manager = AsyncResponseContextManager if is_async else ResponseContextManager
        return _managed(method, cast("Any", manager))


def face_of(target: Any, kind: type[RawFace]) -> RawFace:
    """Return a client or a resource with its answers in another form."""
    return face_class(type(target), kind)(target)


def face_class(target: Any, kind: Any) -> type[RawFace]:
    """Return the class of what `face_of` returns: that of the resource which a class is, or is derived from."""
    return _face_class(target, kind)


@cache  # two entries per class that is used so
def _face_class(target: Any, kind: Any) -> type[RawFace]:
    own = next((base for base in target.__mro__ if base.__module__.startswith(_PACKAGE)), target)
    if own is not target:
        return _face_class(own, kind)
    names = {"__module__": own.__module__, "__doc__": f"{own.__name__}: {kind.__doc__}"}
    return cast("type[RawFace]", type(f"{own.__name__}{kind._suffix}", (kind,), names))


def face_named(module: str, name: str) -> type[RawFace]:
    """Return the class that a module of resources has under `name`. Raises AttributeError for other names."""
    for kind in (RawFace, StreamingFace):
        target = vars(sys.modules[module]).get(name.removesuffix(kind._suffix))
        if name.endswith(kind._suffix) and isinstance(target, type) and issubclass(target, OPERATIONS):
            return face_class(target, kind)
    raise AttributeError(f"module {module!r} has no attribute {name!r}")


def _through(target: Any, form: AnswerForm) -> Any:
    """Return a client, or a resource (which has one), that answers in one form."""
    if hasattr(cast("Any", type(target)), "_definition"):  # of a client
        return ClientView(target, form)
    return cast("Any", type(target))(ClientView(target._client, form))


def _marked(method: Callable[..., Any], form: AnswerForm) -> Callable[..., Any]:
    """Return `method` called with a header that says in which form it answers.

    Code that others have put around the method, such as tracing, finds it there, too.
    """

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
