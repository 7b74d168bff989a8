"""What extends a component with a discriminator stands for it."""

from __future__ import annotations

from collections.abc import Callable

from generator.ir.declarations import ObjectModel, UnionAlias
from generator.ir.types import LiteralOf, Named, UnionOf
from tests.unit.lower.conftest import Built

Make = Callable[[str], Built]

ZOO = """
paths:
  /animal:
    get:
      operationId: getAnimal
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Animal'}}}}
components:
  schemas:
    Animal: {type: object, required: [kind], properties: {kind: KIND}, discriminator: {propertyName: kindMAPPING}}
    Cat: {allOf: [{$ref: '#/components/schemas/Animal'}, {type: object, properties: {claws: {type: integer}}}]}
    Lynx: {allOf: [{$ref: '#/components/schemas/Cat'}]}
"""


def zoo(make: Make, kind: str = "{type: string}", mapping: str = "") -> Built:
    """The zoo with this property, and this mapping."""
    return make(ZOO.replace("KIND", kind).replace("MAPPING", mapping))


def variants(built: Built, name: str) -> list[str]:
    """The names of the variants of a union."""
    declared = next(d for d in built.package.declarations if d.name == name)
    assert isinstance(declared, UnionAlias)
    assert isinstance(declared.type, UnionOf)
    return [variant.name for variant in declared.type.variants if isinstance(variant, Named)]


def kind_of(built: Built, name: str) -> object:
    """The type of what tells a model apart."""
    declared = next(d for d in built.package.declarations if d.name == name)
    assert isinstance(declared, ObjectModel)
    return next(field.type for field in declared.fields if field.wire_name == "kind")


def test_every_level_is_a_variant(built: Make) -> None:
    """Those that extend a component, over any number of levels, and itself; each says its name."""
    made = zoo(built)
    assert variants(made, "AnyAnimal") == ["Cat", "Lynx", "Animal"]
    assert [kind_of(made, name) for name in ("Animal", "Cat", "Lynx")] == [
        LiteralOf(values=(name,)) for name in ("Animal", "Cat", "Lynx")
    ]


def test_mapped_values(built: Make) -> None:
    """A mapping takes names and references, and several values for one."""
    made = zoo(built, mapping=", mapping: {cat: '#/components/schemas/Cat', tom: Cat, wild: Lynx}")
    assert kind_of(made, "Cat") == LiteralOf(values=("cat", "tom"))
    assert kind_of(made, "Lynx") == LiteralOf(values=("wild",))


def test_a_base_whose_kinds_are_all_those_of_others(built: Make) -> None:
    """It is no variant, and the others take their share of the listed values."""
    made = zoo(built, "{type: string, enum: [cat, lynx]}", ", mapping: {cat: Cat, lynx: Lynx}")
    assert variants(made, "AnyAnimal") == ["Cat", "Lynx"]
    assert kind_of(made, "Lynx") == LiteralOf(values=("lynx",))


def test_only_what_stands_for_all_is_a_choice(built: Make) -> None:
    """A component that nothing sends or answers as a whole has no name for what extends it."""
    assert "AnyCat" not in {declared.name for declared in zoo(built).package.declarations}
