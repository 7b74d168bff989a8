"""Runs of assistants: waiting until one is through, or waits for the caller."""

# What waits for a deprecated thing is deprecated with it, and calls deprecated methods.
# pyright: reportDeprecated=false

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from typing_extensions import deprecated

from .._resource import AsyncAPIResource, SyncAPIResource
from .._types import RequestOptions, not_given, omit
from ._polling import poll, poll_async, poll_options
from ._waiting import INTERVAL_HEADER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from typing_extensions import Unpack

    from .._http import Timeout
    from .._types import Body, Headers, NotGiven, Omit, Query
    from ..resources.beta.threads.runs.runs import AsyncRuns, Runs
    from ..types.beta.assistant_response_format_option_param import AssistantResponseFormatOptionParam
    from ..types.beta.assistant_tool_choice_option_param import AssistantToolChoiceOptionParam
    from ..types.beta.assistant_tool_param import AssistantToolParam
    from ..types.beta.threads.run import Run
    from ..types.beta.threads.run_create_params import AdditionalMessage, TruncationStrategy
    from ..types.beta.threads.run_submit_tool_outputs_params import ToolOutput
    from ..types.beta.threads.runs.run_step_include import RunStepInclude
    from ..types.shared.metadata import Metadata
    from ..types.shared.reasoning_effort import ReasoningEffort

PENDING = frozenset({"queued", "in_progress", "cancelling"})
DEPRECATION = "The Assistants API is deprecated; the Responses API has replaced it."


def poll_run(runs: Runs, run_id: str, thread_id: str, poll_interval_ms: int | Omit, options: RequestOptions) -> Run:
    """Wait until a run is through or needs the caller; `options` are those of the call that began it."""
    raw = runs.with_raw_response
    asking = poll_options(options, poll_interval_ms)
    return poll(lambda: raw.retrieve(run_id, thread_id=thread_id, **asking), PENDING, poll_interval_ms, INTERVAL_HEADER)


async def poll_run_async(
    runs: AsyncRuns, run_id: str, thread_id: str, poll_interval_ms: int | Omit, options: RequestOptions
) -> Run:
    """Do as `poll_run`."""
    raw = runs.with_raw_response
    asking = poll_options(options, poll_interval_ms)
    return await poll_async(
        lambda: raw.retrieve(run_id, thread_id=thread_id, **asking), PENDING, poll_interval_ms, INTERVAL_HEADER
    )


class RunsExtension(SyncAPIResource):
    """Waiting, for runs."""

    @deprecated(DEPRECATION)
    def create_and_poll(
        self,
        *,
        assistant_id: str,
        include: Iterable[RunStepInclude] | Omit = omit,
        additional_instructions: str | Omit | None = omit,
        additional_messages: Iterable[AdditionalMessage] | Omit | None = omit,
        instructions: str | Omit | None = omit,
        max_completion_tokens: int | Omit | None = omit,
        max_prompt_tokens: int | Omit | None = omit,
        metadata: Metadata | Omit | None = omit,
        model: str | Omit | None = omit,
        parallel_tool_calls: bool | Omit = omit,
        reasoning_effort: ReasoningEffort | Omit | None = omit,
        response_format: AssistantResponseFormatOptionParam | Omit | None = omit,
        temperature: float | Omit | None = omit,
        tool_choice: AssistantToolChoiceOptionParam | Omit | None = omit,
        tools: Iterable[AssistantToolParam] | Omit | None = omit,
        top_p: float | Omit | None = omit,
        truncation_strategy: TruncationStrategy | Omit | None = omit,
        poll_interval_ms: int | Omit = omit,
        thread_id: str,
        **options: Unpack[RequestOptions],
    ) -> Run:
        """Start a run and wait until it is through, or waits for the caller."""
        runs = cast("Runs", self)
        run = runs.create(
            thread_id,
            assistant_id=assistant_id,
            include=include,
            additional_instructions=additional_instructions,
            additional_messages=additional_messages,
            instructions=instructions,
            max_completion_tokens=max_completion_tokens,
            max_prompt_tokens=max_prompt_tokens,
            metadata=metadata,
            model=model,
            parallel_tool_calls=parallel_tool_calls,
            reasoning_effort=reasoning_effort,
            response_format=response_format,
            temperature=temperature,
            tool_choice=tool_choice,
            tools=tools,
            top_p=top_p,
            truncation_strategy=truncation_strategy,
            **options,
        )
        return poll_run(runs, run.id, thread_id, poll_interval_ms, options)

    @deprecated(DEPRECATION)
    def poll(
        self,
        run_id: str,
        thread_id: str,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | Timeout | NotGiven | None = not_given,
        poll_interval_ms: int | Omit = omit,
    ) -> Run:
        """Wait until a run is through, or waits for the caller, and return it."""
        options = RequestOptions(
            extra_headers=extra_headers, extra_query=extra_query, extra_body=extra_body, timeout=timeout
        )
        return poll_run(cast("Runs", self), run_id, thread_id, poll_interval_ms, options)

    @deprecated(DEPRECATION)
    def submit_tool_outputs_and_poll(
        self,
        *,
        tool_outputs: Iterable[ToolOutput],
        run_id: str,
        thread_id: str,
        poll_interval_ms: int | Omit = omit,
        **options: Unpack[RequestOptions],
    ) -> Run:
        """Hand a run the results of its tools and wait until it is through, or waits for the caller again."""
        runs = cast("Runs", self)
        run = runs.submit_tool_outputs(run_id, thread_id=thread_id, tool_outputs=tool_outputs, **options)
        return poll_run(runs, run.id, thread_id, poll_interval_ms, options)


class AsyncRunsExtension(AsyncAPIResource):
    """Waiting, for runs of an asynchronous client."""

    @deprecated(DEPRECATION)
    async def create_and_poll(
        self,
        *,
        assistant_id: str,
        include: Iterable[RunStepInclude] | Omit = omit,
        additional_instructions: str | Omit | None = omit,
        additional_messages: Iterable[AdditionalMessage] | Omit | None = omit,
        instructions: str | Omit | None = omit,
        max_completion_tokens: int | Omit | None = omit,
        max_prompt_tokens: int | Omit | None = omit,
        metadata: Metadata | Omit | None = omit,
        model: str | Omit | None = omit,
        parallel_tool_calls: bool | Omit = omit,
        reasoning_effort: ReasoningEffort | Omit | None = omit,
        response_format: AssistantResponseFormatOptionParam | Omit | None = omit,
        temperature: float | Omit | None = omit,
        tool_choice: AssistantToolChoiceOptionParam | Omit | None = omit,
        tools: Iterable[AssistantToolParam] | Omit | None = omit,
        top_p: float | Omit | None = omit,
        truncation_strategy: TruncationStrategy | Omit | None = omit,
        poll_interval_ms: int | Omit = omit,
        thread_id: str,
        **options: Unpack[RequestOptions],
    ) -> Run:
        """Start a run and wait until it is through, or waits for the caller."""
        runs = cast("AsyncRuns", self)
        run = await runs.create(
            thread_id,
            assistant_id=assistant_id,
            include=include,
            additional_instructions=additional_instructions,
            additional_messages=additional_messages,
            instructions=instructions,
            max_completion_tokens=max_completion_tokens,
            max_prompt_tokens=max_prompt_tokens,
            metadata=metadata,
            model=model,
            parallel_tool_calls=parallel_tool_calls,
            reasoning_effort=reasoning_effort,
            response_format=response_format,
            temperature=temperature,
            tool_choice=tool_choice,
            tools=tools,
            top_p=top_p,
            truncation_strategy=truncation_strategy,
            **options,
        )
        return await poll_run_async(runs, run.id, thread_id, poll_interval_ms, options)

    @deprecated(DEPRECATION)
    async def poll(
        self,
        run_id: str,
        thread_id: str,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | Timeout | NotGiven | None = not_given,
        poll_interval_ms: int | Omit = omit,
    ) -> Run:
        """Wait until a run is through, or waits for the caller, and return it."""
        options = RequestOptions(
            extra_headers=extra_headers, extra_query=extra_query, extra_body=extra_body, timeout=timeout
        )
        return await poll_run_async(cast("AsyncRuns", self), run_id, thread_id, poll_interval_ms, options)

    @deprecated(DEPRECATION)
    async def submit_tool_outputs_and_poll(
        self,
        *,
        tool_outputs: Iterable[ToolOutput],
        run_id: str,
        thread_id: str,
        poll_interval_ms: int | Omit = omit,
        **options: Unpack[RequestOptions],
    ) -> Run:
        """Hand a run the results of its tools and wait until it is through, or waits for the caller again."""
        runs = cast("AsyncRuns", self)
        run = await runs.submit_tool_outputs(run_id, thread_id=thread_id, tool_outputs=tool_outputs, **options)
        return await poll_run_async(runs, run.id, thread_id, poll_interval_ms, options)
