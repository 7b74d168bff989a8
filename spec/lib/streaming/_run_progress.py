"""What is known of a run of an assistant while its events arrive, and which callbacks each event is for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from ..._models import decode_value
from .._accumulation import GrowingObject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..._models import BaseModel
    from ...types.beta.assistant_stream_event import AssistantStreamEvent
    from ...types.beta.threads.image_file import ImageFile
    from ...types.beta.threads.message import Message
    from ...types.beta.threads.message_delta_event import MessageDeltaEvent
    from ...types.beta.threads.run import Run
    from ...types.beta.threads.runs.run_step import RunStep
    from ...types.beta.threads.runs.run_step_delta_event import RunStepDeltaEvent
    from ...types.beta.threads.runs.tool_call import ToolCall
    from ...types.beta.threads.text import Text
    from ._assistants import AssistantEventHandler, AsyncAssistantEventHandler

    Callback = Callable[[], Any]

ModelT = TypeVar("ModelT", bound="BaseModel")


class Growing:
    """A message or a step, and the member of it (`content`, `step_details`) that grows."""

    def __init__(self, model: BaseModel, member: str) -> None:
        self._class = type(model)
        self._member = member
        self._value = GrowingObject()
        self._value.add(model.to_dict(mode="json"))

    def grown(self, delta: BaseModel) -> Any:
        """Return it as it is after `delta`."""
        added = delta.to_dict(mode="json").get(self._member)
        if added is not None:
            self._value.add({self._member: added})
        return decode_value(self._class, self._value.value())


class RunProgress:
    """The state of one run. The callbacks are those of `handler`, in the order in which they are to be called."""

    def __init__(self, handler: AssistantEventHandler | AsyncAssistantEventHandler) -> None:
        self._handler: Any = handler
        self.event: AssistantStreamEvent | None = None
        self.run: Run | None = None
        self.message: Message | None = None
        self.step: RunStep | None = None
        self.messages: dict[str, Message] = {}
        self.steps: dict[str, RunStep] = {}
        self._growing: dict[str, Growing] = {}
        self._content: int | None = None
        self._tool_call: int | None = None

    def take(self, event: Any) -> Iterator[Callback]:
        """Take the next event; yield what is to be called for it."""
        self.event = event
        yield partial(self._handler.on_event, event)
        family, _, change = event.event.rpartition(".")
        if family == "thread.message":
            yield from self._take_message(change, event.data)
        elif family == "thread.run.step":
            yield from self._take_step(change, event.data)
        elif family == "thread.run":
            self.run = event.data
            if change in ("requires_action", *ENDS):
                yield from self._end_tool_call()

    # Messages

    def _take_message(self, change: str, data: Any) -> Iterator[Callback]:
        match change:
            case "created":
                self._note_message(data)
                self._content = None
                self._growing[data.id] = Growing(data, "content")
                yield partial(self._handler.on_message_created, data)
            case "delta":
                yield from self._grow_message(data)
            case "completed" | "incomplete":
                grown = self.message
                self._note_message(data)
                yield from self._end_content(data if len(data.content) > (self._content or 0) else grown)
                yield partial(self._handler.on_message_done, data)
            case _:
                pass

    def _note_message(self, message: Message) -> None:
        self.message = self.messages[message.id] = message

    def _grow_message(self, event: MessageDeltaEvent) -> Iterator[Callback]:
        before = self.messages.get(event.id)
        message: Message = _known(self._growing, event.id, "message").grown(event.delta)
        self._note_message(message)
        for part in event.delta.content or ():
            begins = part.index != self._content
            if begins:
                yield from self._end_content(before)
                self._content = part.index
            if part.type == "text" and part.text is not None:
                text: Text = _at(message.content, part.index).text
                if begins:
                    yield partial(self._handler.on_text_created, text)
                yield partial(self._handler.on_text_delta, part.text, text)
            before = message
        yield partial(self._handler.on_message_delta, event.delta, message)

    def _end_content(self, message: Message | None) -> Iterator[Callback]:
        """Report that the present part of the message is complete, as it is in `message`."""
        if self._content is None or message is None:
            return
        part = _at(message.content, self._content)
        self._content = None
        if part.type == "text":
            yield partial(self._handler.on_text_done, part.text)
        elif part.type == "image_file":
            image: ImageFile = part.image_file
            yield partial(self._handler.on_image_file_done, image)

    # Steps

    def _take_step(self, change: str, data: Any) -> Iterator[Callback]:
        if change == "created":
            self._note_step(data)
            self._tool_call = None
            self._growing[data.id] = Growing(data, "step_details")
            yield partial(self._handler.on_run_step_created, data)
        elif change == "delta":
            yield from self._grow_step(data)
        elif change in ENDS:
            yield from self._end_tool_call()
            self.steps[data.id] = data
            yield partial(self._handler.on_run_step_done, data)
            self.step = None

    def _note_step(self, step: RunStep) -> None:
        self.step = self.steps[step.id] = step

    def _grow_step(self, event: RunStepDeltaEvent) -> Iterator[Callback]:
        before = self.steps.get(event.id)
        step: RunStep = _known(self._growing, event.id, "step").grown(event.delta)
        self._note_step(step)
        for part in getattr(event.delta.step_details, "tool_calls", None) or ():
            call = _at(_tool_calls(step), part.index)
            if part.index == self._tool_call:
                yield partial(self._handler.on_tool_call_delta, part, call)
            else:
                yield from self._end_tool_call(before)
                self._tool_call = part.index
                yield partial(self._handler.on_tool_call_created, call)
            before = step
        yield partial(self._handler.on_run_step_delta, event.delta, step)

    def _end_tool_call(self, step: RunStep | None = None) -> Iterator[Callback]:
        """Report that the present call of a tool is complete, as it is in `step`."""
        step = step or self.step
        if self._tool_call is not None and step is not None:
            call: ToolCall = _at(_tool_calls(step), self._tool_call)
            self._tool_call = None
            yield partial(self._handler.on_tool_call_done, call)


ENDS = ("completed", "cancelled", "failed", "expired", "incomplete")


def _tool_calls(step: RunStep) -> Sequence[Any]:
    return getattr(step.step_details, "tool_calls", ())


def _at(parts: Sequence[Any], index: int) -> Any:
    """Return the part with that index; parts of complete objects have none, but their place."""
    for place, part in enumerate(parts):
        if getattr(part, "index", place) == index:
            return part
    raise RuntimeError(f"The stream speaks of part {index} of {len(parts)}")


def _known(growing: dict[str, Growing], id: str, what: str) -> Growing:
    if id not in growing:
        raise RuntimeError(f"The stream goes on with a {what} that it never began: {id}")
    return growing[id]
