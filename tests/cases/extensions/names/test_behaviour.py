"""Hand-written names as users import them."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from typing import Any


def test_types_are_found_like_generated_ones(package: Any) -> None:
    """By their package and by their own module."""
    module = importlib.import_module(f"{package.__name__}.types.zoo.parsed_pet")
    assert module.__all__ == ["PET_KINDS", "ParsedPet"]
    assert package.types.zoo.ParsedPet is module.ParsedPet
    assert {"ParsedPet", "PET_KINDS", "Pet"} <= set(package.types.zoo.__all__)
    assert "Herd" in package.types.__all__


def test_exports_of_the_package(package: Any) -> None:
    """They are names of the package; one for a resource that the SDK lacks is not."""
    parsed = package.parse_pet("This is Rex")
    assert isinstance(parsed, package.types.zoo.ParsedPet)
    assert parsed.pet.name == "Rex"
    assert {"parse_pet", "parse_of_pets"} <= set(package.__all__)
    assert "only_for_fish" not in package.__all__


def test_nothing_is_loaded_before_it_is_used(package: Any) -> None:
    """Importing the package imports no hand-written module."""
    name = package.__name__
    code = f"import sys, {name}; print([m for m in sys.modules if m.startswith('{name}.lib')])"
    folder = Path(str(package.__file__)).parents[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
