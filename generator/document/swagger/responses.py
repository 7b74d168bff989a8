"""Answers: their schema, for each of the media types that the operation produces, and their headers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from generator.document.nodes import MapNode
from generator.document.swagger.bodies import BodyConverter
from generator.document.swagger.places import Written, take
from generator.source import pointer_join

_JSON: Final = "application/json"
_ANY: Final = "*/*"
_TAKEN: Final = frozenset({"schema", "examples", "headers"})


class ResponseConverter(BodyConverter):
    """Converts answers."""

    def response(self, written: Written, produces: tuple[str, ...] | None, at: str) -> MapNode:
        """An answer in the form of OpenAPI 3. `at` is where it will stand, as a pointer into the written document."""
        node, pointer = written.node, written.pointer
        self.shared.losses.note_later("response", node, pointer)
        converted = MapNode(node.place)
        for key in node:
            if key == "content":
                self.later(node[key], f"{pointer}/content")
            if key not in _TAKEN:
                take(converted, key, node)
        if isinstance(node.get("headers"), MapNode):
            converted.put("headers", self._headers(node["headers"], f"{pointer}/headers"), node.places["headers"])
        content = self._content(written, produces)
        if content:
            converted.put("content", content, next(iter(content.places.values())))
            first = pointer_join("", next(iter(content)))
            places = self.shared.places
            places.move(f"{at}/schema", f"{places.moved(at)}/content{first}/schema")
        return converted

    def _headers(self, node: MapNode, pointer: str) -> MapNode:
        converted = MapNode(node.place)
        for name in node:
            header, place = node[name], node.places[name]
            if isinstance(header, MapNode) and "$ref" not in header:
                header = self.header(header, pointer_join(pointer, name))
            converted.put(name, header, place)
        return converted

    def _content(self, written: Written, produces: tuple[str, ...] | None) -> MapNode | None:
        node = written.node
        examples = node["examples"] if isinstance(node.get("examples"), MapNode) else MapNode(node.place)
        if "schema" not in node and not examples:
            return None
        is_file = isinstance(node.get("schema"), MapNode) and node["schema"].get("type") in ("file", "string")
        is_file = is_file and (node["schema"]["type"] == "file" or node["schema"].get("format") == "binary")
        content = MapNode(node.place)
        for media_type in _media_types(produces, examples, is_file=is_file):
            place = node.places["schema" if "schema" in node else "examples"]
            media = MapNode(place)
            if "schema" in node:
                media.put("schema", self.schema_from(written, "schema", again=bool(content)), place)
            if media_type in examples:
                take(media, "example", examples, media_type)
                self.shared.losses.took("response", "examples")
            content.put(media_type, media, place)
        for media_type in examples:
            if media_type not in content and not media_type.startswith("x-"):
                why = f'has one for "{media_type}", which the operation does not produce'
                location = self.location(examples, f"{written.pointer}/examples", media_type)
                self.shared.losses.entered("response", "examples", why, location, dropped=True)
        return content


def _media_types(produces: tuple[str, ...] | None, examples: MapNode, *, is_file: bool) -> Sequence[str]:
    """The media types of an answer: those produced, else those that examples have, else JSON.

    Bytes are not JSON: that is for errors, where the document says it of operations that answer with a file.
    """
    if is_file:
        ordered = sorted(produces or (), key=_is_json)
        return ordered if ordered and not _is_json(ordered[0]) else (_ANY,)
    return produces or tuple(key for key in examples if "/" in key) or (_JSON,)


def _is_json(media_type: str) -> bool:
    bare = media_type.partition(";")[0].strip().lower()
    return bare == _JSON or bare.endswith("+json")
