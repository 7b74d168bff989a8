"""Schema objects: the few keywords that Swagger 2.0 has otherwise than OpenAPI 3.0 are changed where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from generator.document.nodes import ListNode, MapNode
from generator.document.reading import Context
from generator.document.swagger.losses import Losses
from generator.document.swagger.places import Places, Written, become, take
from generator.source import Location, pointer_join

_NULLABLE: Final = ("x-nullable", "x-isnullable")
_VALUE_OF_SUBTYPE: Final = ("x-discriminator-value", "x-ms-discriminator-value")
_MAPS: Final = ("properties", "patternProperties", "definitions", "$defs")
_LISTS: Final = ("allOf", "anyOf", "oneOf", "items")
_SINGLE: Final = ("items", "additionalProperties", "not")


class Schemas:
    """Converts schemas in their places, each once, wherever it stands."""

    def __init__(self, context: Context, places: Places, losses: Losses) -> None:
        self._context = context
        self._places = places
        self._losses = losses
        self._seen: dict[int, MapNode] = {}
        self._pending: list[Written] = []
        self._subtypes: list[tuple[Written, str]] = []

    def convert(self, node: Any, pointer: str) -> None:
        """Convert a schema with all that it holds."""
        if isinstance(node, MapNode):
            self._pending.append(Written(pointer, node))
        while self._pending:
            written = self._pending.pop()
            if id(written.node) not in self._seen:
                self._seen[id(written.node)] = written.node
                self._schema(written)

    def close(self) -> None:
        """Let each discriminator say which values its subtypes say that they have."""
        for subtype, value in self._subtypes:
            for base in self._bases(subtype):
                self._map(base, value, subtype)

    def _schema(self, written: Written) -> None:
        node, pointer = written.node, written.pointer
        self._losses.note_later("schema", node, pointer)
        self._nullable(node)
        self._file(node)
        self._name_values(written)
        if isinstance(node.get("discriminator"), str):
            self._discriminator(node)
        if isinstance(node.get("$ref"), str):
            self._reference(written)
        self._required_by_themselves(written)
        self._pending += (Written(below, child) for child, below in _children(node, pointer))

    def _nullable(self, node: MapNode) -> None:
        for keyword in _NULLABLE:
            found = next((key for key in node if key.lower() == keyword), None)
            if found is not None and "nullable" not in node and isinstance(node[found], bool):
                become(node, _renamed(node, found, "nullable"))
                self._losses.took("schema", found)

    def _file(self, node: MapNode) -> None:
        """Bytes, which 2.0 has a type for."""
        if node.get("type") == "file":
            node["type"] = "string"
            if "format" not in node:
                node.put("format", "binary", node.places["type"])

    def _discriminator(self, node: MapNode) -> None:
        place = node.places["discriminator"]
        said = MapNode(place)
        said.put("propertyName", node["discriminator"], place)
        node["discriminator"] = said

    def _reference(self, written: Written) -> None:
        node = written.node
        name = node["$ref"]
        definitions = self._places.root.root.get("definitions")
        if isinstance(definitions, MapNode) and name in definitions:  # as Swagger 1.2 refers to models
            node["$ref"] = pointer_join("#/definitions", name)
            location = self._location(node, "$ref", written.pointer)
            self._losses.entered("schema", "$ref", "a name alone: read as that of a definition", location)
        self._places.refer(node, "$ref")

    def _required_by_themselves(self, written: Written) -> None:
        """Properties that say themselves whether they are required, as drafts of JSON Schema before the fourth do."""
        node = written.node
        properties = node.get("properties")
        for name, child in properties.items() if isinstance(properties, MapNode) else ():
            if isinstance(child, MapNode) and isinstance(child.get("required"), bool):
                place = child.places.pop("required")
                if child.pop("required"):
                    self._require(node, name, place)
                location = self._context.sources.location(place, pointer_join(written.pointer, "properties", name))
                self._losses.entered("schema", "required", "it stands in the property that it is about", location)

    def _require(self, node: MapNode, name: str, place: int) -> None:
        if "required" not in node:
            node.put("required", ListNode(place), place)
        if isinstance(node["required"], ListNode) and name not in node["required"]:
            node["required"].add(name, place)

    # Discriminators

    def _name_values(self, written: Written) -> None:
        for keyword in _VALUE_OF_SUBTYPE:
            value = written.node.get(keyword)
            if isinstance(value, str):
                self._subtypes.append((written, value))

    def _bases(self, subtype: Written) -> Iterator[Written]:
        """The schemas with discriminators that a schema extends, over any number of levels, and the schema itself."""
        pending, seen = [subtype], set[int]()
        while pending:
            one = pending.pop()
            if id(one.node) in seen:
                continue
            seen.add(id(one.node))
            if isinstance(one.node.get("discriminator"), MapNode):
                yield one
            extended = one.node.get("allOf")
            for part in extended if isinstance(extended, ListNode) else ():
                end = self._end(part)
                if end is not None:
                    pending.append(end)

    def _end(self, part: Any) -> Written | None:
        if not isinstance(part, MapNode):
            return None
        return self._places.end(Written("", part), self._context.sources.location(part.place, ""))

    def _map(self, base: Written, value: str, subtype: Written) -> None:
        said = base.node["discriminator"]
        place = said.place
        if "mapping" not in said:
            said.put("mapping", MapNode(place), place)
        if isinstance(said["mapping"], MapNode) and value not in said["mapping"]:
            said["mapping"].put(value, self._places.reference(subtype), place)
            self._places.refer(said["mapping"], value)
            self._losses.took("schema", "x-discriminator-value")

    def _location(self, node: MapNode, keyword: str, pointer: str) -> Location:
        return self._context.sources.location(node.places[keyword], pointer_join(pointer, keyword))


def _renamed(node: MapNode, old: str, new: str) -> MapNode:
    other = MapNode(node.place)
    for key in node:
        take(other, new if key == old else key, node, key)
    return other


def _children(node: MapNode, pointer: str) -> Iterator[tuple[MapNode, str]]:
    for keyword in _MAPS:
        found = node.get(keyword)
        for name, child in found.items() if isinstance(found, MapNode) else ():
            if isinstance(child, MapNode):
                yield child, pointer_join(pointer, keyword, name)
    for keyword in _LISTS:
        found = node.get(keyword)
        for index, child in enumerate(found) if isinstance(found, ListNode) else ():
            if isinstance(child, MapNode):
                yield child, pointer_join(pointer, keyword, index)
    for keyword in _SINGLE:
        if isinstance(node.get(keyword), MapNode):
            yield node[keyword], pointer_join(pointer, keyword)
