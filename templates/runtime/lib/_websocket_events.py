"""What a websocket connection has beside its socket: handlers, unsent messages, how to reconnect, groups of events."""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, overload

from .. import _retry
from .._exceptions import SDKError, WebSocketQueueFullError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from typing_extensions import Self

    from .._types import Headers, Query
    from .websocket_types import ReconnectOptions

    Handler = Callable[..., object]

HandlerT = TypeVar("HandlerT", bound="Callable[..., object]")
SentT = TypeVar("SentT")
SentT_co = TypeVar("SentT_co", covariant=True)

EVERY_EVENT = "event"
ERROR = "error"


class EventHandlers:
    """Functions that are called with events: those of one type, or ("event") all."""

    def __init__(self) -> None:
        self._handlers: dict[str, list[tuple[Handler, bool]]] = {}

    @overload
    def on(self, event_type: str, handler: Handler) -> Self: ...
    @overload
    def on(self, event_type: str, handler: None = None) -> Callable[[HandlerT], HandlerT]: ...
    def on(self, event_type: str, handler: Handler | None = None) -> Any:
        """Call `handler` with each event of this type, with every event where the type is "event".

        Without a handler, returns a decorator.
        """
        return self._add(event_type, handler, once=False)

    @overload
    def once(self, event_type: str, handler: Handler) -> Self: ...
    @overload
    def once(self, event_type: str, handler: None = None) -> Callable[[HandlerT], HandlerT]: ...
    def once(self, event_type: str, handler: Handler | None = None) -> Any:
        """Call `handler` with the next event of this type only. Without a handler, returns a decorator."""
        return self._add(event_type, handler, once=True)

    def off(self, event_type: str, handler: Handler) -> Self:
        """Call `handler` no more."""
        known = self._handlers.get(event_type, [])
        self._handlers[event_type] = [entry for entry in known if entry[0] != handler]
        return self

    def _add(self, event_type: str, handler: Handler | None, *, once: bool) -> Any:
        def add(given: HandlerT) -> HandlerT:
            self._handlers.setdefault(event_type, []).append((given, once))
            return given

        if handler is None:
            return add
        add(handler)
        return self

    def _take_over(self, others: EventHandlers) -> None:
        for event_type, handlers in others._handlers.items():
            self._handlers.setdefault(event_type, []).extend(handlers)

    def _handlers_of(self, event: object) -> Iterator[Handler]:
        """Yield what is to be called with `event`. Raises SDKError for an error of the API that nobody handles."""
        event_type = getattr(event, "type", None)
        known = [self._handlers.get(name, []) for name in (event_type, EVERY_EVENT) if isinstance(name, str)]
        if event_type == ERROR and not any(known):
            raise SDKError(f"The server reported an error: {event}")
        for handlers in known:
            for entry in list(handlers):
                handler, once = entry
                if once:
                    handlers.remove(entry)
                yield handler


class SendQueue:
    """Messages that wait for a connection, up to `max_bytes`. It may be used from many threads."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._messages: deque[str] = deque()
        self._size = 0
        self._lock = threading.Lock()

    def add(self, message: str) -> None:
        """Put `message` at the end. Raises WebSocketQueueFullError when there is no room for it."""
        size = len(message.encode())
        with self._lock:
            if self._size + size > self._max_bytes:
                raise WebSocketQueueFullError(
                    f"No room for a message of {size} bytes: {self._size} of {self._max_bytes} bytes wait to be sent"
                )
            self._messages.append(message)
            self._size += size

    def take(self) -> str | None:
        """Take out the first message; None when there is none."""
        with self._lock:
            if not self._messages:
                return None
            message = self._messages.popleft()
            self._size -= len(message.encode())
            return message

    def put_back(self, message: str) -> None:
        """Put a message that was taken out where it was."""
        with self._lock:
            self._messages.appendleft(message)
            self._size += len(message.encode())

    def drain(self) -> list[str]:
        """Take out all messages."""
        messages: list[str] = []
        while (message := self.take()) is not None:
            messages.append(message)
        return messages


class Reconnection:
    """Whether and how to open a connection again.

    It is up to the caller: `on_reconnecting` is asked before each try, and without it there is none. `query` and
    `headers` are what the caller adds, which it may change on the way. Times are in seconds.
    """

    def __init__(self, options: ReconnectOptions) -> None:
        self._on_reconnecting = options.get("on_reconnecting")
        self.max_retries = options.get("max_retries", 5)
        self._initial_delay = options.get("initial_delay", 0.5)
        self._max_delay = options.get("max_delay", 8.0)
        self.query: Query = options.get("extra_query", {})
        self.headers: Headers = options.get("extra_headers", {})

    def tries(self, close_code: int) -> Iterator[float]:
        """Yield the seconds to wait before each try to open a connection again that was closed with this code."""
        from .websocket_types import ReconnectingEvent, is_recoverable_close

        if self._on_reconnecting is None or not is_recoverable_close(close_code):
            return
        for attempt in range(1, self.max_retries + 1):
            delay = _retry.delay(attempt - 1, None, initial=self._initial_delay, maximum=self._max_delay)
            event = ReconnectingEvent(
                attempt=attempt,
                max_attempts=self.max_retries,
                delay=delay,
                close_code=close_code,
                extra_query=self.query,
                extra_headers=self.headers,
            )
            overrides = self._on_reconnecting(event) or {}
            if overrides.get("abort"):
                return
            self.query = overrides.get("extra_query", self.query)
            self.headers = overrides.get("extra_headers", self.headers)
            yield delay


class Emit(Protocol[SentT_co]):
    """Sends an event of a type with these members, those that are omitted left out."""

    def __call__(self, event_type: str, /, **members: object) -> SentT_co: ...


class EventGroup(Generic[SentT]):
    """Events that concern one thing."""

    def __init__(self, emit: Emit[SentT]) -> None:
        self._emit = emit
