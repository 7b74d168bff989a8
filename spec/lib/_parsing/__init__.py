"""What the API answers, turned into what the caller asked for: models of the text, and of the arguments of tools."""

from ._completions import (
    has_parseable_input,
    parse_chat_completion,
    type_to_response_format_param,
    validate_input_tools,
)
from ._output import OutputParser, ResponseFormatT
from ._responses import parse_response, type_to_text_format_param

__all__ = [
    "OutputParser",
    "ResponseFormatT",
    "has_parseable_input",
    "parse_chat_completion",
    "parse_response",
    "type_to_response_format_param",
    "type_to_text_format_param",
    "validate_input_tools",
]
