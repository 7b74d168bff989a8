"""Values of every kind of schema: read with the right type, and written as they came."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.generated import case_package

HERE = Path(__file__).parent
NULLABLE = {"needed_null": None, "enum_listed": None, "union_inside": None, "alias": None, "nothing": None}

FITTING: list[tuple[str, str, dict[str, Any]]] = [
    ("nullability", "Things", {"needed": "a", **NULLABLE}),
    (
        "nullability",
        "Things",
        {"needed": "a", **NULLABLE, "null_items": ["a", None], "null_values": {"a": None, "b": 1}},
    ),
    ("nullability", "Things", {"needed": "a", **NULLABLE, "flag_beside_ref": {"name": "Mia"}, "const_null": None}),
    ("enums", "Things", {"closed": "a", "single": "only", "mixed": True, "same_number": 0, "fractions": 0.5}),
    ("enums", "Things", {"closed": "b", "single": "only", "open_first": "anything", "structures": {"a": 1}}),
    (
        "maps",
        "Things",
        {"free": {"a": [1]}, "labels": {"a": "b"}, "points": {"a": {"x": 1}}, "two_patterns": {"y-a": 1}},
    ),
    ("maps", "Things", {"typed_with": {"a": "b", "c": 1}, "pattern_with": {"a": True, "x-b": "c"}, "closed": {}}),
    (
        "arrays",
        "Things",
        {"names": ["a"], "pair": ["a", 1], "pair_and_more": ["a", 1, 2], "maybe_objects": [None, {"x": 1}]},
    ),
    (
        "unions",
        "Things",
        {"pet": {"barks": True}, "text": ["a"], "scalars": 1.5, "scalar_or_array": [[1]], "same_twice": "a"},
    ),
    ("all_of", "Puppy", {"name": "a", "age": 1, "breed": "b", "collar": {"color": "c"}, "tags": []}),
    ("all_of_unions", "Holder", {"payment": {"id": "1", "type": "bank", "iban": "2"}, "maybe": None}),
    (
        "constants",
        "Things",
        {"type": "thing", "kind": "thing", "version": 2, "on": True, "sized": "small", "large": 2**70},
    ),
]
DEPARTING: list[tuple[str, str, dict[str, Any]]] = [
    ("nullability", "Things", {"needed": None}),
    ("enums", "Things", {"closed": "new", "single": None, "integers": 4, "sets": ["c"]}),
    ("maps", "Things", {"labels": {"a": 1}, "points": {"a": {"x": "far"}, "b": None}, "typed_with": {"c": "d"}}),
    ("arrays", "Things", {"names": "a", "grid": [[1], 2, None], "objects": [{"y": 1}, 3]}),
    ("unions", "Things", {"pet": {"swims": True}, "text": 4, "scalars": [1]}),
    ("constants", "Things", {"type": "other", "version": 3, "on": False, "shape": []}),
]


def reader(case: str, model: str) -> tuple[Any, Any]:
    """What reads JSON text in the package of a case, and one of its models."""
    package: Any = case_package(HERE / case)
    return importlib.import_module(f"{package.__name__}._models").decode_json, getattr(package.types, model)


@pytest.mark.parametrize(("case", "model", "value"), FITTING)
def test_fitting_values(case: str, model: str, value: dict[str, Any]) -> None:
    """What the schema allows passes strict validation."""
    decode_json, type = reader(case, model)
    read = decode_json(type, json.dumps(value), strict=True)
    assert read.to_dict(mode="json") == value
    assert json.loads(read.to_json()) == value


@pytest.mark.parametrize(("case", "model", "value"), DEPARTING)
def test_departing_values(case: str, model: str, value: dict[str, Any]) -> None:
    """What it does not allow is kept as it came, and refused when validation is strict."""
    decode_json, type = reader(case, model)
    read = decode_json(type, json.dumps(value))
    assert isinstance(read, type)
    assert read.to_dict(mode="json") == value
    assert json.loads(read.to_json()) == value
    with pytest.raises(ValueError, match="validation error"):
        decode_json(type, json.dumps(value), strict=True)
