"""`with_raw_response` and `with_streaming_response`, for clients and resources, without generated code.

A `ClientView` stands in for the client of a resource: what is sent through it comes back in the wanted form. So the
resource's own methods serve all three forms.
"""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import inspect
from functools import wraps
from types import MethodType
from typing import TYPE_CHECKING, Any, cast

from ._base_client import AnswerForm, AsyncAPIClient, SyncAPIClient
from ._resource import AsyncAPIResource, SyncAPIResource
from ._response import AsyncResponseContextManager, ResponseContextManager

if TYPE_CHECKING:
    from collections.abc import Callable

    from ._request import Call

RESOURCES = (SyncAPIResource, AsyncAPIResource)
CLIENTS = (SyncAPIClient, AsyncAPIClient)

Face = Any  # whatever it stands in for: the stubs say which methods it has


class ClientView:
    """A client all of whose calls, and those of its resources, return their answer in one form."""

    def __init__(self, client: SyncAPIClient | AsyncAPIClient, form: AnswerForm) -> None:
        self._client = client
        self._form = form

    def _execute(self, call: Call) -> Any:
        return self._client._execute(call, self._form)

    def _paginate(self, call: Call) -> Any:
        return self._client._execute(call, self._form)

    def __getattr__(self, name: str) -> Any:
        member = getattr(self._client, name)
        if isinstance(member, RESOURCES):
            return type(member)(cast("Any", self))
        if isinstance(member, MethodType) and member.__self__ is self._client:
            return MethodType(member.__func__, self)
        return member


class StreamingFace:
    """A client or resource whose methods return a context manager over the unread answer."""

    def __init__(self, target: Any) -> None:
        self._target = _through(target, AnswerForm.STREAMED)

    def __getattr__(self, name: str) -> Any:
        member = getattr(self._target, name)
        if isinstance(member, RESOURCES):
            return StreamingFace(member)
        if not inspect.ismethod(member):
            return member
        manager = AsyncResponseContextManager if _is_async(self._target) else ResponseContextManager
        return _managed(member, cast("Any", manager))


def raw_face(target: Any) -> Face:
    """Return the client or resource `target` with methods that return the answer as it came."""
    return _through(target, AnswerForm.RAW)


def _through(target: Any, form: AnswerForm) -> Any:
    if isinstance(target, CLIENTS):
        return ClientView(target, form)
    client = target._client
    return type(target)(ClientView(client._client if isinstance(client, ClientView) else client, form))


def _is_async(target: Any) -> bool:
    client = target._client
    while isinstance(client, ClientView):
        client = client._client
    return isinstance(client, AsyncAPIClient)


def _managed(method: Callable[..., Any], manager: Callable[[Callable[[], Any]], Any]) -> Callable[..., Any]:
    @wraps(method)
    def call(*arguments: Any, **named: Any) -> Any:
        return manager(lambda: method(*arguments, **named))

    return call
