"""autogen: its clients of chat completions, and its agents on these, on responses and on assistants."""

from __future__ import annotations

import os
from typing import Any

import openai
from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.messages import StructuredMessage, TextMessage
from autogen_core import CancellationToken, Image
from autogen_core.models import SystemMessage, UserMessage
from autogen_core.tools import FunctionTool
from autogen_ext.agents.openai import OpenAIAgent, OpenAIAssistantAgent
from autogen_ext.models.openai import AzureOpenAIChatCompletionClient, OpenAIChatCompletionClient
from pydantic import BaseModel

from steps import step


class Weather(BaseModel):
    """What is asked for."""

    place: str
    degrees: int


async def weather_in(place: str) -> str:
    """Tell the weather."""
    return f"sunny in {place}"


PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
ASKED = [SystemMessage(content="Be brief."), UserMessage(content="How is the weather?", source="user")]
SEEN = [UserMessage(content=["What is this?", Image.from_base64(PNG)], source="user")]
HERE: Any = {"model": "gpt-4o-mini", "max_retries": 0}
client = OpenAIChatCompletionClient(**HERE)
strict = FunctionTool(weather_in, description="Tell the weather.", strict=True)
loose = FunctionTool(weather_in, description="Tell the weather.")


async def streamed(model: Any = client, **more: Any) -> Any:
    return [part async for part in model.create_stream(ASKED, **more)]


def told(messages: Any) -> Any:
    return [
        [type(message).__name__, str(getattr(message, "content", "")), getattr(message, "models_usage", None)]
        for message in messages
    ]


async def agent(**more: Any) -> Any:
    made = AssistantAgent("a", client, **more)
    return told((await made.run(task="Hi")).messages)


async def agent_streamed(**more: Any) -> Any:
    made = AssistantAgent("a", client, model_client_stream=True, **more)
    return [type(event).__name__ async for event in made.run_stream(task="Hi")]


async def on_responses(kind: Any, **more: Any) -> Any:
    made = kind(name="a", description="d", client=openai.AsyncOpenAI(), model="gpt-4o-mini", instructions="i", **more)
    answer = await made.on_messages([TextMessage(content="Hi", source="user")], CancellationToken())
    return [made, answer]


async def responding(**more: Any) -> Any:
    _, answer = await on_responses(OpenAIAgent, **more)
    return told([answer.chat_message])


async def assisting() -> Any:
    made, answer = await on_responses(OpenAIAssistantAgent, tools=[loose, "code_interpreter"], temperature=0.5)
    found = told([answer.chat_message, *(answer.inner_messages or ())])
    await made.on_upload_for_code_interpreter(__file__, CancellationToken())
    await made.on_reset(CancellationToken())
    await made.delete_uploaded_files(CancellationToken())
    await made.delete_assistant(CancellationToken())
    return found


async def kept() -> Any:
    """A client from what another one says of itself."""
    return await OpenAIChatCompletionClient.load_component(client.dump_component()).create(ASKED)


usage: Any = {"stream_options": {"include_usage": True}}
step("create", lambda: client.create(ASKED))
step("create with arguments", lambda: client.create(ASKED, extra_create_args={"temperature": 0.5, "seed": 1}))
step("tools", lambda: client.create(ASKED, tools=[strict]))
step("tool required", lambda: client.create(ASKED, tools=[loose], tool_choice=loose))
step("seen", lambda: client.create(SEEN))
step("stream", lambda: streamed(extra_create_args=usage))
step("stream with usage", lambda: streamed(include_usage=True))
step("stream tools", lambda: streamed(tools=[strict]))
step("structured", lambda: client.create(ASKED, json_output=Weather))
step("structured streamed", lambda: streamed(json_output=Weather))
step("structured, with tools", lambda: client.create(ASKED, json_output=Weather, tools=[strict]))
step("JSON", lambda: client.create(ASKED, json_output=True))
step("agent", lambda: agent(tools=[weather_in], reflect_on_tool_use=True))
step("agent streamed", lambda: agent_streamed(tools=[weather_in], reflect_on_tool_use=True))
step("agent structured", lambda: agent(output_content_type=Weather))
step("agent structured streamed", lambda: agent_streamed(output_content_type=Weather))
step("on responses", lambda: responding(temperature=0.5, store=False))
step("on responses, with tools", lambda: responding(tools=["web_search_preview"], json_mode=True))
step("on assistants", assisting)
step("kept", kept)
step("usage", client.total_usage)
lost = OpenAIChatCompletionClient(**HERE, base_url=os.environ["OPENAI_BASE_URL"] + "/none")
step("error", lambda: lost.create(ASKED))
step("error streamed", lambda: streamed(lost))
step("error structured", lambda: lost.create(ASKED, json_output=Weather))
azure: Any = {"azure_endpoint": os.environ["OPENAI_BASE_URL"], "api_key": "a", "api_version": "2024-10-21"}
step("azure", lambda: AzureOpenAIChatCompletionClient(**HERE, **azure).create(ASKED))
step("azure structured", lambda: AzureOpenAIChatCompletionClient(**HERE, **azure).create(ASKED, json_output=Weather))
step("message", lambda: StructuredMessage[Weather](content=Weather(place="p", degrees=1), source="s").to_text())
step("close", client.close)
