"""Pets out of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..types.zoo import Pet

PET_KINDS = ("cat", "dog")


class ParsedPet:
    """A pet and the text it was found in."""

    def __init__(self, pet: Pet, text: str) -> None:
        self.pet = pet
        self.text = text


class Herd:
    """Several pets."""


def parse_pet(text: str) -> ParsedPet:
    """Find the pet in a text."""
    from ..types.zoo import Pet

    return ParsedPet(Pet(name=text.rpartition(" ")[2]), text)


parse_of_pets = parse_pet
