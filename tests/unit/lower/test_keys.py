"""Key tables: what differs from the wire, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from generator.ir.keys import ChoiceKeys, MapKeys, ObjectKeys
from generator.ir.operations import JsonBody
from tests.unit.lower.conftest import Built

Make = Callable[..., Built]


def sending(schema: str, components: str = "") -> str:
    """A document with one operation that sends `value`, of a schema."""
    return f"""
paths:
  /pets:
    post:
      operationId: createPet
      requestBody:
        required: true
        content:
          application/json:
            schema: {{type: object, properties: {{value: {schema}}}}}
      responses: {{}}
components:
  schemas: {{{components}}}
"""


def table_of_value(made: Built) -> str | None:
    """The name of the table for the argument `value`."""
    body = made.operations["pets.create"].body
    assert isinstance(body, JsonBody)
    return body.fields[0].keys


def test_nothing_where_nothing_differs(built: Make) -> None:
    """Objects whose keys are the wire's have no table; nor has what is only received."""
    made = built(sending("{$ref: '#/components/schemas/Pet'}", "Pet: {type: object, properties: {ring_size: {}}}"))
    assert made.package.key_tables == ()
    assert table_of_value(made) is None
    received = built("""
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200": {description: x, content: {application/json: {schema: {type: object, properties: {ringSize: {}}}}}}
""")
    assert received.package.key_tables == ()


def test_what_leads_to_a_difference(built: Make) -> None:
    """What contains something that differs has a table without keys of its own; lists are passed through."""
    collars = "{type: array, items: {$ref: '#/components/schemas/Collar'}}"
    pet = f"Pet: {{type: object, properties: {{tags: {{type: array, items: {{type: string}}}}, collars: {collars}}}}}"
    collar = "Collar: {type: object, properties: {ringSize: {}, inner: {$ref: '#/components/schemas/Collar'}}}"
    made = built(sending("{type: array, items: {$ref: '#/components/schemas/Pet'}}", f"{pet}, {collar}"))
    name = "collar_param.CollarParam"
    assert table_of_value(made) == "pet_param.PetParam"
    assert made.package.key_tables == (
        ObjectKeys(name=name, keys=(("ring_size", "ringSize"),), inside=(("inner", name),)),
        ObjectKeys(name="pet_param.PetParam", inside=(("collars", name),)),
    )


def test_choices_say_what_they_are_recognized_by(built: Make) -> None:
    """The members and constants of objects, in whatever order they were met; a map knows none."""
    a = "A: {type: object, properties: {kind: {const: a}, ringSize: {}, again: {$ref: '#/components/schemas/Any'}}}"
    b = "B: {type: object, properties: {kind: {const: b}, ring_size: {}}}"
    texts = "{type: object, additionalProperties: {type: string}}"
    either = f"Any: {{oneOf: [{{$ref: '#/components/schemas/A'}}, {{$ref: '#/components/schemas/B'}}, {texts}]}}"
    made = built(sending("{$ref: '#/components/schemas/Any'}", f"{a}, {b}, {either}"))
    tables = {table.name: table for table in made.package.key_tables}
    choice = tables[table_of_value(made) or ""]
    assert isinstance(choice, ChoiceKeys)
    assert [len(choice.among), choice.among[-1]] == [3, "dict"]
    known = {name: (t.known, t.constants) for name, t in tables.items() if isinstance(t, ObjectKeys)}
    assert sorted(known.values()) == [
        (("kind", "ringSize", "again"), (("kind", ("a",)),)),
        (("kind", "ring_size"), (("kind", ("b",)),)),
    ]
    assert tables["dict"] == MapKeys(name="dict", values=None)


def test_names_that_collide(built: Make) -> None:
    """The exact spelling keeps its name, and the other one is told by a number."""
    made = built(sending("{type: object, properties: {ringSize: {}, ring_size: {}, RingSize: {}}}"))
    (table,) = made.package.key_tables
    assert isinstance(table, ObjectKeys)
    assert table.keys == (("ring_size_3", "ringSize"), ("ring_size_2", "RingSize"))


def test_depth_is_no_limit(built: Make) -> None:
    """A chain of some hundred objects has a table for each."""
    follow = [f"{{$ref: '#/components/schemas/L{n + 1}'}}" for n in range(400)]
    links = [f"L{n}: {{type: object, properties: {{nextOne: {after}}}}}" for n, after in enumerate(follow)]
    last = "L400: {type: object, properties: {atLast: {type: string}}}"
    made = built(sending("{$ref: '#/components/schemas/L0'}", ", ".join([*links, last])))
    assert len(made.package.key_tables) == 401


def test_headers_of_the_client_are_in_the_ledger(built: Make) -> None:
    """A header that repeats the credential is dropped with a reason."""
    made = built("""
security: [{Key: []}]
paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{name: x-key, in: header, schema: {type: string}}]
      responses: {}
components: {securitySchemes: {Key: {type: apiKey, in: header, name: X-Key}}}
""")
    assert made.operations["pets.list"].parameters == ()
    (entry,) = [entry for entry in made.ledger.entries if entry.subject == "x-key"]
    assert entry.reason == "the client sends its credential in this header"
