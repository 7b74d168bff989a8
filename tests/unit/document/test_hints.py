"""What a document says to those who generate has its effect, or an entry in the ledger."""

from __future__ import annotations

import pytest

PARTS = """
paths:
  /a:
    get:
      parameters:
        - {name: left, in: query, x-stainless-skip: true, schema: {type: string}}
        - {name: kept, in: query, x-stainless-skip: [go, java], schema: {type: string}}
        - {name: id, in: header, schema: {type: string, x-stainless-skip: [python]}}
      responses: {'200': {description: x}}
components:
  schemas:
    Whole:
      type: object
      required: [gone, here]
      properties: {gone: {type: string, x-stainless-skip: [python]}, here: {type: string}}
      allOf: [{x-stainless-skip: true, properties: {a: {type: string}}}, {properties: {b: {type: string}}}]
    Any: {type: string, description: All, maxLength: 3, enum: [a], x-stainless-any: true}
    Other: {type: integer, x-stainless-override-schema: {type: object, properties: {c: {type: string}}}}
    Told: {type: string, enum: [a, b], x-stainless-renameMap: {FIRST: a}}
"""


def test_what_is_skipped_is_not_there(read):
    """Parameters, properties and arms that are not for Python are left out, and no property is required then."""
    reading = read(PARTS)
    assert [p.name for p in reading.document.operations[0].parameters] == ["kept"]
    whole = reading.document.schemas["#/components/schemas/Whole"]
    assert (list(whole.properties), whole.required) == (["here"], ("here",))
    assert [list(part.properties) for part in whole.all_of] == [["b"]]
    left_out = [e.subject for e in reading.ledger.entries if "x-stainless-skip" in e.reason]
    assert sorted(left_out) == ["0", "gone", "id", "left"]


def test_schemas_without_a_type_and_in_place_of_others(read):
    """One keeps what it says of itself alone, the other's keywords do not count, and that is told."""
    reading = read(PARTS)
    schemas = reading.document.schemas
    untyped, other = schemas["#/components/schemas/Any"], schemas["#/components/schemas/Other"]
    assert (untyped.types, untyped.enum, untyped.constraints, untyped.description) == ((), None, (), "All")
    assert (other.types, list(other.properties)) == (("object",), ["c"])
    assert other.location.pointer == "/components/schemas/Other"
    assert [e.subject for e in reading.ledger.entries if "override" in e.reason] == ["Other"]


def test_values_are_called_by_a_mapping_of_names(read):
    """A mapping of names to values calls the values that it has."""
    schema = read(PARTS).document.schemas["#/components/schemas/Told"]
    assert [told.name for told in schema.told] == ["FIRST", ""]


@pytest.mark.parametrize("key", ["variantName", "soft-required", "deprecation-message", "nominal", "snippets"])
def test_what_has_no_effect_is_told(read, key: str):
    """A hint that changes nothing has an entry with its name and the reason."""
    reading = read(f"paths: {{}}\ncomponents: {{schemas: {{A: {{type: string, x-stainless-{key}: true}}}}}}")
    (entry,) = reading.ledger.entries
    assert entry.subject == f"schema.x-stainless-{key}"
    assert "(once)" in entry.reason
