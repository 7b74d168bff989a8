"""Types that are reached through references are parsed like any other, however deep they lead."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.generated import case_package

HERE = Path(__file__).parent


def parsed(case: str, type: str, value: object) -> Any:
    """A JSON value, read as the type with this dotted name below `types`."""
    package: Any = case_package(HERE / case)
    decode_json = importlib.import_module(f"{package.__name__}._models").decode_json
    module, _, name = type.rpartition(".")
    home = importlib.import_module(f"{package.__name__}.types.{module}") if module else package.types
    return decode_json(getattr(home, name), json.dumps(value), strict=True)


@pytest.mark.parametrize(
    ("type", "value"),
    [
        ("Folder", {"parts": [{"parts": []}, {"links": {"a": {"links": {}}}}]}),
        ("Ping", {"pong": {"pang": {"ping": {"pong": {}}}}}),
        ("Base", {"id": "a", "child": {"id": "b", "extra": "c", "child": {"id": "d"}}}),
        ("Filter", {"any": [{"any": []}, {"any": [{"any": []}]}]}),
    ],
)
def test_recursion(type: str, value: dict[str, object]) -> None:
    """Models that contain themselves are models all the way down."""
    read = parsed("recursion", type, value)
    assert read.to_dict() == value
    inner = {"Folder": lambda m: m.parts[1].links["a"], "Ping": lambda m: m.pong.pang.ping, "Base": lambda m: m.child}
    found = inner.get(type, lambda m: m.any[1].any[0])(read)
    assert found.__class__.__module__.startswith("sdk_references_recursion.types")


def test_recursive_aliases() -> None:
    """So are values that are no objects; what does not fit is refused when validation is strict."""
    value = {"a": ["b", 1.5, {"c": []}]}
    assert parsed("recursion", "JsonLike", value) == value
    assert parsed("recursion", "Matrix", [[], [[]]]) == [[], [[]]]
    with pytest.raises(ValueError, match="list"):
        parsed("recursion", "Matrix", [[1]])


def test_chains() -> None:
    """At the end of a chain stands the type itself."""
    read = parsed(
        "chains", "PetAlias", {"id": "1", "size": "small", "name": None, "friends": [{"id": "2", "size": "large"}]}
    )
    assert type(read).__name__ == type(read.friends[0]).__name__ == "Pet"


def test_pointers() -> None:
    """What has its name from the place that it stands at can be the answer of another operation."""
    chip = parsed("pointers", "pet_retrieve_response.Chip", {"code": "x"})
    shipment = parsed("pointers", "Shipment", {"line": {"sku": "1"}, "refund": {"iban": "2"}, "street": "3"})
    assert (chip.code, shipment.line.sku, shipment.refund.iban, shipment.street) == ("x", "1", "2", "3")
