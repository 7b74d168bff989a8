"""litellm: its calls of OpenAI, which go through raw answers of the SDK."""

from __future__ import annotations

import io
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
RESPONSE: Any = {"model": "openai/gpt-4o-mini", "input": "Hi"}
TOOL: Any = {
    "type": "function",
    "function": {"name": "weather_in", "parameters": {"type": "object", "properties": {"place": {"type": "string"}}}},
}
FLAT: Any = {"type": "function", **TOOL["function"]}
SMALL: Any = {"model": "openai/text-embedding-3-small", "input": ["a", "b"]}
AZURE: Any = {**ASKED, "model": "azure/gpt-4o-mini", "api_version": "1", "api_key": "a"}


class Weather(BaseModel):
    """What is asked for."""

    place: str
    degrees: int


def parts(chunk: Any) -> Any:
    return [choice.delta.model_dump() for choice in chunk.choices] + [getattr(chunk, "usage", None)]


async def streamed_later(**more: Any) -> Any:
    stream = await litellm.acompletion(**{**ASKED, **more}, stream=True)
    return [parts(chunk) async for chunk in stream]


def streamed(**more: Any) -> Any:
    return [parts(chunk) for chunk in litellm.completion(**{**ASKED, **more}, stream=True)]


async def responses_later(**more: Any) -> Any:
    return [event.type async for event in await litellm.aresponses(**RESPONSE, stream=True, **more)]


async def texts_later() -> Any:
    answer = await litellm.atext_completion(model="openai/gpt-3.5-turbo-instruct", prompt="Hi", stream=True)
    return [chunk.choices[0].text async for chunk in answer]


def failure(call: Any) -> Any:
    """What an error says that users of litellm look at."""
    try:
        return call()
    except openai.APIError as error:
        return [type(error).__name__, isinstance(error, openai.NotFoundError), getattr(error, "status_code", None)]


usage = {"stream_options": {"include_usage": True}}
nowhere: Any = {"api_base": os.environ["OPENAI_BASE_URL"] + "/none", "num_retries": 0, "max_retries": 0}
step("completion", lambda: litellm.completion(**ASKED).model_dump(exclude={"created", "id"}))
step("acompletion", lambda: litellm.acompletion(**ASKED))
step("headers", lambda: sorted(litellm.completion(**ASKED)._response_headers))
step("settings", lambda: litellm.completion(**ASKED, temperature=0.5, seed=1, timeout=5, extra_headers={"x-own": "1"}))
step("several", lambda: litellm.completion(**ASKED, n=2, logprobs=True))
step("tools", lambda: litellm.completion(**ASKED, tools=[TOOL]))
step("structured", lambda: litellm.completion(**ASKED, response_format=Weather))
step("structured later", lambda: litellm.acompletion(**ASKED, response_format=Weather))
step("stream", lambda: streamed(**usage))
step("stream tools", lambda: streamed(tools=[TOOL]))
step("stream structured", lambda: streamed(response_format=Weather))
step("astream", lambda: streamed_later(**usage))
step("astream tools", lambda: streamed_later(tools=[TOOL]))
step("built", lambda: litellm.stream_chunk_builder(list(litellm.completion(**ASKED, stream=True))).choices)
step("embedding", lambda: litellm.embedding(**SMALL))
step("aembedding", lambda: litellm.aembedding(**SMALL, dimensions=2))
step("text completion", lambda: litellm.text_completion(model="openai/gpt-3.5-turbo-instruct", prompt="Hi"))
step("text completion streamed", texts_later)
step("image", lambda: litellm.image_generation(model="openai/gpt-image-1", prompt="Hi"))
step("aimage", lambda: litellm.aimage_generation(model="openai/gpt-image-1", prompt="Hi"))
step("responses", lambda: litellm.responses(**RESPONSE))
step("aresponses", lambda: litellm.aresponses(**RESPONSE, instructions="Be brief."))
step("responses tools", lambda: litellm.responses(**RESPONSE, tools=[FLAT]))
step("responses structured", lambda: litellm.responses(**RESPONSE, text_format=Weather))
step("responses streamed", responses_later)
step("responses streamed tools", lambda: responses_later(tools=[FLAT]))
step("responses streamed at once", lambda: [event.type for event in litellm.responses(**RESPONSE, stream=True)])
step("file", lambda: litellm.create_file(file=("f.txt", io.BytesIO(b"f")), purpose="assistants"))
step("thread", lambda: litellm.create_thread(custom_llm_provider="openai"))
step("own client", lambda: litellm.completion(**ASKED, client=openai.OpenAI()))
step("own async client", lambda: litellm.acompletion(**ASKED, client=openai.AsyncOpenAI()))
step("error", lambda: failure(lambda: litellm.completion(**ASKED, **nowhere)))
step("error streamed", lambda: failure(lambda: list(litellm.completion(**ASKED, **nowhere, stream=True))))
step("error of embeddings", lambda: failure(lambda: litellm.embedding(**SMALL, **nowhere)))
step("error later", lambda: litellm.acompletion(**ASKED, **nowhere))
azure_base = os.environ["OPENAI_BASE_URL"].removesuffix("/v1")
step("azure", lambda: litellm.completion(**AZURE, api_base=azure_base))
step("azure later", lambda: litellm.acompletion(**AZURE, api_base=azure_base))
step("azure streamed", lambda: streamed(**AZURE, api_base=azure_base))
