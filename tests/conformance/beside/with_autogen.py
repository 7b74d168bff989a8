"""autogen: its client of chat completions, and an agent on it."""

from __future__ import annotations

from typing import Any

from autogen_agentchat.agents import AssistantAgent
from autogen_core.models import UserMessage
from autogen_ext.models.openai import OpenAIChatCompletionClient
from pydantic import BaseModel

from steps import step


class Weather(BaseModel):
    """What is asked for."""

    place: str
    degrees: int


async def weather_in(place: str) -> str:
    """Tell the weather."""
    return f"sunny in {place}"


ASKED = [UserMessage(content="How is the weather?", source="user")]
client = OpenAIChatCompletionClient(model="gpt-4o-mini")


async def streamed() -> Any:
    return [
        part
        async for part in client.create_stream(ASKED, extra_create_args={"stream_options": {"include_usage": True}})
    ]


async def agent() -> Any:
    result = await AssistantAgent("a", client, tools=[weather_in], reflect_on_tool_use=True).run(task="Hi")
    return [[type(message).__name__, str(getattr(message, "content", ""))] for message in result.messages]


step("create", lambda: client.create(ASKED))
step("stream", streamed)
step("structured", lambda: client.create(ASKED, json_output=Weather))
step("agent", agent)
step("usage", client.total_usage)
