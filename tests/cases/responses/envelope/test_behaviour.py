"""Envelopes around answers."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import reply_json


def test_taken_off(api: Driver) -> None:
    """Methods return what the envelope holds, by the general setting or their own."""
    api.server.script(reply_json({"data": {"id": "p"}}))
    pet = api.run(lambda client: client.pets.retrieve("p"))
    assert (type(pet).__name__, pet.id) == ("PetRetrieveResponse", "p")
    api.server.script(reply_json({"result": ["a", "b"], "data": "c"}))
    assert api.run(lambda client: client.names.list()) == ["a", "b"]


def test_kept(api: Driver) -> None:
    """A method may keep the envelope; what holds more than one thing is none, and an answer without one stays whole."""
    api.server.script(reply_json({"data": {"id": "p"}}))
    assert api.run(lambda client: client.whole.retrieve()).data.id == "p"
    api.server.script(reply_json({"data": [{"id": "p"}], "took": 3}))
    pets = api.run(lambda client: client.pets.list())
    assert (pets.data[0].id, pets.took) == ("p", 3)
    api.server.script(reply_json({"id": "p"}))
    assert api.run(lambda client: client.bare.retrieve()).id == "p"
