"""llama-index: its chat and responses models, and embeddings."""

from __future__ import annotations

from typing import Any

from llama_index.core.llms import ChatMessage
from llama_index.core.tools import FunctionTool
from llama_index.embeddings.openai import OpenAIEmbedding
from llama_index.llms.openai import OpenAI, OpenAIResponses
from pydantic import BaseModel

from steps import step


class Weather(BaseModel):
    """What is asked for."""

    place: str
    degrees: int


def weather_in(place: str) -> str:
    """Tell the weather."""
    return f"sunny in {place}"


ASKED = [ChatMessage(role="user", content="Hi")]


async def later(model: Any) -> Any:
    return [str(part.delta) async for part in await model.astream_chat(ASKED)]


for kind in (OpenAI, OpenAIResponses):
    model: Any = kind(model="gpt-4o-mini")
    tool = FunctionTool.from_defaults(fn=weather_in)
    name = kind.__name__
    step(f"{name} chat", lambda model=model: str(model.chat(ASKED)))
    step(f"{name} achat", lambda model=model: model.achat(ASKED))
    step(f"{name} stream", lambda model=model: [str(part.delta) for part in model.stream_chat(ASKED)])
    step(f"{name} astream", lambda model=model: later(model))
    step(f"{name} tools", lambda model=model: model.chat_with_tools([tool], "Hi").message.blocks)
    step(f"{name} structured", lambda model=model: model.as_structured_llm(Weather).chat(ASKED).raw)
embeddings = OpenAIEmbedding(model="text-embedding-3-small")
step("embed", lambda: embeddings.get_text_embedding_batch(["a", "b"]))
step("embed later", lambda: embeddings.aget_query_embedding("a"))
