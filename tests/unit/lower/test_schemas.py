"""Schemas become types: nullability, unions, allOf, enums, directions and names."""

from __future__ import annotations

from collections.abc import Callable

from generator.ir.declarations import ObjectModel, ObjectParams
from generator.ir.types import (
    Anything,
    LiteralOf,
    MapOf,
    Named,
    Nullable,
    Primitive,
    PrimitiveKind,
    TupleOf,
    TypeExpr,
    UnionOf,
)
from tests.unit.lower.conftest import Built

Make = Callable[[str], Built]
STRING = Primitive(kind=PrimitiveKind.STRING)
INTEGER = Primitive(kind=PrimitiveKind.INTEGER)


def components(text: str) -> str:
    """A document of schemas alone."""
    return (
        "paths: {}\ncomponents:\n  schemas:\n" + "\n".join("    " + line for line in text.strip().splitlines()) + "\n"
    )


def field(built: Built, model: str, name: str) -> TypeExpr:
    """The type of a field."""
    declared = built.declarations[model]
    assert isinstance(declared, (ObjectModel, ObjectParams))
    return next(f.type for f in declared.fields if f.wire_name == name)


def property_type(make: Make, schema: str) -> TypeExpr:
    """What the schema of a property becomes."""
    return field(make(components(f"Pet: {{type: object, properties: {{it: {schema}}}}}")), "pet.Pet", "it")


def test_every_way_to_say_null(built: Make) -> None:
    """Null in a type list, as a branch, by 3.0's keyword and beside an enum are one thing."""
    for schema in (
        "{type: [string, 'null']}",
        "{anyOf: [{type: string}, {type: 'null'}]}",
        "{oneOf: [{type: 'null'}, {type: string}]}",
        "{type: string, nullable: true}",
        "{allOf: [{type: string}, {nullable: true}]}",
    ):
        assert property_type(built, schema) == Nullable(inner=STRING), schema
    assert property_type(built, "{enum: [a, null]}") == Nullable(inner=LiteralOf(values=("a",)))


def test_open_enums(built: Make) -> None:
    """A string beside listed strings is an open enum."""
    assert property_type(built, "{anyOf: [{type: string}, {enum: [a, b]}]}") == LiteralOf(values=("a", "b"), open=True)


def test_constants(built: Make) -> None:
    """`const` and an enum of one value are the same; booleans and integers are literals too."""
    assert property_type(built, "{const: a}") == property_type(built, "{enum: [a]}") == LiteralOf(values=("a",))
    assert property_type(built, "{enum: [1, 2]}") == LiteralOf(values=(1, 2))
    assert property_type(built, "{const: true}") == LiteralOf(values=(True,))


def test_free_form_objects(built: Make) -> None:
    """Objects without properties are maps."""
    assert property_type(built, "{type: object}") == MapOf(value=Anything())
    assert property_type(built, "{type: object, additionalProperties: {type: integer}}") == MapOf(value=INTEGER)


def test_several_types_are_a_union(built: Make) -> None:
    """`type: [string, integer]` is a choice."""
    assert property_type(built, "{type: [string, integer]}") == UnionOf(variants=(STRING, INTEGER))


def test_positions_have_types_of_their_own(built: Make) -> None:
    """A tuple is closed where the document says so, else goes on; that it may be shorter is in the ledger."""
    pair = "{type: array, prefixItems: [{type: string}, {type: integer}]MORE}"
    for more, rest, entries in (
        ("", Anything(), 1),
        (", items: {type: string}, minItems: 2", STRING, 0),
        (", items: false, minItems: 2", None, 0),
        (", minItems: 2, maxItems: 2", None, 0),
    ):
        found = built(components(f"Pet: {{type: object, properties: {{it: {pair.replace('MORE', more)}}}}}"))
        assert field(found, "pet.Pet", "it") == TupleOf(items=(STRING, INTEGER), rest=rest)
        assert [e.subject for e in found.ledger.entries] == ["schema.prefixItems"] * entries


def test_all_of_joins_objects(built: Make) -> None:
    """Properties of all parts, the later ones first in line, required from anywhere."""
    found = built(
        components(
            """
Base: {type: object, required: [id], properties: {id: {type: string}, size: {type: string}}}
Pet:
  allOf:
    - $ref: '#/components/schemas/Base'
    - {type: object, required: [name], properties: {name: {type: string}, size: {type: integer}}}
"""
        )
    )
    pet = found.declarations["pet.Pet"]
    assert isinstance(pet, ObjectModel)
    assert {f.wire_name: (f.type, f.required) for f in pet.fields} == {
        "id": (STRING, True),
        "size": (INTEGER, False),
        "name": (STRING, True),
    }


def test_all_of_with_a_union_is_a_union(built: Make) -> None:
    """A common part is joined to each branch."""
    found = built(
        components(
            """
Cat: {type: object, properties: {type: {const: cat}}}
Dog: {type: object, properties: {type: {const: dog}}}
Pet:
  allOf:
    - {type: object, properties: {id: {type: string}}}
    - oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
"""
        )
    )
    pet = found.declarations["pet.Pet"]
    union = pet.type  # type: ignore[union-attr]  # the next line says what it is
    assert isinstance(union, UnionOf) and union.discriminator == "type"
    variants = [found.declarations[f"{v.module}.{v.name}"] for v in union.variants if isinstance(v, Named)]
    assert [[f.wire_name for f in v.fields] for v in variants if isinstance(v, ObjectModel)] == [["id", "type"]] * 2


def test_a_discriminator_is_inferred(built: Make) -> None:
    """A property with one value in each branch tells them apart without being named."""
    found = property_type(
        built,
        "{oneOf: [{type: object, properties: {kind: {const: a}}}, {type: object, properties: {kind: {const: b}}}]}",
    )
    assert isinstance(found, Named)


def test_recursion_ends(built: Make) -> None:
    """Schemas that contain themselves, directly or in a ring, become types that refer to each other."""
    found = built(
        components(
            """
Tree: {type: object, properties: {children: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}
Egg: {type: object, properties: {hen: {$ref: '#/components/schemas/Hen'}}}
Hen: {type: object, properties: {egg: {$ref: '#/components/schemas/Egg'}}}
"""
        )
    )
    assert set(found.declarations) == {"tree.Tree", "egg.Egg", "hen.Hen"}
    assert found.package.joined_types == (("egg", "hen"),)


def test_two_faces(built: Make) -> None:
    """What is sent is a TypedDict without read-only fields, what is received a model without write-only ones."""
    found = built(
        """
paths:
  /pets:
    post:
      operationId: createPets
      requestBody: {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}}
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
components:
  schemas:
    Pet:
      type: object
      properties:
        id: {type: string, readOnly: true}
        password: {type: string, writeOnly: true}
        name: {type: string}
"""
    )
    model, params = found.declarations["pet.Pet"], found.declarations["pet_param.PetParam"]
    assert isinstance(model, ObjectModel) and [f.wire_name for f in model.fields] == ["id", "name"]
    assert isinstance(params, ObjectParams) and [f.wire_name for f in params.fields] == ["password", "name"]


def test_what_sdks_make_is_no_field(built: Make) -> None:
    """A property that SDKs add to what the API answers is not waited for; the ledger says so."""
    found = built(
        components(
            "Pet: {type: object, properties: {name: {type: string}, label: {anyOf: ["
            "{type: string, x-oaiSupportedSDKs: [python]}, {type: 'null'}]}}}"
        )
    )
    model = found.declarations["pet.Pet"]
    assert isinstance(model, ObjectModel) and [f.wire_name for f in model.fields] == ["name"]
    assert [entry.subject for entry in found.ledger.entries] == ["schema.x-oaiSupportedSDKs"]


def test_inline_objects_are_named_after_their_place(built: Make) -> None:
    """An inline object is called after its property, items after the singular of it, or after the parent too."""
    found = built(
        components(
            "Pet: {type: object, properties: {"
            "owner: {type: object, properties: {pet: {type: object, properties: {a: {type: string}}}}}, "
            "toys: {type: array, items: {type: object, properties: {b: {type: string}}}}, "
            "pet: {type: object, properties: {c: {type: string}}}}}"
        )
    )
    assert set(found.declarations) == {"pet.Pet", "pet.Owner", "pet.OwnerPet", "pet.Toy", "pet.PetPet"}


def test_names_do_not_depend_on_order(built: Make) -> None:
    """Components that want one name get the same ones whatever their order."""
    one, two = (
        "foo_bar: {type: object, properties: {a: {type: string}}}",
        "FooBar: {type: object, properties: {b: {type: string}}}",
    )
    first, second = built(components(f"{one}\n{two}")), built(components(f"{two}\n{one}"))
    names = [{d.name: d.component for d in found.package.declarations} for found in (first, second)]
    assert names[0] == names[1] == {"FooBar": "FooBar", "FooBar2": "foo_bar"}
    assert first.codes == second.codes == ["colliding-names"]


def test_nothing_is_lost(built: Make) -> None:
    """Components that nothing refers to are generated, and all are counted."""
    found = built(
        components("Lonely: {type: object, properties: {a: {type: string}}}\nAlso: {type: string, enum: [a]}")
    )
    assert set(found.declarations) == {"lonely.Lonely", "also.Also"}
    assert found.ledger.read["schema"] == found.ledger.generated["schema"] == 2


def test_what_an_all_of_leaves_out_is_counted(built: Make) -> None:
    """Where parts of an allOf contradict each other: not where one only narrows the other, or both say the same."""
    for first, second, left_out in (
        ("{type: string}", "{type: string, format: uuid}", False),
        ("{type: string}", "{enum: [a, b]}", False),
        ("{enum: [a, b]}", "{enum: [a]}", False),
        ("{}", "{type: integer}", False),
        ("{type: object, properties: {x: {type: string}}}", "{type: object, properties: {y: {type: string}}}", False),
        ("{enum: [a, b]}", "{enum: [b, c]}", True),
        ("{type: string}", "{type: integer}", True),
        ("{type: array, items: {type: string}}", "{type: array, items: {type: integer}}", True),
    ):
        twice = f"""
Pet:
  allOf:
    - {{type: object, properties: {{it: {first}}}}}
    - {{type: object, properties: {{it: {second}}}}}
"""
        for text in (twice, f"Pet: {{type: object, properties: {{it: {{allOf: [{first}, {second}]}}}}}}"):
            made = built(components(text))
            counted = [entry.subject for entry in made.ledger.entries if entry.subject == "schema.allOf"]
            assert counted == ["schema.allOf"] * left_out, text


def test_a_property_that_leads_back_may_be_stated_twice(built: Make) -> None:
    """The last word counts, and nothing is said of a schema that contains itself."""
    made = built(
        components("""
Node: {type: object, properties: {next: {$ref: '#/components/schemas/Node'}, leaf: {$ref: '#/components/schemas/Leaf'}}}
Leaf:
  allOf:
    - {$ref: '#/components/schemas/Node'}
    - {type: object, properties: {next: {$ref: '#/components/schemas/Leaf'}, leaf: {$ref: '#/components/schemas/Leaf'}}}
""")
    )
    assert field(made, "leaf.Leaf", "next") == Named(module="leaf", name="Leaf")
    assert not made.ledger.entries


def test_closed_but_for_patterns(built: Make) -> None:
    """An object that has no members but those whose names fit a pattern is a map of these."""
    made = built(
        components("""
Pet:
  type: object
  properties:
    b: {type: object, patternProperties: {"^x-": {type: integer}}, additionalProperties: false}
""")
    )
    assert field(made, "pet.Pet", "b") == MapOf(value=INTEGER)
