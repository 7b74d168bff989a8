"""Types that stand in a parameter or a header itself: they move into a schema of its own."""

from __future__ import annotations

from typing import Final

from generator.document.keywords import ENUM_EXTENSIONS, KEYWORDS
from generator.document.nodes import MapNode, place_within
from generator.document.swagger.objects import ObjectConverter
from generator.document.swagger.places import take
from generator.source import pointer_join

_OWN: Final = frozenset({"description", "required", "deprecated", "example", "examples", "allowEmptyValue"})
"""What OpenAPI 3 says of the parameter, or the header, itself."""
_TYPED: Final = frozenset({"$ref", "type", "items", "enum", "properties", "allOf", "oneOf", "anyOf"})


class InlineConverter(ObjectConverter):
    """Makes schemas of inline types."""

    def schema_of(self, node: MapNode, pointer: str) -> MapNode | None:
        """The schema that the keywords of a parameter or a header amount to; None where none stands in it."""
        words = [key for key in node if is_of_values(key)]
        if not words:
            return None
        place = place_within(node, next((key for key in words if key in _TYPED), words[0]))
        schema = MapNode(place)
        for key in words:
            take(schema, key, node)
        self._plain_items(schema, pointer)
        self.shared.schemas.convert(schema, pointer)
        return schema

    def _plain_items(self, schema: MapNode, pointer: str) -> None:
        """Take out how the items of items are joined."""
        while isinstance(schema.get("items"), MapNode):
            schema, pointer = schema["items"], pointer_join(pointer, "items")
            if "collectionFormat" in schema:
                said, location = schema["collectionFormat"], self.location(schema, pointer, "collectionFormat")
                del schema["collectionFormat"], schema.places["collectionFormat"]
                if schema.get("type") == "array" and said != "csv":
                    why = f'"{said}" of lists inside of lists cannot be said; they are written like any value'
                    self.shared.losses.no_equal("parameter", "collectionFormat", why, location)


def is_of_values(keyword: str) -> bool:
    """Whether a keyword of a parameter or a header says something of its value."""
    if keyword.startswith("x-"):
        return keyword in ENUM_EXTENSIONS or keyword.lower() in ("x-nullable", "x-isnullable")
    return keyword in KEYWORDS["schema"] and keyword not in _OWN
