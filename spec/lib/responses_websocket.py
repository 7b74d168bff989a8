"""Responses over a websocket: `client.responses.connect()`."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from .._resource import AsyncAPIResource, SyncAPIResource
from .._types import omit
from ._websocket import AsyncConnection, AsyncConnectionManager, SyncConnection, SyncConnectionManager
from ._websocket_client import SocketCall
from ._websocket_events import EventGroup

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._base_client import BaseClient
    from .._types import Omit
    from ..types.responses.response_create_params import ResponseCreateParamsBase
    from ..types.responses.responses_client_event import ResponsesClientEvent
    from ..types.responses.responses_client_event_param import ResponsesClientEventParam
    from ..types.responses.responses_server_event import ResponsesServerEvent
    from .websocket_types import ReconnectOptions

    ServerEvent: TypeAlias = ResponsesServerEvent
    ClientEvent: TypeAlias = ResponsesClientEvent | ResponsesClientEventParam

__all__ = [
    "AsyncResponsesConnection",
    "AsyncResponsesConnectionManager",
    "AsyncResponsesExtension",
    "ResponsesConnection",
    "ResponsesConnectionManager",
    "ResponsesExtension",
]

SentT = TypeVar("SentT")


class ResponsesResponseResource(EventGroup[SentT]):
    """What the model answers."""

    def create(
        self,
        *,
        stream: bool | Omit | None = omit,
        stream_id: str | Omit = omit,
        **params: Unpack[ResponseCreateParamsBase],
    ) -> SentT:
        """Let the model answer; the parameters are those of `responses.create`."""
        return self._emit("response.create", stream=stream, stream_id=stream_id, **params)


class ResponsesEvents(Generic[SentT]):
    """What a connection can send, by what it concerns."""

    def _emit(self, event_type: str, /, **members: object) -> SentT:
        raise NotImplementedError

    @cached_property
    def response(self) -> ResponsesResponseResource[SentT]:
        """What the model answers."""
        return ResponsesResponseResource(self._emit)


class ResponsesConnection(SyncConnection["ServerEvent", "ClientEvent"], ResponsesEvents[None]):
    """One response after the other, over one connection."""


class AsyncResponsesConnection(
    AsyncConnection["ServerEvent", "ClientEvent"], ResponsesEvents[Coroutine[Any, Any, None]]
):
    """One response after the other, over one connection."""


class ResponsesConnectionManager(SyncConnectionManager[ResponsesConnection, "ClientEvent"]):
    """Opens a connection for responses."""


class AsyncResponsesConnectionManager(AsyncConnectionManager[AsyncResponsesConnection, "ClientEvent"]):
    """Opens a connection for responses."""


def _call(client: BaseClient) -> SocketCall:
    return SocketCall(client=client, path="/responses", event="responses.ResponsesServerEvent")


class ResponsesExtension(SyncAPIResource):
    """Responses over a websocket."""

    def connect(self, **options: Unpack[ReconnectOptions]) -> ResponsesConnectionManager:
        """Return what opens a websocket in `with`."""
        return ResponsesConnectionManager(ResponsesConnection, _call(self._client), options)


class AsyncResponsesExtension(AsyncAPIResource):
    """Responses over a websocket."""

    def connect(self, **options: Unpack[ReconnectOptions]) -> AsyncResponsesConnectionManager:
        """Return what opens a websocket in `async with`."""
        return AsyncResponsesConnectionManager(AsyncResponsesConnection, _call(self._client), options)
