"""Code around the official package goes on importing: names that others take from it, most of them deep in modules."""

from __future__ import annotations

import tomllib
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

MODULES: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "imported_names.toml").read_text())
ABSENT = {
    (
        "openai.lib._pydantic",
        "_ensure_strict_json_schema",
    ): "private: `to_strict_json_schema` is not",
}


@pytest.mark.parametrize("module", MODULES)
def test_imported_names(package: ModuleType, module: str) -> None:
    """Each is there, under the same module, but for those that are listed with a reason."""
    found = import_module(module.replace("openai", package.__name__, 1))
    missing = {(module, name) for name in MODULES[module] if not hasattr(found, name)}
    assert missing == {entry for entry in ABSENT if entry[0] == module}


def test_submodules_are_attributes(package: ModuleType) -> None:
    """Of their packages, without an import of their own; what is none is no attribute."""
    assert package.types.responses.response_output_text.Annotation
    assert package.resources.chat.completions.Completions
    assert not hasattr(package.types, "nothing_of_this_name")
