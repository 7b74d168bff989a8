"""Parameters in queries, headers and paths, and the headers of answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generator.document.nodes import MapNode, place_within
from generator.document.swagger.inline import InlineConverter, is_of_values
from generator.document.swagger.places import take

_EXAMPLES: Final = {"x-example": "example", "x-examples": "examples"}
_DEFAULT: Final = "csv"
_QUERY_STYLES: Final[Mapping[str, tuple[str, bool]]] = {
    "csv": ("form", False),
    "multi": ("form", True),
    "ssv": ("spaceDelimited", False),
    "pipes": ("pipeDelimited", False),
}


class ParameterConverter(InlineConverter):
    """Converts parameters that are not part of a body, and headers."""

    def parameter(self, node: MapNode, pointer: str) -> MapNode:
        """A parameter in the form of OpenAPI 3."""
        self.shared.losses.note_later("parameter", node, pointer)
        return self._typed("parameter", node, pointer)

    def header(self, node: MapNode, pointer: str) -> MapNode:
        """A header of an answer in the form of OpenAPI 3."""
        self.shared.losses.note_later("header", node, pointer)
        return self._typed("header", node, pointer)

    def style_of(self, node: MapNode, pointer: str) -> tuple[str, bool] | None:
        """The style, and whether it is exploded, in which the items of a list are written; None for any other value."""
        said = self.text(node, "collectionFormat", pointer)
        if said is not None:
            self.shared.losses.took("parameter", "collectionFormat")
        if node.get("type") != "array":
            if said is not None:
                why = "says nothing of a value that is no array"
                location = self.location(node, pointer, "collectionFormat")
                self.shared.losses.entered("parameter", "collectionFormat", why, location, dropped=True)
            return None
        in_form = node.get("in") in ("query", "formData")
        known = _QUERY_STYLES if in_form else {_DEFAULT: ("simple", False)}
        style = known.get(_DEFAULT if said is None else said)
        if style is None:
            why = f'"{said}" cannot be said of a value in {node.get("in")}; its items are joined by commas'
            self.shared.losses.no_equal(
                "parameter", "collectionFormat", why, self.location(node, pointer, "collectionFormat")
            )
        return style or known[_DEFAULT]

    def _typed(self, kind: str, node: MapNode, pointer: str) -> MapNode:
        converted = MapNode(node.place)
        for key in node:
            if key in _EXAMPLES and _EXAMPLES[key] not in node:
                self._example(converted, key, node)
            elif key == "x-ms-skip-url-encoding" and "allowReserved" not in node:
                take(converted, "allowReserved", node, key)
                self.shared.losses.took("parameter", key)
            elif key != "collectionFormat" and not is_of_values(key):
                take(converted, key, node)
        if isinstance(node.get("schema"), MapNode) or isinstance(node.get("content"), MapNode):
            self.shared.schemas.convert(node.get("schema"), f"{pointer}/schema")
            self.later(node.get("content"), f"{pointer}/content")
            self._beside_schema(kind, node, pointer)
            return converted
        if kind == "parameter":
            self._put_style(converted, node, pointer)
        schema = self.schema_of(node, pointer)
        if schema is not None:
            converted.put("schema", schema, schema.place)
        return converted

    def _put_style(self, converted: MapNode, node: MapNode, pointer: str) -> None:
        style = self.style_of(node, pointer)
        if style is not None and "style" not in node and "explode" not in node:
            place = place_within(node, "collectionFormat")
            converted.put("style", style[0], place)
            converted.put("explode", style[1], place)

    def _beside_schema(self, kind: str, node: MapNode, pointer: str) -> None:
        for key in filter(is_of_values, node):
            location = self.location(node, pointer, key)
            self.shared.losses.entered(kind, key, "the schema beside it counts", location, dropped=True)

    def _example(self, converted: MapNode, key: str, node: MapNode) -> None:
        """The example of a parameter; of several by media types or names the first."""
        self.shared.losses.took("parameter", key)
        said = node[key]
        if key == "x-examples" and isinstance(said, MapNode) and said:
            first = next(iter(said))
            converted.put("example", said[first], said.places[first])
        else:
            take(converted, "example", node, key)
