"""`parse` and `stream` of responses."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal, cast

from .._resource import AsyncAPIResource, SyncAPIResource
from .._types import NotGiven, Omit, RequestOptions, omit
from ._own_create import converting_create, keep_create

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from typing_extensions import Unpack

    from .._legacy_response import LegacyAPIResponse
    from .._response import APIResponse, AsyncAPIResponse, AsyncResponseContextManager, ResponseContextManager
    from ..types.chat.chat_completion_function_tool_param import ChatCompletionFunctionToolParam
    from ..types.responses.parsed_response import ParsedResponse
    from ..types.responses.response_text_config_param import ResponseTextConfigParam
    from ..types.responses.tool_param import ToolParam
    from ._arguments import ResponseArguments
    from ._parsing import ResponseFormatT
    from .streaming.responses import AsyncResponseStreamManager, ResponseStreamManager

    Tools = Iterable[ToolParam | ChatCompletionFunctionToolParam] | Omit
    Text = ResponseTextConfigParam | Omit
    Format = type[ResponseFormatT] | Omit


class ResponsesExtension(SyncAPIResource):
    """Adds `parse` and `stream`."""

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        keep_create(cls)

    def parse(
        self,
        *,
        text_format: Format[ResponseFormatT] = omit,
        text: Text = omit,
        tools: Tools = omit,
        stream: Literal[False] | Omit | None = omit,
        **arguments: Unpack[ResponseArguments],
    ) -> ParsedResponse[ResponseFormatT]:
        """Create a response whose text is an object of `text_format`.

        That is a class of pydantic model or dataclass; its strict schema goes to the API, and `output_parsed` is an
        instance. The arguments of calls of strict function tools (as `pydantic_function_tool` makes them) are in
        `parsed_arguments`. Raises pydantic's ValidationError when the text is not what was asked for, and TypeError for
        other classes, or when `text` names a format too.
        """
        request, convert = _parsed_request(text_format, text, tools, arguments)
        answer: Any = converting_create(self, convert)(**request, stream=stream)
        return cast("ParsedResponse[ResponseFormatT]", answer)

    def stream(
        self,
        *,
        response_id: str | Omit = omit,
        starting_after: int | Omit = omit,
        text_format: Format[ResponseFormatT] = omit,
        text: Text = omit,
        tools: Tools = omit,
        **arguments: Unpack[ResponseArguments],
    ) -> ResponseStreamManager[ResponseFormatT]:
        """Create a response, or go on with a running one, piece by piece: a context manager over typed events.

        The events know what has arrived so far; `get_final_response()` of the stream returns the whole, parsed as
        `parse` does. With `response_id` the stream is that of a response made in the background; its events up to the
        number `starting_after` are read, but not given out again. Raises ValueError when both a running and a new
        response are described, or neither.
        """
        from .streaming.responses import ResponseStreamManager

        request, flat = _request(text_format, text, tools, arguments)
        return ResponseStreamManager(
            _start(self, request, response_id, starting_after, arguments),
            text_format=text_format,
            input_tools=flat,
            starting_after=None if isinstance(starting_after, (Omit, NotGiven)) else starting_after,
        )


class AsyncResponsesExtension(AsyncAPIResource):
    """Adds `parse` and `stream`."""

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        keep_create(cls)

    async def parse(
        self,
        *,
        text_format: Format[ResponseFormatT] = omit,
        text: Text = omit,
        tools: Tools = omit,
        stream: Literal[False] | Omit | None = omit,
        **arguments: Unpack[ResponseArguments],
    ) -> ParsedResponse[ResponseFormatT]:
        """Create a response whose text is an object of `text_format`.

        That is a class of pydantic model or dataclass; its strict schema goes to the API, and `output_parsed` is an
        instance. The arguments of calls of strict function tools (as `pydantic_function_tool` makes them) are in
        `parsed_arguments`. Raises pydantic's ValidationError when the text is not what was asked for, and TypeError for
        other classes, or when `text` names a format too.
        """
        request, convert = _parsed_request(text_format, text, tools, arguments)
        answer: Any = await converting_create(self, convert)(**request, stream=stream)
        return cast("ParsedResponse[ResponseFormatT]", answer)

    def stream(
        self,
        *,
        response_id: str | Omit = omit,
        starting_after: int | Omit = omit,
        text_format: Format[ResponseFormatT] = omit,
        text: Text = omit,
        tools: Tools = omit,
        **arguments: Unpack[ResponseArguments],
    ) -> AsyncResponseStreamManager[ResponseFormatT]:
        """Create a response, or go on with a running one, piece by piece: a context manager over typed events.

        The events know what has arrived so far; `get_final_response()` of the stream returns the whole, parsed as
        `parse` does. With `response_id` the stream is that of a response made in the background; its events up to the
        number `starting_after` are read, but not given out again. Raises ValueError when both a running and a new
        response are described, or neither.
        """
        from .streaming.responses import AsyncResponseStreamManager

        request, flat = _request(text_format, text, tools, arguments)
        return AsyncResponseStreamManager(
            _start(self, request, response_id, starting_after, arguments),
            text_format=text_format,
            input_tools=flat,
            starting_after=None if isinstance(starting_after, (Omit, NotGiven)) else starting_after,
        )


class ResponsesExtensionWithRawResponse:
    """Type of `with_raw_response`: `parse` returns the answer as it came."""

    def parse(
        self,
        *,
        text_format: Format[ResponseFormatT] = omit,
        text: Text = omit,
        tools: Tools = omit,
        stream: Literal[False] | Omit | None = omit,
        **arguments: Unpack[ResponseArguments],
    ) -> LegacyAPIResponse[ParsedResponse[ResponseFormatT]]:
        """Do what `parse` does; the answer's own `parse()` returns the parsed object."""
        raise NotImplementedError


class AsyncResponsesExtensionWithRawResponse:
    """Type of `with_raw_response`: `parse` returns the answer as it came."""

    async def parse(
        self,
        *,
        text_format: Format[ResponseFormatT] = omit,
        text: Text = omit,
        tools: Tools = omit,
        stream: Literal[False] | Omit | None = omit,
        **arguments: Unpack[ResponseArguments],
    ) -> LegacyAPIResponse[ParsedResponse[ResponseFormatT]]:
        """Do what `parse` does; the answer's own `parse()` returns the parsed object."""
        raise NotImplementedError


class ResponsesExtensionWithStreamingResponse:
    """Type of `with_streaming_response`: `parse` leaves the body to be read."""

    def parse(
        self,
        *,
        text_format: Format[ResponseFormatT] = omit,
        text: Text = omit,
        tools: Tools = omit,
        stream: Literal[False] | Omit | None = omit,
        **arguments: Unpack[ResponseArguments],
    ) -> ResponseContextManager[APIResponse[ParsedResponse[ResponseFormatT]]]:
        """Do what `parse` does; the answer's own `parse()` returns the parsed object."""
        raise NotImplementedError


class AsyncResponsesExtensionWithStreamingResponse:
    """Type of `with_streaming_response`: `parse` leaves the body to be read."""

    def parse(
        self,
        *,
        text_format: Format[ResponseFormatT] = omit,
        text: Text = omit,
        tools: Tools = omit,
        stream: Literal[False] | Omit | None = omit,
        **arguments: Unpack[ResponseArguments],
    ) -> AsyncResponseContextManager[AsyncAPIResponse[ParsedResponse[ResponseFormatT]]]:
        """Do what `parse` does; the answer's own `parse()` returns the parsed object."""
        raise NotImplementedError


def _parsed_request(
    text_format: Format[Any], text: Text, tools: Tools, arguments: ResponseArguments
) -> tuple[dict[str, Any], Callable[[Any], Any]]:
    """Return the arguments for `create`, and what makes of its result that of `parse`."""
    from ._parsing import OutputParser
    from ._parsing._responses import parsed_response

    request, flat = _request(text_format, text, tools, arguments)
    return request, partial(parsed_response, OutputParser[Any](text_format, () if isinstance(flat, Omit) else flat))


def _request(
    text_format: Format[Any], text: Text, tools: Tools, arguments: ResponseArguments
) -> tuple[dict[str, Any], list[ToolParam] | Omit]:
    """Return the arguments for `create`, and the tools among them."""
    from ._parsing._responses import response_tools, text_config

    flat = omit if isinstance(tools, (Omit, NotGiven)) else response_tools(tools)
    return {**arguments, "text": text_config(text_format, text), "tools": flat}, flat


def _start(
    resource: Any,
    request: Mapping[str, Any],
    response_id: str | Omit,
    starting_after: int | Omit,
    arguments: ResponseArguments,
) -> Callable[[], Any]:
    """Return what starts the stream of a new response, or that of a running one. Raises ValueError for a mixture."""
    if not isinstance(response_id, (Omit, NotGiven)):
        return _resumed(resource, response_id, arguments)
    if _given({"starting_after": starting_after}):
        raise ValueError("starting_after needs the response_id of the response to go on with")
    missing = {"input", "model"} - _given(request)
    if missing:
        raise ValueError(f"a new response needs {' and '.join(sorted(missing))}")
    return partial(resource.create, **request, stream=True)


def _resumed(resource: Any, response_id: str, arguments: ResponseArguments) -> Callable[[], Any]:
    """Return what starts the stream of a response that exists. Raises ValueError when another one is described too."""
    described = _given(arguments) - RequestOptions.__annotations__.keys()
    if described:
        raise ValueError(f"a response that exists already takes no {', '.join(sorted(described))}")
    options = {name: value for name, value in arguments.items() if name in RequestOptions.__annotations__}
    return partial(resource.retrieve, response_id, **options, stream=True)


def _given(arguments: Mapping[str, Any]) -> set[str]:
    """Return the names of those that are not left out."""
    return {name for name, value in arguments.items() if not isinstance(value, (Omit, NotGiven))}
