"""semantic-kernel: chat, whole and streamed, with functions, and embeddings."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from semantic_kernel import Kernel
from semantic_kernel.connectors.ai.function_choice_behavior import FunctionChoiceBehavior
from semantic_kernel.connectors.ai.open_ai import (
    OpenAIChatCompletion,
    OpenAIChatPromptExecutionSettings,
    OpenAITextEmbedding,
)
from semantic_kernel.contents import ChatHistory
from semantic_kernel.functions import kernel_function

from steps import step


class Weather(BaseModel):
    """What is asked for."""

    place: str
    degrees: int


class Plugin:
    """A tool."""

    @kernel_function
    def weather_in(self, place: str) -> str:
        """Tell the weather."""
        return f"sunny in {place}"


service = OpenAIChatCompletion(ai_model_id="gpt-4o-mini")
kernel = Kernel()
kernel.add_plugin(Plugin(), "tools")


def history() -> Any:
    asked = ChatHistory()
    asked.add_user_message("Hi")
    return asked


async def whole(**more: Any) -> Any:
    result = await service.get_chat_message_content(history(), OpenAIChatPromptExecutionSettings(**more), kernel=kernel)
    return [str(result), result.metadata, type(result.inner_content).__name__]


async def streamed() -> Any:
    parts = service.get_streaming_chat_message_content(history(), OpenAIChatPromptExecutionSettings())
    return [str(part) async for part in parts]


async def embedded() -> Any:
    return (await OpenAITextEmbedding(ai_model_id="text-embedding-3-small").generate_embeddings(["a"])).tolist()


step("whole", whole)
step("streamed", streamed)
step("functions", lambda: whole(function_choice_behavior=FunctionChoiceBehavior.Auto()))
step("structured", lambda: whole(response_format=Weather))
step("embed", embedded)
