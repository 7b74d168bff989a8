"""What the API sends becomes the variant that its discriminator says, and is dumped as it came."""

from __future__ import annotations

import json
from operator import attrgetter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.support.generated import case_package

HERE = Path(__file__).parent


def parsed(package: ModuleType, model: str, document: object) -> Any:
    """A JSON value as the client of the package reads it."""
    decode_json = __import__(f"{package.__name__}._models", fromlist=["decode_json"]).decode_json
    return decode_json(attrgetter(model)(package.types), json.dumps(document))


# The case, the model that is read, the member of it that holds the values, and for each value the class it becomes.
VALUES: list[tuple[str, str, str, dict[str, object], str]] = [
    ("declared", "Household", "all", {"kind": "cat", "lives": 9}, "Cat"),
    ("declared", "Household", "all", {"kind": "dog", "tricks": ["sit"]}, "Dog"),
    ("declared", "Household", "all", {"kind": "parrot", "words": 3}, "BaseModel"),
    ("declared", "Household", "all", {"kind": "cat", "lives": "many", "new": {"a": [1]}}, "Cat"),
    ("declared", "Household", "all", {"kind": None, "lives": 9}, "Cat"),
    ("declared", "Household", "all", {"lives": 9}, "Cat"),
    ("declared", "Household", "by_name", {"kind": "dog"}, "Dog"),
    ("declared", "Household", "last", {"kind": "dog"}, "Dog"),
    ("declared", "Household", "vehicle", {"vehicle": "Boat", "cars": 3}, "Boat"),
    ("declared", "Household", "vehicle", {"vehicle": "Train"}, "Train"),
    ("declared", "Household", "inline", {"type": "b", "x": 1}, "InlineB"),
    ("mapped", "Household", "pets", {"petType": "cat"}, "Cat"),
    ("listed_children", "House", "pet", {"kind": "lynx", "claws": 18, "tufts": 2}, "Lynx"),
    ("listed_children", "House", "pet", {"kind": "lion", "name": "Leo"}, "Lion"),
    ("listed_children", "House", "pet", {"kind": "fish", "fins": 3}, "Fish"),
    ("listed_children", "House", "pet", {"kind": "cow", "name": "Elsa"}, "BaseModel"),
    ("listed_children", "House", "cat", {"kind": "lynx", "tufts": 2}, "Lynx"),
    ("mapped", "Household", "pets", {"petType": "puppy", "lives": 1}, "Dog"),
    ("mapped", "Household", "pets", {"petType": "dog", "name": "Rex", "tricks": []}, "Dog"),
    ("inferred", "Household", "pet", {"object": "animal", "type": "dog"}, "Dog"),
    ("inferred", "Household", "pet", {"object": "animal", "type": "cow"}, "BaseModel"),
    ("inferred", "Household", "door", {"closing": "lid"}, "Hatch"),
    ("inferred", "Household", "loose", {"weight": 2.5}, "Stone"),
    ("inferred", "Household", "loose", {"weight": 2.5, "fins": 3}, "Fish"),
    ("shared_values", "Log", "items", {"type": "message", "answer": "42"}, "Answer"),
    ("shared_values", "Log", "items", {"type": "message", "text": "?"}, "Question"),
    ("shared_values", "Log", "items", {"type": "call", "number": "1", "text": "?"}, "Call"),
    ("shared_values", "Log", "items", {"type": "letter", "text": "?"}, "BaseModel"),
    ("nested", "Shelf", "things", {"type": "dog", "tricks": 2}, "Dog"),
    ("nested", "Shelf", "things", {"type": "fish"}, "Fish"),
    ("nested", "Shelf", "things", {"type": "stone", "weight": 1}, "Stone"),
    ("nested", "Shelf", "things", {"type": "cloud"}, "BaseModel"),
    ("missing", "Shelf", "things", {"a": 1}, "Optional_"),
    ("missing", "Shelf", "things", {"type": "optional", "a": 1}, "Optional_"),
    ("missing", "Shelf", "things", {"type": None, "b": 1}, "Nullable"),
    ("missing", "Shelf", "things", {"type": "nullable", "b": 1}, "Nullable"),
    ("missing", "Shelf", "things", {"c": 1}, "Absent"),
    ("missing", "Shelf", "things", {"type": "plain", "d": 1}, "Plain"),
    ("inherited", "Cage", "animals", {"kind": "cat", "claws": 3}, "Cat"),
    ("inherited", "Cage", "animals", {"kind": "siamese", "claws": 3, "voice": "low"}, "Siamese"),
    ("inherited", "Cage", "animals", {"kind": "pup", "best_friend": {"kind": "Fish"}}, "Dog"),
    ("inherited", "Cage", "animals", {"kind": "Fish"}, "Fish"),
    ("inherited", "Cage", "animals", {"kind": "Animal", "name": "It"}, "Animal"),
    ("inherited", "Cage", "animals", {"kind": "lion", "name": "Leo", "mane": True}, "Animal"),
    ("inherited", "Cage", "animals", {"name": "Nobody"}, "Animal"),
    ("inherited", "Cage", "by_name", {"kind": "dog"}, "Dog"),
    ("inherited", "Cage", "star", {"kind": "cat"}, "Cat"),
    ("inherited", "Cage", "guest", {"kind": "cat"}, "Cat"),
    ("inherited", "Cage", "favourite", {"kind": "siamese", "voice": "low"}, "Siamese"),
    ("inherited", "Cage", "favourite", {"kind": "lynx", "claws": 20}, "Cat"),
    ("inherited", "Cage", "shape", {"form": "square", "side": 1.5}, "Square"),
    ("inherited", "Cage", "shape", {"form": "hexagon"}, "BaseModel"),
    ("inherited", "Cage", "vehicle", {"kind": "car", "model": "van"}, "Van"),
    ("inherited", "Cage", "vehicle", {"kind": "car", "model": "coupe"}, "Car"),
    ("inherited", "Cage", "vehicle", {"kind": "bike", "gears": 3}, "Bike"),
    ("inherited", "Cage", "vehicle", {"kind": "plane"}, "Vehicle"),
    ("beside_properties", "Order", "payment", {"method": "debit card", "amount": 1, "number": "2"}, "Card"),
    ("beside_properties", "Order", "payment", {"method": "cash", "amount": 1}, "Cash"),
    ("beside_properties", "Order", "payment", {"method": "Cheque", "amount": 1, "bank": "b"}, "Cheque"),
    ("multi_valued", "Board", "jobs", {"status": "failed", "at": 1}, "Finished"),
    ("multi_valued", "Board", "jobs", {"status": "queued"}, "Other"),
    ("multi_valued", "Board", "documents", {"version": 2, "new": "x"}, "Second"),
]
ONE_OF_MANY = {"animals", "all", "pets", "items", "things", "jobs", "documents"}


@pytest.mark.parametrize(("case", "model", "member", "value", "expected"), VALUES)
def test_variant(case: str, model: str, member: str, value: dict[str, object], expected: str) -> None:
    """Known, unknown, incomplete and contradictory values: the right class, nothing lost, nothing added."""
    package = case_package(HERE / case)
    model = f"zoo.{model}" if case == "inherited" else model
    whole = {member: [value] if member in ONE_OF_MANY else {"k": value} if member == "by_name" else value}
    read = parsed(package, model, whole)
    found = getattr(read, member)
    one = found[0] if member in ONE_OF_MANY else found["k"] if member == "by_name" else found
    assert type(one).__name__ == expected
    assert read.to_dict() == whole
    assert json.loads(read.to_json()) == whole


def test_values_beside_objects() -> None:
    """A variant that is no object stays what it is, and null stays null."""
    shelf = {"things": ["a", {"type": "cat"}, None, 7]}
    read = parsed(case_package(HERE / "nested"), "Shelf", shelf)
    assert [type(thing).__name__ for thing in read.things] == ["str", "Cat", "NoneType", "int"]
    assert read.to_dict() == shelf
