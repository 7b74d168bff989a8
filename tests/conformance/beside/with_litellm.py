"""litellm: its calls of OpenAI, which go through raw answers of the SDK."""

from __future__ import annotations

import os
from typing import Any

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

import litellm
import openai
from pydantic import BaseModel

from steps import step

litellm.telemetry = False
litellm.suppress_debug_info = True
ASKED: Any = {"model": "openai/gpt-4o-mini", "messages": [{"role": "user", "content": "How is the weather?"}]}
TOOL: Any = {
    "type": "function",
    "function": {"name": "weather_in", "parameters": {"type": "object", "properties": {"place": {"type": "string"}}}},
}


class Weather(BaseModel):
    """What is asked for."""

    place: str
    degrees: int


def parts(chunk: Any) -> Any:
    return [choice.delta.model_dump() for choice in chunk.choices] + [getattr(chunk, "usage", None)]


async def streamed_later(**more: Any) -> Any:
    stream = await litellm.acompletion(**ASKED, stream=True, **more)
    return [parts(chunk) async for chunk in stream]


def streamed(**more: Any) -> Any:
    return [parts(chunk) for chunk in litellm.completion(**ASKED, stream=True, **more)]


async def responses_later() -> Any:
    return [event.type async for event in await litellm.aresponses(model="openai/gpt-4o-mini", input="Hi", stream=True)]


usage = {"stream_options": {"include_usage": True}}
step("completion", lambda: litellm.completion(**ASKED).model_dump(exclude={"created", "id"}))
step("acompletion", lambda: litellm.acompletion(**ASKED))
step("tools", lambda: litellm.completion(**ASKED, tools=[TOOL]))
step("structured", lambda: litellm.completion(**ASKED, response_format=Weather))
step("stream", lambda: streamed(**usage))
step("stream tools", lambda: streamed(tools=[TOOL]))
step("astream", lambda: streamed_later(**usage))
step("embedding", lambda: litellm.embedding(model="openai/text-embedding-3-small", input=["a", "b"]))
step("aembedding", lambda: litellm.aembedding(model="openai/text-embedding-3-small", input=["a", "b"]))
step("text completion", lambda: litellm.text_completion(model="openai/gpt-3.5-turbo-instruct", prompt="Hi"))
step("image", lambda: litellm.image_generation(model="openai/gpt-image-1", prompt="Hi"))
step("responses", lambda: litellm.responses(model="openai/gpt-4o-mini", input="Hi"))
step("responses streamed", responses_later)
step("own client", lambda: litellm.completion(**ASKED, client=openai.OpenAI()))
step("error", lambda: litellm.completion(**ASKED, api_base=os.environ["OPENAI_BASE_URL"] + "/none", num_retries=0))
