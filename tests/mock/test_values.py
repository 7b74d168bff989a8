"""The values that the mock makes: of each kind of schema, and in bounded time of those that ask for too much."""

from __future__ import annotations

import time
from typing import Any

import pytest

from generator.mock.engine import engine_module

SCHEMAS: dict[str, Any] = {
    "bounds": {"type": "integer", "minimum": 7, "maximum": 7},
    "between": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
    "multiple": {"type": "number", "multipleOf": 0.01, "minimum": 0.015},
    "even": {"type": "integer", "multipleOf": 2, "exclusiveMinimum": 2},
    "long": {"type": "string", "minLength": 12, "maxLength": 12},
    "short": {"type": "string", "maxLength": 1},
    "pattern": {"type": "string", "pattern": "^[a-f]{2}-\\d+$"},
    "negated": {"type": "string", "pattern": "^[^a-z]+$"},
    "password": {"type": "string", "pattern": "^(?=.*[A-Z])(?=.*\\d).{8,}$"},
    "path": {"type": "string", "pattern": "^/(?:[a-z]+/)*[a-z]+$"},
    "letters": {"type": "array", "items": {"enum": ["a", "b", "c"]}, "minItems": 3, "uniqueItems": True},
    "numbers": {"type": "array", "items": {"type": "integer"}, "minItems": 3, "uniqueItems": True},
    "objects": {
        "type": "array",
        "items": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}},
        "minItems": 2,
        "uniqueItems": True,
    },
    "pair": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": False},
    "constant": {"const": [1, {"a": None}]},
    "nullable": {"type": ["null", "object"], "required": ["a"], "properties": {"a": {"type": "boolean"}}},
    "some": {"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 2},
    "both": {"allOf": [{"$ref": "multiple"}, {"type": "number", "maximum": 0.02}]},
    "animal": {
        "oneOf": [{"$ref": "cat"}, {"$ref": "dog"}],
        "discriminator": {"propertyName": "kind", "mapping": {"hound": "dog"}},
        "required": ["name"],
        "properties": {"name": {"type": "string"}},
    },
    "cat": {"allOf": [{"$ref": "animal"}], "required": ["kind"], "properties": {"kind": {"const": "cat"}}},
    "dog": {"allOf": [{"$ref": "animal"}], "required": ["kind", "age"], "properties": {"kind": {"const": "hound"}}},
    "tree": {"type": "object", "required": ["below"], "properties": {"below": {"items": {"$ref": "tree"}}}},
    "one way": {
        "allOf": [{"$ref": "made"}, {"required": ["id", "secret"]}],
    },
    "made": {
        "type": "object",
        "properties": {"id": {"type": "string", "readOnly": True}, "secret": {"type": "string", "writeOnly": True}},
    },
}
DOUBLED = {f"level {n}": {"allOf": [{"$ref": f"level {n + 1}"}, {"$ref": f"level {n + 1}"}]} for n in range(40)}
MONSTERS: dict[str, Any] = {
    **DOUBLED,
    "level 40": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
    "self": {"anyOf": [{"$ref": "self"}, {"$ref": "self"}, {"type": "string"}]},
    "all self": {"allOf": [{"$ref": "all self"}, {"$ref": "all self"}], "type": "string"},
    "crowd": {"type": "array", "minItems": 900, "items": {"$ref": "crowds"}},
    "crowds": {"type": "array", "minItems": 900, "items": {"type": "array", "minItems": 900, "items": {}}},
    "product": {"allOf": [{"oneOf": [{"title": f"{n}"} for n in range(20)]} for _ in range(9)], "type": "string"},
    "lots": {"type": "string", "pattern": "^((a{4000}){4000}){4000}$"},
    "great": {"type": "integer", "minimum": 1e308, "multipleOf": 1e-300},
    "endless": {"type": "object", "required": ["again"], "properties": {"again": {"$ref": "endless"}}},
}


def values(named: dict[str, Any], **settings: Any) -> Any:
    """What makes values of these schemas."""
    schemas = engine_module("_schemas").Schemas(named)
    return engine_module("_values").Values(schemas, **{"direction": "response", **settings})


@pytest.mark.parametrize("settings", [{}, {"complete": False}, {"dynamic": True, "seed": 3}, {"direction": "request"}])
@pytest.mark.parametrize("key", SCHEMAS)
def test_a_value_is_one_of_its_schema(key: str, settings: dict[str, Any]) -> None:
    """Whatever the settings, and the same each time."""
    value = values(SCHEMAS, **settings).of({"$ref": key})
    direction = settings.get("direction", "response")
    found = (
        engine_module("_schemas")
        .Schemas(SCHEMAS)
        .departures({"$ref": key}, value, engine_module("_schemas").At(direction))
    )
    assert [departure.says for departure in found] == [], value
    assert value == values(SCHEMAS, **settings).of({"$ref": key})


def test_what_goes_one_way_is_left_out_of_the_other() -> None:
    """`readOnly` of requests and `writeOnly` of answers, wherever they are required."""
    assert values(SCHEMAS, direction="request").of({"$ref": "one way"}).keys() == {"secret"}
    assert values(SCHEMAS).of({"$ref": "one way"}).keys() == {"id"}


@pytest.mark.parametrize("key", MONSTERS)
def test_no_schema_takes_long(key: str) -> None:
    """A value of it, or none; whether values fit; and what kinds and properties there are."""
    schemas = engine_module("_schemas").Schemas(MONSTERS)
    began = time.process_time()
    try:
        made = values(MONSTERS).of({"$ref": key})
    except engine_module("_values").EndlessError:
        made = None
    for value in (made, "a", {"a": 1}, [[1]]):
        schemas.fits({"$ref": key}, value, "request")
    schemas.kinds({"$ref": key})
    schemas.property_schemas({"$ref": key})
    list(values(MONSTERS).variants({"$ref": key}))
    assert time.process_time() - began < 5


def test_faults_are_told_once() -> None:
    """However many ways lead to what is wrong."""
    schemas = engine_module("_schemas").Schemas(MONSTERS)
    found = list(schemas.departures({"$ref": "level 0"}, {"a": 1}, engine_module("_schemas").At("request")))
    assert {departure.path for departure in found} == {("a",)}
    assert len(found) < 100
