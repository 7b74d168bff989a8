"""Responses with their texts, and the arguments of their function calls, parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Generic, TypeVar, Union

from .._annotations import leaves_of
from .._models import PropertyInfo
from ..types.responses.response import Response
from ..types.responses.response_function_tool_call import ResponseFunctionToolCall
from ..types.responses.response_output_item import ResponseOutputItem
from ..types.responses.response_output_message import ResponseOutputMessage
from ..types.responses.response_output_refusal import ResponseOutputRefusal
from ..types.responses.response_output_text import ResponseOutputText

if TYPE_CHECKING:
    from typing import TypeAlias

    from ..types.responses.additional_tools import AdditionalTools
    from ..types.responses.program import Program
    from ..types.responses.program_output import ProgramOutput
    from ..types.responses.response_apply_patch_tool_call import ResponseApplyPatchToolCall
    from ..types.responses.response_apply_patch_tool_call_output import ResponseApplyPatchToolCallOutput
    from ..types.responses.response_code_interpreter_tool_call import ResponseCodeInterpreterToolCall
    from ..types.responses.response_compaction_item import ResponseCompactionItem
    from ..types.responses.response_computer_tool_call import ResponseComputerToolCall
    from ..types.responses.response_computer_tool_call_output_item import ResponseComputerToolCallOutputItem
    from ..types.responses.response_custom_tool_call import ResponseCustomToolCall
    from ..types.responses.response_custom_tool_call_output_item import ResponseCustomToolCallOutputItem
    from ..types.responses.response_file_search_tool_call import ResponseFileSearchToolCall
    from ..types.responses.response_function_shell_tool_call import ResponseFunctionShellToolCall
    from ..types.responses.response_function_shell_tool_call_output import ResponseFunctionShellToolCallOutput
    from ..types.responses.response_function_tool_call_output_item import ResponseFunctionToolCallOutputItem
    from ..types.responses.response_function_web_search import ResponseFunctionWebSearch
    from ..types.responses.response_output_item import (
        ImageGenerationCall,
        LocalShellCall,
        LocalShellCallOutput,
        McpApprovalRequest,
        McpApprovalResponse,
        McpCall,
        McpListTools,
    )
    from ..types.responses.response_reasoning_item import ResponseReasoningItem
    from ..types.responses.response_tool_search_call import ResponseToolSearchCall
    from ..types.responses.response_tool_search_output_item import ResponseToolSearchOutputItem

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

    __api_exclude__: ClassVar[dict[str, Any]] = {"parsed": True}
    parsed: ContentType | None = None


if TYPE_CHECKING:
    ParsedContent: TypeAlias = ParsedResponseOutputText[ContentType] | ResponseOutputRefusal
else:
    ParsedContent = Annotated[
        ParsedResponseOutputText[ContentType] | ResponseOutputRefusal, PropertyInfo(discriminator="type")
    ]


class ParsedResponseOutputMessage(ResponseOutputMessage, Generic[ContentType]):
    """A message of the model."""

    __api_exclude__: ClassVar[dict[str, Any]] = {"content": {"__all__": ParsedResponseOutputText.__api_exclude__}}

    if TYPE_CHECKING:
        content: list[ParsedContent[ContentType]]  # type: ignore[assignment]  # narrower
    else:
        content: list[ParsedContent]


class ParsedResponseFunctionToolCall(ResponseFunctionToolCall):
    """A function call that the model asks for.

    `parsed_arguments` are an object of the model that the tool was made of, the decoded JSON of another strict tool, or
    None.
    """

    __api_exclude__: ClassVar[dict[str, Any]] = {"parsed_arguments": True}
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

    __api_exclude__: ClassVar[dict[str, Any]] = {
        "output": {
            "__all__": ParsedResponseOutputMessage.__api_exclude__ | ParsedResponseFunctionToolCall.__api_exclude__
        }
    }

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
