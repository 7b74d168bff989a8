"""What tracers hang on the SDK: they see the answers that callers get, and stand between its streams and the caller."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from types import ModuleType
from typing import Any

import pytest

from tests.e2e.embedded.structured import (
    Weather,
    choice,
    chunk,
    completion,
    delta,
    message,
    response,
    stream_of,
    text,
)
from tests.support.driver import Driver
from tests.support.server import Server, reply_json

OSLO = '{"city": "Oslo", "degrees": 12}'
EMBEDDING = {"object": "embedding", "index": 0, "embedding": b64encode(b"\0\0\0\x3f").decode()}
USAGE = {"prompt_tokens": 1, "total_tokens": 1}


@pytest.fixture(params=["sync", "async"])
def api(request: pytest.FixtureRequest, openai_sdk: ModuleType, server: Server) -> Driver:
    return Driver(openai_sdk, "OpenAI", server, asynchronous=request.param == "async", api_key="k", max_retries=0)


@pytest.fixture
def traced(api: Driver, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What `request` of the client returns, which a tracer has put something around."""
    seen: list[Any] = []
    kind = type(api.client())
    own = kind.request

    def request(self: Any, *arguments: Any, **named: Any) -> Any:
        answer = own(self, *arguments, **named)
        seen.append(_then(answer))
        return answer

    async def request_later(self: Any, *arguments: Any, **named: Any) -> Any:
        answer = await own(self, *arguments, **named)
        seen.append(_then(answer))
        return answer

    monkeypatch.setattr(kind, "request", request_later if api.asynchronous else request, raising=False)
    return seen


def _then(answer: Any) -> Any:
    """An answer as it is at that moment, whatever is done to it later."""
    return answer.model_copy(deep=True) if hasattr(answer, "model_copy") else answer


def test_a_parsed_completion_is_seen(api: Driver, traced: list[Any]) -> None:
    """As the caller gets it: with what became of its content, in what is dumped too."""
    api.server.script(reply_json(completion(choice({"content": OSLO}))))
    made = api.run(lambda client: client.chat.completions.parse(model="m", messages=[], response_format=Weather))
    assert traced == [made]
    dumped = traced[0].model_dump(exclude_unset=True)
    assert dumped["choices"][0]["message"]["parsed"] == {"city": "Oslo", "degrees": 12}


def test_a_parsed_response_is_seen(api: Driver, traced: list[Any]) -> None:
    """As the caller gets it."""
    api.server.script(reply_json(response(message(text(OSLO)))))
    made = api.run(lambda client: client.responses.parse(model="m", input="x", text_format=Weather))
    assert traced == [made]
    assert traced[0].output_parsed == Weather(city="Oslo", degrees=12)


def test_embeddings_are_seen_as_numbers(api: Driver, traced: list[Any]) -> None:
    """They are base64 on the wire only."""
    api.server.script(reply_json({"object": "list", "model": "m", "data": [EMBEDDING], "usage": USAGE}))
    api.run(lambda client: client.embeddings.create(model="m", input="x"))
    assert [item.embedding for item in traced[0].data] == [[0.5]]


def test_a_failure_to_parse_is_seen(api: Driver, openai_sdk: ModuleType, traced: list[Any]) -> None:
    """It is one of the call: a tracer sees no answer of it."""
    api.server.script(reply_json(completion(choice({"content": "{"}, finish_reason="length"))))
    with pytest.raises(openai_sdk.LengthFinishReasonError):
        api.run(lambda client: client.chat.completions.parse(model="m", messages=[], response_format=Weather))
    assert traced == []


def test_a_raw_answer_is_seen_raw(api: Driver, traced: list[Any]) -> None:
    """What it parses to is what the caller gets."""
    api.server.script(reply_json(completion(choice({"content": OSLO}))))
    arguments: Any = {"model": "m", "messages": [], "response_format": Weather}
    raw = api.run(lambda client: client.chat.completions.with_raw_response.parse(**arguments))
    assert traced == [raw]
    assert raw.parse().choices[0].message.parsed == Weather(city="Oslo", degrees=12)


class Between:
    """A stream that a tracer made of one: it can be closed at once only."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __aiter__(self) -> Any:
        return self._stream.__aiter__()

    def close(self) -> None:
        raise AssertionError("this would close nothing")


def test_a_stream_that_tracers_stand_before(openai_sdk: ModuleType, server: Server) -> None:
    """Leaving it gives the connection back."""
    server.script(stream_of(chunk(delta(content="Hel")), chunk(delta(content="lo", finish_reason="stop")), done=True))

    async def main() -> Any:
        async with openai_sdk.AsyncOpenAI(api_key="k", base_url=server.url) as client:
            own = client.chat.completions.create

            async def create(**arguments: Any) -> Between:
                return Between(await own(**arguments))

            client.chat.completions.create = create
            async with client.chat.completions.stream(model="m", messages=[]) as stream:
                await anext(stream)
            return stream.response.is_closed

    assert asyncio.run(main())


def test_errors_go_by_their_public_names(openai_sdk: ModuleType) -> None:
    """In tracebacks, and where tracers tell which one it was; those that users derive are their own."""
    kinds = {name: getattr(openai_sdk, name) for name in openai_sdk.__all__ if name.endswith("Error")}
    assert {f"{kind.__module__}.{kind.__qualname__}" for kind in kinds.values()} == {
        f"{openai_sdk.__name__}.{name}" for name in kinds
    }
    assert type("Mine", (openai_sdk.APIError,), {"__module__": __name__}).__module__ == __name__
