"""strands-agents: its models of both APIs, with a tool and with a structured result."""

from __future__ import annotations

from typing import Any

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


for kind in (OpenAIModel, OpenAIResponsesModel):
    step(f"{kind.__name__} text", lambda kind=kind: run(kind))
    step(f"{kind.__name__} tool", lambda kind=kind: run(kind, tools=[weather_in]))
    step(f"{kind.__name__} structured", lambda kind=kind: structured(kind))
