"""What other files say, on the wire."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import reply_json


def test_pieces(api: Driver) -> None:
    """A shared body is sent, a shared list is joined, and null is read where the files allow it."""
    pet = {"kind": "felis", "age": None, "owner": {"id": None}}
    api.server.script(reply_json([pet]), reply_json(pet))
    found = api.run(lambda client: client.pets.list(tags=["a", "b"]))[0]
    assert (type(found).__name__, found.age, found.owner.id) == ("Cat", None, None)
    api.run(lambda client: client.pets.create(kind="felis", age=3))
    assert api.server.received[0].target == "/pets?tags=a,b"
    assert api.server.received[1].json() == {"kind": "felis", "age": 3}
