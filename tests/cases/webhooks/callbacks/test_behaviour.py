"""Callbacks: what comes to a server of the user's own, over the wire, is read as its type."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply, Server

SALE = b'{"id":"p","price":2.5,"new":1}'


def delivered(server: Server, body: bytes, media_type: str) -> bytes:
    """What a server of the user's gets of a body that is sent to it."""
    request = Request(f"{server.url}/sold", data=body, headers={"Content-Type": media_type}, method="POST")
    with urlopen(request) as answer:
        answer.read()
    return server.received[-1].body


def test_payloads_have_their_types(api: Driver, server: Server) -> None:
    """JSON of a component and JSON that is described in place; what is not in the schema is kept."""
    server.script(Reply(status=202))
    callbacks = api.client().callbacks
    sold = callbacks.unwrap_on_sold(delivered(server, SALE, "application/json"))
    assert (type(sold).__name__, sold.id, sold.price, sold.to_dict()["new"]) == ("Sale", "p", 2.5, 1)
    lost = callbacks.unwrap_subscriptions_create_on_lost('{"petName":"Rex","seen":[{"at":"here"}]}')
    assert (lost.pet_name, lost.seen[0].at) == ("Rex", "here")
    assert callbacks.unwrap_calls_create_on_lost(b'{"number":"1"}').number == "1"


def test_one_callback_of_two_operations(api: Driver) -> None:
    """What both refer to is one callback with one type; a value that the document does not know is kept."""
    callbacks = api.client().callbacks
    assert callbacks.unwrap_status(b'{"status":"open"}').status == "open"
    assert callbacks.unwrap_status(b'{"status":"broken"}').status == "broken"


def test_several_requests_of_one_callback(api: Driver) -> None:
    """Each has a method, called after what tells it apart."""
    callbacks = api.client().callbacks
    assert callbacks.unwrap_on_moved_post(b'{"left":true}').left is True
    assert callbacks.unwrap_on_moved_put(b'{"arrived":false}').arrived is False


def test_forms(api: Driver, server: Server) -> None:
    """Members of a form have the types of their fields, once or several times; what is unknown or no number is text."""
    server.script(Reply(status=202))
    body = (
        b"CallSid=12&Duration=30&Price=0.5&Answered=true&MediaUrl=a%20b&At=2024-01-02T03:04:05Z&Extra=1&Extra=2&Empty="
    )
    voice = api.client().callbacks.unwrap_voice(delivered(server, body, "application/x-www-form-urlencoded"))
    assert (voice.call_sid, voice.duration, voice.price, voice.answered) == ("12", 30, 0.5, True)
    assert voice.media_url == ["a b"]
    assert voice.at == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (voice.to_dict()["Extra"], voice.to_dict()["Empty"]) == (["1", "2"], "")
    assert api.client().callbacks.unwrap_voice("CallSid=1&Duration=soon").duration == "soon"


@pytest.mark.parametrize(
    ("method", "payload"),
    [
        ("unwrap_lines", b'{"id":"a"}\n{"id":"b"}\n'),
        ("unwrap_records", b'\x1e{"id":"a"}\n\x1e{"id":\n"b"}\n'),
        ("unwrap_sales", b'[{"id":"a"},{"id":"b"}]'),
    ],
)
def test_several_values(api: Driver, method: str, payload: bytes) -> None:
    """Lines, records and lists are lists of their items."""
    found = getattr(api.client().callbacks, method)(payload)
    assert [(type(one).__name__, one.id) for one in found] == [("Sale", "a"), ("Sale", "b")]


def test_what_no_schema_describes(api: Driver) -> None:
    """Any JSON, text, bytes as they are."""
    callbacks = api.client().callbacks
    assert callbacks.unwrap_anything(b'{"a":[1]}') == {"a": [1]}
    assert callbacks.unwrap_note("grün".encode()) == "grün"
    assert callbacks.unwrap_photo(b"\x89PNG\xff") == b"\x89PNG\xff"


def test_what_is_no_json_raises(api: Driver) -> None:
    """A payload in another form is no event."""
    with pytest.raises(ValueError, match="expected value"):
        api.client().callbacks.unwrap_on_sold(b"<sale/>")


def test_nothing_is_signed_here(package: Any) -> None:
    """Where the client has no secret, there is nothing to check, and no argument for it; what has no body has no
    method."""
    callbacks = package.resources.Callbacks
    assert list(inspect.signature(callbacks.unwrap_on_sold).parameters) == ["self", "payload"]
    assert not hasattr(callbacks, "unwrap_ping")
