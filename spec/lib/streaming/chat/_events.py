"""What a stream of a chat completion tells. Snapshots are made when they are first read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Literal

from ...._models import BaseModel
from ....types.chat.chat_completion_chunk import ChatCompletionChunk
from ....types.chat.chat_completion_token_logprob import ChatCompletionTokenLogprob
from ....types.chat.parsed_chat_completion import ContentType
from ..._assembly import DeferredModel
from ._types import ParsedChatCompletionSnapshot

if TYPE_CHECKING:
    from typing import TypeAlias


class ChunkEvent(DeferredModel):
    """A chunk, as the API sent it. `snapshot` is the completion as it stands when that is first read."""

    type: Literal["chunk"]
    chunk: ChatCompletionChunk
    snapshot: ParsedChatCompletionSnapshot


class ContentDeltaEvent(DeferredModel):
    """The next piece of the content.

    `snapshot` is the content so far, `parsed` what its JSON says so far, where it is to be parsed.
    """

    type: Literal["content.delta"]
    delta: str
    snapshot: str
    parsed: object | None = None


class ContentDoneEvent(BaseModel, Generic[ContentType]):
    """The whole content. `parsed` is what was asked for, None where nothing was."""

    type: Literal["content.done"]
    content: str
    parsed: ContentType | None = None


class RefusalDeltaEvent(DeferredModel):
    """The next piece of a refusal. `snapshot` is the refusal so far."""

    type: Literal["refusal.delta"]
    delta: str
    snapshot: str


class RefusalDoneEvent(BaseModel):
    """The whole refusal."""

    type: Literal["refusal.done"]
    refusal: str


class FunctionToolCallArgumentsDeltaEvent(DeferredModel):
    """The next piece of the arguments of a call: `arguments_delta`.

    `index` is the place of the call in the message. `arguments` are the arguments so far, `parsed_arguments` what their
    JSON says so far, where they are to be parsed.
    """

    type: Literal["tool_calls.function.arguments.delta"]
    name: str
    index: int
    arguments: str
    parsed_arguments: object
    arguments_delta: str


class FunctionToolCallArgumentsDoneEvent(BaseModel):
    """The whole arguments of a call.

    `index` is the place of the call in the message. `parsed_arguments` is an object of the model that the tool was made
    of, the decoded JSON of another strict tool, or None.
    """

    type: Literal["tool_calls.function.arguments.done"]
    name: str
    index: int
    arguments: str
    parsed_arguments: object


class LogprobsContentDeltaEvent(DeferredModel):
    """The log probabilities of the next piece of the content. `snapshot` has all so far."""

    type: Literal["logprobs.content.delta"]
    content: list[ChatCompletionTokenLogprob]
    snapshot: list[ChatCompletionTokenLogprob]


class LogprobsContentDoneEvent(BaseModel):
    """The log probabilities of the whole content."""

    type: Literal["logprobs.content.done"]
    content: list[ChatCompletionTokenLogprob]


class LogprobsRefusalDeltaEvent(DeferredModel):
    """The log probabilities of the next piece of the refusal. `snapshot` has all so far."""

    type: Literal["logprobs.refusal.delta"]
    refusal: list[ChatCompletionTokenLogprob]
    snapshot: list[ChatCompletionTokenLogprob]


class LogprobsRefusalDoneEvent(BaseModel):
    """The log probabilities of the whole refusal."""

    type: Literal["logprobs.refusal.done"]
    refusal: list[ChatCompletionTokenLogprob]


ChatCompletionStreamEvent: TypeAlias = (
    ChunkEvent
    | ContentDeltaEvent
    | ContentDoneEvent[ContentType]
    | RefusalDeltaEvent
    | RefusalDoneEvent
    | FunctionToolCallArgumentsDeltaEvent
    | FunctionToolCallArgumentsDoneEvent
    | LogprobsContentDeltaEvent
    | LogprobsContentDoneEvent
    | LogprobsRefusalDeltaEvent
    | LogprobsRefusalDoneEvent
)
