"""pydantic-ai: agents on both of its models, embeddings."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic_ai import Agent, Embedder, NativeOutput
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel

from steps import step


class Weather(BaseModel):
    """What is asked for."""

    place: str
    degrees: int


def weather_in(place: str) -> str:
    """Tell the weather."""
    return f"sunny in {place}"


def shown(result: Any) -> Any:
    usage = result.usage() if callable(result.usage) else result.usage
    return [result.output, usage, [[type(part).__name__ for part in m.parts] for m in result.all_messages()]]


async def whole(agent: Any) -> Any:
    return shown(await agent.run("How is the weather?"))


async def streamed(agent: Any) -> Any:
    async with agent.run_stream("How is the weather?") as result:
        return [
            [part async for part in result.stream_output(debounce_by=None)],
            result.usage() if callable(result.usage) else result.usage,
        ]


for kind in (OpenAIChatModel, OpenAIResponsesModel):
    agents = {
        "text": Agent(kind("gpt-4o-mini"), instructions="Be brief."),
        "tool": Agent(kind("gpt-4o-mini"), tools=[weather_in]),
        "structured": Agent(kind("gpt-4o-mini"), output_type=Weather),
        "native": Agent(kind("gpt-4o-mini"), output_type=NativeOutput(Weather)),
    }
    for name, agent in agents.items():
        step(f"{kind.__name__} {name}", lambda agent=agent: whole(agent))
        step(f"{kind.__name__} {name} streamed", lambda agent=agent: streamed(agent))
    step(f"{kind.__name__} sync", lambda agent=agents["text"]: shown(agent.run_sync("Hi")))
step("embed", lambda: Embedder("openai:text-embedding-3-small").embed_documents(["a", "b"]))
