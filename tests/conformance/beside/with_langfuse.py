"""langfuse: the clients of `langfuse.openai`, and the observations that it makes of their calls."""

from __future__ import annotations

import os
from typing import Any

os.environ |= {"LANGFUSE_PUBLIC_KEY": "pk", "LANGFUSE_SECRET_KEY": "sk", "LANGFUSE_HOST": "http://127.0.0.1:9"}

from langfuse import Langfuse, observe
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from spans import CHAT, RESPONSE, USAGE, calls, provider, recorded

# What it exports it exports in the background; the spans that are told are those of the exporter of `spans`.
Langfuse(tracer_provider=provider, span_exporter=InMemorySpanExporter())

from langfuse.openai import AsyncAzureOpenAI, AsyncOpenAI, AzureOpenAI, OpenAI

SCHEMA: Any = {"type": "json_schema", "json_schema": {"name": "w", "schema": {"type": "object"}}}


def begun(client: Any, **more: Any) -> Any:
    """The first event of a stream that is then left."""
    with client.create(**more, stream=True) as answer:
        return next(answer)


async def begun_later(client: Any, **more: Any) -> Any:
    async with await client.create(**more, stream=True) as answer:
        return await anext(answer)


@observe(name="around")
def observed(client: Any) -> Any:
    return client.chat.completions.create(**CHAT).choices[0].message.content


calls()
client, later = OpenAI(max_retries=0), AsyncOpenAI(max_retries=0)
recorded("named", lambda: client.chat.completions.create(**CHAT, name="n", metadata={"a": "b"}, temperature=0.5))
recorded("stored", lambda: client.chat.completions.create(**CHAT, store=True, metadata={"a": "b"}))
recorded("schema", lambda: client.chat.completions.create(**CHAT, response_format=SCHEMA))
recorded("begun", lambda: begun(client.chat.completions, **CHAT))
recorded("begun later", lambda: begun_later(later.chat.completions, **CHAT))
recorded("response begun", lambda: begun(client.responses, **RESPONSE))
recorded("response begun later", lambda: begun_later(later.responses, **RESPONSE))
recorded("options", lambda: list(client.with_options(timeout=5).chat.completions.create(**CHAT, **USAGE)))
recorded("instructions", lambda: client.responses.create(**RESPONSE, instructions="Be brief.", store=False))
recorded("observed", lambda: observed(client))
recorded("embeddings", lambda: client.embeddings.create(model="text-embedding-3-small", input="a", dimensions=2))
for azure in (AzureOpenAI, AsyncAzureOpenAI):
    there = azure(azure_endpoint=str(client.base_url), api_version="1", api_key="a", max_retries=0)
    recorded(f"{azure.__name__}", lambda there=there: there.chat.completions.create(**CHAT))
