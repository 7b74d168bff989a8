"""Structured output of responses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ..._types import NotGiven, Omit, is_mapping
from .._assembly import recast
from .._finish_reasons import ContentFilterFinishReasonError, LengthFinishReasonError
from .._tools import PydanticFunctionTool, ResponsesPydanticFunctionTool
from ._completions import tool_list
from ._output import OutputParser, named_schema

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...types.responses.parsed_response import ParsedResponse
    from ...types.responses.response import Response
    from ...types.responses.response_format_text_config_param import ResponseFormatTextConfigParam
    from ...types.responses.response_text_config_param import ResponseTextConfigParam
    from ...types.responses.tool_param import ToolParam
    from ._output import ResponseFormatT


def type_to_text_format_param(type_: type[Any]) -> ResponseFormatTextConfigParam:
    """Return the strict schema of a model or dataclass as a text format. Raises TypeError for any other class."""
    name, schema = named_schema(type_)
    return {"type": "json_schema", "strict": True, "name": name, "schema": schema}


def text_config(text_format: type[Any] | Omit, text: ResponseTextConfigParam | Omit) -> ResponseTextConfigParam | Omit:
    """Return the `text` argument of a request for `text_format`. Raises TypeError when `text` names another format."""
    if isinstance(text_format, (Omit, NotGiven)):
        return text
    said: ResponseTextConfigParam = {} if isinstance(text, (Omit, NotGiven)) else text
    if "format" in said:
        raise TypeError("give either text_format or a format in text, not both")
    return {**said, "format": type_to_text_format_param(text_format)}


def response_tools(tools: Iterable[Any] | Omit | None) -> list[ToolParam]:
    """Return the tools of a request; those made for chat completions, as `pydantic_function_tool` does, become flat."""
    return [_flat(tool) for tool in tool_list(tools)]


def _flat(tool: Any) -> Any:
    function = tool.get("function")
    if tool.get("type") != "function" or not is_mapping(function):
        return tool
    flat: Any = {"type": "function", **function}
    return ResponsesPydanticFunctionTool(flat, function.model) if isinstance(function, PydanticFunctionTool) else flat


def parse_response(
    *,
    text_format: type[ResponseFormatT] | Omit,
    input_tools: Iterable[ToolParam] | Omit | None,
    response: Response,
) -> ParsedResponse[ResponseFormatT]:
    """Return a response with its texts and the arguments of its function calls parsed. Raises as `parsed_response`."""
    parser: OutputParser[ResponseFormatT] = OutputParser(text_format, response_tools(input_tools))
    return parsed_response(parser, response)


def parsed_response(parser: OutputParser[ResponseFormatT], response: Response) -> ParsedResponse[ResponseFormatT]:
    """Return `response`, parsed.

    Raises LengthFinishReasonError or ContentFilterFinishReasonError when it was cut off before it was what was asked
    for, else pydantic's ValidationError when it is not.
    """
    from ...types.responses.parsed_response import ParsedResponse

    try:
        output = [_parsed_item(item, parser) for item in response.output or ()]
    except ValueError as error:
        require_whole(response, error)
        raise
    return cast("ParsedResponse[ResponseFormatT]", recast(response, ParsedResponse, output=output))


def require_whole(response: Response, error: ValueError | None = None) -> None:
    """Raise the error for a response that was cut off, in place of that of parsing it."""
    details = response.incomplete_details
    match None if details is None else details.reason:
        case "max_output_tokens":
            raise LengthFinishReasonError(completion=response) from error
        case "content_filter":
            raise ContentFilterFinishReasonError from error
        case _:
            pass


def _parsed_item(item: Any, parser: OutputParser[Any]) -> Any:
    """Return an item of the output; what is neither a message nor a function call stays as it is."""
    from ...types.responses.parsed_response import ParsedResponseFunctionToolCall, ParsedResponseOutputMessage

    match getattr(item, "type", None):
        case "message":
            content = [_parsed_part(part, parser) for part in item.content or ()]
            return recast(item, ParsedResponseOutputMessage, content=content)
        case "function_call":
            arguments = parser.arguments(item.name, item.arguments)
            return recast(item, ParsedResponseFunctionToolCall, parsed_arguments=arguments)
        case _:
            return item


def _parsed_part(part: Any, parser: OutputParser[Any]) -> Any:
    from ...types.responses.parsed_response import ParsedResponseOutputText

    return recast(part, ParsedResponseOutputText, parsed=parser.text(part.text)) if part.type == "output_text" else part
