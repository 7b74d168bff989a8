"""Chat completions with their content parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from ..types.chat.chat_completion import ChatCompletion, Choice
from ..types.chat.chat_completion_message import ChatCompletionMessage
from .parsed_function_tool_call import ParsedFunctionToolCall

if not TYPE_CHECKING:
    from ..types.chat.chat_completion_message_custom_tool_call import ChatCompletionMessageCustomToolCall

__all__ = ["ContentType", "ParsedChatCompletion", "ParsedChatCompletionMessage", "ParsedChoice"]

ContentType = TypeVar("ContentType")


class ParsedChatCompletionMessage(ChatCompletionMessage, Generic[ContentType]):
    """An answer of the model. `parsed` is its content as what was asked for, None for a refusal or a tool call."""

    parsed: ContentType | None = None
    __api_exclude__: ClassVar[dict[str, Any]] = {
        "parsed": True,
        "tool_calls": {"__all__": ParsedFunctionToolCall.__api_exclude__},
    }
    if TYPE_CHECKING:  # whoever offers only function tools, as `parse` demands, gets only calls of those
        tool_calls: list[ParsedFunctionToolCall] | None = None  # type: ignore[assignment]  # narrower
    else:
        tool_calls: list[ParsedFunctionToolCall | ChatCompletionMessageCustomToolCall] | None = None


class ParsedChoice(Choice, Generic[ContentType]):
    """One of the alternative answers."""

    __api_exclude__: ClassVar[dict[str, Any]] = {"message": ParsedChatCompletionMessage.__api_exclude__}
    message: ParsedChatCompletionMessage[ContentType]  # pyright: ignore[reportIncompatibleVariableOverride]  # narrower


class ParsedChatCompletion(ChatCompletion, Generic[ContentType]):
    """A finished chat completion."""

    __api_exclude__: ClassVar[dict[str, Any]] = {"choices": {"__all__": ParsedChoice.__api_exclude__}}
    choices: list[ParsedChoice[ContentType]]  # type: ignore[assignment]  # narrower
