"""Realtime connections: `client.realtime.connect(model=...)`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeAlias

from .._resource import AsyncAPIResource, SyncAPIResource
from .._types import omit
from ._realtime_events import RealtimeEvents
from ._websocket import AsyncConnection, AsyncConnectionManager, SyncConnection, SyncConnectionManager
from ._websocket_client import SocketCall

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._base_client import BaseClient
    from .._types import Omit
    from ..types.realtime.conversation_item_param import ConversationItemParam
    from ..types.realtime.realtime_client_event import RealtimeClientEvent
    from ..types.realtime.realtime_client_event_param import RealtimeClientEventParam
    from ..types.realtime.realtime_response_create_params_param import RealtimeResponseCreateParamsParam
    from ..types.realtime.realtime_server_event import RealtimeServerEvent
    from ..types.realtime.session_update_event_param import Session
    from .websocket_types import ReconnectOptions

    ServerEvent: TypeAlias = RealtimeServerEvent
    ClientEvent: TypeAlias = RealtimeClientEvent | RealtimeClientEventParam
    SessionParam: TypeAlias = Session
    ItemParam: TypeAlias = ConversationItemParam
    ResponseParam: TypeAlias = RealtimeResponseCreateParamsParam

__all__ = [
    "AsyncRealtimeConnection",
    "AsyncRealtimeConnectionManager",
    "AsyncRealtimeExtension",
    "RealtimeConnection",
    "RealtimeConnectionManager",
    "RealtimeExtension",
]


class RealtimeConnection(
    SyncConnection["ServerEvent", "ClientEvent"],
    RealtimeEvents[None, "SessionParam", "ItemParam", "ResponseParam"],
):
    """A conversation with a model, as it happens."""


class AsyncRealtimeConnection(
    AsyncConnection["ServerEvent", "ClientEvent"],
    RealtimeEvents[Coroutine[Any, Any, None], "SessionParam", "ItemParam", "ResponseParam"],
):
    """A conversation with a model, as it happens."""


class RealtimeConnectionManager(SyncConnectionManager[RealtimeConnection, "ClientEvent"]):
    """Opens a realtime connection."""


class AsyncRealtimeConnectionManager(AsyncConnectionManager[AsyncRealtimeConnection, "ClientEvent"]):
    """Opens a realtime connection."""


def _call(client: BaseClient, model: str | Omit, call_id: str | Omit) -> SocketCall:
    query = {"model": model, "call_id": call_id}
    return SocketCall(client=client, path="/realtime", event="realtime.RealtimeServerEvent", query=query)


class RealtimeExtension(SyncAPIResource):
    """Realtime connections."""

    def connect(
        self, *, call_id: str | Omit = omit, model: str | Omit = omit, **options: Unpack[ReconnectOptions]
    ) -> RealtimeConnectionManager:
        """Return what opens a websocket to a model, or to a call that is going on, in `with`."""
        return RealtimeConnectionManager(RealtimeConnection, _call(self._client, model, call_id), options)


class AsyncRealtimeExtension(AsyncAPIResource):
    """Realtime connections."""

    def connect(
        self, *, call_id: str | Omit = omit, model: str | Omit = omit, **options: Unpack[ReconnectOptions]
    ) -> AsyncRealtimeConnectionManager:
        """Return what opens a websocket to a model, or to a call that is going on, in `async with`."""
        return AsyncRealtimeConnectionManager(AsyncRealtimeConnection, _call(self._client, model, call_id), options)
