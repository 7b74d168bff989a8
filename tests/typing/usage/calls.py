"""What type checkers make of ordinary calls: results, events, pages, raw answers, errors. Checked, never run."""

from typing import Literal

import httpx
import httpx2
import openai_sdk
from openai_sdk import (
    APIConnectionError,
    APIError,
    APIStatusError,
    AsyncAzureOpenAI,
    AsyncOpenAI,
    AsyncStream,
    AzureOpenAI,
    DefaultAioHttpClient,
    OpenAI,
    RateLimitError,
    Stream,
    not_given,
    omit,
)
from openai_sdk._legacy_response import HttpxBinaryResponseContent, LegacyAPIResponse
from openai_sdk._response import APIResponse, AsyncAPIResponse
from openai_sdk.pagination import AsyncCursorPage, AsyncPage, SyncCursorPage, SyncPage
from openai_sdk.types import (
    Batch,
    CreateEmbeddingResponse,
    FileObject,
    Model,
    ModelDeleted,
)
from openai_sdk.types.chat import ChatCompletion, ChatCompletionChunk
from openai_sdk.types.responses import Response, ResponseStreamEvent
from openai_sdk.types.webhooks import UnwrapWebhookEvent
from typing_extensions import assert_type


def clients() -> None:
    """Options, copies, context managers, and HTTP clients of either library."""
    with OpenAI(api_key="k", http_client=httpx2.Client(), timeout=httpx2.Timeout(1)) as client:
        assert_type(client, OpenAI)
    assert_type(OpenAI(http_client=httpx.Client(), max_retries=0).with_options(timeout=3), OpenAI)
    assert_type(AsyncOpenAI(http_client=httpx2.AsyncClient()).copy(organization=None), AsyncOpenAI)
    assert_type(OpenAI(api_key=lambda: "k").organization, str | None)
    assert_type(client.get("/models/m", cast_to=Model), Model)


def results(client: OpenAI) -> None:
    """Models and their fields, options of a call, and arguments that are left out."""
    model = client.models.retrieve("m", timeout=None, extra_headers={"a": "b"}, extra_query={"c": 1})
    assert_type(model, Model)
    assert_type(model.id, str)
    assert_type(model.object, Literal["model"])
    assert_type(client.models.delete("m"), ModelDeleted)
    assert_type(client.embeddings.create(model="m", input=["a", "b"], user=omit), CreateEmbeddingResponse)
    assert_type(client.embeddings.create(model="m", input=(1, 2), timeout=not_given), CreateEmbeddingResponse)
    assert_type(client.files.create(file=("a.txt", b"text"), purpose="assistants"), FileObject)
    assert_type(client.audio.speech.create(model="m", voice="alloy", input="Hi."), HttpxBinaryResponseContent)


async def async_results(client: AsyncOpenAI) -> None:
    """The same, awaited."""
    assert_type(await client.models.retrieve("m"), Model)
    assert_type(await client.batches.cancel("b"), Batch)
    speech = await client.audio.speech.create(model="m", voice="alloy", input="Hi.")
    assert_type(await speech.aread(), bytes)


def streams(client: OpenAI, either: bool) -> None:
    """`stream` decides what a call returns."""
    whole = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hi."}])
    assert_type(whole, ChatCompletion)
    assert_type(whole.choices[0].message.content, str | None)
    told = client.chat.completions.create(model="m", messages=(), stop=("a", "b"), modalities=["text"], stream=False)
    assert_type(told, ChatCompletion)
    stream = client.chat.completions.create(model="m", messages=[], stream=True)
    assert_type(stream, Stream[ChatCompletionChunk])
    with stream as chunks:
        for chunk in chunks:
            assert_type(chunk.choices[0].delta.content, str | None)
    unsure = client.chat.completions.create(model="m", messages=[], stream=either)
    assert_type(unsure, ChatCompletion | Stream[ChatCompletionChunk])


async def async_streams(client: AsyncOpenAI) -> None:
    """The same, awaited; events of a union tell themselves apart by their type."""
    assert_type(await client.responses.create(input="Hi.", include=["reasoning.encrypted_content"]), Response)
    stream = await client.responses.create(model="m", input="Hi.", stream=True)
    assert_type(stream, AsyncStream[ResponseStreamEvent])
    async for event in stream:
        if event.type == "response.output_text.delta":
            assert_type(event.delta, str)


def pages(client: OpenAI) -> None:
    """A page is a model, an iterable of items across pages, and knows the next one."""
    page = client.batches.list(limit=10)
    assert_type(page, SyncCursorPage[Batch])
    assert_type(page.data, list[Batch])
    assert_type(page.get_next_page(), SyncCursorPage[Batch])
    for batch in page:
        assert_type(batch, Batch)
    for each in page.iter_pages():
        assert_type(each, SyncCursorPage[Batch])
    assert_type(client.models.list(), SyncPage[Model])


async def async_pages(client: AsyncOpenAI) -> None:
    """A list can be awaited for its first page, or iterated at once."""
    page = await client.batches.list()
    assert_type(page, AsyncCursorPage[Batch])
    assert_type(await page.get_next_page(), AsyncCursorPage[Batch])
    async for batch in client.batches.list():
        assert_type(batch, Batch)
    assert_type(await client.models.list(), AsyncPage[Model])


def raw(client: OpenAI) -> None:
    """The faces with the whole HTTP answer keep the type of what it parses to."""
    answer = client.models.with_raw_response.retrieve("m")
    assert_type(answer, LegacyAPIResponse[Model])
    assert_type(answer.parse(), Model)
    assert_type(answer.status_code, int)
    assert_type(client.with_raw_response.batches.list().parse(), SyncCursorPage[Batch])
    streamed = client.chat.completions.with_raw_response.create(model="m", messages=[], stream=True)
    assert_type(streamed.parse(), Stream[ChatCompletionChunk])
    with client.files.with_streaming_response.retrieve("f") as response:
        assert_type(response, APIResponse[FileObject])
        assert_type(response.parse(), FileObject)
        for piece in response.iter_bytes(1024):
            assert_type(piece, bytes)


async def async_raw(client: AsyncOpenAI) -> None:
    """The same, awaited."""
    assert_type((await client.models.with_raw_response.retrieve("m")).parse(), Model)
    async with client.files.with_streaming_response.retrieve("f") as response:
        assert_type(response, AsyncAPIResponse[FileObject])
        assert_type(await response.parse(), FileObject)
        async for line in response.iter_lines():
            assert_type(line, str)


def errors(client: OpenAI, payload: bytes) -> None:
    """What a failed call says, and events of webhooks."""
    try:
        client.models.list()
    except RateLimitError as error:
        assert_type(error.status_code, Literal[429])
        assert_type(error.request_id, str | None)
    except APIStatusError as error:
        assert_type(error.status_code, int)
        assert_type(error.response, httpx2.Response)
    except APIConnectionError as error:
        assert_type(error.message, str)
    except APIError as error:
        assert_type(error.code, str | None)
    event = client.webhooks.unwrap(payload, {"webhook-id": "w"}, secret="s")
    assert_type(event, UnwrapWebhookEvent)
    if event.type == "batch.completed":
        assert_type(event.data.id, str)


def own_resources() -> None:
    """The package's own resources and their settings."""
    openai_sdk.api_key = "key"
    openai_sdk.timeout = None
    openai_sdk.api_type = "azure"
    assert_type(openai_sdk.models.retrieve("m"), Model)
    assert_type(openai_sdk.organization, str | None)


async def token() -> str:
    """A token of Entra."""
    return "t"


def azure() -> None:
    """Clients for Azure, and copies of them."""
    client = AzureOpenAI(azure_endpoint="https://a.example", api_version="1", azure_ad_token_provider=lambda: "t")
    assert_type(client.with_options(azure_deployment="d"), AzureOpenAI)
    assert_type(client.models.retrieve("m"), Model)
    AsyncAzureOpenAI(azure_ad_token_provider=token, http_client=DefaultAioHttpClient(timeout=1))
