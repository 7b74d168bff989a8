"""Threads of assistants: starting one with its first run, and waiting for that."""

# It is built on deprecated methods.
# pyright: reportDeprecated=false

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .._resource import AsyncAPIResource, SyncAPIResource
from .._types import omit
from .run_polling import poll_run, poll_run_async

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typing_extensions import Unpack

    from .._types import Omit, RequestOptions
    from ..resources.beta.threads.threads import AsyncThreads, Threads
    from ..types.beta.assistant_response_format_option_param import AssistantResponseFormatOptionParam
    from ..types.beta.assistant_tool_choice_option_param import AssistantToolChoiceOptionParam
    from ..types.beta.assistant_tool_param import AssistantToolParam
    from ..types.beta.thread_create_and_run_params import Thread, ToolResources, TruncationStrategy
    from ..types.beta.threads.run import Run
    from ..types.shared.metadata import Metadata


class ThreadsExtension(SyncAPIResource):
    """Waiting, for first runs of threads."""

    def create_and_run_poll(
        self,
        *,
        assistant_id: str,
        instructions: str | Omit | None = omit,
        max_completion_tokens: int | Omit | None = omit,
        max_prompt_tokens: int | Omit | None = omit,
        metadata: Metadata | Omit | None = omit,
        model: str | Omit | None = omit,
        parallel_tool_calls: bool | Omit = omit,
        response_format: AssistantResponseFormatOptionParam | Omit | None = omit,
        temperature: float | Omit | None = omit,
        thread: Thread | Omit = omit,
        tool_choice: AssistantToolChoiceOptionParam | Omit | None = omit,
        tool_resources: ToolResources | Omit | None = omit,
        tools: Iterable[AssistantToolParam] | Omit | None = omit,
        top_p: float | Omit | None = omit,
        truncation_strategy: TruncationStrategy | Omit | None = omit,
        poll_interval_ms: int | Omit = omit,
        **options: Unpack[RequestOptions],
    ) -> Run:
        """Start a thread and a run in it, and wait until that is through, or waits for the caller."""
        threads = cast("Threads", self)
        run = threads.create_and_run(
            assistant_id=assistant_id,
            instructions=instructions,
            max_completion_tokens=max_completion_tokens,
            max_prompt_tokens=max_prompt_tokens,
            metadata=metadata,
            model=model,
            parallel_tool_calls=parallel_tool_calls,
            response_format=response_format,
            temperature=temperature,
            thread=thread,
            tool_choice=tool_choice,
            tool_resources=tool_resources,
            tools=tools,
            top_p=top_p,
            truncation_strategy=truncation_strategy,
            **options,
        )
        return poll_run(threads.runs, run.id, run.thread_id, poll_interval_ms, options)


class AsyncThreadsExtension(AsyncAPIResource):
    """Waiting, for first runs of threads and an asynchronous client."""

    async def create_and_run_poll(
        self,
        *,
        assistant_id: str,
        instructions: str | Omit | None = omit,
        max_completion_tokens: int | Omit | None = omit,
        max_prompt_tokens: int | Omit | None = omit,
        metadata: Metadata | Omit | None = omit,
        model: str | Omit | None = omit,
        parallel_tool_calls: bool | Omit = omit,
        response_format: AssistantResponseFormatOptionParam | Omit | None = omit,
        temperature: float | Omit | None = omit,
        thread: Thread | Omit = omit,
        tool_choice: AssistantToolChoiceOptionParam | Omit | None = omit,
        tool_resources: ToolResources | Omit | None = omit,
        tools: Iterable[AssistantToolParam] | Omit | None = omit,
        top_p: float | Omit | None = omit,
        truncation_strategy: TruncationStrategy | Omit | None = omit,
        poll_interval_ms: int | Omit = omit,
        **options: Unpack[RequestOptions],
    ) -> Run:
        """Start a thread and a run in it, and wait until that is through, or waits for the caller."""
        threads = cast("AsyncThreads", self)
        run = await threads.create_and_run(
            assistant_id=assistant_id,
            instructions=instructions,
            max_completion_tokens=max_completion_tokens,
            max_prompt_tokens=max_prompt_tokens,
            metadata=metadata,
            model=model,
            parallel_tool_calls=parallel_tool_calls,
            response_format=response_format,
            temperature=temperature,
            thread=thread,
            tool_choice=tool_choice,
            tool_resources=tool_resources,
            tools=tools,
            top_p=top_p,
            truncation_strategy=truncation_strategy,
            **options,
        )
        return await poll_run_async(threads.runs, run.id, run.thread_id, poll_interval_ms, options)
