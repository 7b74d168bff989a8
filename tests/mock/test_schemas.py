"""The mock's validator beside another one, on values of all schemas of the embedded document and departures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from generator.mock.engine import engine_module
from tests.mock.conftest import contract_for


@pytest.fixture(scope="module")
def table() -> Any:
    """The contract of the embedded document as JSON."""
    return json.loads(json.dumps(contract_for("openai").table))


def departures(value: Any) -> Iterator[Any]:
    """A value, and others that depart from it in one place at a time."""
    yield value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield {name: kept for name, kept in value.items() if name != key}
            for changed in (None, 7, 0.5, "odd", [], {}, True):
                yield {**value, key: changed}
            yield from ({**value, key: changed} for changed in departures(inner))
    if isinstance(value, list):
        yield [*value, {"odd": 1}]
        for index, inner in enumerate(value):
            yield from ([*value[:index], changed, *value[index + 1 :]] for changed in departures(inner))


def without_formats(node: Any) -> Any:
    """A schema without the formats of texts and numbers, which are rules for the mock alone."""
    if isinstance(node, dict):
        return {k: without_formats(v) for k, v in node.items() if k != "format" or not isinstance(v, str)}
    return [without_formats(inner) for inner in node] if isinstance(node, list) else node


def referring(node: Any) -> Any:
    """A schema with references to definitions."""
    if isinstance(node, dict):
        kept = {key: referring(inner) for key, inner in node.items()}
        if isinstance(kept.get("$ref"), str):
            kept["$ref"] = "#/$defs/" + kept["$ref"].replace("~", "~0").replace("/", "~1")
        return kept
    return [referring(inner) for inner in node] if isinstance(node, list) else node


def test_verdicts_are_those_of_another_validator(table: Any) -> None:
    """On a value of each component and up to a hundred departures; each value that is made is one of its schema."""
    named = without_formats(table["schemas"])
    schemas = engine_module("_schemas").Schemas(named)
    values = engine_module("_values")
    made = values.Values(schemas, direction="response")
    defs = referring(named)
    compared = 0
    for key, schema in named.items():
        other = jsonschema_rs.Draft202012Validator({**referring({"$ref": key}), "$defs": defs})
        for value, _ in zip(departures(made.of(schema)), range(100), strict=False):
            ours = schemas.fits(schema, value, "response")
            assert ours is other.is_valid(value), (key, value)
            compared += 1
    assert compared > 10_000
