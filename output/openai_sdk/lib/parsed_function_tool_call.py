"""Function calls of chat completions with their arguments parsed."""

from __future__ import annotations

from typing import Any, ClassVar

from ..types.chat.chat_completion_message_function_tool_call import ChatCompletionMessageFunctionToolCall, Function

__all__ = ["ParsedFunction", "ParsedFunctionToolCall"]


class ParsedFunction(Function):
    """What to call, and with what.

    `parsed_arguments` are an object of the model that the tool was made of, the decoded JSON of another strict tool, or
    None.
    """

    __api_exclude__: ClassVar[dict[str, Any]] = {"parsed_arguments": True}
    parsed_arguments: object | None = None


class ParsedFunctionToolCall(ChatCompletionMessageFunctionToolCall):
    """A function call that the model asks for."""

    __api_exclude__: ClassVar[dict[str, Any]] = {"function": ParsedFunction.__api_exclude__}
    function: ParsedFunction  # pyright: ignore[reportIncompatibleVariableOverride]  # narrower
