"""What the names stand for when a program uses them."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Literal, get_args

from typing_extensions import is_typeddict


def types(package: Any, name: str) -> Any:
    return import_module(f"{package.__name__}.types.{name}" if name else f"{package.__name__}.types")


def test_a_family_gives_its_name_where_it_is_free(package: Any) -> None:
    """`[Old]` is kept where it was written; `ToyObject` stays, since another component is called `Toy`."""
    pets = types(package, "pets")
    assert {"Pet", "OldToy", "SitCommand", "StayCommand"} <= set(dir(pets))
    assert types(package, "").ToyObject is not types(package, "").Toy


def test_what_several_resources_use_belongs_to_the_owner(package: Any) -> None:
    """Pets are walked, but stand with the pets."""
    assert types(package, "walk").Walk.model_fields["pet"].annotation is types(package, "pets").Pet


def test_second_names_are_the_same_types(package: Any) -> None:
    """Names by method, by the config and in a module all lead to one class."""
    pets = types(package, "pets")
    assert pets.PetCreateResponse is pets.Pet
    assert pets.PetsOnAPage is pets.PetPage
    assert types(package, "").WalkCreateResponse is types(package, "").Walk
    assert types(package, "pets.pet").Collar is pets.CollarDetails
    assert types(package, "pets.pet").Address(street="Elm").street == "Elm"


def test_what_has_no_name_of_its_own_gets_one_in_a_module(package: Any) -> None:
    """Unions that are written out where they are used, in either direction, and what both directions share."""
    assert types(package, "pets.pet").Note == str | list[str]
    params = types(package, "pets.pet_create_params")
    assert params.Size == int | Literal["small", "large"]
    assert params.PetMood == types(package, "").Mood


def test_shared_types_are_found_in_three_places(package: Any) -> None:
    """Models in `shared` and at the root, what requests hold in `shared_params` under the same name."""
    shared, params = types(package, "shared"), types(package, "shared_params")
    assert types(package, "").Labels is shared.Labels
    assert is_typeddict(params.Labels)
    assert params.Mood == shared.Mood == types(package, "").Mood


def test_messages_of_connections_have_unions(package: Any) -> None:
    """What is sent can be built and read; a component that is the union already is taken for it."""
    pets = types(package, "pets")
    assert set(get_args(pets.PetCommandParam)) == {pets.SitCommandParam, pets.StayCommandParam}
    assert pets.StayCommand(type="stay", seconds=3).seconds == 3
    assert "PetAnswer" in dir(pets)
    assert not hasattr(pets, "PetAnswerParam")
