"""The arguments of the methods that build on `create`: all that it takes, but for what they give another meaning.

They are stated once, here, for both methods of either kind of client.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import Required

from .._types import RequestOptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Literal

    from .._types import Omit, SequenceNotStr
    from ..types.chat import completion_create_params
    from ..types.chat.chat_completion_audio_param import ChatCompletionAudioParam
    from ..types.chat.chat_completion_function_call_option_param import ChatCompletionFunctionCallOptionParam
    from ..types.chat.chat_completion_message_param import ChatCompletionMessageParam
    from ..types.chat.chat_completion_prediction_content_param import ChatCompletionPredictionContentParam
    from ..types.chat.chat_completion_stream_options_param import ChatCompletionStreamOptionsParam
    from ..types.chat.chat_completion_tool_choice_option_param import ChatCompletionToolChoiceOptionParam
    from ..types.responses import response_create_params
    from ..types.responses.response_conversation_param_param import ResponseConversationParamParam
    from ..types.responses.response_includable import ResponseIncludable
    from ..types.responses.response_input_param import ResponseInputParam
    from ..types.responses.response_prompt_param import ResponsePromptParam
    from ..types.responses.tool_choice_param import ToolChoiceParam
    from ..types.shared.chat_model import ChatModel
    from ..types.shared.responses_model import ResponsesModel
    from ..types.shared_params.metadata import Metadata
    from ..types.shared_params.reasoning import Reasoning
    from ..types.shared_params.reasoning_effort import ReasoningEffort


class CompletionArguments(RequestOptions, total=False):
    """The arguments of `chat.completions.create` without `response_format`, `stream` and `tools`."""

    messages: Required[Iterable[ChatCompletionMessageParam]]
    model: Required[str | ChatModel]
    audio: ChatCompletionAudioParam | Omit | None
    frequency_penalty: float | Omit | None
    function_call: Literal["none", "auto"] | ChatCompletionFunctionCallOptionParam | Omit
    functions: Iterable[completion_create_params.Function] | Omit
    logit_bias: Mapping[str, int] | Omit | None
    logprobs: bool | Omit | None
    max_completion_tokens: int | Omit | None
    max_tokens: int | Omit | None
    metadata: Metadata | Omit | None
    modalities: Iterable[Literal["text", "audio"]] | Omit | None
    moderation: completion_create_params.Moderation | Omit | None
    n: int | Omit | None
    parallel_tool_calls: bool | Omit
    prediction: ChatCompletionPredictionContentParam | Omit | None
    presence_penalty: float | Omit | None
    prompt_cache_key: str | Omit | None
    prompt_cache_options: completion_create_params.PromptCacheOptions | Omit
    prompt_cache_retention: Literal["in_memory", "24h"] | Omit | None
    reasoning_effort: ReasoningEffort | Omit | None
    safety_identifier: str | Omit | None
    seed: int | Omit | None
    service_tier: Literal["auto", "default", "flex", "scale", "priority", "fast"] | Omit | None
    stop: str | SequenceNotStr[str] | Omit | None
    store: bool | Omit | None
    stream_options: ChatCompletionStreamOptionsParam | Omit | None
    temperature: float | Omit | None
    tool_choice: ChatCompletionToolChoiceOptionParam | Omit
    top_logprobs: int | Omit | None
    top_p: float | Omit | None
    user: str | Omit
    verbosity: Literal["low", "medium", "high"] | Omit | None
    web_search_options: completion_create_params.WebSearchOptions | Omit


class ResponseArguments(RequestOptions, total=False):
    """The arguments of `responses.create` without `stream`, `text` and `tools`."""

    background: bool | Omit | None
    context_management: Iterable[response_create_params.ContextManagement] | Omit | None
    conversation: str | ResponseConversationParamParam | Omit | None
    include: Iterable[ResponseIncludable] | Omit | None
    input: str | ResponseInputParam | Omit
    instructions: str | Omit | None
    max_output_tokens: int | Omit | None
    max_tool_calls: int | Omit | None
    metadata: Metadata | Omit | None
    model: ResponsesModel | Omit
    moderation: response_create_params.Moderation | Omit | None
    parallel_tool_calls: bool | Omit | None
    previous_response_id: str | Omit | None
    prompt: ResponsePromptParam | Omit | None
    prompt_cache_key: str | Omit | None
    prompt_cache_options: response_create_params.PromptCacheOptions | Omit
    prompt_cache_retention: Literal["in_memory", "24h"] | Omit | None
    reasoning: Reasoning | Omit | None
    safety_identifier: str | Omit | None
    service_tier: Literal["auto", "default", "flex", "scale", "priority", "fast", "ultrafast"] | Omit | None
    store: bool | Omit | None
    stream_options: response_create_params.StreamOptions | Omit | None
    temperature: float | Omit | None
    tool_choice: ToolChoiceParam | Omit
    top_logprobs: int | Omit | None
    top_p: float | Omit | None
    truncation: Literal["auto", "disabled"] | Omit | None
    user: str | Omit
