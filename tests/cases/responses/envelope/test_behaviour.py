"""Envelopes around answers."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import reply_json


def test_taken_off(api: Driver) -> None:
    """Methods return what the envelope holds, by the general setting or their own."""
    api.server.script(reply_json({"data": {"id": "p"}, "took": 3}))
    pet = api.run(lambda client: client.pets.retrieve("p"))
    assert (type(pet).__name__, pet.id) == ("Pet", "p")
    api.server.script(reply_json({"result": ["a", "b"], "data": "c"}))
    assert api.run(lambda client: client.names.list()) == ["a", "b"]


def test_kept(api: Driver) -> None:
    """A method may keep the envelope, and an answer without one stays whole."""
    api.server.script(reply_json({"data": {"id": "p"}, "took": 3}))
    assert api.run(lambda client: client.whole.retrieve()).took == 3
    api.server.script(reply_json({"id": "p"}))
    assert api.run(lambda client: client.bare.retrieve()).id == "p"
