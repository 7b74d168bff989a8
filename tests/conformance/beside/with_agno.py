"""agno: agents over both APIs, sync and async, whole and streamed, and embeddings."""

from __future__ import annotations

import os

os.environ["AGNO_TELEMETRY"] = "false"

from typing import Any

from agno.agent import Agent
from agno.knowledge.embedder.openai import OpenAIEmbedder
from agno.models.openai import OpenAIChat, OpenAIResponses
from pydantic import BaseModel

from steps import step


class Weather(BaseModel):
    """What is asked for."""

    place: str
    degrees: int


def weather_in(place: str) -> str:
    """Tell the weather."""
    return f"sunny in {place}"


def shown(result: Any) -> Any:
    metrics = result.metrics
    return [result.content, metrics.input_tokens, metrics.output_tokens]


async def later(agent: Any) -> Any:
    return shown(await agent.arun("Hi"))


async def streamed_later(agent: Any) -> Any:
    return [part.content async for part in agent.arun("Hi", stream=True)]


for kind in (OpenAIChat, OpenAIResponses):
    for name, more in {"text": {}, "tool": {"tools": [weather_in]}, "structured": {"output_schema": Weather}}.items():
        agent: Any = Agent(model=kind(id="gpt-4o-mini"), telemetry=False, **more)
        step(f"{kind.__name__} {name}", lambda agent=agent: shown(agent.run("Hi")))
        step(f"{kind.__name__} {name} later", lambda agent=agent: later(agent))
        step(
            f"{kind.__name__} {name} streamed",
            lambda agent=agent: [part.content for part in agent.run("Hi", stream=True)],
        )
        step(f"{kind.__name__} {name} streamed later", lambda agent=agent: streamed_later(agent))
step("embed", lambda: OpenAIEmbedder(id="text-embedding-3-small").get_embedding_and_usage("a"))
