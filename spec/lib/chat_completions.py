"""`parse` and `stream` of chat completions."""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

from .._request import ClassAsValueError
from .._resource import AsyncAPIResource, SyncAPIResource
from .._types import NotGiven, Omit, is_mapping, omit
from ._own_create import converting_create, keep_create

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from typing_extensions import Unpack

    from .._legacy_response import LegacyAPIResponse
    from .._request import Call
    from .._response import APIResponse, AsyncAPIResponse, AsyncResponseContextManager, ResponseContextManager
    from .._types import Headers
    from ..types.chat.chat_completion_tool_union_param import ChatCompletionToolUnionParam
    from ..types.chat.completion_create_params import ResponseFormat
    from ..types.chat.parsed_chat_completion import ParsedChatCompletion
    from ._arguments import CompletionArguments
    from ._parsing import ResponseFormatT
    from .streaming.chat import AsyncChatCompletionStreamManager, ChatCompletionStreamManager

    Tools = Iterable[ChatCompletionToolUnionParam] | Omit
    Format = type[ResponseFormatT] | ResponseFormat | Omit


HELPER_HEADER: Final = "X-Stainless-Helper-Method"


class CompletionsExtension(SyncAPIResource):
    """Adds `parse` and `stream`."""

    def _execute(self, call: Call) -> Any:
        try:
            return self._client._execute(call)
        except ClassAsValueError as error:
            raise _refusal(call, error) from None

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        keep_create(cls)
        # Libraries around the SDK look for this one in the module of the resource.
        if cls.__module__.startswith(f"{__name__.rpartition('.lib.')[0]}.resources."):
            sys.modules[cls.__module__].__dict__["_type_to_response_format"] = _type_to_response_format

    def parse(
        self,
        *,
        response_format: Format[ResponseFormatT] = omit,
        tools: Tools = omit,
        **arguments: Unpack[CompletionArguments],
    ) -> ParsedChatCompletion[ResponseFormatT]:
        """Generate the next message of a conversation, as an object of `response_format`.

        That is a class of pydantic model or dataclass; its strict schema goes to the API, and `message.parsed` of each
        choice is an instance. The tools must be strict function tools (as `pydantic_function_tool` makes them); the
        arguments of their calls are in `function.parsed_arguments`. Raises LengthFinishReasonError or
        ContentFilterFinishReasonError when the completion was cut off, pydantic's ValidationError when it is not what
        was asked for, TypeError for other classes, and ValueError for other tools.
        """
        request, convert = _parsed_request(response_format, tools, arguments)
        answer: Any = converting_create(self, convert)(**request, stream=False)
        return cast("ParsedChatCompletion[ResponseFormatT]", answer)

    def stream(
        self,
        *,
        response_format: Format[ResponseFormatT] = omit,
        tools: Tools = omit,
        **arguments: Unpack[CompletionArguments],
    ) -> ChatCompletionStreamManager[ResponseFormatT]:
        """Generate the next message of a conversation, piece by piece: a context manager over typed events.

        The events know what has arrived so far; `get_final_completion()` of the stream returns the whole, parsed as
        `parse` does.
        """
        from .streaming.chat import ChatCompletionStreamManager

        request, tools = _streamed_request(response_format, tools, arguments)
        create = cast("Any", self).create
        return ChatCompletionStreamManager(
            lambda: create(**request, stream=True), response_format=response_format, input_tools=tools
        )


class AsyncCompletionsExtension(AsyncAPIResource):
    """Adds `parse` and `stream`."""

    async def _execute(self, call: Call) -> Any:
        try:
            return await self._client._execute(call)
        except ClassAsValueError as error:
            raise _refusal(call, error) from None

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        keep_create(cls)

    async def parse(
        self,
        *,
        response_format: Format[ResponseFormatT] = omit,
        tools: Tools = omit,
        **arguments: Unpack[CompletionArguments],
    ) -> ParsedChatCompletion[ResponseFormatT]:
        """Generate the next message of a conversation, as an object of `response_format`.

        That is a class of pydantic model or dataclass; its strict schema goes to the API, and `message.parsed` of each
        choice is an instance. The tools must be strict function tools (as `pydantic_function_tool` makes them); the
        arguments of their calls are in `function.parsed_arguments`. Raises LengthFinishReasonError or
        ContentFilterFinishReasonError when the completion was cut off, pydantic's ValidationError when it is not what
        was asked for, TypeError for other classes, and ValueError for other tools.
        """
        request, convert = _parsed_request(response_format, tools, arguments)
        answer: Any = await converting_create(self, convert)(**request, stream=False)
        return cast("ParsedChatCompletion[ResponseFormatT]", answer)

    def stream(
        self,
        *,
        response_format: Format[ResponseFormatT] = omit,
        tools: Tools = omit,
        **arguments: Unpack[CompletionArguments],
    ) -> AsyncChatCompletionStreamManager[ResponseFormatT]:
        """Generate the next message of a conversation, piece by piece: a context manager over typed events.

        The events know what has arrived so far; `get_final_completion()` of the stream returns the whole, parsed as
        `parse` does.
        """
        from .streaming.chat import AsyncChatCompletionStreamManager

        request, tools = _streamed_request(response_format, tools, arguments)
        create = cast("Any", self).create
        return AsyncChatCompletionStreamManager(
            lambda: create(**request, stream=True), response_format=response_format, input_tools=tools
        )


class CompletionsExtensionWithRawResponse:
    """Type of `with_raw_response`: `parse` returns the answer as it came."""

    def parse(
        self,
        *,
        response_format: Format[ResponseFormatT] = omit,
        tools: Tools = omit,
        **arguments: Unpack[CompletionArguments],
    ) -> LegacyAPIResponse[ParsedChatCompletion[ResponseFormatT]]:
        """Do what `parse` does; the answer's own `parse()` returns the parsed object."""
        raise NotImplementedError


class AsyncCompletionsExtensionWithRawResponse:
    """Type of `with_raw_response`: `parse` returns the answer as it came."""

    async def parse(
        self,
        *,
        response_format: Format[ResponseFormatT] = omit,
        tools: Tools = omit,
        **arguments: Unpack[CompletionArguments],
    ) -> LegacyAPIResponse[ParsedChatCompletion[ResponseFormatT]]:
        """Do what `parse` does; the answer's own `parse()` returns the parsed object."""
        raise NotImplementedError


class CompletionsExtensionWithStreamingResponse:
    """Type of `with_streaming_response`: `parse` leaves the body to be read."""

    def parse(
        self,
        *,
        response_format: Format[ResponseFormatT] = omit,
        tools: Tools = omit,
        **arguments: Unpack[CompletionArguments],
    ) -> ResponseContextManager[APIResponse[ParsedChatCompletion[ResponseFormatT]]]:
        """Do what `parse` does; the answer's own `parse()` returns the parsed object."""
        raise NotImplementedError


class AsyncCompletionsExtensionWithStreamingResponse:
    """Type of `with_streaming_response`: `parse` leaves the body to be read."""

    def parse(
        self,
        *,
        response_format: Format[ResponseFormatT] = omit,
        tools: Tools = omit,
        **arguments: Unpack[CompletionArguments],
    ) -> AsyncResponseContextManager[AsyncAPIResponse[ParsedChatCompletion[ResponseFormatT]]]:
        """Do what `parse` does; the answer's own `parse()` returns the parsed object."""
        raise NotImplementedError


def _parsed_request(
    response_format: Format[Any], tools: Tools, arguments: CompletionArguments
) -> tuple[dict[str, Any], Callable[[Any], Any]]:
    """Return the arguments for `create`, and what makes of its result that of `parse`."""
    from ._parsing import OutputParser, type_to_response_format_param, validate_input_tools
    from ._parsing._completions import parsed_completion, tool_list

    checked = validate_input_tools(tools)
    request = {
        **arguments,
        "response_format": type_to_response_format_param(response_format),
        "tools": checked,
        "extra_headers": _told("parse", arguments),
    }
    return request, partial(parsed_completion, OutputParser[Any](response_format, tool_list(checked)))


def _streamed_request(
    response_format: Format[Any], tools: Tools, arguments: CompletionArguments
) -> tuple[dict[str, Any], Tools]:
    """Return the arguments for `create`, and the tools in a form that can be read twice."""
    from ._parsing import type_to_response_format_param

    kept = omit if isinstance(tools, (Omit, NotGiven)) else list(tools)
    request = {
        **arguments,
        "response_format": type_to_response_format_param(response_format),
        "tools": kept,
        "extra_headers": _told("stream", arguments),
    }
    return request, kept


def _type_to_response_format(response_format: type[Any] | ResponseFormat | Omit) -> ResponseFormat | Omit:
    """Return a `response_format` as requests take it."""
    from ._parsing import type_to_response_format_param

    return type_to_response_format_param(response_format)


def _told(helper: str, arguments: CompletionArguments) -> Headers:
    """Return the caller's headers, with one that tells the API which method builds on `create`."""
    return {HELPER_HEADER: f"chat.completions.{helper}", **(arguments.get("extra_headers") or {})}


def _refusal(call: Call, error: ClassAsValueError) -> TypeError:
    """Return the error for a class that `create` was given: of a model that belongs to `parse`, one that says so."""
    from ._pydantic import is_basemodel_type

    body: Mapping[str, object] = call.body if is_mapping(call.body) else {}
    if not is_basemodel_type(body.get("response_format")):
        return error
    return TypeError(
        "You tried to pass a `BaseModel` class to `chat.completions.create()`; "
        "You must use `chat.completions.parse()` instead"
    )
