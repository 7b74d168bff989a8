"""llama-index: its chat and responses models, an agent on them, structured output, embeddings, failures."""

from __future__ import annotations

import os
from typing import Any

import openai
from llama_index.core.agent.workflow import FunctionAgent
from llama_index.core.llms import ChatMessage, ImageBlock, TextBlock
from llama_index.core.program import FunctionCallingProgram
from llama_index.core.prompts import PromptTemplate
from llama_index.core.tools import FunctionTool
from llama_index.embeddings.openai import OpenAIEmbedding
from llama_index.llms.openai import OpenAI, OpenAIResponses
from pydantic import BaseModel

from steps import step


class Weather(BaseModel):
    """What is asked for."""

    place: str
    degrees: int


def weather_in(place: str) -> str:
    """Tell the weather."""
    return f"sunny in {place}"


ASKED = [ChatMessage(role="system", content="Be brief."), ChatMessage(role="user", content="Hi")]
SEEN = [ChatMessage(role="user", blocks=[TextBlock(text="What is this?"), ImageBlock(url="https://a.example/b.png")])]
# Its own setting of the address is another variable than the SDK's.
HERE: Any = {"api_base": os.environ["OPENAI_BASE_URL"], "max_retries": 0}
NOWHERE: Any = {**HERE, "api_base": HERE["api_base"] + "/none"}


def told(answer: Any) -> Any:
    """An answer without what has a time of its own."""
    return [answer.message, answer.delta, answer.raw, answer.additional_kwargs]


async def whole_later(answer: Any) -> Any:
    return told(await answer)


async def later(model: Any) -> Any:
    return [told(part) async for part in await model.astream_chat(ASKED)]


async def completed_later(model: Any) -> Any:
    return [str((await model.acomplete("Hi")).text), [part.delta async for part in await model.astream_complete("Hi")]]


async def called_later(model: Any, tool: Any) -> Any:
    answer = await model.achat_with_tools([tool], "Hi")
    return [told(answer), [call.tool_kwargs for call in model.get_tool_calls_from_response(answer)]]


def called(model: Any, tool: Any) -> Any:
    answer = model.chat_with_tools([tool], "Hi", tool_required=True)
    return [told(answer), [call.tool_kwargs for call in model.get_tool_calls_from_response(answer)]]


async def agent(model: Any, *, streaming: bool) -> Any:
    made = FunctionAgent(tools=[weather_in], llm=model, system_prompt="Be brief.", streaming=streaming)
    running = made.run("How is the weather?")
    names = [type(event).__name__ async for event in running.stream_events()]
    return [names, str(await running)]


for kind in (OpenAI, OpenAIResponses):
    model: Any = kind(model="gpt-4o-mini", **HERE)
    tool = FunctionTool.from_defaults(fn=weather_in)
    name = kind.__name__
    step(f"{name} chat", lambda model=model: told(model.chat(ASKED)))
    step(f"{name} achat", lambda model=model: whole_later(model.achat(ASKED)))
    step(f"{name} stream", lambda model=model: [told(part) for part in model.stream_chat(ASKED)])
    step(f"{name} astream", lambda model=model: later(model))
    step(f"{name} complete", lambda model=model: str(model.complete("Hi").text))
    step(f"{name} stream complete", lambda model=model: [part.delta for part in model.stream_complete("Hi")])
    step(f"{name} complete later", lambda model=model: completed_later(model))
    step(f"{name} seen", lambda model=model: told(model.chat(SEEN)))
    step(f"{name} tools", lambda model=model: called(model, tool))
    step(f"{name} tools later", lambda model=model: called_later(model, tool))
    step(f"{name} tools streamed", lambda model=model: list(map(told, model.stream_chat_with_tools([tool], "Hi"))))
    structured = model.as_structured_llm(Weather)
    step(f"{name} structured", lambda model=structured: model.chat(ASKED).raw)
    step(f"{name} structured later", lambda model=structured: model.acomplete("Hi"))
    step(f"{name} structured streamed", lambda model=structured: [part.raw for part in model.stream_chat(ASKED)])
    program = FunctionCallingProgram.from_defaults(Weather, prompt_template_str="Hi", llm=model)
    step(f"{name} program", program)
    step(f"{name} predict", lambda model=model: model.structured_predict(Weather, PromptTemplate("Hi")))
    step(f"{name} agent", lambda model=model: agent(model, streaming=False))
    step(f"{name} agent streamed", lambda model=model: agent(model, streaming=True))
    step(f"{name} error", lambda kind=kind: kind(model="gpt-4o-mini", **NOWHERE).chat(ASKED))
    step(f"{name} error streamed", lambda kind=kind: list(kind(model="gpt-4o-mini", **NOWHERE).stream_chat(ASKED)))
older = OpenAI(model="gpt-3.5-turbo-instruct", **HERE)
step("completion", lambda: older.complete("Hi").text)
step("completion streamed", lambda: [part.delta for part in older.stream_complete("Hi")])
own = OpenAI(model="gpt-4o-mini", **HERE, openai_client=openai.OpenAI(default_headers={"x-own": "1"}))
step("own client", lambda: told(own.chat(ASKED)))
step("logprobs", lambda: told(OpenAI(model="gpt-4o-mini", logprobs=True, top_logprobs=2, **HERE).chat(ASKED)))
embeddings = OpenAIEmbedding(model="text-embedding-3-small", **HERE)
step("embed", lambda: embeddings.get_text_embedding_batch(["a", "b"]))
step("embed later", lambda: embeddings.aget_query_embedding("a"))
step("embed many later", lambda: embeddings.aget_text_embedding_batch(["a", "b"]))
small = OpenAIEmbedding(model="text-embedding-3-small", dimensions=2, **HERE)
step("embed in two dimensions", lambda: small.get_text_embedding("a"))
step("embed error", lambda: OpenAIEmbedding(model="text-embedding-3-small", **NOWHERE).get_text_embedding("a"))
