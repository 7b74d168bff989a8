"""Patterns for families of names."""

from __future__ import annotations

import pytest

from generator.config.patterns import matches, renamed


@pytest.mark.parametrize(
    ("name", "pattern", "to", "expected"),
    [
        ("PetObject", "*Object", "*", "Pet"),
        ("Object", "*Object", "*", None),
        ("CreatePetResponse", "Create*Response", "*Created", "PetCreated"),
        ("BetaToolCall", "[Beta]ToolCall", "[Beta]Call", "BetaCall"),
        ("ToolCall", "[Beta]ToolCall", "[Beta]Call", "Call"),
        ("PetVerboseJson", "*[Short][Verbose]Json", "[Verbose]*", "VerbosePet"),
        ("PetToToy", "*To*", "*By*", "PetByToy"),
        ("Pet.Toy", "Pet*Toy", "*", "."),
        ("Pet+", "Pet+", "Pet", "Pet"),
        ("Pett", "Pet+", "Pet", None),
        ("Pet", "Dog", "*", None),
    ],
)
def test_a_name_of_the_family_gets_another(name: str, pattern: str, to: str, expected: str | None):
    """`*` is one or more characters, `[text]` may be missing, everything else is itself."""
    assert renamed(name, pattern, to) == expected
    assert matches(pattern, name) is (expected is not None)
