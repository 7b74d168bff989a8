"""What users say and are told of websocket connections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from typing_extensions import TypedDict

from .._types import Headers, Query

if TYPE_CHECKING:
    from websockets.extensions import ClientExtensionFactory
    from websockets.typing import Subprotocol

__all__ = [
    "ConnectOptions",
    "ReconnectOptions",
    "ReconnectingEvent",
    "ReconnectingOverrides",
    "WebSocketConnectionOptions",
    "WebsocketConnectionOptions",
    "is_recoverable_close",
]


class WebSocketConnectionOptions(TypedDict, total=False):
    """Options of the `websockets` library that a connection is opened with; sizes are in bytes."""

    extensions: Sequence[ClientExtensionFactory] | None
    subprotocols: Sequence[Subprotocol] | None
    compression: str | None
    max_size: int | None
    max_queue: int | tuple[int | None, int | None] | None
    write_limit: int | tuple[int, int | None]


WebsocketConnectionOptions = WebSocketConnectionOptions


@dataclass(frozen=True, slots=True)
class ReconnectingEvent:
    """A connection broke and is about to be opened again.

    This is try number `attempt` (from 1) of `max_attempts`, made after `delay` seconds, with these parameters and
    headers of the caller. `close_code` says why the connection broke, 1006 where the server said nothing.
    """

    attempt: int
    max_attempts: int
    delay: float
    close_code: int
    extra_query: Query
    extra_headers: Headers


class ReconnectingOverrides(TypedDict, total=False):
    """How to reconnect: with other parameters or headers from now on, or (`abort`) not at all."""

    extra_query: Query
    extra_headers: Headers
    abort: bool


class ConnectOptions(TypedDict, total=False):
    """What every `connect` takes beside its own arguments."""

    extra_query: Query
    extra_headers: Headers
    websocket_connection_options: WebSocketConnectionOptions


class ReconnectOptions(ConnectOptions, total=False):
    """`ConnectOptions`, and how to reconnect when the connection breaks while it is iterated.

    Without `on_reconnecting`, which is asked before each try, that is left to the caller. Delays are in seconds,
    sizes in bytes.
    """

    on_reconnecting: Callable[[ReconnectingEvent], ReconnectingOverrides | None] | None
    max_retries: int
    initial_delay: float
    max_delay: float
    max_queue_size: int


# RFC 6455: the server goes away, no code, cut off, internal error; from the registry: restarts, try later, TLS failure.
_RECOVERABLE = frozenset({1001, 1005, 1006, 1011, 1012, 1013, 1015})


def is_recoverable_close(code: int) -> bool:
    """Say whether a connection that closed with `code` may well work when it is opened again."""
    return code in _RECOVERABLE
