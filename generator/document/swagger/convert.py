"""The document as a whole, and what of it becomes components."""

from __future__ import annotations

from typing import Any, Final

from generator.diagnostics import Severity, register
from generator.document.load import LoadedFile
from generator.document.nodes import MapNode
from generator.document.reading import Context
from generator.document.swagger.losses import Losses
from generator.document.swagger.objects import Conversion, Media, members
from generator.document.swagger.paths import PathConverter, converted_paths
from generator.document.swagger.places import Find, Places, become, take
from generator.document.swagger.schemas import Schemas
from generator.document.swagger.security import SecurityConverter
from generator.document.swagger.servers import document_servers
from generator.source import pointer_join

SWAGGER_2 = register(
    "swagger-2", Severity.NOTE, "The document is Swagger 2.0, the format before OpenAPI 3; it is read as that."
)

_VERSION: Final = "3.0.3"
_PATHS: Final = ("paths", "x-ms-paths")
_MOVED: Final = {
    "definitions": "schemas",
    "parameters": "parameters",
    "responses": "responses",
    "securityDefinitions": "securitySchemes",
}
_TAKEN: Final = frozenset(
    {"swagger", "host", "basePath", "schemes", "consumes", "produces", "x-servers", "x-ms-parameterized-host"}
    | {"components", *_MOVED, *_PATHS}
)


def is_swagger(root: MapNode) -> bool:
    """Whether a document is Swagger 2.0."""
    return "openapi" not in root and str(root.get("swagger")).partition(".")[0] == "2"


def convert(file: LoadedFile, context: Context, find: Find) -> None:
    """Let the nodes of a Swagger 2.0 document say the same in the form of OpenAPI 3.0.

    The document is whole. `find` resolves references, and reports nothing.
    """
    places, losses = Places(file, find), Losses(context.sources, context.diagnostics, context.ledger)
    shared = Conversion(places, losses, Schemas(context, places, losses), Media(None, None))
    converted = _Document(context, file, shared).document()
    shared.schemas.close()
    places.close()
    losses.close()
    become(file.root, converted)


class _Document(PathConverter):
    """Converts the root of a document."""

    def document(self) -> MapNode:
        root = self.file.root
        location = self.location(root, "", "swagger")
        self.context.diagnostics.report(SWAGGER_2, "the document is Swagger 2.0; it is read as OpenAPI 3.0", location)
        self.shared.losses.took("document", "swagger")
        self.shared.losses.note_later("document", root, "")
        self.shared.media = Media(self.types(root, "consumes", ""), self.types(root, "produces", ""))
        for old, new in _MOVED.items():
            self.shared.places.move(f"/{old}", f"/components/{new}")
        converted = MapNode(root.place)
        converted.put("openapi", _VERSION, root.places["swagger"])
        servers = document_servers(self, root)
        if servers and "servers" not in root:
            converted.put("servers", servers, servers.place)
        for key in root:
            if key == "x-webhooks" and isinstance(root[key], MapNode):
                converted.put(key, converted_paths(self, root[key], f"/{key}"), root.places[key])
            elif key not in _TAKEN:
                take(converted, key, root)
        components = self._components(root)
        if components:
            converted.put("components", components, components.place)
        self._put_paths(converted, root)
        return converted

    def _put_paths(self, converted: MapNode, root: MapNode) -> None:
        for key in _PATHS:
            if key not in root:
                continue
            if not isinstance(root[key], MapNode):
                take(converted, key, root)
                continue
            if key != "paths":
                self.shared.places.move(f"/{key}", "/paths")
                self.shared.losses.took("document", key)
            found = converted_paths(self, root[key], f"/{key}")
            if key == "paths" or "paths" not in converted:
                converted.put("paths", found, root.places[key])
            elif isinstance(converted["paths"], MapNode):
                for path in found:
                    if path not in converted["paths"]:
                        take(converted["paths"], path, found)

    # Components

    def _components(self, root: MapNode) -> MapNode:
        components = MapNode(root.place)
        if isinstance(root.get("components"), MapNode):
            self.later(root["components"], "/components")
            for key in root["components"]:
                take(components, key, root["components"])
        for old, new in _MOVED.items():
            if old in root:
                self.shared.losses.took("document", old)
                self._put(components, new, self._moved(old, root[old]), root.places[old])
        return components

    def _put(self, components: MapNode, key: str, value: Any, place: int) -> None:
        """Put components beside those that stand there in the form of OpenAPI 3 already."""
        if not isinstance(value, MapNode) or not isinstance(components.get(key), MapNode):
            components.put(key, value, place)
            return
        for name in components[key]:
            if name not in value:
                take(value, name, components[key])
        components.put(key, value, place)

    def _moved(self, key: str, node: Any) -> Any:
        if not isinstance(node, MapNode):
            return node
        pointer = f"/{key}"
        match key:
            case "definitions":
                for name, schema in members(node):
                    self.shared.schemas.convert(schema, pointer_join(pointer, name))
                return node
            case "parameters":
                return self._shared_parameters(node, pointer)
            case "responses":
                return self._shared_responses(node, pointer)
            case _:
                return SecurityConverter(self.context, self.file, self.shared).schemes(node, pointer)

    def _shared_parameters(self, node: MapNode, pointer: str) -> MapNode:
        """The parameters that operations refer to; those of bodies are part of the operations themselves."""
        converted = MapNode(node.place)
        for name, item in node.items():
            at = pointer_join(pointer, name)
            end = self.written(item, at) if isinstance(item, MapNode) else None
            if end is None or end.node.get("in") not in ("body", "formData"):
                converted.put(name, self._listed(item, at), node.places[name])
        return converted

    def _shared_responses(self, node: MapNode, pointer: str) -> MapNode:
        converted = MapNode(node.place)
        for name, item in node.items():
            at = pointer_join(pointer, name)
            response = self._response(item, at, self.shared.media) if isinstance(item, MapNode) else item
            converted.put(name, response, node.places[name])
        return converted
