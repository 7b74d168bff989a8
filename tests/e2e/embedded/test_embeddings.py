"""Embeddings: base64 on the wire and numbers in the program, unless a format is asked for."""

from __future__ import annotations

import json
import struct
from base64 import b64encode
from types import ModuleType
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Server, reply_json

NUMBERS = [0.5, -0.25, 3.0]
BASE64 = b64encode(struct.pack("<3f", *NUMBERS)).decode()


@pytest.fixture(params=["sync", "async"])
def api(request: pytest.FixtureRequest, openai_sdk: ModuleType, server: Server) -> Driver:
    return Driver(openai_sdk, "OpenAI", server, asynchronous=request.param == "async", api_key="k")


def answer(*embeddings: object) -> dict[str, Any]:
    items = [{"object": "embedding", "index": n, "embedding": given} for n, given in enumerate(embeddings)]
    return {"object": "list", "model": "m", "data": items, "usage": {"prompt_tokens": 1, "total_tokens": 1}}


def embed(api: Driver, *embeddings: object, **arguments: Any) -> list[Any]:
    api.server.script(reply_json(answer(*embeddings)))
    made = api.run(lambda client: client.embeddings.create(model="m", input="x", **arguments))
    return [item.embedding for item in made.data]


def asked(api: Driver) -> object:
    return api.server.received[-1].json().get("encoding_format")


def test_nobody_chose(api: Driver, openai_sdk: ModuleType) -> None:
    """Base64 is asked for and becomes numbers; a server that knows numbers only is understood too."""
    for nothing in ({}, {"encoding_format": openai_sdk.omit}, {"encoding_format": openai_sdk.NOT_GIVEN}):
        assert embed(api, BASE64, NUMBERS, **nothing) == [NUMBERS, NUMBERS]
        assert asked(api) == "base64"


@pytest.mark.parametrize(("chosen", "sent"), [("float", NUMBERS), ("base64", BASE64)])
def test_the_caller_chose(api: Driver, chosen: str, sent: object) -> None:
    """Then the answer stays as it is."""
    assert embed(api, sent, encoding_format=chosen) == [sent]
    assert asked(api) == chosen


def test_raw_answers(api: Driver) -> None:
    """They say what came, and parse to numbers."""
    api.server.script(reply_json(answer(BASE64)))
    raw = api.run(lambda client: client.embeddings.with_raw_response.create(model="m", input="x"))
    assert json.loads(raw.text)["data"][0]["embedding"] == BASE64
    assert raw.parse().data[0].embedding == NUMBERS


def test_strict_clients(api: Driver) -> None:
    """Where answers have to be what the document says, numbers are asked for."""
    api.server.script(reply_json(answer(NUMBERS)))
    strict = {"_strict_response_validation": True}
    made = api.run(lambda client: client.with_options(**strict).embeddings.create(model="m", input="x"))
    assert made.data[0].embedding == NUMBERS
    assert asked(api) is None


def test_an_answer_without_data(api: Driver) -> None:
    """Where the format was not the caller's choice, that is an error, whole or raw; else it stays as it is."""
    with pytest.raises(ValueError, match="No embedding data received"):
        embed(api)
    assert embed(api, encoding_format="float") == []
    api.server.script(reply_json({"object": "list"}))
    raw = api.run(lambda client: client.embeddings.with_raw_response.create(model="m", input="x"))
    with pytest.raises(ValueError, match="No embedding data received"):
        raw.parse()
