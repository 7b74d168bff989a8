"""What a stream of a response has brought so far, and the events that it gives rise to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Generic

from ...._types import Omit
from ..._accumulation import GrowingText
from ..._assembly import recast
from ..._parsing._output import OutputParser, ResponseFormatT, is_json
from ..._parsing._responses import parsed_response, require_whole, response_tools
from ._events import (
    ResponseCompletedEvent,
    ResponseFunctionCallArgumentsDeltaEvent,
    ResponseTextDeltaEvent,
    ResponseTextDoneEvent,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ....types.responses.parsed_response import ParsedResponse
    from ....types.responses.response_stream_event import ResponseStreamEvent as RawResponseStreamEvent
    from ....types.responses.tool_param import ToolParam
    from ._events import ResponseStreamEvent


class ResponseStreamState(Generic[ResponseFormatT]):
    """Adds up the events of a response, wherever they come from."""

    def __init__(self, *, input_tools: Iterable[ToolParam] | Omit, text_format: type[ResponseFormatT] | Omit) -> None:
        self._parser: OutputParser[ResponseFormatT] = OutputParser(text_format, response_tools(input_tools))
        self._texts: dict[tuple[int, int], GrowingText] = {}
        self._arguments: dict[int, GrowingText] = {}
        self._last: str | None = None
        self._completed: ParsedResponse[ResponseFormatT] | None = None
        self._cut_off: ValueError | None = None

    def handle_event(self, event: RawResponseStreamEvent) -> list[ResponseStreamEvent[ResponseFormatT]]:
        """Take the next event; return it, alone, with what is known from the events before it.

        Raises pydantic's ValidationError when a finished text is not what was asked for, LengthFinishReasonError or
        ContentFilterFinishReasonError where that is because the response was cut off.
        """
        return [self._taken(event)]

    def _taken(self, event: Any) -> Any:
        self._last = getattr(event, "type", None)
        match self._last:
            case "response.output_text.delta":
                return self._text_delta(event)
            case "response.output_text.done":
                return recast(event, ResponseTextDoneEvent, parsed=self._text_done(event.text))
            case "response.function_call_arguments.delta":
                return self._arguments_delta(event)
            case "response.completed":
                self._completed = parsed_response(self._parser, event.response)
                return recast(event, ResponseCompletedEvent, response=self._completed)
            case "response.incomplete" if self._cut_off is not None:
                require_whole(event.response, self._cut_off)
                raise self._cut_off
            case _:
                return event

    def get_final_response(self) -> ParsedResponse[ResponseFormatT]:
        """Return the finished response, parsed.

        Raises RuntimeError when the stream has not completed it, and pydantic's ValidationError when it ended within a
        text that was to be parsed.
        """
        if self._completed is None and self._cut_off is not None:
            raise self._cut_off
        if self._completed is None:
            raise RuntimeError(
                f"the stream ended without `response.completed`; its last event was {self._last or 'none at all'}"
            )
        return self._completed

    def _text_done(self, text: str) -> ResponseFormatT | None:
        """Return what a finished text says. One that ends within its JSON was cut off: a later event tells why."""
        try:
            return self._parser.text(text)
        except ValueError as error:
            if is_json(text):
                raise
            self._cut_off = error
            return None

    def _text_delta(self, event: Any) -> ResponseTextDeltaEvent:
        text = self._texts.setdefault((event.output_index, event.content_index), GrowingText())
        return ResponseTextDeltaEvent.extending(event, snapshot=partial(text.prefix, text.append(event.delta)))

    def _arguments_delta(self, event: Any) -> ResponseFunctionCallArgumentsDeltaEvent:
        arguments = self._arguments.setdefault(event.output_index, GrowingText())
        return ResponseFunctionCallArgumentsDeltaEvent.extending(
            event, snapshot=partial(arguments.prefix, arguments.append(event.delta))
        )
