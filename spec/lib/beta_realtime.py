"""Realtime connections in the form of the beta: `client.beta.realtime.connect(model=...)`."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from .._resource import AsyncAPIResource, SyncAPIResource
from ._realtime_events import RealtimeEvents, RealtimeTranscriptionSessionResource
from ._websocket import AsyncConnection, AsyncConnectionManager, SyncConnection, SyncConnectionManager
from ._websocket_client import SocketCall

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._base_client import BaseClient
    from ..types.beta.realtime.realtime_beta_response_create_params_param import RealtimeBetaResponseCreateParamsParam
    from ..types.beta.realtime.realtime_client_event import RealtimeClientEvent
    from ..types.beta.realtime.realtime_client_event_param import RealtimeClientEventParam
    from ..types.beta.realtime.realtime_server_event import RealtimeServerEvent
    from ..types.beta.realtime.realtime_session_create_request_param import RealtimeSessionCreateRequestParam
    from ..types.beta.realtime.realtime_transcription_session_create_request_param import (
        RealtimeTranscriptionSessionCreateRequestParam,
    )
    from ..types.realtime.conversation_item_param import ConversationItemParam
    from .websocket_types import ConnectOptions, ReconnectOptions

    ServerEvent: TypeAlias = RealtimeServerEvent
    ClientEvent: TypeAlias = RealtimeClientEvent | RealtimeClientEventParam
    SessionParam: TypeAlias = RealtimeSessionCreateRequestParam
    TranscriptionParam: TypeAlias = RealtimeTranscriptionSessionCreateRequestParam
    ItemParam: TypeAlias = ConversationItemParam
    ResponseParam: TypeAlias = RealtimeBetaResponseCreateParamsParam

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

    @cached_property
    def transcription_session(
        self,
    ) -> RealtimeTranscriptionSessionResource[None, TranscriptionParam]:
        """The settings of a session that only transcribes."""
        return RealtimeTranscriptionSessionResource(self._emit)


class AsyncRealtimeConnection(
    AsyncConnection["ServerEvent", "ClientEvent"],
    RealtimeEvents[Coroutine[Any, Any, None], "SessionParam", "ItemParam", "ResponseParam"],
):
    """A conversation with a model, as it happens."""

    @cached_property
    def transcription_session(
        self,
    ) -> RealtimeTranscriptionSessionResource[Coroutine[Any, Any, None], TranscriptionParam]:
        """The settings of a session that only transcribes."""
        return RealtimeTranscriptionSessionResource(self._emit)


class RealtimeConnectionManager(SyncConnectionManager[RealtimeConnection, "ClientEvent"]):
    """Opens a realtime connection."""


class AsyncRealtimeConnectionManager(AsyncConnectionManager[AsyncRealtimeConnection, "ClientEvent"]):
    """Opens a realtime connection."""


def _call(client: BaseClient, model: str) -> SocketCall:
    return SocketCall(
        client=client,
        path="/realtime",
        event="beta.realtime.RealtimeServerEvent",
        query={"model": model},
        headers={"OpenAI-Beta": "realtime=v1"},
    )


class RealtimeExtension(SyncAPIResource):
    """Realtime connections in the form of the beta."""

    def connect(self, *, model: str, **options: Unpack[ConnectOptions]) -> RealtimeConnectionManager:
        """Return what opens a websocket to a model in `with`."""
        return RealtimeConnectionManager(
            RealtimeConnection, _call(self._client, model), cast("ReconnectOptions", options)
        )


class AsyncRealtimeExtension(AsyncAPIResource):
    """Realtime connections in the form of the beta."""

    def connect(self, *, model: str, **options: Unpack[ConnectOptions]) -> AsyncRealtimeConnectionManager:
        """Return what opens a websocket to a model in `async with`."""
        return AsyncRealtimeConnectionManager(
            AsyncRealtimeConnection, _call(self._client, model), cast("ReconnectOptions", options)
        )
