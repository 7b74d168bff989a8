"""haystack: generators over both APIs, whole, streamed and with tools, an agent, images, embedders, failures."""

from __future__ import annotations

import os
from typing import Any

from haystack.components.agents import Agent
from haystack.components.embedders import OpenAIDocumentEmbedder, OpenAITextEmbedder
from haystack.components.generators import OpenAIImageGenerator
from haystack.components.generators.chat import OpenAIChatGenerator, OpenAIResponsesChatGenerator
from haystack.dataclasses import ChatMessage, Document
from haystack.tools import create_tool_from_function
from pydantic import BaseModel

from steps import step


class Weather(BaseModel):
    """What is asked for."""

    place: str
    degrees: int


def weather_in(place: str) -> str:
    """Tell the weather."""
    return f"sunny in {place}"


ASKED = [ChatMessage.from_user("Hi")]
tool = create_tool_from_function(weather_in)


def streamed(kind: Any) -> Any:
    parts: list[Any] = []
    replies = kind(model="gpt-4o-mini", streaming_callback=lambda part: parts.append(part.content)).run(ASKED)[
        "replies"
    ]
    return [parts, [reply.to_dict() for reply in replies]]


async def streamed_later(kind: Any) -> Any:
    parts: list[Any] = []

    async def take(part: Any) -> None:
        parts.append([part.content, part.finish_reason, part.index])

    replies = await kind(model="gpt-4o-mini", streaming_callback=take).run_async(ASKED)
    return [parts, replies]


def by_an_agent(model: Any) -> Any:
    agent = Agent(chat_generator=model, tools=[tool])
    agent.warm_up()
    return [message.to_dict() for message in agent.run(ASKED)["messages"]]


SETTINGS: Any = {"temperature": 0.1, "max_tokens": 50, "n": 2, "seed": 1}
RESPONSE_SETTINGS: Any = {"temperature": 0.1, "max_output_tokens": 50, "text_format": Weather}
LOST: Any = {"api_base_url": os.environ["OPENAI_BASE_URL"] + "/none", "max_retries": 0, "timeout": 5}
for kind in (OpenAIChatGenerator, OpenAIResponsesChatGenerator):
    name = kind.__name__
    model: Any = kind(model="gpt-4o-mini")
    settings = SETTINGS if kind is OpenAIChatGenerator else RESPONSE_SETTINGS
    step(f"{name} run", lambda model=model: [reply.to_dict() for reply in model.run(ASKED)["replies"]])
    step(f"{name} run_async", lambda model=model: model.run_async(ASKED))
    step(f"{name} tools", lambda model=model: [r.to_dict() for r in model.run(ASKED, tools=[tool])["replies"]])
    step(f"{name} settings", lambda model=model, s=settings: model.run(ASKED, generation_kwargs=s))
    step(f"{name} streamed", lambda kind=kind: streamed(kind))
    step(f"{name} streamed later", lambda kind=kind: streamed_later(kind))
    step(f"{name} by an agent", lambda model=model: by_an_agent(model))
    step(f"{name} again", lambda kind=kind, model=model: kind.from_dict(model.to_dict()).run(ASKED))
    step(f"{name} error", lambda kind=kind: kind(model="gpt-4o-mini", **LOST).run(ASKED))
    step(f"{name} error later", lambda kind=kind: kind(model="gpt-4o-mini", **LOST).run_async(ASKED))
for more in ({}, {"streaming_callback": lambda part: None}):
    structured = OpenAIChatGenerator(model="gpt-4o-mini", generation_kwargs={"response_format": Weather}, **more)
    step(f"structured {len(more)}", lambda model=structured: [r.to_dict() for r in model.run(ASKED)["replies"]])
    step(f"structured later {len(more)}", lambda model=structured: model.run_async(ASKED))
step("embed", lambda: OpenAITextEmbedder(model="text-embedding-3-small").run("a"))
step("embed later", lambda: OpenAITextEmbedder(model="text-embedding-3-small", dimensions=2).run_async("a"))
documents = OpenAIDocumentEmbedder(model="text-embedding-3-small", batch_size=1, progress_bar=False)
step("embed documents", lambda: documents.run([Document(content="a"), Document(content="b")]))
step("embed documents later", lambda: documents.run_async([Document(content="a"), Document(content="b")]))
step("embed lost", lambda: OpenAITextEmbedder(model="text-embedding-3-small", **LOST).run("a"))
step("image", lambda: OpenAIImageGenerator(api_base_url=os.environ["OPENAI_BASE_URL"]).run("A cat"))
