"""Enums: what their values are called, and which of them are classes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.config.model import Config, EnumConfig
from generator.ir.declarations import EnumAlias, EnumClass, UnionAlias
from generator.ir.types import ListOf, LiteralOf, Meaning, Named, Nullable, UnionOf
from generator.source import Location
from tests.unit.lower.conftest import Built
from tests.unit.lower.test_schemas import components, field, property_type

HERE = Location("sdk.yaml", 1, 1, "")
ALL = Config(enums=(EnumConfig(kind="enum", place=None, location=HERE),))


@pytest.mark.parametrize(
    "schema",
    [
        "{enum: [a, b], x-enum-varnames: [First, b]}",
        "{enum: [a, null, b], x-enumNames: [First, Nothing, '']}",
        "{enum: [a, b], x-enum-varnames: {a: First}}",
        "{enum: [a, b], x-ms-enum: {values: [{value: a, name: First}]}}",
        "{oneOf: [{const: a, title: First}, {const: b}]}",
        "{anyOf: [{enum: [a], title: First}, {enum: [b]}]}",
    ],
)
def test_names(built: Callable[..., Built], schema: str) -> None:
    """However the document names values, the names are those of the values; what says no more than these is no name."""
    type = property_type(built, schema)
    literal = type.inner if isinstance(type, Nullable) else type
    assert literal == LiteralOf(values=("a", "b"), meanings=(Meaning(value="a", name="First"),))


def test_names_that_do_not_fit(built: Callable[..., Built]) -> None:
    """A list of another length is reported and entered, and nothing is guessed from it."""
    made = built(components("Size: {enum: [a, b], x-enum-varnames: [A]}"))
    assert made.codes == ["unusable-enum-names"]
    assert [entry.subject for entry in made.ledger.entries] == ["schema.x-enum-varnames"]
    declared = made.declarations["size.Size"]
    assert isinstance(declared, EnumAlias)
    assert declared.type == LiteralOf(values=("a", "b"))


def test_classes(built: Callable[..., Built]) -> None:
    """A component that is an enum is a class, and callers hand in its members or their values."""
    text = """
Size: {type: string, enum: [s, x-l], nullable: true, x-enum-descriptions: [Small., '']}
Box:
  type: object
  properties: {size: {$ref: '#/components/schemas/Size'}, sides: {type: array, items: {enum: [1, 2]}}}
"""
    made = built(components(text), ALL)
    size = made.declarations["size.Size"]
    assert isinstance(size, EnumClass)
    assert [(member.name, member.value, member.doc) for member in size.members] == [
        ("S", "s", "Small."),
        ("X_L", "x-l", ""),
    ]
    assert field(made, "box.Box", "size") == Nullable(inner=Named(module="size", name="Size"))
    assert field(made, "box.Box", "sides") == ListOf(item=Named(module="box", name="Side"))


def test_sent_only(built: Callable[..., Built]) -> None:
    """An enum that is only sent is a class, too, beside what callers hand in."""
    text = """
paths:
  /boxes:
    get:
      parameters: [{name: size, in: query, schema: {$ref: '#/components/schemas/Size'}}]
      responses: {'204': {description: ok}}
components: {schemas: {Size: {type: string, enum: [s, l]}}}
"""
    made = built(text, ALL)
    assert isinstance(made.declarations["size.Size"], EnumClass)
    handed = made.declarations["size_param.SizeParam"]
    assert isinstance(handed, UnionAlias)
    assert handed.type == UnionOf(variants=(Named(module="size", name="Size"), LiteralOf(values=("s", "l"))))


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ("{enum: [true, false]}", "booleans are no members of a class"),
        ("{enum: [1, true]}", "a class takes 1 and true for the same"),
        ("{anyOf: [{type: string}, {enum: [a, b]}]}", "values of the same type stand beside it"),
    ],
)
def test_what_stays_literal(built: Callable[..., Built], schema: str, reason: str) -> None:
    """What cannot be a class stays what it is, and the ledger says why."""
    made = built(components(f"Box: {{type: object, properties: {{it: {schema}}}}}"), ALL)
    assert isinstance(field(made, "box.Box", "it"), LiteralOf)
    assert [entry.reason for entry in made.ledger.entries] == [f"the enum stays a literal: {reason}"]


def test_constants_are_no_classes(built: Callable[..., Built]) -> None:
    """One value is a constant."""
    made = built(components("Box: {type: object, properties: {it: {enum: [a]}}}"), ALL)
    assert field(made, "box.Box", "it") == LiteralOf(values=("a",))
    assert made.ledger.entries == []


def test_by_place(built: Callable[..., Built]) -> None:
    """The innermost place around an enum counts."""
    places = {None: "literal", "Box": "enum", "#/components/schemas/Box/properties/b": "literal"}
    config = Config(enums=tuple(EnumConfig(kind=kind, place=at, location=HERE) for at, kind in places.items()))  # type: ignore[arg-type]  # the words are those of the config
    text = """
Size: {enum: [s, l]}
Box: {type: object, properties: {a: {enum: [p, q]}, b: {enum: [p, q]}}}
"""
    made = built(components(text), config)
    assert isinstance(made.declarations["size.Size"], EnumAlias)
    assert field(made, "box.Box", "a") == Named(module="box", name="A")
    assert field(made, "box.Box", "b") == LiteralOf(values=("p", "q"))


def test_member_names(built: Callable[..., Built]) -> None:
    """Values and names that are no names, or the same, make members that differ; none is lost."""
    values = ["", "1st", "mro", "name", "_missing_", "__init__", "None", "a-b", "a_b", "A_B"]
    made = built(components(f"Odd: {{type: string, enum: {values}}}"), ALL)
    odd = made.declarations["odd.Odd"]
    assert isinstance(odd, EnumClass)
    assert [member.value for member in odd.members] == values
    names = {member.value: member.name for member in odd.members}
    assert [names[value] for value in values[:7]] == ["EMPTY", "N1ST", "MRO", "NAME", "MISSING", "INIT", "NONE"]
    assert (names["A_B"], names["a-b"], names["a_b"]) == ("A_B", "A_B_2", "A_B_3")
    assert made.codes == ["colliding-names", "colliding-names"]


def test_order_decides_nothing(built: Callable[..., Built]) -> None:
    """Which value gets which name does not depend on the order of the document."""
    found = []
    for values in (["a-b", "a_b", "A_B"], ["A_B", "a_b", "a-b"]):
        odd = built(components(f"Odd: {{type: string, enum: {values}}}"), ALL).declarations["odd.Odd"]
        assert isinstance(odd, EnumClass)
        found.append({(member.name, member.value) for member in odd.members})
    assert found[0] == found[1]
