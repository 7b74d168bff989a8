"""The chat of the beta: the same resource, the same requests."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import reply_json


def test_is_the_same_resource(api: Driver) -> None:
    """Classes are equal all the way down, so that programs can use either."""
    client = api.client()
    assert type(client.beta.chat) is type(client.chat)
    assert type(client.beta.chat.completions) is type(client.chat.completions)
    assert client.beta.chat is client.beta.chat


def test_sends_the_same_requests(api: Driver) -> None:
    """Calls through the beta go where those of the resource itself go."""
    api.server.script(reply_json({"id": "a"}), reply_json({"id": "b"}))
    first = api.run(lambda client: client.beta.chat.completions.create(model="m"))
    second = api.run(lambda client: client.chat.completions.create(model="m"))
    assert (first.id, second.id) == ("a", "b")
    assert [(r.method, r.path, r.body) for r in api.server.received] == [
        ("POST", "/chat/completions", b'{"model":"m"}')
    ] * 2


def test_answers_as_they_came(api: Driver) -> None:
    """What the beta is asked to return holds for its chat, as for its other resources."""
    api.server.script(reply_json({"id": "a"}), reply_json({"id": "b"}))
    raw = api.run(lambda client: client.beta.with_raw_response.chat.completions.create(model="m"))
    assert (raw.status_code, raw.parse().id) == (200, "a")
    raw = api.run(lambda client: client.beta.chat.completions.with_raw_response.create(model="m"))
    assert (raw.status_code, raw.parse().id) == (200, "b")
