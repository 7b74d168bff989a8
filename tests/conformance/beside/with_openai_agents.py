"""openai-agents: both of its models, tools, handed-over work and structured results, whole and streamed."""

from __future__ import annotations

from typing import Any

import openai
from agents import (
    Agent,
    AgentOutputSchema,
    Model,
    OpenAIChatCompletionsModel,
    OpenAIResponsesModel,
    Runner,
    function_tool,
    set_tracing_disabled,
)
from pydantic import BaseModel

from steps import step

set_tracing_disabled(True)


class Weather(BaseModel):
    """What is asked for."""

    place: str
    degrees: int


@function_tool
def weather_in(place: str) -> str:
    """Tell the weather."""
    return f"sunny in {place}"


def model(kind: type[Any]) -> Model:
    return kind(model="gpt-4o-mini", openai_client=openai.AsyncOpenAI())


async def whole(agent: Agent[Any]) -> Any:
    result = await Runner.run(agent, "How is the weather?")
    usage = [response.usage for response in result.raw_responses]
    return [result.final_output, [item.type for item in result.new_items], result.to_input_list(), usage]


async def streamed(agent: Agent[Any]) -> Any:
    result = Runner.run_streamed(agent, "How is the weather?")
    seen = [
        event.data.type if event.type == "raw_response_event" else event.type async for event in result.stream_events()
    ]
    return [result.final_output, seen, [response.usage for response in result.raw_responses]]


for kind in (OpenAIChatCompletionsModel, OpenAIResponsesModel):
    agents = {
        "text": Agent(name="A", instructions="Be brief.", model=model(kind)),
        "tool": Agent(name="A", model=model(kind), tools=[weather_in]),
        "structured": Agent(name="A", model=model(kind), output_type=AgentOutputSchema(Weather)),
    }
    for name, agent in agents.items():
        step(f"{kind.__name__} {name}", lambda agent=agent: whole(agent))
        step(f"{kind.__name__} {name} streamed", lambda agent=agent: streamed(agent))
