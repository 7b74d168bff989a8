"""Threads of assistants: starting one with its first run, and following that."""

# It is built on deprecated methods.
# pyright: reportDeprecated=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast, overload

from .._resource import AsyncAPIResource, SyncAPIResource
from .run_streaming import noted
from .streaming._assistants import (
    AssistantEventHandler,
    AssistantEventHandlerT,
    AssistantStreamManager,
    AsyncAssistantEventHandler,
    AsyncAssistantEventHandlerT,
    AsyncAssistantStreamManager,
)

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..resources.beta.threads.threads import AsyncThreads, Threads
    from ._run_arguments import ThreadRunArguments


class ThreadsExtension(SyncAPIResource):
    """First runs of threads as they happen."""

    @overload
    def create_and_run_stream(
        self, *, event_handler: None = None, **arguments: Unpack[ThreadRunArguments]
    ) -> AssistantStreamManager[AssistantEventHandler]: ...
    @overload
    def create_and_run_stream(
        self, *, event_handler: AssistantEventHandlerT, **arguments: Unpack[ThreadRunArguments]
    ) -> AssistantStreamManager[AssistantEventHandlerT]: ...
    def create_and_run_stream(
        self, *, event_handler: AssistantEventHandler | None = None, **arguments: Unpack[ThreadRunArguments]
    ) -> AssistantStreamManager[Any]:
        """Return what starts a thread and a run in `with`; the handler hears of everything that happens in it."""
        threads = cast("Threads", self)
        arguments["extra_headers"] = noted("threads.create_and_run_stream", event_handler, arguments)
        return AssistantStreamManager(
            lambda: threads.create_and_run(stream=True, **arguments),
            event_handler=event_handler or AssistantEventHandler(),
        )


class AsyncThreadsExtension(AsyncAPIResource):
    """First runs of threads as they happen."""

    @overload
    def create_and_run_stream(
        self, *, event_handler: None = None, **arguments: Unpack[ThreadRunArguments]
    ) -> AsyncAssistantStreamManager[AsyncAssistantEventHandler]: ...
    @overload
    def create_and_run_stream(
        self, *, event_handler: AsyncAssistantEventHandlerT, **arguments: Unpack[ThreadRunArguments]
    ) -> AsyncAssistantStreamManager[AsyncAssistantEventHandlerT]: ...
    def create_and_run_stream(
        self, *, event_handler: AsyncAssistantEventHandler | None = None, **arguments: Unpack[ThreadRunArguments]
    ) -> AsyncAssistantStreamManager[Any]:
        """Return what starts a thread and a run in `async with`; the handler hears of everything that happens in it."""
        threads = cast("AsyncThreads", self)
        arguments["extra_headers"] = noted("threads.create_and_run_stream", event_handler, arguments)
        return AsyncAssistantStreamManager(
            lambda: threads.create_and_run(stream=True, **arguments),
            event_handler=event_handler or AsyncAssistantEventHandler(),
        )
