"""One of several answers of success."""

from __future__ import annotations

from typing import Any

from tests.support.driver import Driver
from tests.support.server import Reply, reply_json


def test_the_first_one(api: Driver, package: Any) -> None:
    """The lowest status that has a body says what is returned."""
    api.server.script(reply_json({"id": "p", "position": 2}, status=202))
    pet = api.run(lambda client: client.pets.create())
    assert (type(pet), pet.id, pet.position) == (package.types.PetCreateResponse, "p", 2)


def test_another_one(api: Driver, package: Any) -> None:
    """Nothing that comes with another status is lost, and none of it fails; no body is None."""
    api.server.script(reply_json({"failed": ["p"]}, status=207))
    pet = api.run(lambda client: client.pets.create())
    assert (type(pet), pet.id, pet.to_dict()) == (package.types.PetCreateResponse, None, {"failed": ["p"]})
    api.server.script(Reply(status=204))
    assert api.run(lambda client: client.pets.create()) is None
