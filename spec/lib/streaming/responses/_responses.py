"""Streams of responses: events as they arrive, and the response that they end in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic

from ...._types import Omit, omit
from ..._parsing._output import ResponseFormatT
from .._base import AsyncEventStream, AsyncStreamContext, EventStream, StreamContext
from ._state import ResponseStreamState

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from ...._streaming import AsyncStream, Stream
    from ....types.responses.parsed_response import ParsedResponse
    from ....types.responses.response_stream_event import ResponseStreamEvent as RawResponseStreamEvent
    from ....types.responses.tool_param import ToolParam
    from ._events import ResponseStreamEvent


class _Resumed(Generic[ResponseFormatT]):
    """Takes in all events, and gives out those that come after one that was seen before."""

    def __init__(self, state: ResponseStreamState[ResponseFormatT], starting_after: int | None) -> None:
        self._state = state
        self._seen = -1 if starting_after is None else starting_after

    def __call__(self, raw: RawResponseStreamEvent) -> list[ResponseStreamEvent[ResponseFormatT]]:
        events = self._state.handle_event(raw)
        number = getattr(raw, "sequence_number", None)
        return events if number is None or number > self._seen else []


class ResponseStream(EventStream["ResponseStreamEvent[ResponseFormatT]"], Generic[ResponseFormatT]):
    """The events of a response as they arrive, without those up to the one that `starting_after` numbers."""

    def __init__(
        self,
        *,
        raw_stream: Stream[RawResponseStreamEvent],
        text_format: type[ResponseFormatT] | Omit = omit,
        input_tools: Iterable[ToolParam] | Omit = omit,
        starting_after: int | None = None,
    ) -> None:
        self._state = ResponseStreamState(text_format=text_format, input_tools=input_tools)
        super().__init__(raw_stream, _Resumed(self._state, starting_after))

    def get_final_response(self) -> ParsedResponse[ResponseFormatT]:
        """Wait for the end; return the finished response, parsed. Raises RuntimeError when it was not completed."""
        self.until_done()
        return self._state.get_final_response()


class AsyncResponseStream(AsyncEventStream["ResponseStreamEvent[ResponseFormatT]"], Generic[ResponseFormatT]):
    """The events of a response as they arrive, without those up to the one that `starting_after` numbers."""

    def __init__(
        self,
        *,
        raw_stream: AsyncStream[RawResponseStreamEvent],
        text_format: type[ResponseFormatT] | Omit = omit,
        input_tools: Iterable[ToolParam] | Omit = omit,
        starting_after: int | None = None,
    ) -> None:
        self._state = ResponseStreamState(text_format=text_format, input_tools=input_tools)
        super().__init__(raw_stream, _Resumed(self._state, starting_after))

    async def get_final_response(self) -> ParsedResponse[ResponseFormatT]:
        """Wait for the end; return the finished response, parsed. Raises RuntimeError when it was not completed."""
        await self.until_done()
        return self._state.get_final_response()


class ResponseStreamManager(StreamContext[ResponseStream[ResponseFormatT]], Generic[ResponseFormatT]):
    """Sends the request on entering, gives the connection back on leaving."""

    def __init__(
        self,
        api_request: Callable[[], Stream[RawResponseStreamEvent]],
        *,
        text_format: type[ResponseFormatT] | Omit = omit,
        input_tools: Iterable[ToolParam] | Omit = omit,
        starting_after: int | None = None,
    ) -> None:
        super().__init__(
            lambda: ResponseStream(
                raw_stream=api_request(),
                text_format=text_format,
                input_tools=input_tools,
                starting_after=starting_after,
            )
        )


class AsyncResponseStreamManager(AsyncStreamContext[AsyncResponseStream[ResponseFormatT]], Generic[ResponseFormatT]):
    """Sends the request on entering, gives the connection back on leaving."""

    def __init__(
        self,
        api_request: Callable[[], Awaitable[AsyncStream[RawResponseStreamEvent]]],
        *,
        text_format: type[ResponseFormatT] | Omit = omit,
        input_tools: Iterable[ToolParam] | Omit = omit,
        starting_after: int | None = None,
    ) -> None:
        async def start() -> AsyncResponseStream[Any]:
            return AsyncResponseStream(
                raw_stream=await api_request(),
                text_format=text_format,
                input_tools=input_tools,
                starting_after=starting_after,
            )

        super().__init__(start)
