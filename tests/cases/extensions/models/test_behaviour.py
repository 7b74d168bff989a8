"""Answers as models that are written by hand, in part or as a whole."""

from __future__ import annotations

import sys
from typing import Any

from tests.support.driver import Driver
from tests.support.server import reply_json

TAGS = [{"text": "soft", "sub": {"of": {"text": "warm"}}}]
PET = {"name": "Rex", "price": {"cents": 1250, "currency": "EUR"}, "tags": TAGS}


def test_answers_are_parsed_into_them(api: Driver, package: Any) -> None:
    """The properties of base and stand-in are there, and dumps are what the server sent."""
    api.server.script(reply_json(PET))
    pet = api.run(lambda client: client.pets.retrieve("p1"))
    assert pet.label == "Rex: 12.50"
    assert isinstance(pet.price, package.types.Price)
    assert type(pet.tags[0].sub) is package.types.SubTag
    assert pet.to_dict() == PET


def test_a_stand_in_is_found_under_the_names_of_the_model(package: Any) -> None:
    """Package, module and hand-written module all give the same class."""
    by_hand = sys.modules[package.types.Price.__module__]
    assert by_hand.__name__ == f"{package.__name__}.lib.price"
    assert package.types.price.Price is package.types.Price is by_hand.Price
