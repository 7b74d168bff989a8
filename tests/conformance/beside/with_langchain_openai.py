"""langchain-openai: chat over both APIs, embeddings, older completions."""

from __future__ import annotations

import os
from typing import Any

from langchain_core.tools import tool
from langchain_openai import AzureChatOpenAI, AzureOpenAIEmbeddings, ChatOpenAI, OpenAI, OpenAIEmbeddings
from pydantic import BaseModel

from steps import step


class Weather(BaseModel):
    """What is asked for."""

    place: str
    degrees: int


@tool
def weather_in(place: str) -> str:
    """Tell the weather."""
    return f"sunny in {place}"


def parts(chunk: Any) -> Any:
    return [chunk.content, getattr(chunk, "tool_call_chunks", None), chunk.usage_metadata]


async def later(model: Any) -> Any:
    return [parts(chunk) async for chunk in model.astream("Hi")]


for responses in (False, True):
    model = ChatOpenAI(model="gpt-4o-mini", use_responses_api=responses, stream_usage=True)
    name = "responses" if responses else "chat"
    step(f"{name} invoke", lambda model=model: model.invoke("Hi"))
    step(f"{name} ainvoke", lambda model=model: model.ainvoke("Hi"))
    step(f"{name} stream", lambda model=model: [parts(chunk) for chunk in model.stream("Hi")])
    step(f"{name} astream", lambda model=model: later(model))
    with_tools = model.bind_tools([weather_in])
    step(f"{name} tools", lambda model=with_tools: model.invoke("Hi"))
    step(f"{name} tools streamed", lambda model=with_tools: [parts(chunk) for chunk in model.stream("Hi")])
    for method in ("json_schema", "function_calling"):
        structured = model.with_structured_output(Weather, method=method, include_raw=True)
        step(f"{name} {method}", lambda model=structured: model.invoke("Hi"))
        step(f"{name} {method} async", lambda model=structured: model.ainvoke("Hi"))
        # Its branches run in threads of their own: which of them comes first is left open.
        step(f"{name} {method} streamed", lambda model=structured: sorted(model.stream("Hi"), key=sorted))
with_headers = ChatOpenAI(model="gpt-4o-mini", include_response_headers=True)
step("headers", lambda: sorted(with_headers.invoke("Hi").response_metadata["headers"]))
step("headers streamed", lambda: [sorted(c.response_metadata.get("headers", ())) for c in with_headers.stream("Hi")])
embeddings = OpenAIEmbeddings(model="text-embedding-3-small", check_embedding_ctx_length=False)
step("embed", lambda: embeddings.embed_documents(["a", "b"]))
step("embed later", lambda: embeddings.aembed_query("a"))
step("completion", lambda: OpenAI(model="gpt-3.5-turbo-instruct").invoke("Hi"))
step("completion streamed", lambda: OpenAI(model="gpt-3.5-turbo-instruct").stream("Hi"))
seen = [{"type": "text", "text": "What?"}, {"type": "image_url", "image_url": {"url": "https://a.example/b.png"}}]
step("seen", lambda: ChatOpenAI(model="gpt-4o-mini").invoke([("user", seen)]))
step("batch", lambda: ChatOpenAI(model="gpt-4o-mini").batch(["a", "b"], config={"max_concurrency": 1}))
step("JSON mode", lambda: ChatOpenAI(model="gpt-4o-mini").bind(response_format={"type": "json_object"}).invoke("Hi"))
settings = ChatOpenAI(model="gpt-4o-mini", temperature=0.5, seed=1, n=2, timeout=5, default_headers={"x-own": "1"})
step("settings", lambda: settings.generate([[("user", "Hi")]]).generations)
step("unknown model", lambda: ChatOpenAI(base_url=model.root_client.base_url.join("../no/")).invoke("Hi"))
azure: Any = {"azure_endpoint": os.environ["OPENAI_BASE_URL"].removesuffix("/v1"), "api_version": "1", "api_key": "a"}
there = AzureChatOpenAI(azure_deployment="gpt-4o-mini", openai_api_base=None, max_retries=0, **azure)
step("azure", lambda: there.invoke("Hi"))
step("azure later", lambda: there.ainvoke("Hi"))
step("azure streamed", lambda: [parts(chunk) for chunk in there.stream("Hi")])
small = AzureOpenAIEmbeddings(model="text-embedding-3-small", check_embedding_ctx_length=False, **azure)
step("azure embeddings", lambda: small.embed_query("a"))
