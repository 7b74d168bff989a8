"""Path items and operations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from generator.document.nodes import ListNode, MapNode, place_within
from generator.document.swagger.objects import Media, members
from generator.document.swagger.places import Written, take
from generator.document.swagger.responses import ResponseConverter
from generator.document.swagger.servers import operation_servers
from generator.methods import VERBS
from generator.source import pointer_join
from generator.values import Value

_TAKEN: Final = frozenset({"consumes", "produces", "schemes", "parameters"})
_BODILESS: Final = frozenset({"get", "head", "delete", "options", "trace"})
_LATER: Final = ("requestBody", "callbacks")
_IN_BODY: Final = ("body", "formData")


class _Parameters(Value):
    """The parameters of a path item or an operation, those that make up a body apart from the others."""

    others: ListNode
    in_body: tuple[Written, ...]


class PathConverter(ResponseConverter):
    """Converts path items."""

    def path_item(self, node: MapNode, pointer: str) -> MapNode:
        """A path item in the form of OpenAPI 3."""
        self.shared.losses.note_later("path-item", node, pointer)
        if "$ref" in node:
            return self._elsewhere(node)
        converted = MapNode(node.place)
        inherited = self._parameters(node, pointer)
        for key in node:
            if key in VERBS and isinstance(node[key], MapNode):
                operation = self._operation(key, node[key], pointer_join(pointer, key), inherited.in_body)
                converted.put(key, operation, node.places[key])
            elif key == "parameters" and isinstance(node[key], ListNode):
                converted.put(key, inherited.others, node.places[key])
            else:
                take(converted, key, node)
        return converted

    def _elsewhere(self, node: MapNode) -> MapNode:
        """A path item that stands in another place."""
        self.shared.places.refer(node, "$ref")
        return node

    # Operations

    def _operation(self, verb: str, node: MapNode, pointer: str, inherited: Sequence[Written]) -> MapNode:
        self.shared.losses.note_later("operation", node, pointer)
        media = self._media(node, pointer)
        own = self._parameters(node, pointer)
        converted = MapNode(node.place)
        for key in node:
            if key == "responses" and isinstance(node[key], MapNode):
                responses = self._responses(node[key], pointer_join(pointer, key), media)
                converted.put(key, responses, node.places[key])
            elif key == "parameters" and isinstance(node[key], ListNode):
                if own.others:
                    converted.put(key, own.others, node.places[key])
            elif key == "parameters" or key not in _TAKEN:
                if key in _LATER:
                    self.later(node[key], pointer_join(pointer, key))
                take(converted, key, node)
        body = self._body(verb, (*_not_overridden(inherited, own.in_body), *own.in_body), bool(own.in_body), media)
        if body is not None and "requestBody" not in node:
            converted.put("requestBody", body, body.place)
            self._move_body(own.in_body, pointer, body)
        if "schemes" in node:
            self.shared.losses.took("operation", "schemes")
            servers = operation_servers(self, node, pointer)
            if servers:
                converted.put("servers", servers, node.places["schemes"])
        return converted

    def _media(self, node: MapNode, pointer: str) -> Media:
        consumes, produces = self.types(node, "consumes", pointer), self.types(node, "produces", pointer)
        said = self.shared.media
        return Media(
            consumes=said.consumes if consumes is None else consumes,
            produces=said.produces if produces is None else produces,
        )

    def _body(self, verb: str, parameters: Sequence[Written], is_own: bool, media: Media) -> MapNode | None:
        if parameters and verb in _BODILESS and not is_own:
            for one in parameters:
                why = f"is inherited from the path; a {verb} is sent without a body"
                name, location = str(one.node.get("name")), self.location(one.node, one.pointer)
                self.shared.losses.entered("parameter", name, why, location, dropped=True)
            return None
        return self.request_body(parameters, media.consumes)

    def _move_body(self, parameters: Sequence[Written], pointer: str, body: MapNode) -> None:
        content = body["content"]
        moved = self.shared.places.moved(pointer)
        first = pointer_join(f"{moved}/requestBody/content", next(iter(content)))
        for one in parameters:
            if one.node.get("in") == "body":
                self.shared.places.move(f"{one.pointer}/schema", f"{first}/schema")

    def _parameters(self, node: MapNode, pointer: str) -> _Parameters:
        others, in_body = ListNode(place_within(node, "parameters")), []
        at = f"{pointer}/parameters"
        moved = self.shared.places.moved(at)
        for index, item in enumerate(node["parameters"] if isinstance(node.get("parameters"), ListNode) else ()):
            place = node["parameters"].places[index]
            end = self.written(item, f"{at}/{index}") if isinstance(item, MapNode) else None
            if end is not None and end.node.get("in") in _IN_BODY:
                in_body.append(end)
                continue
            self.shared.places.move(f"{at}/{index}", f"{moved}/{len(others)}")
            others.add(self._listed(item, f"{at}/{index}"), place)
        return _Parameters(others, tuple(in_body))

    def _listed(self, item: Any, pointer: str) -> Any:
        if not isinstance(item, MapNode):
            return item
        if "$ref" not in item:
            return self.once("parameter", item, pointer)
        self.shared.places.refer(item, "$ref")
        return item

    def once(self, kind: str, node: MapNode, pointer: str) -> MapNode:
        """A parameter, converted once, wherever it stands."""
        found = self.shared.made.get((kind, id(node)))
        if found is None:
            found = self.shared.made[kind, id(node)] = self.parameter(node, pointer)
        return found

    # Answers

    def _responses(self, node: MapNode, pointer: str, media: Media) -> MapNode:
        converted = MapNode(node.place)
        for status in node:
            item, place = node[status], node.places[status]
            if isinstance(item, MapNode) and not status.startswith("x-"):
                item = self._response(item, pointer_join(pointer, status), media)
            converted.put(status, item, place)
        return converted

    def _response(self, item: MapNode, pointer: str, media: Media) -> MapNode:
        """An answer of an operation. A shared one stays shared by all that produce what the document says."""
        if "$ref" not in item:
            return self.response(Written(pointer, item), media.produces, pointer)
        end = self.written(item, pointer)
        is_shared = end is None or "schema" not in end.node or media.produces == self.shared.media.produces
        if end is not None and not is_shared:
            inline = self.response(end, media.produces, pointer)
            if isinstance(item.get("description"), str):
                take(inline, "description", item)
            return inline
        self.shared.places.refer(item, "$ref")
        return item


def _not_overridden(inherited: Sequence[Written], own: Sequence[Written]) -> Sequence[Written]:
    """The parameters of a path item that the operation does not declare itself: a body is declared by any other."""
    if any(one.node.get("in") == "body" for one in own):
        return ()
    names = {one.node.get("name") for one in own if isinstance(one.node.get("name"), str)}
    return [
        one
        for one in inherited
        if str(one.node.get("name")) not in names and not (own and one.node.get("in") == "body")
    ]


def converted_paths(converter: PathConverter, node: MapNode, pointer: str) -> MapNode:
    """All path items of a mapping of them."""
    converted = MapNode(node.place)
    items = dict(members(node))
    for path in node:
        item = node[path]
        if path in items and not path.startswith("x-"):
            item = converter.path_item(item, pointer_join(pointer, path))
        converted.put(path, item, node.places[path])
    return converted
