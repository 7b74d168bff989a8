"""Responses with their texts, and the arguments of their function calls, parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Generic, TypeVar, Union

from .._models import PropertyInfo, leaves_of
from ..types.responses.response import Response
from ..types.responses.response_function_tool_call import ResponseFunctionToolCall
from ..types.responses.response_output_item import ResponseOutputItem
from ..types.responses.response_output_message import ResponseOutputMessage
from ..types.responses.response_output_refusal import ResponseOutputRefusal
from ..types.responses.response_output_text import ResponseOutputText

if TYPE_CHECKING:
    from typing import TypeAlias

    from ..types.responses import (
        AdditionalTools,
        Program,
        ProgramOutput,
        ResponseApplyPatchToolCall,
        ResponseApplyPatchToolCallOutput,
        ResponseCodeInterpreterToolCall,
        ResponseCompactionItem,
        ResponseComputerToolCall,
        ResponseComputerToolCallOutputItem,
        ResponseCustomToolCall,
        ResponseCustomToolCallOutputItem,
        ResponseFileSearchToolCall,
        ResponseFunctionShellToolCall,
        ResponseFunctionShellToolCallOutput,
        ResponseFunctionToolCallOutputItem,
        ResponseFunctionWebSearch,
        ResponseReasoningItem,
        ResponseToolSearchCall,
        ResponseToolSearchOutputItem,
    )
    from ..types.responses.response_output_item import (
        ImageGenerationCall,
        LocalShellCall,
        LocalShellCallOutput,
        McpApprovalRequest,
        McpApprovalResponse,
        McpCall,
        McpListTools,
    )

__all__ = [
    "ContentType",
    "ParsedContent",
    "ParsedResponse",
    "ParsedResponseFunctionToolCall",
    "ParsedResponseOutputItem",
    "ParsedResponseOutputMessage",
    "ParsedResponseOutputText",
]

ContentType = TypeVar("ContentType")


class ParsedResponseOutputText(ResponseOutputText, Generic[ContentType]):
    """Text of a message. `parsed` is what it says, as what was asked for."""

    parsed: ContentType | None = None


if TYPE_CHECKING:
    ParsedContent: TypeAlias = ParsedResponseOutputText[ContentType] | ResponseOutputRefusal
else:
    ParsedContent = Annotated[
        ParsedResponseOutputText[ContentType] | ResponseOutputRefusal, PropertyInfo(discriminator="type")
    ]


class ParsedResponseOutputMessage(ResponseOutputMessage, Generic[ContentType]):
    """A message of the model."""

    if TYPE_CHECKING:
        content: list[ParsedContent[ContentType]]  # type: ignore[assignment]  # narrower
    else:
        content: list[ParsedContent]


class ParsedResponseFunctionToolCall(ResponseFunctionToolCall):
    """A function call that the model asks for.

    `parsed_arguments` are an object of the model that the tool was made of, the decoded JSON of another strict tool, or
    None.
    """

    parsed_arguments: object = None


if TYPE_CHECKING:
    ParsedResponseOutputItem: TypeAlias = (
        ParsedResponseOutputMessage[ContentType]
        | ParsedResponseFunctionToolCall
        | ResponseFileSearchToolCall
        | ResponseFunctionWebSearch
        | ResponseComputerToolCall
        | ResponseComputerToolCallOutputItem
        | ResponseToolSearchCall
        | ResponseToolSearchOutputItem
        | AdditionalTools
        | ResponseReasoningItem
        | Program
        | ProgramOutput
        | McpCall
        | McpApprovalRequest
        | McpApprovalResponse
        | ImageGenerationCall
        | LocalShellCall
        | LocalShellCallOutput
        | McpListTools
        | ResponseCodeInterpreterToolCall
        | ResponseCompactionItem
        | ResponseFunctionShellToolCall
        | ResponseFunctionShellToolCallOutput
        | ResponseApplyPatchToolCall
        | ResponseApplyPatchToolCallOutput
        | ResponseFunctionToolCallOutputItem
        | ResponseCustomToolCall
        | ResponseCustomToolCallOutputItem
    )
else:
    _PARSED = {
        ResponseOutputMessage: ParsedResponseOutputMessage[ContentType],
        ResponseFunctionToolCall: ParsedResponseFunctionToolCall,
    }
    _ITEMS = tuple(_PARSED.get(leaf, leaf) for leaf in leaves_of(ResponseOutputItem))
    _ITEM = Union[_ITEMS]  # noqa: UP007 - made at run time
    ParsedResponseOutputItem = Annotated[_ITEM, PropertyInfo(discriminator="type")]


class ParsedResponse(Response, Generic[ContentType]):
    """A model response."""

    if TYPE_CHECKING:
        output: list[ParsedResponseOutputItem[ContentType]]  # type: ignore[assignment]  # narrower
    else:
        output: list[ParsedResponseOutputItem]

    @property
    def output_parsed(self) -> ContentType | None:
        """The first text that was parsed; None when there is none."""
        for item in self.output:
            if item.type == "message":
                for content in item.content:
                    if content.type == "output_text" and content.parsed is not None:
                        return content.parsed
        return None
