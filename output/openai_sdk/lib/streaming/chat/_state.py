"""What a stream of a chat completion has brought so far, and the events that each chunk gives rise to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Generic, cast

from ...._annotations import assemble
from ...._construct import construct
from ...._types import Omit, omit
from ..._accumulation import GrowingObject, GrowingText
from ..._parsing._completions import parsed_completion, partly_parsed_completion, require_whole, tool_list
from ..._parsing._output import OutputParser, ResponseFormatT, is_json
from ._events import (
    ChunkEvent,
    ContentDeltaEvent,
    ContentDoneEvent,
    FunctionToolCallArgumentsDeltaEvent,
    FunctionToolCallArgumentsDoneEvent,
    LogprobsContentDeltaEvent,
    LogprobsContentDoneEvent,
    LogprobsRefusalDeltaEvent,
    LogprobsRefusalDoneEvent,
    RefusalDeltaEvent,
    RefusalDoneEvent,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ...._models import BaseModel
    from ....types.chat.chat_completion import ChatCompletion
    from ....types.chat.chat_completion_chunk import ChatCompletionChunk, ChoiceDeltaToolCall
    from ....types.chat.chat_completion_chunk import Choice as ChoiceChunk
    from ....types.chat.chat_completion_token_logprob import ChatCompletionTokenLogprob
    from ....types.chat.chat_completion_tool_union_param import ChatCompletionToolUnionParam
    from ....types.chat.completion_create_params import ResponseFormat
    from ....types.chat.parsed_chat_completion import ParsedChatCompletion
    from ._events import ChatCompletionStreamEvent

CHUNK = "chat.completion.chunk"


class ChatCompletionStreamState(Generic[ResponseFormatT]):
    """Adds up the chunks of a completion, wherever they come from."""

    def __init__(
        self,
        *,
        input_tools: Iterable[ChatCompletionToolUnionParam] | Omit = omit,
        response_format: type[ResponseFormatT] | ResponseFormat | Omit = omit,
    ) -> None:
        self._parser: OutputParser[ResponseFormatT] = OutputParser(response_format, tool_list(input_tools))
        self._members: dict[str, Any] = {}
        self._choices: dict[int, ChoiceState] = {}
        self._snapshot: ParsedChatCompletion[object] | None = None

    def handle_chunk(self, chunk: ChatCompletionChunk) -> list[ChatCompletionStreamEvent[ResponseFormatT]]:
        """Take the next chunk; return the events that it gives rise to.

        What is no chunk of a completion is passed over. Where something is to be parsed, raises LengthFinishReasonError
        or ContentFilterFinishReasonError when the completion was cut off, and ValueError when it is not what was asked
        for.
        """
        if chunk.object != CHUNK:
            return []
        self._snapshot = None
        dumped = chunk.model_dump(by_alias=True, exclude_unset=True)
        choices: list[dict[str, Any]] = dumped.pop("choices", None) or []
        self._members.update((name, value) for name, value in dumped.items() if value is not None)
        events: list[Any] = [
            ChunkEvent.made_of({"type": "chunk", "chunk": chunk}, snapshot=self._current_completion_snapshot)
        ]
        taken = [(self._state_of(choice.index or 0), choice) for choice in chunk.choices or ()]
        for (state, choice), said in zip(taken, choices, strict=True):
            state.add(choice, said)
        if self._parser.expects_any:
            for _, choice in taken:
                if choice.finish_reason:
                    require_whole(choice.finish_reason, self._completion())
        for state, choice in taken:
            events += state.events(choice)
        return events

    @property
    def current_completion_snapshot(self) -> ParsedChatCompletion[object]:
        """The completion so far. Raises RuntimeError before the first chunk."""
        return self._current_completion_snapshot()

    def get_final_completion(self) -> ParsedChatCompletion[ResponseFormatT]:
        """Return the completion that the chunks have added up to, parsed.

        Raises LengthFinishReasonError or ContentFilterFinishReasonError when it was cut off, and RuntimeError when
        there was no chunk.
        """
        return parsed_completion(self._parser, self._completion())

    def _state_of(self, index: int) -> ChoiceState:
        state = self._choices.get(index)
        if state is None:
            state = self._choices[index] = ChoiceState(self._parser)
        return state

    def _current_completion_snapshot(self) -> ParsedChatCompletion[object]:
        if self._snapshot is None:
            self._snapshot = partly_parsed_completion(self._parser, self._completion())
        return self._snapshot

    def _completion(self) -> ChatCompletion:
        from ....types.chat.chat_completion import ChatCompletion

        if not self._members:
            raise RuntimeError("the stream has not brought any chunk of a completion")
        choices = [self._choices[index].value() for index in sorted(self._choices)]
        members = {**self._members, "object": "chat.completion", "choices": choices}
        return cast("ChatCompletion", construct(ChatCompletion, members))


class ChoiceState:
    """One of the alternative answers, as far as it has arrived."""

    def __init__(self, parser: OutputParser[Any]) -> None:
        self._parser = parser
        self._members = GrowingObject()
        self._message = GrowingObject()
        self._logprobs: dict[str, list[ChatCompletionTokenLogprob]] = {}
        self._finish_reason: str | None = None
        self._done: set[str | int] = set()
        self._call: int | None = None

    def add(self, choice: ChoiceChunk, said: dict[str, Any]) -> None:
        """Add what a chunk says of this choice; `said` is the same as JSON."""
        self._message.add(said.pop("delta", None) or {})
        self._finish_reason = said.pop("finish_reason", None) or self._finish_reason
        for kind, tokens in _logprobs_of(choice):
            self._logprobs.setdefault(kind, []).extend(tokens)
            del said["logprobs"][kind]
        self._members.add(said)

    def value(self) -> dict[str, Any]:
        """Return the choice so far."""
        members = self._members.value()
        if self._logprobs:
            members["logprobs"].update({kind: list(tokens) for kind, tokens in self._logprobs.items()})
        return {**members, "finish_reason": self._finish_reason, "message": self._message.value()}

    def events(self, choice: ChoiceChunk) -> Iterator[Any]:
        """Yield the events that the chunk, which was added, gives rise to. Raises ValueError as parsing does."""
        calls = _calls_of(choice)
        yield from self._text_deltas(choice)
        for call in calls:
            if call.function is not None:
                yield self._call_delta(call.index, call.function.arguments or "")
        yield from self._logprobs_deltas(choice)
        if choice.finish_reason or calls:
            yield from self._text_done()
        yield from self._calls_switched(calls)
        if choice.finish_reason:
            for index in sorted(self._message.elements("tool_calls")):
                yield from self._call_done(index)

    def _text_deltas(self, choice: ChoiceChunk) -> Iterator[Any]:
        delta = choice.delta
        content = self._message.text("content")
        if not delta:
            return
        if delta.content is not None and content is not None:
            so_far = partial(content.prefix, content.size)
            yield ContentDeltaEvent.made_of(
                {"type": "content.delta", "delta": delta.content}, snapshot=so_far, parsed=self._partly(so_far)
            )
        refusal = self._message.text("refusal")
        if delta.refusal is not None and refusal is not None:
            yield RefusalDeltaEvent.made_of(
                {"type": "refusal.delta", "delta": delta.refusal}, snapshot=partial(refusal.prefix, refusal.size)
            )

    def _partly(self, text: Callable[[], str]) -> Callable[[], object]:
        parser = self._parser.partial
        return lambda: parser.text(text())

    def _call_delta(self, index: int, delta: str) -> FunctionToolCallArgumentsDeltaEvent:
        parser = self._parser.partial
        name, arguments = self._function(index)
        so_far = partial(arguments.prefix, arguments.size)
        return FunctionToolCallArgumentsDeltaEvent.made_of(
            {
                "type": "tool_calls.function.arguments.delta",
                "name": name,
                "index": index,
                "arguments_delta": delta,
            },
            arguments=so_far,
            parsed_arguments=lambda: parser.arguments(name, so_far()),
        )

    def _function(self, index: int) -> tuple[str, GrowingText]:
        """Return the name and the arguments so far of a call."""
        call = self._message.elements("tool_calls")[index]
        function = call.member("function") or GrowingObject()
        name = function.text("name")
        return "" if name is None else name.whole(), function.text("arguments") or GrowingText()

    def _logprobs_deltas(self, choice: ChoiceChunk) -> Iterator[Any]:
        for kind, tokens in _logprobs_of(choice):
            if tokens:
                so_far = self._logprobs[kind]
                event = LogprobsContentDeltaEvent if kind == "content" else LogprobsRefusalDeltaEvent
                yield event.made_of(
                    {"type": f"logprobs.{kind}.delta", kind: tokens}, snapshot=partial(_first, so_far, len(so_far))
                )

    def _text_done(self) -> Iterator[Any]:
        content = self._message.text("content")
        if content is not None and content.size and self._is_first("content"):
            whole = content.whole()
            yield _event(ContentDoneEvent, type="content.done", content=whole, parsed=self._parser.text(whole))
        refusal = self._message.text("refusal")
        if refusal is not None and refusal.size and self._is_first("refusal"):
            yield _event(RefusalDoneEvent, type="refusal.done", refusal=refusal.whole())
        for kind, tokens in self._logprobs.items():
            if self._is_first(f"logprobs.{kind}"):
                event = LogprobsContentDoneEvent if kind == "content" else LogprobsRefusalDoneEvent
                yield _event(event, **{"type": f"logprobs.{kind}.done", kind: list(tokens)})

    def _is_first(self, what: str | int) -> bool:
        """Note that `what` is done, and say whether that is news."""
        news = what not in self._done
        self._done.add(what)
        return news

    def _calls_switched(self, calls: list[ChoiceDeltaToolCall]) -> Iterator[Any]:
        """Yield the end of a call where another begins and its arguments are whole; others end with the choice."""
        for call in calls:
            if self._call is not None and call.index != self._call:
                _, arguments = self._function(self._call)
                if is_json(arguments.whole()):
                    yield from self._call_done(self._call)
            self._call = call.index

    def _call_done(self, index: int) -> Iterator[Any]:
        name, arguments = self._function(index)
        if name and self._is_first(index):
            whole = arguments.whole()
            yield _event(
                FunctionToolCallArgumentsDoneEvent,
                type="tool_calls.function.arguments.done",
                name=name,
                index=index,
                arguments=whole,
                parsed_arguments=self._parser.arguments(name, whole),
            )


def _calls_of(choice: ChoiceChunk) -> list[ChoiceDeltaToolCall]:
    """Return the parts of tool calls that a chunk has; calls that come whole, without an index, only have an end."""
    calls = choice.delta.tool_calls if choice.delta else None
    return [call for call in calls or () if isinstance(cast("object", call.index), int)]


def _logprobs_of(choice: ChoiceChunk) -> list[tuple[str, list[ChatCompletionTokenLogprob]]]:
    """Return the log probabilities that a chunk has for the content and for the refusal."""
    logprobs = choice.logprobs
    if logprobs is None:
        return []
    found = (("content", logprobs.content), ("refusal", logprobs.refusal))
    return [(kind, tokens) for kind, tokens in found if tokens is not None]


def _first(items: list[ChatCompletionTokenLogprob], count: int) -> list[ChatCompletionTokenLogprob]:
    return items[:count]


def _event(kind: type[BaseModel], **fields: object) -> BaseModel:
    return assemble(kind, fields, given=set(fields))
