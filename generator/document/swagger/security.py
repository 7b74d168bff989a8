"""Security schemes: the names of their kinds and flows differ."""

from __future__ import annotations

from typing import Final

from generator.document.nodes import MapNode
from generator.document.swagger.objects import ObjectConverter, members
from generator.document.swagger.places import take
from generator.source import pointer_join

_FLOWS: Final = {
    "implicit": "implicit",
    "password": "password",
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
}
_OF_FLOW: Final = ("authorizationUrl", "tokenUrl", "refreshUrl", "scopes")


class SecurityConverter(ObjectConverter):
    """Converts security schemes."""

    def schemes(self, node: MapNode, pointer: str) -> MapNode:
        """All security schemes of a document."""
        converted = MapNode(node.place)
        found = dict(members(node))
        for name in node:
            scheme = self._scheme(found[name], pointer_join(pointer, name)) if name in found else node[name]
            converted.put(name, scheme, node.places[name])
        return converted

    def _scheme(self, node: MapNode, pointer: str) -> MapNode:
        self.shared.losses.note_later("security-scheme", node, pointer)
        if node.get("type") == "basic":
            return _basic(node)
        if node.get("type") != "oauth2" or "flows" in node:
            return node
        return self._oauth2(node, pointer)

    def _oauth2(self, node: MapNode, pointer: str) -> MapNode:
        converted, flow, flows = (MapNode(node.place) for _ in range(3))
        for key in node:
            if key in _OF_FLOW:
                take(flow, key, node)
            elif key != "flow":
                take(converted, key, node)
        said = self.text(node, "flow", pointer)
        self.shared.losses.took("security-scheme", "flow")
        name = _FLOWS.get(said or "", said if said in _FLOWS.values() else None)
        if name is None:
            why = f'"{said}" is no flow' if said else "is missing"
            location = self.location(node, pointer, "flow")
            self.shared.losses.no_equal("security-scheme", "flow", f"{why}; a token is taken as it is given", location)
        else:
            flows.put(name, flow, node.places.get("flow", node.place))
        if "scopes" not in flow:
            flow.put("scopes", MapNode(node.place), node.place)
        converted.put("flows", flows, node.place)
        return converted


def _basic(node: MapNode) -> MapNode:
    converted = MapNode(node.place)
    for key in node:
        take(converted, key, node)
    converted["type"] = "http"
    converted.put("scheme", "basic", node.places["type"])
    return converted
