"""Schema objects, in either dialect, come out in the forms of OpenAPI 3.1."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from generator.document.model import Schema


@pytest.fixture
def read_schema(read):
    def read_one(text: str) -> tuple[Schema, list[str]]:
        whole = "paths: {}\ncomponents:\n  schemas:\n    It:\n" + indent(dedent(text).strip(), " " * 6)
        reading = read(whole + "\n    Other: {type: object, discriminator: {propertyName: kind}}\n")
        codes = [code for code in reading.codes if code != "lone-discriminator"]
        return reading.document.schemas["#/components/schemas/It"], codes

    return read_one


@pytest.mark.parametrize(
    ("text", "types", "nullable"),
    [
        ("type: string", ("string",), False),
        ("type: [string, 'null']", ("string",), True),
        ("type: [string, integer]", ("string", "integer"), False),
        ("{type: string, nullable: true}", ("string",), True),
        ("nullable: true", (), True),
        ("{type: string, enum: [a, null]}", ("string",), True),
    ],
)
def test_nullability_has_one_form(read_schema, text: str, types: tuple[str, ...], nullable: bool):
    """Null among the types, null in an enum and `nullable` say the same."""
    schema, _ = read_schema(text)
    assert (schema.types, schema.nullable, schema.const) == (types, nullable, None)


@pytest.mark.parametrize("text", ["type: 'null'", "type: ['null']", "enum: [null]", "const: null"])
def test_null_alone_is_a_constant(read_schema, text: str):
    """A schema that allows nothing but null is told apart from one that allows null too."""
    schema, codes = read_schema(text)
    assert schema.const is not None
    assert schema.const.value is None
    assert (schema.types, schema.enum, codes) == ((), None, [])


@pytest.mark.parametrize(
    ("text", "constraints"),
    [
        ("{minimum: 1, exclusiveMinimum: true, type: number}", {"exclusiveMinimum": 1}),
        ("{minimum: 1, exclusiveMinimum: false, type: number}", {"minimum": 1}),
        ("{maximum: 2, exclusiveMaximum: true, type: number}", {"exclusiveMaximum": 2}),
        ("{exclusiveMinimum: 1.5, type: number}", {"exclusiveMinimum": 1.5}),
        ("{minLength: 1, pattern: x, type: string}", {"minLength": 1, "pattern": "x"}),
        ("{minLength: true, maxLength: '3', type: string}", {}),
    ],
)
def test_constraints(read_schema, text: str, constraints: dict[str, object]):
    """Bounds of 3.0 take the form of 3.1, and constraints of the wrong type are left out."""
    schema, _ = read_schema(text)
    assert dict(schema.constraints) == constraints


def test_absent_and_null_are_told_apart(read_schema):
    """A default of null is a default."""
    schema, _ = read_schema("properties: {a: {default: null}, b: {}}")
    assert schema.properties["a"].default is not None
    assert schema.properties["b"].default is None


def test_boolean_schemas(read_schema):
    """True and false are schemas; as `additionalProperties` they stay booleans."""
    schema, codes = read_schema("""
        properties: {a: true}
        additionalProperties: false
        anyOf: [false]
        items: {additionalProperties: {type: string}}
        type: [array, object]
    """)
    assert (schema.properties["a"].always, schema.any_of[0].always) == (True, False)
    assert schema.additional_properties is False
    assert schema.items is not None
    assert isinstance(schema.items.additional_properties, Schema)
    assert codes == []


def test_tuples_of_older_drafts(read_schema):
    """A list under `items` is what `prefixItems` is now."""
    schema, _ = read_schema("{type: array, items: [{type: string}, {type: integer}]}")
    assert [each.types for each in schema.prefix_items] == [("string",), ("integer",)]
    assert schema.items is None


def test_discriminator_values_are_names_or_references(read_schema):
    """A mapping may name a component or point to it."""
    schema, codes = read_schema("""
        oneOf: [{$ref: '#/components/schemas/Other'}, {type: object}]
        discriminator: {propertyName: kind, mapping: {a: Other, b: '#/components/schemas/Other', c: Missing, d: 5}}
    """)
    assert schema.discriminator is not None
    assert schema.discriminator.mapping == (("a", "#/components/schemas/Other"), ("b", "#/components/schemas/Other"))
    assert codes == ["dangling-reference", "wrong-type"]


def test_siblings_of_a_reference_are_kept(read_schema):
    """In 3.1 keywords beside a `$ref` count."""
    schema, _ = read_schema("{$ref: '#/components/schemas/Other', description: Ours, nullable: true, deprecated: true}")
    assert (schema.ref, schema.description, schema.nullable, schema.deprecated) == (
        "#/components/schemas/Other",
        "Ours",
        True,
        True,
    )


def test_examples_of_both_dialects(read_schema):
    """`example` and `examples` go into one list."""
    schema, _ = read_schema("{example: 1, examples: [2, 3]}")
    assert schema.examples == (1, 2, 3)


@pytest.mark.parametrize(
    "keyword",
    [
        "type", "nullable", "format", "enum", "properties", "required", "additionalProperties", "items", "prefixItems",
        "allOf", "anyOf", "not", "discriminator", "title", "description", "examples", "deprecated", "readOnly",
        "minLength", "pattern", "uniqueItems", "$ref", "patternProperties", "$defs",
    ],
)  # fmt: skip
def test_wrong_types_are_reported_and_ignored(read_schema, keyword: str):
    """Whatever a keyword holds, the schema is read without it, and the finding points to it."""
    wrong = "[1]" if keyword in ("properties", "discriminator", "patternProperties", "$defs") else "{x: 1}"
    wrong = "5" if keyword in ("items", "not", "additionalProperties") else wrong
    schema, codes = read_schema(f"{{title: T, {keyword}: {wrong}}}" if keyword != "title" else "title: [1]")
    assert "wrong-type" in codes
    assert schema.types == ()


def test_shared_nodes_are_read_once(read):
    """An aliased schema is one schema, which keeps documents that share much from growing without bound."""
    text = "paths: {}\ncomponents:\n  schemas:\n    S0: &s0 {type: string}\n"
    text += "".join(f"    S{i}: &s{i} {{properties: {{a: *s{i - 1}, b: *s{i - 1}}}}}\n" for i in range(1, 15))
    reading = read(text)
    last = reading.document.schemas["#/components/schemas/S14"]
    assert last.properties["a"] is last.properties["b"]
    assert reading.ledger.keywords["schema.properties"] == 14
