"""Answers that are called after methods."""

from __future__ import annotations

from typing import Any

from tests.support.driver import Driver
from tests.support.server import reply_json

PET = {"id": "p", "home": {"city": "Rome"}, "mother": {"id": "m"}}


def test_each_method_has_a_type_of_its_own(api: Driver, package: Any) -> None:
    """One component is as many types as methods answer with it; what is the second name of a method has the first's."""
    types = package.types
    for method, answer in (
        ("create", "PetCreateResponse"),
        ("retrieve", "PetRetrieveResponse"),
        ("fetch", "PetRetrieveResponse"),
    ):
        api.server.script(reply_json(PET))
        arguments = () if method == "create" else ("p",)
        pet = api.run(lambda client, method=method, arguments=arguments: getattr(client.pets, method)(*arguments))
        assert type(pet) is getattr(types, answer)
        assert (pet.home.city, pet.mother.id) == ("Rome", "m")


def test_own_names_stay(package: Any) -> None:
    """The component is importable as before; a name that the config gives to another one is that one's."""
    assert package.types.Animal is package.types.PetCreateResponse
    assert set(package.types.Toy.model_fields) == {"squeaks"}


def test_items_of_pages(api: Driver, package: Any) -> None:
    """Pages are made of what is called after the method that lists."""
    api.server.script(reply_json({"data": [PET], "next": None}))
    (pet,) = api.collect(lambda client: client.pets.list())
    assert type(pet) is package.types.PetListResponse


def test_named_by_the_config(api: Driver, package: Any) -> None:
    """A method that answers with what the config names gives no name to it."""
    api.server.script(reply_json({"squeaks": True}))
    assert type(api.run(lambda client: client.pets.toy("p"))) is package.types.Toy
    assert not hasattr(package.types, "PetToyResponse")


def test_what_is_no_object(api: Driver, package: Any) -> None:
    """Lists, texts and free objects have names that stand for them; an object of which nothing is said has none."""
    for method, value in (("moods", ["happy"]), ("name", "Mia"), ("notes", {"a": 1}), ("delete", {"b": [2]})):
        api.server.script(reply_json(value))
        assert api.run(lambda client, method=method: getattr(client.pets, method)("p")) == value
    assert package.types.PetNameResponse is str
    assert not hasattr(package.types, "PetDeleteResponse")
