"""Parameters in bodies and in forms: they become the body of a request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from generator.document.nodes import ListNode, MapNode, place_within
from generator.document.swagger.inline import is_of_values
from generator.document.swagger.parameters import ParameterConverter
from generator.document.swagger.places import Written, take

_JSON: Final = "application/json"
_MULTIPART: Final = "multipart/form-data"
_URLENCODED: Final = "application/x-www-form-urlencoded"
_BODY_EXAMPLES: Final = ("x-example", "x-examples", "example", "examples")


class BodyConverter(ParameterConverter):
    """Makes request bodies of parameters."""

    def request_body(self, parameters: Sequence[Written], consumes: tuple[str, ...] | None) -> MapNode | None:
        """The body that parameters `in: body` and `in: formData` amount to; None where there are none."""
        bodies = [one for one in parameters if one.node.get("in") == "body"]
        fields = [one for one in parameters if one.node.get("in") == "formData"]
        if bodies:
            for other in (*bodies[1:], *fields):
                location = self.location(other.node, other.pointer)
                why = f"`{bodies[0].node.get('name')}` is the body already: this is left out"
                name = str(other.node.get("name"))
                self.shared.losses.no_equal("parameter", name, why, location, dropped=True)
            return self._of_body(bodies[0], consumes)
        return self._of_form(fields, consumes) if fields else None

    def _of_body(self, body: Written, consumes: tuple[str, ...] | None) -> MapNode:
        node, place = body.node, body.node.place
        self.shared.losses.took("parameter", "in")
        converted = self._around(node)
        content = MapNode(place)
        for media_type in consumes or (_JSON,):
            media = MapNode(place)
            if "schema" in node:
                media.put("schema", self.schema_from(body, "schema", again=bool(content)), node.places["schema"])
            elif schema := self.schema_of(node, body.pointer):
                media.put("schema", schema, schema.place)
            self._examples(media, media_type, body)
            content.put(media_type, media, place)
        converted.put("content", content, place)
        return converted

    def _around(self, node: MapNode) -> MapNode:
        converted = MapNode(node.place)
        for key in ("description", "required"):
            if key in node:
                take(converted, key, node)
        for key in node:
            if key.startswith("x-") and key not in _BODY_EXAMPLES:
                take(converted, key, node)
        return converted

    def _examples(self, media: MapNode, media_type: str, body: Written) -> None:
        """The example of a body: one for all media types, or one for each."""
        node = body.node
        for key in _BODY_EXAMPLES:
            said = node.get(key)
            if key in node and "example" not in media:
                if key.endswith("examples") and isinstance(said, MapNode):
                    if media_type in said:
                        take(media, "example", said, media_type)
                else:
                    take(media, "example", node, key)
                self.shared.losses.took("parameter", key)

    # Forms

    def _of_form(self, fields: Sequence[Written], consumes: tuple[str, ...] | None) -> MapNode:
        place = fields[0].node.place
        converted, content = MapNode(place), MapNode(place)
        required = any(one.node.get("required") is True for one in fields)
        converted.put("required", required, place)
        schema, encoding = self._form_schema(fields, place), self._encoding(fields, place)
        for media_type in self._form_types(fields, consumes):
            media = MapNode(place)
            media.put("schema", schema, place)
            if encoding:
                media.put("encoding", encoding, place)
            content.put(media_type, media, place)
        converted.put("content", content, place)
        return converted

    def _form_types(self, fields: Sequence[Written], consumes: tuple[str, ...] | None) -> Iterable[str]:
        """The forms that an operation takes: files need one of several parts, and what is no form is none of them."""
        files = [one for one in fields if _has_file(one.node)]
        forms = [one for one in consumes or () if _is(one, _MULTIPART) or (_is(one, _URLENCODED) and not files)]
        if not forms:
            forms = [_MULTIPART if files else _URLENCODED]
        if consumes and set(forms) != set(consumes):
            one = files[0] if files else fields[0]
            why = f"a form is sent as {' or '.join(forms)}, and not as {', '.join(consumes)}"
            self.shared.losses.entered("operation", "consumes", why, self.location(one.node, one.pointer))
        return forms

    def _form_schema(self, fields: Sequence[Written], place: int) -> MapNode:
        schema, properties, required = MapNode(place), MapNode(place), ListNode(place)
        schema.put("type", "object", place)
        for one in fields:
            name, field = one.node.get("name"), one.node
            if not isinstance(name, str) or not name:
                self._nameless(one)
                continue
            properties.put(name, self._property(one), field.place)
            if field.get("required") is True:
                required.add(name, field.places["required"])
        schema.put("properties", properties, place)
        if required:
            schema.put("required", ListNode(place), place)
            for name, at in dict(zip(required, required.places, strict=True)).items():
                schema["required"].add(name, at)
        return schema

    def _property(self, one: Written) -> MapNode:
        """A member of a form: the type of the parameter, and what is said about it."""
        node = one.node
        self.shared.losses.note_later("parameter", node, one.pointer)
        self.shared.losses.took("parameter", "in")
        if isinstance(node.get("schema"), MapNode):
            schema: MapNode = self.schema_from(one, "schema")
            return schema
        typed = self.schema_of(node, one.pointer) or MapNode(node.place)
        for key in ("description", "deprecated", "example"):
            if key in node:
                take(typed, key, node)
        if "x-example" in node and "example" not in node:
            take(typed, "example", node, "x-example")
        for key in node:
            if key.startswith("x-") and key != "x-example" and not is_of_values(key):
                take(typed, key, node)
        return typed

    def _nameless(self, one: Written) -> None:
        location = self.location(one.node, one.pointer)
        self.shared.losses.no_equal("parameter", "name", "is missing; a form has names", location, dropped=True)

    def _encoding(self, fields: Sequence[Written], place: int) -> MapNode | None:
        """How the items of lists are joined."""
        encoding = MapNode(place)
        for one in fields:
            name = one.node.get("name")
            style = self.style_of(one.node, one.pointer)
            if style is not None and isinstance(name, str) and not _has_file(one.node):
                at = place_within(one.node, "collectionFormat")
                said = MapNode(at)
                said.put("style", style[0], at)
                said.put("explode", style[1], at)
                encoding.put(name, said, at)
        return encoding or None


def _has_file(node: MapNode) -> bool:
    """Whether a member of a form is a file, or a list of files, which some write although 2.0 has no such type."""
    items = node.get("items")
    typed = (node, items) if isinstance(items, MapNode) else (node,)
    return any(one.get("type") == "file" or one.get("format") == "binary" for one in typed)


def _is(media_type: str, wanted: str) -> bool:
    return media_type.partition(";")[0].strip().lower() == wanted
