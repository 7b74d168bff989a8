"""pydantic-ai: agents on both of its models, what they stream, their settings, failures, embeddings."""

from __future__ import annotations

import os
from typing import Any

from pydantic import BaseModel
from pydantic_ai import Agent, BinaryContent, Embedder, ImageUrl, NativeOutput, PromptedOutput
from pydantic_ai.direct import model_request, model_request_stream
from pydantic_ai.messages import ModelRequest
from pydantic_ai.models.fallback import FallbackModel
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.openai import OpenAIProvider

from steps import step


class Weather(BaseModel):
    """What is asked for."""

    place: str
    degrees: int


def weather_in(place: str) -> str:
    """Tell the weather."""
    return f"sunny in {place}"


def shown(result: Any) -> Any:
    return [result.output, usage_of(result), [[type(part).__name__ for part in m.parts] for m in result.all_messages()]]


def usage_of(result: Any) -> Any:
    return result.usage() if callable(result.usage) else result.usage


async def whole(agent: Any, asked: Any = "How is the weather?", **more: Any) -> Any:
    return shown(await agent.run(asked, **more))


async def streamed(agent: Any) -> Any:
    async with agent.run_stream("How is the weather?") as result:
        return [[part async for part in result.stream_output(debounce_by=None)], usage_of(result)]


async def events(agent: Any) -> Any:
    """What happens in a run, node by node."""
    found: list[Any] = []
    async with agent.iter("How is the weather?") as run:
        async for node in run:
            found.append(type(node).__name__)
            if Agent.is_model_request_node(node):
                async with node.stream(run.ctx) as stream:
                    found += [type(event).__name__ async for event in stream]
    return found


async def asked_directly(model: Any) -> Any:
    answer = await model_request(model, [ModelRequest.user_text_prompt("Hi")])
    return [
        answer.parts[0].part_kind,
        answer.model_name,
        answer.provider_name,
        answer.provider_response_id,
        answer.provider_details,
        answer.finish_reason,
        answer.usage,
    ]


async def streamed_directly(model: Any) -> Any:
    async with model_request_stream(model, [ModelRequest.user_text_prompt("Hi")]) as stream:
        names = [type(event).__name__ async for event in stream]
    answer = stream.get()
    return [names, answer.provider_details, answer.finish_reason, answer.usage, answer.provider_response_id]


async def embedded(**more: Any) -> Any:
    found = await Embedder("openai:text-embedding-3-small").embed_documents(["a", "b"], **more)
    return [found.embeddings, found.usage, found.model_name]


SETTINGS: Any = {
    "temperature": 0.1,
    "max_tokens": 50,
    "parallel_tool_calls": False,
    "seed": 1,
    "timeout": 5,
    "extra_headers": {"x-own": "1"},
    "extra_body": {"own": [1]},
    "openai_user": "me",
}
SEEN: Any = ["What is this?", ImageUrl("https://a.example/b.png"), BinaryContent(b"png", media_type="image/png")]
nowhere = OpenAIProvider(base_url=os.environ["OPENAI_BASE_URL"] + "/none", api_key="k")
for kind in (OpenAIChatModel, OpenAIResponsesModel):
    model = kind("gpt-4o-mini")
    agents = {
        "text": Agent(model, instructions="Be brief.", system_prompt="You know the weather."),
        "tool": Agent(model, tools=[weather_in]),
        "structured": Agent(model, output_type=Weather),
        "native": Agent(model, output_type=NativeOutput(Weather)),
        "prompted": Agent(model, output_type=PromptedOutput(Weather), retries=0),
    }
    for name, agent in agents.items():
        step(f"{kind.__name__} {name}", lambda agent=agent: whole(agent))
        step(f"{kind.__name__} {name} streamed", lambda agent=agent: streamed(agent))
        step(f"{kind.__name__} {name} events", lambda agent=agent: events(agent))
    step(f"{kind.__name__} settings", lambda agent=agents["text"]: whole(agent, model_settings=SETTINGS))
    step(f"{kind.__name__} seen", lambda agent=agents["text"]: whole(agent, SEEN))
    step(f"{kind.__name__} directly", lambda model=model: asked_directly(model))
    step(f"{kind.__name__} directly streamed", lambda model=model: streamed_directly(model))
    lost = kind("gpt-4o-mini", provider=nowhere)
    step(f"{kind.__name__} error", lambda lost=lost: whole(Agent(lost)))
    step(f"{kind.__name__} error streamed", lambda lost=lost: streamed(Agent(lost)))
    step(f"{kind.__name__} fallback", lambda lost=lost, model=model: whole(Agent(FallbackModel(lost, model))))
    step(f"{kind.__name__} sync", lambda agent=agents["text"]: shown(agent.run_sync("Hi")))
step("embed", embedded)
step("embed with settings", lambda: embedded(settings={"dimensions": 2}))
