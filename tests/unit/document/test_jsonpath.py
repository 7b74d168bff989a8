"""JSONPath-Plus, as configs write it, selects what it selects elsewhere; nothing in it is run."""

from __future__ import annotations

import time

import pytest

from generator.document.jsonpath import LENGTH, QueryError, destination, select_plus
from generator.document.nodes import ListNode, MapNode


def node(value: object) -> object:
    """Plain values as nodes."""
    if isinstance(value, dict):
        mapping = MapNode(0)
        for key, item in value.items():
            mapping.put(key, node(item), 0)
        return mapping
    if isinstance(value, list):
        items = ListNode(0)
        for item in value:
            items.add(node(item), 0)
        return items
    return value


DOCUMENT = node(
    {
        "paths": {
            "/v1/pets": {
                "get": {"summary": "s", "parameters": [{"name": "limit"}, {"name": "after"}]},
                "post": {"summary": "t"},
            }
        },
        "components": {
            "schemas": {
                "Pet": {"type": "object", "required": ["id"], "deprecated": True, "properties": {"id": {"type": "x"}}},
                "Pet-Toy": {"type": "string", "enum": ["a"], "deprecated": False, "x-kind": 1},
            }
        },
    }
)

# path -> the last steps of what it selects
SELECTS = {
    "$": [None],
    "$.components.schemas.Pet.type": ["type"],
    "components.schemas.Pet": ["Pet"],
    "$.paths./v1/pets.get.summary": ["summary"],
    "$.paths['/v1/pets'].get": ["get"],
    "$.paths[\"/v1/pets\"]['get']": ["get"],
    "$.components.schemas.Pet-Toy.x-kind": ["x-kind"],
    "$.components.schemas.`Pet": ["Pet"],
    "$.paths.*[get,post]": ["get", "post"],
    "$.paths.*['get', 'post'].summary": ["summary", "summary"],
    "$.components.schemas.*": ["Pet", "Pet-Toy"],
    "$..x-kind": ["x-kind"],
    "$..parameters[0]": [0],
    "$..parameters[-1:]": [1],
    "$..parameters[(@.length-1)]": [1],
    "$..parameters[0:2].name": ["name", "name"],
    "$.paths..parameters[?(@.name == 'limit')]": [0],
    '$.paths..parameters[?(@.name === "limit" || @.name=="after")]': [0, 1],
    "$.paths..parameters[?(@.name !== 'limit')].name": ["name"],
    "$.paths..parameters[?@.name == 'limit']": [0],
    "$.components.schemas[?(@.deprecated)]": ["Pet"],
    "$.components.schemas[?(!@.deprecated)]": ["Pet-Toy"],
    "$.components.schemas[?(@.enum === undefined)]": ["Pet"],
    "$.components.schemas[?(@['x-kind'] == 1 && @.type != 'object')]": ["Pet-Toy"],
    "$.components.schemas[?(@property == 'Pet')]": ["Pet"],
    "$.components.schemas[?(@property.match(/toy$/i))]": ["Pet-Toy"],
    "$.components.schemas[?(/^Pet-[A-Z]/.test(@property))]": ["Pet-Toy"],
    "$.components.schemas[?(@.required.includes('id'))]": ["Pet"],
    "$.components.schemas[?(@property.startsWith('Pet-'))]": ["Pet-Toy"],
    "$.components.schemas[?(@property.endsWith('Pet'))]": ["Pet"],
    "$.components.schemas[?(@.enum.length == 1)]": ["Pet-Toy"],
    "$.components.schemas[?(@?.properties?.id)]": ["Pet"],
    "$.components.schemas[?(@.type == 'it]s')]": [],
    "$..enum^": ["Pet-Toy"],
    "$..enum^^": ["schemas"],
    "$..enum^.type": ["type"],
    "$.nothing.of.it": [],
}

REFUSED = {
    "": "it is empty",
    "$.": "is no name",
    "$[": "not closed",
    "$.a[?]": "a condition is empty",
    "$.*~": "it selects names",
    "$.components.schemas.*@string()": "is no name",
    "$[?(@.constructor('x')())]": "is not understood",
    "$[?(process.exit())]": "is not understood",
    "$[?(@.x = 1)]": "is not understood",
    "$[?(@parent.x)]": "is not understood",
    "$[?($.x)]": "is not understood",
    "$[(@.x+1)]": "is no selector",
    "$[?(@.x.match(/a(?=b)/))]": "in one pass",
    "$[?(@.x.match(/(/))]": "is no pattern",
    "$..*..*..*..*": "everything below",
    "$" + ".a" * LENGTH: "characters",
    "$[?(" + "(" * 900 + "@.a" + ")" * 900 + ")]": "recursion",
}


@pytest.mark.parametrize("path", SELECTS)
def test_what_a_path_selects(path: str) -> None:
    """Names are free, filters are JavaScript's, and parents can be asked for."""
    found = select_plus(DOCUMENT, path)  # type: ignore[arg-type] # a mapping
    assert [selected.steps[-1] if selected.steps else None for selected in found] == SELECTS[path]


@pytest.mark.parametrize("path", REFUSED)
def test_what_cannot_be_read_is_refused(path: str) -> None:
    """What would have to be run, takes too long, or is no path has a reason."""
    with pytest.raises(QueryError, match=REFUSED[path]):
        select_plus(DOCUMENT, path)  # type: ignore[arg-type] # a mapping


def test_a_pattern_does_not_take_for_ever() -> None:
    """What it takes grows with the text, whatever the pattern repeats."""
    root = node({"a": {"x": "a" * 100_000}})
    started = time.perf_counter()
    assert select_plus(root, "$[?(@.x.match(/(a*)*b/))]") == []  # type: ignore[arg-type] # a mapping
    assert time.perf_counter() - started < 10


def test_where_something_is_to_go() -> None:
    """A path that ends with a name names what holds it, which need not be there yet."""
    assert destination("$.components.schemas.New") == ('$["components"]["schemas"]', "New")
    assert destination("$.tags[2]") == ('$["tags"]', 2)
    for path in ("$", "$.a.*", "$.a[?(@.x)]", "$.a^"):
        with pytest.raises(QueryError, match="one name"):
            destination(path)
