"""Streams of servers that are compatible with the API, each in its own way."""

from __future__ import annotations

import gc
import json
import warnings
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply, Server, events, reply_json

CHUNK = {
    "id": "c",
    "object": "chat.completion.chunk",
    "created": 1,
    "model": "m",
    "choices": [{"index": 0, "delta": {"content": "a"}, "finish_reason": None}],
}
DONE = b"data: [DONE]\n\n"
PAGE = b"<!doctype html>\n<p>Please log in</p>\n"


def event(value: object, name: str | None = None) -> bytes:
    head = b"" if name is None else b"event: " + name.encode() + b"\n"
    return head + b"data: " + (value if isinstance(value, bytes) else json.dumps(value).encode()) + b"\n\n"


def chat(client: Any) -> Any:
    return client.chat.completions.create(model="m", messages=[], stream=True)


def completions(client: Any) -> Any:
    return client.completions.create(model="m", prompt="p", stream=True)


def responses(client: Any) -> Any:
    return client.responses.create(model="m", input="i", stream=True)


def images(client: Any) -> Any:
    return client.images.generate(prompt="p", stream=True)


def transcriptions(client: Any) -> Any:
    return client.audio.transcriptions.create(file=b"f", model="m", stream=True)


STREAMS = [chat, completions, responses, images, transcriptions]


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


@pytest.fixture(params=["sync", "async"])
def api(request: pytest.FixtureRequest, openai_sdk: ModuleType, server: Server) -> Driver:
    return Driver(openai_sdk, "OpenAI", server, asynchronous=request.param == "async", api_key="key", max_retries=0)


@pytest.mark.parametrize("media_type", ["text/html; charset=utf-8", "application/json", "text/plain", None])
def test_chunks_under_any_name(api: Driver, media_type: str | None) -> None:
    """A server that calls its stream something else is understood."""
    headers = {} if media_type is None else {"content-type": media_type}
    api.server.script(Reply(headers=headers, chunks=(event(CHUNK), event(CHUNK) + DONE)))
    assert [chunk.choices[0].delta.content for chunk in api.collect(chat)] == ["a", "a"]


@pytest.mark.parametrize("call", STREAMS)
def test_json_in_place_of_a_stream(api: Driver, openai_sdk: ModuleType, call: Any) -> None:
    """An answer as a whole is told when the stream is read, and not when it is made."""
    api.server.script(reply_json({"id": "1"}))
    made: list[object] = []

    def noting(client: Any) -> Any:
        made.append(call(client))
        return made[-1]

    with pytest.raises(openai_sdk.APIError, match=r"status 200 and application/json .*\"id\""):
        api.collect(noting)
    assert len(made) == 1


@pytest.mark.parametrize("media_type", ["application/json", "text/event-stream"])
def test_an_error_in_place_of_a_stream(api: Driver, openai_sdk: ModuleType, media_type: str) -> None:
    """What the API says of an error is told, however it is called."""
    error = {"message": "no quota", "type": "t", "code": "insufficient_quota", "param": None}
    body = b": PROCESSING\n\n" + json.dumps({"error": error}, indent=1).encode()
    api.server.script(Reply(headers={"content-type": media_type}, chunks=(body,)))
    with pytest.raises(openai_sdk.APIError, match="no quota") as caught:
        api.collect(chat)
    assert (caught.value.code, caught.value.type, caught.value.body) == ("insufficient_quota", "t", error)


@pytest.mark.parametrize("call", STREAMS)
def test_frames_without_data(api: Driver, call: Any) -> None:
    """Frames of any name that hold no data are passed over in every stream."""
    frames = b"retry: 1000\n\n" + b"data:\n\n" + event(b" ", "thread.created") + b"event: ping\n\nid: 1\n\n: hi\n\n"
    api.server.script(events(frames + DONE))
    assert api.collect(call) == []


@pytest.mark.parametrize("call", STREAMS)
@pytest.mark.parametrize("data", [{"message": "boom", "code": "c"}, {"error": {"message": "boom", "code": "c"}}])
def test_an_event_of_an_error(api: Driver, openai_sdk: ModuleType, call: Any, data: object) -> None:
    """An event called `error` is raised, whether its data have an `error` or are one."""
    api.server.script(events(event(data, "error") + DONE))
    with pytest.raises(openai_sdk.APIError, match=r"^boom$") as caught:
        api.collect(call)
    assert (caught.value.code, caught.value.body) == ("c", {"message": "boom", "code": "c"})


def test_the_error_event_of_responses_is_an_event(api: Driver, openai_sdk: ModuleType) -> None:
    """Where an event of that name is one of the API's own, it is handed on."""
    told = {"type": "error", "code": "c", "message": "boom", "param": None, "sequence_number": 1}
    api.server.script(events(event(told, "error") + DONE))
    (found,) = api.collect(responses)
    assert type(found) is openai_sdk.types.responses.ResponseErrorEvent
    assert found.message == "boom"


def test_a_page_where_a_completion_is_declared(api: Driver, openai_sdk: ModuleType) -> None:
    """A base URL that leads to a site is told at once; text that is declared as such stays text."""
    api.server.script(Reply(headers={"content-type": "text/html"}, body=PAGE))
    for call in (
        lambda client: client.chat.completions.create(model="m", messages=[]),
        lambda client: client.responses.create(model="m", input="i"),
        lambda client: client.models.list(),
    ):
        with pytest.raises(openai_sdk.APIResponseValidationError, match="text/html where JSON was expected"):
            api.run(call)
    text = api.run(lambda c: c.audio.transcriptions.create(file=b"f", model="m", response_format="text"))
    assert text == PAGE.decode()


def test_a_stream_that_nobody_holds(api: Driver) -> None:
    """A stream that is left in the middle gives its connection back without a warning."""
    api.server.script(events(*[event(CHUNK)] * 50, pause=0.01))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if api.asynchronous:

            async def leave(client: Any) -> None:
                async for _ in await chat(client):
                    break

            api.run(leave)
        else:

            def leave_sync(client: Any) -> None:
                for _ in chat(client):
                    break

            api.run(leave_sync)
        gc.collect()
    assert api.server.wait_until_idle()
