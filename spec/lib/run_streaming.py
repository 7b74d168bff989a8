"""Runs of assistants as they happen: starting one, going on with one."""

# What streams a deprecated thing is deprecated with it, and calls deprecated methods.
# pyright: reportDeprecated=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast, overload

from typing_extensions import deprecated

from .._resource import AsyncAPIResource, SyncAPIResource
from .run_polling import DEPRECATION
from .streaming._assistants import (
    AssistantEventHandler,
    AssistantEventHandlerT,
    AssistantStreamManager,
    AsyncAssistantEventHandler,
    AsyncAssistantEventHandlerT,
    AsyncAssistantStreamManager,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typing_extensions import Unpack

    from .._types import Headers, RequestOptions
    from ..resources.beta.threads.runs.runs import AsyncRuns, Runs
    from ..types.beta.threads.run_submit_tool_outputs_params import ToolOutput
    from ._run_arguments import RunArguments


def noted(method: str, event_handler: object, options: RequestOptions) -> Headers:
    """Return the caller's headers with those that tell the API what its stream is read with."""
    return {
        "X-Stainless-Stream-Helper": method,
        "X-Stainless-Custom-Event-Handler": "false" if event_handler is None else "true",
        **(options.get("extra_headers") or {}),
    }


class RunsExtension(SyncAPIResource):
    """Runs as they happen."""

    @overload
    @deprecated(DEPRECATION)
    def stream(
        self, *, thread_id: str, event_handler: None = None, **arguments: Unpack[RunArguments]
    ) -> AssistantStreamManager[AssistantEventHandler]: ...
    @overload
    @deprecated(DEPRECATION)
    def stream(
        self, *, thread_id: str, event_handler: AssistantEventHandlerT, **arguments: Unpack[RunArguments]
    ) -> AssistantStreamManager[AssistantEventHandlerT]: ...
    @deprecated(DEPRECATION)
    def stream(
        self, *, thread_id: str, event_handler: AssistantEventHandler | None = None, **arguments: Unpack[RunArguments]
    ) -> AssistantStreamManager[Any]:
        """Return what starts a run in `with`; the handler hears of everything that happens in it."""
        runs = cast("Runs", self)
        arguments["extra_headers"] = noted("threads.runs.create_and_stream", event_handler, arguments)
        return AssistantStreamManager(
            lambda: runs.create(thread_id, stream=True, **arguments),
            event_handler=event_handler or AssistantEventHandler(),
        )

    create_and_stream = stream

    @overload
    @deprecated(DEPRECATION)
    def submit_tool_outputs_stream(
        self,
        *,
        tool_outputs: Iterable[ToolOutput],
        run_id: str,
        thread_id: str,
        event_handler: None = None,
        **options: Unpack[RequestOptions],
    ) -> AssistantStreamManager[AssistantEventHandler]: ...
    @overload
    @deprecated(DEPRECATION)
    def submit_tool_outputs_stream(
        self,
        *,
        tool_outputs: Iterable[ToolOutput],
        run_id: str,
        thread_id: str,
        event_handler: AssistantEventHandlerT,
        **options: Unpack[RequestOptions],
    ) -> AssistantStreamManager[AssistantEventHandlerT]: ...
    @deprecated(DEPRECATION)
    def submit_tool_outputs_stream(
        self,
        *,
        tool_outputs: Iterable[ToolOutput],
        run_id: str,
        thread_id: str,
        event_handler: AssistantEventHandler | None = None,
        **options: Unpack[RequestOptions],
    ) -> AssistantStreamManager[Any]:
        """Return what hands a run the results of its tools in `with`, and follows it from there."""
        runs = cast("Runs", self)
        options["extra_headers"] = noted("threads.runs.submit_tool_outputs_stream", event_handler, options)
        return AssistantStreamManager(
            lambda: runs.submit_tool_outputs(
                run_id, thread_id=thread_id, tool_outputs=tool_outputs, stream=True, **options
            ),
            event_handler=event_handler or AssistantEventHandler(),
        )


class AsyncRunsExtension(AsyncAPIResource):
    """Runs as they happen."""

    @overload
    @deprecated(DEPRECATION)
    def stream(
        self, *, thread_id: str, event_handler: None = None, **arguments: Unpack[RunArguments]
    ) -> AsyncAssistantStreamManager[AsyncAssistantEventHandler]: ...
    @overload
    @deprecated(DEPRECATION)
    def stream(
        self, *, thread_id: str, event_handler: AsyncAssistantEventHandlerT, **arguments: Unpack[RunArguments]
    ) -> AsyncAssistantStreamManager[AsyncAssistantEventHandlerT]: ...
    @deprecated(DEPRECATION)
    def stream(
        self,
        *,
        thread_id: str,
        event_handler: AsyncAssistantEventHandler | None = None,
        **arguments: Unpack[RunArguments],
    ) -> AsyncAssistantStreamManager[Any]:
        """Return what starts a run in `async with`; the handler hears of everything that happens in it."""
        runs = cast("AsyncRuns", self)
        arguments["extra_headers"] = noted("threads.runs.create_and_stream", event_handler, arguments)
        return AsyncAssistantStreamManager(
            lambda: runs.create(thread_id, stream=True, **arguments),
            event_handler=event_handler or AsyncAssistantEventHandler(),
        )

    create_and_stream = stream

    @overload
    @deprecated(DEPRECATION)
    def submit_tool_outputs_stream(
        self,
        *,
        tool_outputs: Iterable[ToolOutput],
        run_id: str,
        thread_id: str,
        event_handler: None = None,
        **options: Unpack[RequestOptions],
    ) -> AsyncAssistantStreamManager[AsyncAssistantEventHandler]: ...
    @overload
    @deprecated(DEPRECATION)
    def submit_tool_outputs_stream(
        self,
        *,
        tool_outputs: Iterable[ToolOutput],
        run_id: str,
        thread_id: str,
        event_handler: AsyncAssistantEventHandlerT,
        **options: Unpack[RequestOptions],
    ) -> AsyncAssistantStreamManager[AsyncAssistantEventHandlerT]: ...
    @deprecated(DEPRECATION)
    def submit_tool_outputs_stream(
        self,
        *,
        tool_outputs: Iterable[ToolOutput],
        run_id: str,
        thread_id: str,
        event_handler: AsyncAssistantEventHandler | None = None,
        **options: Unpack[RequestOptions],
    ) -> AsyncAssistantStreamManager[Any]:
        """Return what hands a run the results of its tools in `async with`, and follows it from there."""
        runs = cast("AsyncRuns", self)
        options["extra_headers"] = noted("threads.runs.submit_tool_outputs_stream", event_handler, options)
        return AsyncAssistantStreamManager(
            lambda: runs.submit_tool_outputs(
                run_id, thread_id=thread_id, tool_outputs=tool_outputs, stream=True, **options
            ),
            event_handler=event_handler or AsyncAssistantEventHandler(),
        )
