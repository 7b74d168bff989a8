"""smolagents: its model, whole and streamed, and agents that call a tool or write code."""

from __future__ import annotations

import os
from typing import Any

from smolagents import AzureOpenAIModel, ChatMessage, CodeAgent, OpenAIModel, ToolCallingAgent, tool
from smolagents.models import agglomerate_stream_deltas

from steps import step


@tool
def weather_in(place: str) -> str:
    """Tell the weather.

    Args:
        place: where
    """
    return f"sunny in {place}"


def told(agent: Any) -> Any:
    """What an agent answers, and the kinds of its steps."""
    answer = agent.run("How is the weather?", max_steps=2)
    return [answer, [type(each).__name__ for each in agent.memory.steps], agent.monitor.get_total_token_counts()]


model = OpenAIModel(model_id="gpt-4o-mini")
ASKED: Any = [ChatMessage(role="user", content="Hi")]
SEEN: Any = [
    ChatMessage(
        role="user",
        content=[
            {"type": "text", "text": "What is this?"},
            {"type": "image_url", "image_url": {"url": "https://a.example/b.png"}},
        ],
    )
]
FORMAT: Any = {
    "type": "json_schema",
    "json_schema": {"name": "w", "schema": {"type": "object", "properties": {"place": {"type": "string"}}}},
}
step("generate", lambda: model.generate(ASKED))
step("called", lambda: model(ASKED, stop_sequences=["END"], temperature=0.5))
step("several", lambda: model.generate([*ASKED, *ASKED], stop_sequences=["END"]))
step("seen", lambda: model.generate(SEEN))
step("tools", lambda: model.generate(ASKED, tools_to_call_from=[weather_in]))
step("stream", lambda: model.generate_stream(ASKED))
step("stream tools", lambda: model.generate_stream(ASKED, tools_to_call_from=[weather_in]))
step("stream put together", lambda: agglomerate_stream_deltas(list(model.generate_stream(ASKED))))
step("structured", lambda: model.generate(ASKED, response_format=FORMAT))
kwargs: Any = {"timeout": 5, "max_retries": 0, "default_headers": {"x-own": "1"}}
step("client's arguments", lambda: OpenAIModel(model_id="gpt-4o-mini", client_kwargs=kwargs).generate(ASKED))
nowhere = {"api_base": os.environ["OPENAI_BASE_URL"] + "/none", "retry": False}
step("error", lambda: OpenAIModel(model_id="gpt-4o-mini", **nowhere).generate(ASKED))
step("error streamed", lambda: list(OpenAIModel(model_id="gpt-4o-mini", **nowhere).generate_stream(ASKED)))
azure: Any = {"azure_endpoint": os.environ["OPENAI_BASE_URL"], "api_key": "a", "api_version": "1", "retry": False}
step("azure", lambda: AzureOpenAIModel(model_id="gpt-4o-mini", **azure).generate(ASKED))
step("tool calling agent", lambda: told(ToolCallingAgent(tools=[weather_in], model=model, verbosity_level=0)))
step(
    "tool calling agent streamed",
    lambda: told(ToolCallingAgent(tools=[weather_in], model=model, verbosity_level=0, stream_outputs=True)),
)
step("code agent", lambda: told(CodeAgent(tools=[weather_in], model=model, verbosity_level=0)))
