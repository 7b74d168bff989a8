"""Documents with mistakes: a drawn document in which a few nodes are not what they should be."""

from __future__ import annotations

import copy
from collections.abc import Iterator, MutableMapping, MutableSequence
from typing import Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.properties.grammar import VERSIONS, answered, samples
from tests.properties.making import document_of

Place: TypeAlias = tuple[Any, Any]
"""A container, and the key or index of a node in it."""
VALUES: tuple[Any, ...] = (
    None,
    [],
    {},
    7,
    -1.5,
    True,
    "text",
    "",
    [None],
    [{}],
    {"": None},
    {"a": {"b": []}},
    "x" * 300,
)
REFERENCES = (
    *("#/components/schemas/Nowhere", "#/paths", "#", "", "#/", "other.yaml#/a", "http://shop.test/a.yaml", "#%zz"),
    *("#/paths/~1r0/get/responses/204", "#/components/schemas", "#/info/title", "#anchor", "file:///dev/zero"),
)
TYPES: tuple[Any, ...] = (
    "object",
    "array",
    "string",
    "integer",
    "null",
    "nothing",
    ["object", "string"],
    ["null"],
    [],
    7,
    {"type": "string"},
)


@st.composite
def mutated(draw: DrawFn) -> dict[str, Any]:
    """A document with one to three mistakes."""
    document = draw(_sound())
    for _ in range(draw(st.integers(1, 3))):
        draw(_mistaken(document))
    return document


@st.composite
def edited(draw: DrawFn) -> list[dict[str, Any]]:
    """A document, and what it is after each of a few edits: a word that is other, a mistake, or one that goes again."""
    editions = [draw(_sound())]
    for _ in range(draw(st.integers(1, 3))):
        document = copy.deepcopy(draw(st.sampled_from(editions)))
        if draw(st.booleans()):
            draw(_reworded(document))
        else:
            draw(_mistaken(document))
        editions.append(document)
    return editions


@st.composite
def _sound(draw: DrawFn) -> dict[str, Any]:
    version = draw(st.sampled_from(tuple(VERSIONS)))
    members = draw(st.lists(samples(version) | answered(version), min_size=1, max_size=3))
    return copy.deepcopy(document_of(members))


@st.composite
def _mistaken(draw: DrawFn, document: dict[str, Any]) -> None:
    """Make a mistake somewhere in a document."""
    places = list(_places(document))
    draw(_mistake(draw(st.sampled_from(places)), places))


@st.composite
def _reworded(draw: DrawFn, document: dict[str, Any]) -> None:
    """Describe something in a document otherwise."""
    objects = [container[key] for container, key in _places(document) if isinstance(container[key], dict)]
    draw(st.sampled_from(objects))["description"] = draw(st.sampled_from(("", "A word.", "Another word.")))


def _places(node: Any) -> Iterator[Place]:
    keys = node.keys() if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in keys:
        yield node, key
        yield from _places(node[key])


@st.composite
def _mistake(draw: DrawFn, place: Place, places: list[Place]) -> None:
    """Change a document in one place."""
    container, key = place
    kind = draw(
        st.sampled_from(("value", "value", "reference", "removed", "copied", "moved", "renamed", "types", "ids"))
    )
    match kind:
        case "value":
            container[key] = copy.deepcopy(draw(st.sampled_from(VALUES)))
        case "reference":
            container[key] = {"$ref": draw(st.sampled_from((*REFERENCES, *_names(places))))}
        case "removed":
            del container[key]
        case "copied" if isinstance(container, MutableSequence):
            container.append(copy.deepcopy(container[key]))
        case "copied" | "moved":
            other, name = draw(st.sampled_from(places))
            container[key] = copy.deepcopy(other[name])
        case "renamed" if isinstance(container, MutableMapping):
            container[draw(st.sampled_from(("", "$ref", "allOf", "type", "x-y", "{", "properties", "items")))] = (
                container.pop(key)
            )
        case _:
            wanted = "operationId" if kind == "ids" else "type"
            values = ("op0", "", "class") if kind == "ids" else TYPES
            for other, name in places:
                if name == wanted and draw(st.booleans()):
                    other[name] = copy.deepcopy(draw(st.sampled_from(values)))


def _names(places: list[Place]) -> list[str]:
    """References to the components that a document has: some lead back to where they stand."""
    found = [container for container, key in places if key == "schemas" and isinstance(container[key], dict)]
    return [f"#/components/schemas/{name}" for container in found[:1] for name in container["schemas"]]
