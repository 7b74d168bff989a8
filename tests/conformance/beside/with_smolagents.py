"""smolagents: its model, whole and streamed, and an agent that calls a tool."""

from __future__ import annotations

from typing import Any

from smolagents import ChatMessage, OpenAIModel, tool

from steps import step


@tool
def weather_in(place: str) -> str:
    """Tell the weather.

    Args:
        place: where
    """
    return f"sunny in {place}"


model = OpenAIModel(model_id="gpt-4o-mini")
ASKED: Any = [ChatMessage(role="user", content="Hi")]
FORMAT: Any = {
    "type": "json_schema",
    "json_schema": {"name": "w", "schema": {"type": "object", "properties": {"place": {"type": "string"}}}},
}
step("generate", lambda: model.generate(ASKED))
step("tools", lambda: model.generate(ASKED, tools_to_call_from=[weather_in]))
step("stream", lambda: model.generate_stream(ASKED))
step("stream tools", lambda: model.generate_stream(ASKED, tools_to_call_from=[weather_in]))
step("structured", lambda: model.generate(ASKED, response_format=FORMAT))
