"""Websocket connections whose messages are typed events, for both kinds of client."""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import time
from logging import DEBUG
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from .._decoding import type_of
from .._exceptions import WebSocketConnectionClosedError
from .._http import sleep
from .._request import encode_json, without_omitted
from ._websocket_client import close_code, closed_errors, open_async_socket, open_socket, opening
from ._websocket_events import EventHandlers, Reconnection, SendQueue

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator, Iterator
    from types import TracebackType

    from websockets.asyncio.client import ClientConnection as AsyncClientConnection
    from websockets.exceptions import ConnectionClosed
    from websockets.sync.client import ClientConnection

    from .._base_client import AsyncAPIClient, SyncAPIClient
    from ._websocket_client import SocketCall
    from .websocket_types import ReconnectOptions

ServerT = TypeVar("ServerT")
ClientT = TypeVar("ClientT")
ConnectionT = TypeVar("ConnectionT", bound="AnyConnection[Any]")


def _encoded(event: object) -> str:
    return encode_json(without_omitted(event)).decode()


class AnyConnection(EventHandlers, Generic[ServerT]):
    """What connections of both kinds share: everything but the socket."""

    def __init__(self, call: SocketCall, options: ReconnectOptions, unsent: SendQueue) -> None:
        from .._models import json_decoder

        super().__init__()
        client = call.client
        self._call = call
        self._options = options.get("websocket_connection_options", {})
        self._reconnection = Reconnection(options)
        self._unsent = unsent
        self._decode: Callable[[str | bytes], ServerT] = json_decoder(
            type_of(client, call.event), strict=client._strict_response_validation
        )
        self._closed_error, self._closed_in_order = closed_errors()
        self._closing = False
        self._reconnecting = False

    def parse_event(self, data: str | bytes) -> ServerT:
        """Return a message as an event.

        Raises ValueError when it is no JSON, with strict validation also when it is no event.
        """
        return self._decode(data)

    def _tries(self, error: ConnectionClosed) -> Generator[float, None, None]:
        """Yield the seconds to wait before each try to replace a connection that ended with `error`."""
        self._reconnecting = True
        try:
            for attempt, delay in enumerate(self._reconnection.tries(close_code(error)), start=1):
                self._call.client._logger.info(
                    "Reconnecting to WebSocket API (attempt %i/%i) after %.1fs delay",
                    attempt,
                    self._reconnection.max_retries,
                    delay,
                )
                yield delay
        finally:
            self._reconnecting = False
        unsent = self._unsent.drain()
        if unsent:
            raise WebSocketConnectionClosedError(
                f"The connection was closed, and {len(unsent)} messages were not sent", unsent_messages=unsent
            ) from error
        raise error

    def _note_received(self, message: str | bytes) -> None:
        if self._call.client._logger.isEnabledFor(DEBUG):
            size = len(message.encode() if isinstance(message, str) else message)
            self._call.client._logger.debug("Received WebSocket message: %i bytes", size)

    def _note_reconnected(self) -> None:
        self._call.client._logger.info("Reconnected to WebSocket API")

    def _note_failure(self, error: Exception) -> None:
        self._call.client._logger.info("Reconnecting to WebSocket API failed: %s", type(error).__name__)

    def _keep(self, message: str) -> None:
        """Let a message wait that a broken connection did not take; receiving will notice that it is broken."""
        self._unsent.put_back(message)
        self._call.client._logger.warning("Failed to flush send queue after reconnect")


class SyncConnection(AnyConnection[ServerT], Generic[ServerT, ClientT]):
    """An open websocket. One thread may receive while others send.

    A closed connection raises the errors of the `websockets` library, `ConnectionClosedOK` and `ConnectionClosedError`.
    Messages that could not be sent are kept: they are sent when iterating reconnects, and else are the
    `unsent_messages` of the `WebSocketConnectionClosedError` that iterating raises.
    """

    _socket: ClientConnection

    def __iter__(self) -> Iterator[ServerT]:
        """Yield the events until the connection is closed in good order."""
        while True:
            try:
                data = self._socket.recv()
            except self._closed_in_order:
                return
            except self._closed_error as error:
                if self._closing:
                    return
                self._reconnect(error)
            else:
                self._note_received(data)
                yield self.parse_event(data)

    def recv(self) -> ServerT:
        """Return the next event. Never reconnects."""
        return self.parse_event(self.recv_bytes())

    def recv_bytes(self) -> bytes:
        """Return the next message as it came, for `parse_event`. Never reconnects."""
        message = self._socket.recv()
        self._note_received(message)
        return message.encode() if isinstance(message, str) else message

    def send(self, event: ClientT) -> None:
        """Send an event."""
        text = _encoded(event)
        if self._reconnecting:
            self._unsent.add(text)
            return
        try:
            self._socket.send(text)
        except self._closed_error:
            self._unsent.add(text)
            raise

    def send_raw(self, data: bytes | str) -> None:
        """Send a message as it is. It is not kept when it cannot be sent."""
        self._socket.send(data)

    def close(self, *, code: int = 1000, reason: str = "") -> None:
        """Close the connection."""
        self._closing = True
        self._socket.close(code=code, reason=reason)

    def dispatch_events(self) -> None:
        """Call the handlers with each event until the connection is closed.

        Raises SDKError for an event of type "error" that no handler takes.
        """
        for event in self:
            for handler in self._handlers_of(event):
                handler(event)

    def _emit(self, event_type: str, /, **members: object) -> None:
        self.send(cast("ClientT", {"type": event_type, **members}))

    def _open(self) -> None:
        client = cast("SyncAPIClient", self._call.client)
        to = client._run(opening(self._call, self._reconnection.query, self._reconnection.headers))
        self._socket = open_socket(self._call, to, self._options)
        self._flush()

    def _reconnect(self, error: ConnectionClosed) -> None:
        """Open the connection again, or raise why that is not done."""
        tries = self._tries(error)
        for delay in tries:
            time.sleep(delay)
            try:
                self._open()
            except Exception as failure:  # noqa: BLE001 - whatever it was, there may be another try
                self._note_failure(failure)
                continue
            tries.close()
            self._note_reconnected()
            self._flush()  # what came in while it was being opened
            return

    def _flush(self) -> None:
        """Send what waits."""
        while (message := self._unsent.take()) is not None:
            try:
                self._socket.send(message)
            except self._closed_error:
                self._keep(message)
                return


class AsyncConnection(AnyConnection[ServerT], Generic[ServerT, ClientT]):
    """An open websocket. One task may receive while others send.

    A closed connection raises the errors of the `websockets` library, `ConnectionClosedOK` and `ConnectionClosedError`.
    Messages that could not be sent are kept: they are sent when iterating reconnects, and else are the
    `unsent_messages` of the `WebSocketConnectionClosedError` that iterating raises.
    """

    _socket: AsyncClientConnection

    async def __aiter__(self) -> AsyncIterator[ServerT]:
        """Yield the events until the connection is closed in good order."""
        while True:
            try:
                data = await self._socket.recv()
            except self._closed_in_order:
                return
            except self._closed_error as error:
                if self._closing:
                    return
                await self._reconnect(error)
            else:
                self._note_received(data)
                yield self.parse_event(data)

    async def recv(self) -> ServerT:
        """Return the next event. Never reconnects."""
        return self.parse_event(await self.recv_bytes())

    async def recv_bytes(self) -> bytes:
        """Return the next message as it came, for `parse_event`. Never reconnects."""
        message = await self._socket.recv()
        self._note_received(message)
        return message.encode() if isinstance(message, str) else message

    async def send(self, event: ClientT) -> None:
        """Send an event."""
        text = _encoded(event)
        if self._reconnecting:
            self._unsent.add(text)
            return
        try:
            await self._socket.send(text)
        except self._closed_error:
            self._unsent.add(text)
            raise

    async def send_raw(self, data: bytes | str) -> None:
        """Send a message as it is. It is not kept when it cannot be sent."""
        await self._socket.send(data)

    async def close(self, *, code: int = 1000, reason: str = "") -> None:
        """Close the connection."""
        self._closing = True
        await self._socket.close(code=code, reason=reason)

    async def dispatch_events(self) -> None:
        """Call the handlers with each event until the connection is closed, and await what is to be awaited.

        Raises SDKError for an event of type "error" that no handler takes.
        """
        async for event in self:
            for handler in self._handlers_of(event):
                outcome = handler(event)
                if hasattr(outcome, "__await__"):
                    await cast("Awaitable[object]", outcome)

    def _emit(self, event_type: str, /, **members: object) -> Coroutine[Any, Any, None]:
        return self.send(cast("ClientT", {"type": event_type, **members}))

    async def _open(self) -> None:
        client = cast("AsyncAPIClient", self._call.client)
        to = await client._run(opening(self._call, self._reconnection.query, self._reconnection.headers))
        self._socket = await open_async_socket(self._call, to, self._options)
        await self._flush()

    async def _reconnect(self, error: ConnectionClosed) -> None:
        """Open the connection again, or raise why that is not done."""
        tries = self._tries(error)
        for delay in tries:
            await sleep(delay)
            try:
                await self._open()
            except Exception as failure:  # noqa: BLE001 - whatever it was, there may be another try
                self._note_failure(failure)
                continue
            tries.close()
            self._note_reconnected()
            await self._flush()  # what came in while it was being opened
            return

    async def _flush(self) -> None:
        """Send what waits."""
        while (message := self._unsent.take()) is not None:
            try:
                await self._socket.send(message)
            except self._closed_error:
                self._keep(message)
                return


class AnyConnectionManager(EventHandlers, Generic[ConnectionT, ClientT]):
    """A connection that is still to be opened: handlers can be added, and events sent when it is."""

    def __init__(
        self,
        connection_class: type[ConnectionT],
        call: SocketCall,
        options: ReconnectOptions,
    ) -> None:
        super().__init__()
        self._connection_class = connection_class
        self._call = call
        self._options = options
        self._unsent = SendQueue(options.get("max_queue_size", 1_048_576))
        self._connection: ConnectionT | None = None

    def send(self, event: ClientT) -> None:
        """Send an event as soon as the connection is open.

        Raises WebSocketQueueFullError when too much waits for that.
        """
        self._unsent.add(_encoded(event))

    def _made(self) -> ConnectionT:
        """Return the connection, without a socket as yet."""
        made = self._connection_class(self._call, self._options, self._unsent)
        made._take_over(self)
        return made


class SyncConnectionManager(AnyConnectionManager[ConnectionT, ClientT]):
    """Opens a connection in `with`, and closes it after; `enter` leaves closing to the caller."""

    def enter(self) -> ConnectionT:
        """Open the connection."""
        made = self._made()
        cast("SyncConnection[Any, Any]", made)._open()
        self._connection = made
        return made

    __enter__ = enter

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._connection is not None:
            cast("SyncConnection[Any, Any]", self._connection).close()


class AsyncConnectionManager(AnyConnectionManager[ConnectionT, ClientT]):
    """Opens a connection in `async with`, and closes it after; `enter` leaves closing to the caller."""

    async def enter(self) -> ConnectionT:
        """Open the connection."""
        made = self._made()
        await cast("AsyncConnection[Any, Any]", made)._open()
        self._connection = made
        return made

    __aenter__ = enter

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._connection is not None:
            await cast("AsyncConnection[Any, Any]", self._connection).close()
