"""The arguments of the methods that stream runs: all that those they build on take, but for `stream`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import Required

from .._types import RequestOptions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .._types import Omit
    from ..types.beta import thread_create_and_run_params
    from ..types.beta.assistant_response_format_option_param import AssistantResponseFormatOptionParam
    from ..types.beta.assistant_tool_choice_option_param import AssistantToolChoiceOptionParam
    from ..types.beta.assistant_tool_param import AssistantToolParam
    from ..types.beta.threads import run_create_params
    from ..types.beta.threads.runs.run_step_include import RunStepInclude
    from ..types.shared.metadata import Metadata
    from ..types.shared.reasoning_effort import ReasoningEffort


class AnyRunArguments(RequestOptions, total=False):
    """The arguments of every method that starts a run."""

    assistant_id: Required[str]
    instructions: str | Omit | None
    max_completion_tokens: int | Omit | None
    max_prompt_tokens: int | Omit | None
    metadata: Metadata | Omit | None
    model: str | Omit | None
    parallel_tool_calls: bool | Omit
    response_format: AssistantResponseFormatOptionParam | Omit | None
    temperature: float | Omit | None
    tool_choice: AssistantToolChoiceOptionParam | Omit | None
    tools: Iterable[AssistantToolParam] | Omit | None
    top_p: float | Omit | None


class RunArguments(AnyRunArguments, total=False):
    """The arguments of `beta.threads.runs.create`, without the thread."""

    include: Iterable[RunStepInclude] | Omit
    additional_instructions: str | Omit | None
    additional_messages: Iterable[run_create_params.AdditionalMessage] | Omit | None
    reasoning_effort: ReasoningEffort | Omit | None
    truncation_strategy: run_create_params.TruncationStrategy | Omit | None


class ThreadRunArguments(AnyRunArguments, total=False):
    """The arguments of `beta.threads.create_and_run`."""

    thread: thread_create_and_run_params.Thread | Omit
    tool_resources: thread_create_and_run_params.ToolResources | Omit | None
    truncation_strategy: thread_create_and_run_params.TruncationStrategy | Omit | None
