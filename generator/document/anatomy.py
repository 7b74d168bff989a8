"""Which OpenAPI objects stand where in which others: the way through a document for who looks for references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from generator.document.nodes import ListNode, MapNode
from generator.methods import VERBS


class Child(NamedTuple):
    """What a keyword holds: one object of a kind, a mapping of them or a list."""

    kind: str
    many: bool = False


def _ones(kind: str, words: str) -> dict[str, Child]:
    return dict.fromkeys(words.split(), Child(kind))


def _many(kind: str, words: str) -> dict[str, Child]:
    return dict.fromkeys(words.split(), Child(kind, many=True))


_CONTENT = _many("media-type", "content") | _many("example", "examples")
_PARTS = _many("encoding", "encoding prefixEncoding") | _ones("encoding", "itemEncoding")

CHILDREN: Final[Mapping[str, Mapping[str, Child]]] = {
    "document": _many("path-item", "paths webhooks x-webhooks") | _ones("components", "components"),
    "swagger": _many("path-item", "paths x-ms-paths x-webhooks")
    | _many("schema", "definitions")
    | _many("parameter", "parameters")
    | _many("response", "responses")
    | _many("security-scheme", "securityDefinitions"),
    "components": _many("schema", "schemas")
    | _many("response", "responses")
    | _many("parameter", "parameters")
    | _many("example", "examples")
    | _many("request-body", "requestBodies")
    | _many("header", "headers")
    | _many("security-scheme", "securitySchemes")
    | _many("link", "links")
    | _many("callback", "callbacks")
    | _many("path-item", "pathItems")
    | _many("media-type", "mediaTypes"),
    "path-item": _ones("operation", " ".join(VERBS))
    | _many("operation", "additionalOperations")
    | _many("parameter", "parameters"),
    "operation": _many("parameter", "parameters")
    | _ones("request-body", "requestBody")
    | _many("response", "responses")
    | _many("callback", "callbacks"),
    "parameter": _ones("schema", "schema") | _CONTENT,
    "header": _ones("schema", "schema") | _CONTENT,
    "request-body": _CONTENT,
    "response": _ones("schema", "schema") | _CONTENT | _many("header", "headers") | _many("link", "links"),
    "media-type": _ones("schema", "schema itemSchema") | _many("example", "examples") | _PARTS,
    "encoding": _many("header", "headers") | _PARTS,
    "schema": _many("schema", "properties patternProperties $defs definitions dependentSchemas allOf anyOf oneOf")
    | _many("schema", "prefixItems")
    | _ones("schema", "additionalProperties unevaluatedProperties unevaluatedItems items not contains propertyNames")
    | _ones("schema", "if then else contentSchema"),
    "example": {},
    "link": {},
    "security-scheme": {},
}
"""By kind of object and keyword; `swagger` is a document of the format before OpenAPI 3.

A callback is a mapping whose every key holds a path item.
"""


def children(kind: str, node: MapNode) -> Iterator[tuple[MapNode | ListNode, str | int, tuple[str | int, ...], str]]:
    """The objects right below a node: the container and key of each, its way from the node, and its kind."""
    if kind == "callback":
        yield from ((node, key, (key,), "path-item") for key in node if not key.startswith("x-"))
        return
    known = CHILDREN[kind]
    for keyword, value in node.items():
        child = known.get(keyword)
        if child is None:
            continue
        if child.many and isinstance(value, MapNode):
            yield from ((value, key, (keyword, key), child.kind) for key in value)
        elif isinstance(value, ListNode):  # `items` may be a list, too, as drafts before 2020-12 have it
            yield from ((value, index, (keyword, index), child.kind) for index in range(len(value)))
        elif not child.many:
            yield node, keyword, (keyword,), child.kind


def maps_of(kind: str, node: MapNode) -> Iterator[tuple[str, MapNode]]:
    """The mappings of objects below a node, by keyword."""
    for keyword, child in CHILDREN.get(kind, {}).items():
        value: Any = node.get(keyword)
        if child.many and isinstance(value, MapNode):
            yield keyword, value
