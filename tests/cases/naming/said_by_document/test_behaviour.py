"""Names that a document gives, on the wire."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import reply_json


def test_wire_names_stay(api: Driver) -> None:
    """What has another name in Python is sent and read under its own."""
    api.server.script(reply_json({"id": "pet", "mood": "1", "@type": "cat", "secret": "x", "extra": [1]}))
    pet = api.run(lambda client: client.pets.create(id="pet", mood="2", width=3, kind="cat", tag=["a"]))
    (request,) = api.server.received
    assert request.target.endswith("?Size=3")
    assert request.body == b'{"id":"pet","@type":"cat","mood":"2","tag":["a"]}'
    assert (pet.kind, pet.extra) == ("cat", [1])
    assert pet.mood is type(pet.mood).CALM
