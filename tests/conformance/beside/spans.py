"""Spans of OpenTelemetry, kept in memory and told in lines, and the calls of the SDK that they are about."""

from __future__ import annotations

from typing import Any

import openai
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from pydantic import BaseModel

from steps import step

exporter = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))
trace.set_tracer_provider(provider)

MESSAGES: Any = [{"role": "user", "content": "How is the weather?"}]
CHAT: Any = {"model": "gpt-4o-mini", "messages": MESSAGES}
RESPONSE: Any = {"model": "gpt-4o-mini", "input": "How is the weather?"}
TOOL: Any = {"type": "function", "function": {"name": "weather_in", "parameters": {"type": "object", "properties": {}}}}
USAGE: Any = {"stream": True, "stream_options": {"include_usage": True}}
SOUND: Any = ("a.mp3", b"sound", "audio/mpeg")
IMAGE: Any = ("a.png", b"image", "image/png")

SEEN: Any = [
    {"role": "system", "content": "Be brief."},
    {
        "role": "user",
        "content": [
            {"type": "text", "text": "What is this?"},
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,aW1hZ2U="}},
        ],
    },
]
FUNCTION: Any = {"type": "function", "name": "weather_in", "strict": False, "parameters": {"type": "object"}}


class Weather(BaseModel):
    """What is asked for."""

    place: str
    degrees: int


STRICT: Any = openai.pydantic_function_tool(Weather)


def told() -> Any:
    """The spans so far, which are forgotten."""
    spans = exporter.get_finished_spans()
    exporter.clear()
    return [
        [
            s.name,
            s.kind.name,
            s.status.status_code.name,
            dict(s.attributes or {}),
            [[e.name, sorted(e.attributes or {})] for e in s.events],
        ]
        for s in spans
    ]


def recorded(name: str, run: Any) -> None:
    """Do a step, then tell its spans."""
    step(name, run)
    step(f"{name}: spans", told)


def stream(manager: Any) -> Any:
    with manager as opened:
        return [event.type for event in opened]


async def stream_later(manager: Any) -> Any:
    async with manager as opened:
        return [event.type async for event in opened]


async def drained(answer: Any) -> Any:
    return [chunk async for chunk in await answer]


def left(answer: Any) -> Any:
    """The first piece of a stream that is then left."""
    with answer as opened:
        return next(opened)


async def left_later(answer: Any) -> Any:
    async with await answer as opened:
        return await anext(opened)


async def raw_later(client: openai.AsyncOpenAI) -> Any:
    return (await client.chat.completions.with_raw_response.create(**CHAT)).parse()


def read_all(manager: Any) -> Any:
    with manager as answer:
        return answer.parse()


def calls() -> None:
    """Make each kind of call."""
    client, later = openai.OpenAI(max_retries=0), openai.AsyncOpenAI(max_retries=0)
    recorded("chat", lambda: client.chat.completions.create(**CHAT))
    recorded("chat tools", lambda: client.chat.completions.create(**CHAT, tools=[TOOL]))
    recorded("chat stream", lambda: list(client.chat.completions.create(**CHAT, **USAGE)))
    recorded("chat raw", lambda: client.chat.completions.with_raw_response.create(**CHAT).parse())
    recorded(
        "chat streaming response", lambda: read_all(client.chat.completions.with_streaming_response.create(**CHAT))
    )
    recorded("chat parse", lambda: client.chat.completions.parse(**CHAT, response_format=Weather))
    recorded("chat beta parse", lambda: client.beta.chat.completions.parse(**CHAT, response_format=Weather))
    recorded("chat stream helper", lambda: stream(client.chat.completions.stream(**CHAT)))
    recorded("chat stream left", lambda: left(client.chat.completions.create(**CHAT, stream=True)))
    recorded("async chat stream left", lambda: left_later(later.chat.completions.create(**CHAT, stream=True)))
    recorded("chat several", lambda: client.chat.completions.create(**CHAT, n=2, temperature=0.5, seed=1, user="me"))
    recorded("chat image", lambda: client.chat.completions.create(model="gpt-4o-mini", messages=SEEN))
    recorded("chat parsed tools", lambda: client.chat.completions.parse(**CHAT, tools=[STRICT]))
    recorded("responses tools", lambda: client.responses.create(**RESPONSE, tools=[FUNCTION], instructions="Brief."))
    recorded("async chat", lambda: later.chat.completions.create(**CHAT))
    recorded("async chat stream", lambda: drained(later.chat.completions.create(**CHAT, **USAGE)))
    recorded("async chat raw", lambda: raw_later(later))
    recorded("async chat parse", lambda: later.chat.completions.parse(**CHAT, response_format=Weather))
    recorded("async chat stream helper", lambda: stream_later(later.chat.completions.stream(**CHAT)))
    recorded("responses", lambda: client.responses.create(**RESPONSE))
    recorded("responses stream", lambda: list(client.responses.create(**RESPONSE, stream=True)))
    recorded("responses raw", lambda: client.responses.with_raw_response.create(**RESPONSE).parse())
    recorded("responses parse", lambda: client.responses.parse(**RESPONSE, text_format=Weather))
    recorded("responses stream helper", lambda: stream(client.responses.stream(**RESPONSE)))
    recorded("async responses", lambda: later.responses.create(**RESPONSE))
    recorded("async responses stream", lambda: drained(later.responses.create(**RESPONSE, stream=True)))
    recorded("async responses parse", lambda: later.responses.parse(**RESPONSE, text_format=Weather))
    recorded("async responses stream helper", lambda: stream_later(later.responses.stream(**RESPONSE)))
    recorded("embeddings", lambda: client.embeddings.create(model="text-embedding-3-small", input=["a", "b"]))
    recorded("async embeddings", lambda: later.embeddings.create(model="text-embedding-3-small", input="a"))
    recorded("completions", lambda: client.completions.create(model="gpt-3.5-turbo-instruct", prompt="Hi"))
    recorded("images", lambda: client.images.generate(model="gpt-image-1", prompt="Hi"))
    recorded("models", lambda: list(client.models.list()))
    recorded("model", lambda: client.models.retrieve("gpt-4o-mini"))
    recorded("speech", lambda: list(client.audio.speech.create(model="tts-1", voice="alloy", input="Hi").content))
    recorded("transcription", lambda: client.audio.transcriptions.create(model="whisper-1", file=SOUND))
    recorded("translation", lambda: client.audio.translations.create(model="whisper-1", file=SOUND))
    recorded("image edit", lambda: client.images.edit(image=IMAGE, prompt="Hi"))
    recorded("image variation", lambda: client.images.create_variation(image=IMAGE))
    recorded("file", lambda: client.files.create(file=("a.jsonl", b"{}"), purpose="batch"))
    recorded("files", lambda: len(list(client.files.list(limit=1).data)))
    recorded("file deleted", lambda: client.files.delete("file-1"))
    recorded("response", lambda: client.responses.retrieve("resp_1"))
    recorded("response cancelled", lambda: client.responses.cancel("resp_1"))
    assisted(client)
    for name, lost in (("error", client), ("async error", later)):
        failures(name, lost.with_options(base_url=f"{client.base_url}none/"))


def assisted(client: Any) -> None:
    """Make the calls of assistants, which tracers know still."""
    beta = client.beta
    recorded("assistant", lambda: beta.assistants.create(model="gpt-4o-mini", instructions="Be brief."))
    recorded("thread", lambda: beta.threads.create(metadata={"a": "b"}))
    recorded("run", lambda: beta.threads.runs.create("thread_1", assistant_id="asst_1"))
    recorded("run retrieved", lambda: beta.threads.runs.retrieve("run_1", thread_id="thread_1"))
    recorded("messages", lambda: beta.threads.messages.list("thread_1").data[:1])


def failures(name: str, lost: Any) -> None:
    """Make calls that fail."""
    recorded(name, lambda: lost.chat.completions.create(**CHAT))
    recorded(f"{name} streamed", lambda: lost.chat.completions.create(**CHAT, stream=True))
    recorded(f"{name} parsed", lambda: lost.chat.completions.parse(**CHAT, response_format=Weather))
    recorded(f"{name} of a response", lambda: lost.responses.create(**RESPONSE))
    recorded(f"{name} of embeddings", lambda: lost.embeddings.create(model="text-embedding-3-small", input="a"))
    recorded(f"{name} of a moderation", lambda: lost.moderations.create(input="Hi"))
