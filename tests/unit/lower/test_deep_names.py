"""Names of modules for what stands inside of their types."""

# ruff: noqa: E501 - documents have long lines

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from generator.config.model import Config
from tests.unit.lower.conftest import Built

Make = Callable[..., Built]

GET = """
paths:
  /{0}:
    get:
      operationId: get{1}
      responses:
        '200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/{1}'}}}}}}}}
components:
  schemas:
"""
ZOO = GET.format("zoo", "Zoo") + "    "


def deep(make: Make, schemas: str, *components: str) -> dict[str, dict[str, str]]:
    """The deep names by module, each with the name of what it stands for, where these components have no other."""
    config = Config()
    config = replace(config, types=replace(config.types, deep_names=components))
    built = make(ZOO + "\n    ".join(schemas.strip().split("\n")), config)
    return {found.module: {name: named.name for name, named in found.names} for found in built.package.deep_names}


def test_a_property_a_list_and_a_map_lead_to_components(built: Make) -> None:
    """One of a list is called in the singular, values of a map like the map."""
    found = deep(
        built,
        """
Zoo: {type: object, properties: {cages: {type: array, items: {$ref: '#/components/schemas/Box'}}, rules: {type: object, additionalProperties: {$ref: '#/components/schemas/Rule'}}, criteria: {type: array, items: {$ref: '#/components/schemas/Rule'}}}}
Box: {type: object, properties: {lock: {$ref: '#/components/schemas/Lock'}}}
Lock: {type: object, properties: {key: {type: string}}}
Rule: {type: object, properties: {text: {type: string}}}
""",
        "Box",
        "Lock",
        "Rule",
    )
    assert found["zoo"] == {"Cage": "Box", "CageLock": "Lock", "Criterion": "Rule", "Rules": "Rule"}


def test_only_the_components_of_the_config_stand_inside(built: Make) -> None:
    """A component that the config does not list keeps to its own module."""
    schemas = """
Zoo: {type: object, properties: {cage: {$ref: '#/components/schemas/Box'}}}
Box: {type: object, properties: {width: {type: integer}}}
"""
    assert deep(built, schemas) == {}
    assert deep(built, schemas, "Other") == {}
    assert deep(built, schemas, "B*")["zoo"] == {"Cage": "Box"}


def test_no_name_is_taken_from_a_declaration(built: Make) -> None:
    """What the module declares keeps its name, whatever else leads to that."""
    found = deep(
        built,
        """
Zoo: {type: object, properties: {cage_lock: {type: object, properties: {own: {type: boolean}}}, cage: {$ref: '#/components/schemas/Box'}}}
Box: {type: object, properties: {lock: {$ref: '#/components/schemas/Lock'}}}
Lock: {type: object, properties: {key: {type: string}}}
""",
        "Box",
        "Lock",
    )
    assert found["zoo"] == {"Cage": "Box"}


def test_what_contains_itself_ends(built: Make) -> None:
    """A way that comes back to where it was has no further names."""
    found = deep(
        built,
        """
Zoo: {type: object, properties: {root: {$ref: '#/components/schemas/Node'}}}
Node: {type: object, properties: {next: {$ref: '#/components/schemas/Node'}}}
""",
        "Node",
    )
    assert found["zoo"] == {"Root": "Node"}


def test_ways_without_number_are_cut_off(built: Make) -> None:
    """Each of many layers doubles the ways: the shortest are named, and the run ends."""
    layer = "L{0}: {{type: object, properties: {{a: {{$ref: '#/components/schemas/L{1}'}}, b: {{$ref: '#/components/schemas/L{1}'}}}}}}"
    layers = "\n".join(layer.format(number, number + 1) for number in range(30))
    schemas = "Zoo: {type: object, properties: {top: {$ref: '#/components/schemas/L0'}}}\n" + layers
    found = deep(built, f"{schemas}\nL30: {{type: object, properties: {{end: {{type: string}}}}}}", "L*")
    assert {"Top", "TopA", "TopB", "TopAA"} <= found["zoo"].keys()
    assert len(found["zoo"]) <= 250
