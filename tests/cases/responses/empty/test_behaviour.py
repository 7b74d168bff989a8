"""Answers of methods that return nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply

CALLS = {"delete": lambda things: things.delete("x"), "wash": lambda things: things.wash("x", soap="s")}


@pytest.fixture(autouse=True)
def answer(api: Driver) -> None:
    api.server.script(Reply(status=200, headers={"x-told": "yes", "content-type": "text/plain"}, body=b"done"))


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_nothing(api: Driver, call: Any) -> None:
    """By themselves they return nothing, whatever the answer holds."""
    assert api.run(lambda client: call(client.things)) is None


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_as_it_came(api: Driver, call: Any) -> None:
    """Behind `with_raw_response` the answer is there, and parses to nothing."""
    answer = api.run(lambda client: call(client.things.with_raw_response))
    assert (answer.status_code, answer.headers["x-told"]) == (200, "yes")
    assert api.settle(answer.read()) == b"done"
    assert api.settle(answer.parse()) is None


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_unread(api: Driver, call: Any) -> None:
    """Behind `with_streaming_response` it can be read, and leaving it frees the connection."""
    read = api.within(lambda client: call(client.things.with_streaming_response), lambda answer: answer.read())
    assert read == b"done"
    told = api.within(lambda client: call(client.things.with_streaming_response), lambda answer: answer.status_code)
    assert told == 200
    assert api.server.wait_until_idle()
