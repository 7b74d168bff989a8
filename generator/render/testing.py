"""The part `testing` of a package: a mock of the API in process, which is fixed, and what it knows of the API."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from generator.ir.contract import Contract
from generator.ir.package import Package, all_resources
from generator.python.literals import name
from generator.render.extensions import RUNTIME
from generator.render.layout import resource_module
from generator.render.recipes import FileRecipe, Fixed
from generator.render.runtime_files import in_package

FOLDER: Final = "testing"
CONTRACT: Final = "_api.json"
ENGINE: Final = RUNTIME / FOLDER
"""Where the mock stands as it is in every package."""


def testing_files(package: Package, contract: Contract) -> dict[str, FileRecipe]:
    """The files of the part, by path below the output folder."""
    home = f"{name(package.name)}/{FOLDER}"
    files: dict[str, FileRecipe] = {
        f"{home}/{path.name}": Fixed(in_package(path.read_text(encoding="utf-8"), package.client))
        for path in sorted(ENGINE.glob("*.py"))
    }
    table = {"resources": dict(_classes(package)), **contract.table}
    files[f"{home}/{CONTRACT}"] = Fixed("".join(_lines(table)))
    return files


def _classes(package: Package) -> Iterator[tuple[str, str]]:
    """The classes that have methods, by where they stand in the package, with the attributes that lead to them."""
    for own in (package.client.class_name, f"Async{package.client.class_name}"):
        yield f"_client.{own}", ""
    for resource in all_resources(package.resources):
        for own in (resource.class_name, f"Async{resource.class_name}"):
            yield f"{resource_module(resource)}.{own}", ".".join(resource.path)


def _lines(table: Mapping[str, Any]) -> Iterator[str]:
    """The table as JSON, an operation and a schema on each line, so that changes can be seen."""
    yield "{\n"
    for number, (key, value) in enumerate(table.items()):
        yield (",\n" if number else "") + f"{_compact(key)}: "
        if isinstance(value, dict) and value:
            yield "{\n" + ",\n".join(f"{_compact(k)}: {_compact(inner)}" for k, inner in value.items()) + "\n}"
        elif isinstance(value, list) and value:
            yield "[\n" + ",\n".join(map(_compact, value)) + "\n]"
        else:
            yield _compact(value)
    yield "\n}\n"


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
