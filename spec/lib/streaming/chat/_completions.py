"""Streams of chat completions: events as they arrive, and the completion that they add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic

from ...._types import Omit, omit
from ..._parsing._output import ResponseFormatT
from .._base import AsyncEventStream, AsyncStreamContext, EventStream, StreamContext
from ._state import ChatCompletionStreamState

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from ...._streaming import AsyncStream, Stream
    from ....types.chat.chat_completion_chunk import ChatCompletionChunk
    from ....types.chat.chat_completion_tool_union_param import ChatCompletionToolUnionParam
    from ....types.chat.completion_create_params import ResponseFormat
    from ....types.chat.parsed_chat_completion import ParsedChatCompletion
    from ._events import ChatCompletionStreamEvent  # noqa: F401 - named in a string below


class ChatCompletionStream(EventStream["ChatCompletionStreamEvent[ResponseFormatT]"], Generic[ResponseFormatT]):
    """The events of a completion as they arrive."""

    def __init__(
        self,
        *,
        raw_stream: Stream[ChatCompletionChunk],
        response_format: type[ResponseFormatT] | ResponseFormat | Omit = omit,
        input_tools: Iterable[ChatCompletionToolUnionParam] | Omit = omit,
    ) -> None:
        self._state = ChatCompletionStreamState(response_format=response_format, input_tools=input_tools)
        super().__init__(raw_stream, self._state.handle_chunk)

    @property
    def current_completion_snapshot(self) -> ParsedChatCompletion[object]:
        """The completion so far. Raises RuntimeError before the first chunk."""
        return self._state.current_completion_snapshot

    def get_final_completion(self) -> ParsedChatCompletion[ResponseFormatT]:
        """Wait for the end; return the whole completion, parsed. Raises as the state's method of this name."""
        self.until_done()
        return self._state.get_final_completion()


class AsyncChatCompletionStream(
    AsyncEventStream["ChatCompletionStreamEvent[ResponseFormatT]"], Generic[ResponseFormatT]
):
    """The events of a completion as they arrive."""

    def __init__(
        self,
        *,
        raw_stream: AsyncStream[ChatCompletionChunk],
        response_format: type[ResponseFormatT] | ResponseFormat | Omit = omit,
        input_tools: Iterable[ChatCompletionToolUnionParam] | Omit = omit,
    ) -> None:
        self._state = ChatCompletionStreamState(response_format=response_format, input_tools=input_tools)
        super().__init__(raw_stream, self._state.handle_chunk)

    @property
    def current_completion_snapshot(self) -> ParsedChatCompletion[object]:
        """The completion so far. Raises RuntimeError before the first chunk."""
        return self._state.current_completion_snapshot

    async def get_final_completion(self) -> ParsedChatCompletion[ResponseFormatT]:
        """Wait for the end; return the whole completion, parsed. Raises as the state's method of this name."""
        await self.until_done()
        return self._state.get_final_completion()


class ChatCompletionStreamManager(StreamContext[ChatCompletionStream[ResponseFormatT]], Generic[ResponseFormatT]):
    """Sends the request on entering, gives the connection back on leaving."""

    def __init__(
        self,
        api_request: Callable[[], Stream[ChatCompletionChunk]],
        *,
        response_format: type[ResponseFormatT] | ResponseFormat | Omit = omit,
        input_tools: Iterable[ChatCompletionToolUnionParam] | Omit = omit,
    ) -> None:
        super().__init__(
            lambda: ChatCompletionStream(
                raw_stream=api_request(), response_format=response_format, input_tools=input_tools
            )
        )


class AsyncChatCompletionStreamManager(
    AsyncStreamContext[AsyncChatCompletionStream[ResponseFormatT]], Generic[ResponseFormatT]
):
    """Sends the request on entering, gives the connection back on leaving."""

    def __init__(
        self,
        api_request: Callable[[], Awaitable[AsyncStream[ChatCompletionChunk]]],
        *,
        response_format: type[ResponseFormatT] | ResponseFormat | Omit = omit,
        input_tools: Iterable[ChatCompletionToolUnionParam] | Omit = omit,
    ) -> None:
        async def start() -> AsyncChatCompletionStream[Any]:
            return AsyncChatCompletionStream(
                raw_stream=await api_request(), response_format=response_format, input_tools=input_tools
            )

        super().__init__(start)
