"""Runs of assistants as they happen: handlers whose methods are called with what arrives."""

# The modules of this package share the internals of its classes, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..._exceptions import APITimeoutError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from types import TracebackType

    from ..._streaming import AsyncStream, Stream
    from ...types.beta.assistant_stream_event import AssistantStreamEvent
    from ...types.beta.threads.image_file import ImageFile
    from ...types.beta.threads.message import Message
    from ...types.beta.threads.message_delta import MessageDelta
    from ...types.beta.threads.run import Run
    from ...types.beta.threads.runs.run_step import RunStep
    from ...types.beta.threads.runs.run_step_delta import RunStepDelta
    from ...types.beta.threads.runs.tool_call import ToolCall
    from ...types.beta.threads.runs.tool_call_delta import ToolCallDelta
    from ...types.beta.threads.text import Text
    from ...types.beta.threads.text_delta import TextDelta
    from ._run_progress import RunProgress

__all__ = [
    "AssistantEventHandler",
    "AssistantEventHandlerT",
    "AssistantStreamManager",
    "AsyncAssistantEventHandler",
    "AsyncAssistantEventHandlerT",
    "AsyncAssistantStreamManager",
]

TIMEOUTS = (APITimeoutError, TimeoutError, asyncio.TimeoutError)
"""What tells handlers that nothing came in time, whoever measured it; the last two are one from Python 3.11 on."""


class _View:
    """What handlers of both kinds know of the run."""

    _progress: RunProgress | None = None

    @property
    def current_event(self) -> AssistantStreamEvent | None:
        """The event that is being handled."""
        return None if self._progress is None else self._progress.event

    @property
    def current_run(self) -> Run | None:
        """The run, as it was last sent."""
        return None if self._progress is None else self._progress.run

    @property
    def current_run_step_snapshot(self) -> RunStep | None:
        """The step that is going on, as far as it has arrived."""
        return None if self._progress is None else self._progress.step

    @property
    def current_message_snapshot(self) -> Message | None:
        """The latest message, as far as it has arrived."""
        return None if self._progress is None else self._progress.message

    def _begin(self) -> None:
        """Start to follow a run. Raises RuntimeError when that was done before."""
        from ._run_progress import RunProgress

        if self._progress is not None:
            raise RuntimeError("A handler follows one stream; make another one for this")
        self._progress = RunProgress(self)  # type: ignore[arg-type]  # both kinds of handler are views

    def _begun(self) -> RunProgress:
        if self._progress is None:
            raise RuntimeError("The stream has not begun: use the handler inside of `with`")
        return self._progress


def _found(value: Any, what: str) -> Any:
    if not value:
        raise RuntimeError(f"The stream had no {what}")
    return value


def _text_of(event: Any) -> Iterator[str]:
    if event.event == "thread.message.delta":
        for part in event.data.delta.content or ():
            if part.type == "text" and part.text is not None and part.text.value:
                yield part.text.value


class AssistantEventHandler(_View):
    """Follows one run. Override the `on_...` methods to hear of what happens.

    The events can be iterated too; the methods are called on the way. `snapshot` is the whole that a delta makes.
    """

    _stream: Stream[AssistantStreamEvent]
    _events: Iterator[AssistantStreamEvent]

    def _start(self, stream: Stream[AssistantStreamEvent]) -> None:
        self._begin()
        self._stream = stream
        self._events = self._followed(self._begun())

    def _followed(self, progress: RunProgress) -> Iterator[AssistantStreamEvent]:
        try:
            for event in self._stream:
                for call in progress.take(event):
                    call()
                yield event
                progress.event = None
        except Exception as error:
            if isinstance(error, TIMEOUTS):
                self.on_timeout()
            self.on_exception(error)
            self.on_end()
            raise
        self.on_end()

    def __iter__(self) -> Iterator[AssistantStreamEvent]:
        self._begun()
        return self._events

    def __next__(self) -> AssistantStreamEvent:
        self._begun()
        return next(self._events)

    @property
    def text_deltas(self) -> Iterator[str]:
        """The pieces of text, as they arrive."""
        return (text for event in self for text in _text_of(event))

    def until_done(self) -> None:
        """Follow the run until it is through or waits for the caller."""
        for _ in self:
            pass

    def get_final_run(self) -> Run:
        """Return the run as it is at the end. Raises RuntimeError when there was none."""
        self.until_done()
        run: Run = _found(self._begun().run, "run")
        return run

    def get_final_run_steps(self) -> list[RunStep]:
        """Return all steps as they are at the end. Raises RuntimeError when there was none."""
        self.until_done()
        return list(_found(self._begun().steps, "steps").values())

    def get_final_messages(self) -> list[Message]:
        """Return all messages as they are at the end. Raises RuntimeError when there was none."""
        self.until_done()
        return list(_found(self._begun().messages, "messages").values())

    def close(self) -> None:
        """Give up the rest of the stream."""
        if self._progress is not None:
            self._stream.close()

    # Called on the way

    def on_end(self) -> None:
        """The stream is over, in whatever way."""

    def on_event(self, event: AssistantStreamEvent) -> None:
        """Any event has come; what it is about is as it was before."""

    def on_run_step_created(self, run_step: RunStep) -> None:
        """A step has begun."""

    def on_run_step_delta(self, delta: RunStepDelta, snapshot: RunStep) -> None:
        """A step has gone on."""

    def on_run_step_done(self, run_step: RunStep) -> None:
        """A step is through."""

    def on_tool_call_created(self, tool_call: ToolCall) -> None:
        """A call of a tool has begun."""

    def on_tool_call_delta(self, delta: ToolCallDelta, snapshot: ToolCall) -> None:
        """A call of a tool has gone on."""

    def on_tool_call_done(self, tool_call: ToolCall) -> None:
        """A call of a tool is complete."""

    def on_exception(self, exception: Exception) -> None:
        """The stream or one of these methods has failed; the error is raised afterwards."""

    def on_timeout(self) -> None:
        """The stream has failed, as nothing came in time; `on_exception` is called afterwards."""

    def on_message_created(self, message: Message) -> None:
        """A message has begun."""

    def on_message_delta(self, delta: MessageDelta, snapshot: Message) -> None:
        """A message has gone on."""

    def on_message_done(self, message: Message) -> None:
        """A message is through."""

    def on_text_created(self, text: Text) -> None:
        """A text has begun, as part of a message."""

    def on_text_delta(self, delta: TextDelta, snapshot: Text) -> None:
        """A text has gone on."""

    def on_text_done(self, text: Text) -> None:
        """A text is complete."""

    def on_image_file_done(self, image_file: ImageFile) -> None:
        """An image is there, as part of a message."""


class AsyncAssistantEventHandler(_View):
    """Follows one run. Override the `on_...` methods to hear of what happens.

    The events can be iterated too; the methods are called on the way. `snapshot` is the whole that a delta makes.
    """

    _stream: AsyncStream[AssistantStreamEvent]
    _events: AsyncIterator[AssistantStreamEvent]

    def _start(self, stream: AsyncStream[AssistantStreamEvent]) -> None:
        self._begin()
        self._stream = stream
        self._events = self._followed(self._begun())

    async def _followed(self, progress: RunProgress) -> AsyncIterator[AssistantStreamEvent]:
        try:
            async for event in self._stream:
                for call in progress.take(event):
                    await call()
                yield event
                progress.event = None
        except Exception as error:
            if isinstance(error, TIMEOUTS):
                await self.on_timeout()
            await self.on_exception(error)
            await self.on_end()
            raise
        await self.on_end()

    def __aiter__(self) -> AsyncIterator[AssistantStreamEvent]:
        self._begun()
        return self._events

    async def __anext__(self) -> AssistantStreamEvent:
        self._begun()
        return await self._events.__anext__()

    @property
    def text_deltas(self) -> AsyncIterator[str]:
        """The pieces of text, as they arrive."""
        return (text async for event in self for text in _text_of(event))

    async def until_done(self) -> None:
        """Follow the run until it is through or waits for the caller."""
        async for _ in self:
            pass

    async def get_final_run(self) -> Run:
        """Return the run as it is at the end. Raises RuntimeError when there was none."""
        await self.until_done()
        run: Run = _found(self._begun().run, "run")
        return run

    async def get_final_run_steps(self) -> list[RunStep]:
        """Return all steps as they are at the end. Raises RuntimeError when there was none."""
        await self.until_done()
        return list(_found(self._begun().steps, "steps").values())

    async def get_final_messages(self) -> list[Message]:
        """Return all messages as they are at the end. Raises RuntimeError when there was none."""
        await self.until_done()
        return list(_found(self._begun().messages, "messages").values())

    async def close(self) -> None:
        """Give up the rest of the stream."""
        if self._progress is not None:
            await self._stream.close()

    # Called on the way

    async def on_end(self) -> None:
        """The stream is over, in whatever way."""

    async def on_event(self, event: AssistantStreamEvent) -> None:
        """Any event has come; what it is about is as it was before."""

    async def on_run_step_created(self, run_step: RunStep) -> None:
        """A step has begun."""

    async def on_run_step_delta(self, delta: RunStepDelta, snapshot: RunStep) -> None:
        """A step has gone on."""

    async def on_run_step_done(self, run_step: RunStep) -> None:
        """A step is through."""

    async def on_tool_call_created(self, tool_call: ToolCall) -> None:
        """A call of a tool has begun."""

    async def on_tool_call_delta(self, delta: ToolCallDelta, snapshot: ToolCall) -> None:
        """A call of a tool has gone on."""

    async def on_tool_call_done(self, tool_call: ToolCall) -> None:
        """A call of a tool is complete."""

    async def on_exception(self, exception: Exception) -> None:
        """The stream or one of these methods has failed; the error is raised afterwards."""

    async def on_timeout(self) -> None:
        """The stream has failed, as nothing came in time; `on_exception` is called afterwards."""

    async def on_message_created(self, message: Message) -> None:
        """A message has begun."""

    async def on_message_delta(self, delta: MessageDelta, snapshot: Message) -> None:
        """A message has gone on."""

    async def on_message_done(self, message: Message) -> None:
        """A message is through."""

    async def on_text_created(self, text: Text) -> None:
        """A text has begun, as part of a message."""

    async def on_text_delta(self, delta: TextDelta, snapshot: Text) -> None:
        """A text has gone on."""

    async def on_text_done(self, text: Text) -> None:
        """A text is complete."""

    async def on_image_file_done(self, image_file: ImageFile) -> None:
        """An image is there, as part of a message."""


AssistantEventHandlerT = TypeVar("AssistantEventHandlerT", bound=AssistantEventHandler)
AsyncAssistantEventHandlerT = TypeVar("AsyncAssistantEventHandlerT", bound=AsyncAssistantEventHandler)


class AssistantStreamManager(Generic[AssistantEventHandlerT]):
    """Sends the request on entering, gives the connection back on leaving; in between, the handler follows the run."""

    def __init__(
        self, start: Callable[[], Stream[AssistantStreamEvent]], *, event_handler: AssistantEventHandlerT
    ) -> None:
        self._begin = start
        self._handler = event_handler
        self._stream: Stream[AssistantStreamEvent] | None = None

    def __enter__(self) -> AssistantEventHandlerT:
        self._stream = self._begin()
        self._handler._start(self._stream)
        return self._handler

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._stream is not None:
            self._stream.close()


class AsyncAssistantStreamManager(Generic[AsyncAssistantEventHandlerT]):
    """Sends the request on entering, gives the connection back on leaving; in between, the handler follows the run."""

    def __init__(
        self,
        start: Callable[[], Awaitable[AsyncStream[AssistantStreamEvent]]],
        *,
        event_handler: AsyncAssistantEventHandlerT,
    ) -> None:
        self._begin = start
        self._handler = event_handler
        self._stream: AsyncStream[AssistantStreamEvent] | None = None

    async def __aenter__(self) -> AsyncAssistantEventHandlerT:
        self._stream = await self._begin()
        self._handler._start(self._stream)
        return self._handler

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._stream is not None:
            await self._stream.close()
