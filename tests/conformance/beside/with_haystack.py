"""haystack: generators over both APIs, and embedders."""

from __future__ import annotations

from typing import Any

from haystack.components.embedders import OpenAIDocumentEmbedder, OpenAITextEmbedder
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


for kind in (OpenAIChatGenerator, OpenAIResponsesChatGenerator):
    name = kind.__name__
    model: Any = kind(model="gpt-4o-mini")
    step(f"{name} run", lambda model=model: [reply.to_dict() for reply in model.run(ASKED)["replies"]])
    step(f"{name} run_async", lambda model=model: model.run_async(ASKED))
    step(f"{name} tools", lambda model=model: [r.to_dict() for r in model.run(ASKED, tools=[tool])["replies"]])
    step(f"{name} streamed", lambda kind=kind: streamed(kind))
structured = OpenAIChatGenerator(model="gpt-4o-mini", generation_kwargs={"response_format": Weather})
step("structured", lambda: [reply.to_dict() for reply in structured.run(ASKED)["replies"]])
step("embed", lambda: OpenAITextEmbedder(model="text-embedding-3-small").run("a"))
step("embed documents", lambda: OpenAIDocumentEmbedder(model="text-embedding-3-small").run([Document(content="a")]))
