"""What the streams of chat completions and of responses share: iteration, `with`, the end."""

from __future__ import annotations

from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
    from types import TracebackType

    from typing_extensions import Self

    from ..._http import Response
    from ..._streaming import AsyncStream, Stream

EventT = TypeVar("EventT")


def _taken(raw_stream: Stream[Any], take: Callable[[Any], Iterable[EventT]]) -> Iterator[EventT]:
    for raw in raw_stream:
        yield from take(raw)


async def _ataken(raw_stream: AsyncStream[Any], take: Callable[[Any], Iterable[EventT]]) -> AsyncIterator[EventT]:
    async for raw in raw_stream:
        for event in take(raw):
            yield event


class EventStream(Generic[EventT]):
    """Events made of those that the API sends; `response` is the HTTP response."""

    def __init__(self, raw_stream: Stream[Any], take: Callable[[Any], Iterable[EventT]]) -> None:
        self._raw_stream = raw_stream
        self._events = _taken(raw_stream, take)

    @property
    def response(self) -> Response:
        """The HTTP response that carries the events."""
        return self._raw_stream.response

    def __next__(self) -> EventT:
        return next(self._events)

    def __iter__(self) -> Iterator[EventT]:
        return self._events

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give up the rest of the stream."""
        self._raw_stream.close()

    def until_done(self) -> Self:
        """Read to the end."""
        for _ in self._events:
            pass
        return self


class AsyncEventStream(Generic[EventT]):
    """The asynchronous twin of `EventStream`."""

    def __init__(self, raw_stream: AsyncStream[Any], take: Callable[[Any], Iterable[EventT]]) -> None:
        self._raw_stream = raw_stream
        self._events = _ataken(raw_stream, take)

    @property
    def response(self) -> Response:
        """The HTTP response that carries the events."""
        return self._raw_stream.response

    async def __anext__(self) -> EventT:
        return await self._events.__anext__()

    def __aiter__(self) -> AsyncIterator[EventT]:
        return self._events

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Give up the rest of the stream."""
        # What tracers put around the stream may have a `close` that only begins to close: their own then stays out.
        close = self._raw_stream.close
        await (close() if iscoroutinefunction(close) else self.response.aclose())

    async def until_done(self) -> Self:
        """Read to the end."""
        async for _ in self._events:
            pass
        return self


StreamT = TypeVar("StreamT", bound=EventStream[Any])
AsyncStreamT = TypeVar("AsyncStreamT", bound=AsyncEventStream[Any])


class StreamContext(Generic[StreamT]):
    """Sends the request on entering, gives the connection back on leaving."""

    def __init__(self, start: Callable[[], StreamT]) -> None:
        self._start = start
        self._stream: StreamT | None = None

    def __enter__(self) -> StreamT:
        self._stream = self._start()
        return self._stream

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._stream is not None:
            self._stream.close()


class AsyncStreamContext(Generic[AsyncStreamT]):
    """Sends the request on entering, gives the connection back on leaving."""

    def __init__(self, start: Callable[[], Awaitable[AsyncStreamT]]) -> None:
        self._start = start
        self._stream: AsyncStreamT | None = None

    async def __aenter__(self) -> AsyncStreamT:
        self._stream = await self._start()
        return self._stream

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._stream is not None:
            await self._stream.close()
