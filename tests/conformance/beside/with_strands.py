"""strands-agents: its models of both APIs, with tools and structured results, what they stream, failures."""

from __future__ import annotations

import os
from typing import Any

import openai
from pydantic import BaseModel
from strands import Agent, tool
from strands.models.openai import OpenAIModel
from strands.models.openai_responses import OpenAIResponsesModel

from steps import step


class Weather(BaseModel):
    """What is asked for."""

    place: str
    degrees: int


@tool
def weather_in(place: str) -> str:
    """Tell the weather."""
    return f"sunny in {place}"


async def run(kind: Any, **more: Any) -> Any:
    agent = Agent(model=kind(model_id="gpt-4o-mini"), callback_handler=None, **more)
    result = await agent.invoke_async("Hi")
    return [
        str(result),
        result.stop_reason,
        [message["content"] for message in agent.messages],
        result.metrics.accumulated_usage,
    ]


async def structured(kind: Any) -> Any:
    agent = Agent(model=kind(model_id="gpt-4o-mini"), callback_handler=None)
    return (await agent.invoke_async("Hi", structured_output_model=Weather)).structured_output


async def events(kind: Any) -> Any:
    """What an agent streams."""
    found: list[Any] = []
    async for event in Agent(model=kind(model_id="gpt-4o-mini"), callback_handler=None).stream_async("Hi"):
        found.append(sorted(name for name in event if name not in ("agent", "event_loop_cycle_id")))
    return found


async def parts(kind: Any, **more: Any) -> Any:
    """What a model streams by itself."""
    return [part async for part in kind(model_id="gpt-4o-mini", **more).stream(ASKED, system_prompt="Be brief.")]


async def by_the_model(kind: Any) -> Any:
    return [part async for part in kind(model_id="gpt-4o-mini").structured_output(Weather, ASKED)]


async def counted(kind: Any) -> Any:
    return await kind(model_id="gpt-4o-mini").count_tokens(ASKED)


async def shared(kind: Any) -> Any:
    """Over a client of the caller's, which is used again and again."""
    async with openai.AsyncOpenAI(timeout=5) as client:
        agent = Agent(model=kind(client=client, model_id="gpt-4o-mini"), callback_handler=None)
        return [str(await agent.invoke_async(text)) for text in ("Hi", "And then?")]


ASKED: Any = [{"role": "user", "content": [{"text": "Hi"}]}]
SEEN: Any = [
    {
        "role": "user",
        "content": [{"text": "What is this?"}, {"image": {"format": "png", "source": {"bytes": b"image"}}}],
    }
]
LOST: Any = {"client_args": {"base_url": os.environ["OPENAI_BASE_URL"] + "/none", "max_retries": 0}}
for kind in (OpenAIModel, OpenAIResponsesModel):
    name = kind.__name__
    step(f"{name} text", lambda kind=kind: run(kind))
    step(f"{name} tool", lambda kind=kind: run(kind, tools=[weather_in]))
    step(f"{name} structured", lambda kind=kind: structured(kind))
    step(f"{name} structured by the model", lambda kind=kind: by_the_model(kind))
    step(f"{name} events", lambda kind=kind: events(kind))
    step(f"{name} parts", lambda kind=kind: parts(kind))
    step(f"{name} params", lambda kind=kind: parts(kind, params={"temperature": 0.5, "top_p": 0.5}))
    step(f"{name} seen", lambda kind=kind: run(kind, messages=list(SEEN)))
    step(f"{name} counted", lambda kind=kind: counted(kind))
    step(f"{name} shared", lambda kind=kind: shared(kind))
    step(f"{name} error", lambda kind=kind: parts(kind, **LOST))
