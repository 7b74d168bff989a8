"""Structured output of chat completions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ..._types import NotGiven, Omit, is_mapping, omit
from .. import _pydantic
from .._assembly import recast
from .._finish_reasons import ContentFilterFinishReasonError, LengthFinishReasonError
from ._output import OutputParser, function_of, named_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...types.chat.chat_completion import ChatCompletion, Choice
    from ...types.chat.chat_completion_tool_union_param import ChatCompletionToolUnionParam
    from ...types.chat.completion_create_params import ResponseFormat
    from ...types.chat.parsed_chat_completion import ParsedChatCompletion
    from ._output import AnyParser, ResponseFormatT

is_basemodel_type = _pydantic.is_basemodel_type
"""Libraries around the SDK look for it here."""


def type_to_response_format_param(
    response_format: type[Any] | ResponseFormat | Omit | NotGiven,
) -> ResponseFormat | Omit:
    """Return a `response_format` as requests take it: of a model or dataclass its strict schema, others unchanged.

    Raises TypeError for any other class.
    """
    if isinstance(response_format, (Omit, NotGiven)):
        return omit
    if is_mapping(response_format):
        return cast("ResponseFormat", response_format)
    name, schema = named_schema(response_format)
    return {"type": "json_schema", "json_schema": {"name": name, "schema": schema, "strict": True}}


def validate_input_tools(
    tools: Iterable[ChatCompletionToolUnionParam] | Omit = omit,
) -> list[ChatCompletionToolUnionParam] | Omit:
    """Return the tools, all of which must be function tools with a strict schema. Raises ValueError for others."""
    if isinstance(tools, (Omit, NotGiven)):
        return omit
    found = list(tools)
    for tool in found:
        if tool["type"] != "function":
            raise ValueError(f"Currently only `function` tool types support auto-parsing; Received `{tool['type']}`")
        function = function_of(cast("Mapping[str, Any]", tool))
        if function.get("strict") is not True:
            raise ValueError(f"`{function['name']}` is not strict. Only `strict` function tools can be auto-parsed")
    return found


def tool_list(tools: Iterable[Any] | Omit | NotGiven | None) -> list[Any]:
    """Return the tools of a request as a list."""
    return [] if tools is None or isinstance(tools, (Omit, NotGiven)) else list(tools)


def has_parseable_input(
    *,
    response_format: type[Any] | ResponseFormat | Omit,
    input_tools: Iterable[ChatCompletionToolUnionParam] | Omit = omit,
) -> bool:
    """Say whether anything of an answer is to be parsed."""
    return OutputParser[Any](response_format, tool_list(input_tools)).expects_any


def parse_chat_completion(
    *,
    response_format: type[ResponseFormatT] | ResponseFormat | Omit,
    input_tools: Iterable[ChatCompletionToolUnionParam] | Omit,
    chat_completion: ChatCompletion,
) -> ParsedChatCompletion[ResponseFormatT]:
    """Return a completion with its content and the arguments of its tool calls parsed; see `parsed_completion`."""
    parser: OutputParser[ResponseFormatT] = OutputParser(response_format, tool_list(input_tools))
    return parsed_completion(parser, chat_completion)


def parsed_completion(
    parser: OutputParser[ResponseFormatT], completion: ChatCompletion
) -> ParsedChatCompletion[ResponseFormatT]:
    """Return `completion`, parsed.

    Raises LengthFinishReasonError or ContentFilterFinishReasonError when it was cut off, and ValueError (pydantic's
    ValidationError) when it is not what was asked for.
    """
    for choice in completion.choices or ():
        require_whole(choice.finish_reason, completion)

    return _with_choices(completion, parser)


def partly_parsed_completion(parser: OutputParser[Any], completion: ChatCompletion) -> ParsedChatCompletion[object]:
    """Return a completion that is still being received, with what its JSON says so far."""
    return _with_choices(completion, parser.partial)


def require_whole(finish_reason: str | None, completion: ChatCompletion) -> None:
    """Raise the error for a choice of `completion` that was cut off for that reason."""
    if finish_reason == "length":
        raise LengthFinishReasonError(completion=completion)
    if finish_reason == "content_filter":
        raise ContentFilterFinishReasonError


def _with_choices(completion: ChatCompletion, parser: AnyParser) -> ParsedChatCompletion[Any]:
    from ...types.chat.parsed_chat_completion import ParsedChatCompletion

    choices = [_parsed_choice(choice, parser) for choice in completion.choices or ()]
    return cast("ParsedChatCompletion[Any]", recast(completion, ParsedChatCompletion, choices=choices))


def _parsed_choice(choice: Choice, parser: AnyParser) -> Any:
    from ...types.chat.parsed_chat_completion import ParsedChatCompletionMessage, ParsedChoice

    message = choice.message
    changes: dict[str, object] = {"parsed": None if message.refusal else parser.text(message.content)}
    if message.tool_calls:
        changes["tool_calls"] = [_parsed_call(call, parser) for call in message.tool_calls]
    return recast(choice, ParsedChoice, message=recast(message, ParsedChatCompletionMessage, **changes))


def _parsed_call(call: Any, parser: AnyParser) -> Any:
    """Return a tool call, with its arguments parsed; a call of a custom tool, which has text for input, as it is."""
    from ...types.chat.parsed_function_tool_call import ParsedFunction, ParsedFunctionToolCall

    if call.type != "function":
        return call
    function = call.function
    parsed = parser.arguments(function.name, function.arguments or "")
    return recast(call, ParsedFunctionToolCall, function=recast(function, ParsedFunction, parsed_arguments=parsed))
