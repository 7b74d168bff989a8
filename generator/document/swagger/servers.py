"""`host`, `basePath` and `schemes`, and the extensions that say more of servers: they become the servers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from generator.document.nodes import ListNode, MapNode
from generator.document.swagger.objects import ObjectConverter
from generator.document.swagger.places import Written

_PREFERRED: Final = ("https", "http")
_SCHEME: Final = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?//")
_HOST: Final = "x-ms-parameterized-host"
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


def document_servers(converter: ObjectConverter, root: MapNode) -> ListNode | None:
    """The servers of a document; None where it says of none where it is."""
    losses = converter.shared.losses
    for key in ("host", "basePath", "schemes", "x-servers", _HOST):
        if key in root:
            losses.took("document", key)
    if isinstance(root.get("x-servers"), ListNode) and root["x-servers"]:
        servers: ListNode = root["x-servers"]
        return servers
    if isinstance(root.get(_HOST), MapNode):
        return _parameterized(converter, root)
    host, base = _host(converter, root)
    if not host:
        return _listed(root, "basePath", [base]) if base else None
    return _listed(root, "host", [f"{scheme}://{host}{base}" for scheme in _schemes(converter, root, "")])


def operation_servers(converter: ObjectConverter, node: MapNode, pointer: str) -> ListNode | None:
    """The servers of an operation that is reached by other schemes than the others; None where they are the same."""
    root = converter.shared.places.root.root
    host, base = _host(converter, root)
    schemes = _schemes(converter, node, pointer)
    if not host or isinstance(root.get("x-servers"), ListNode) or isinstance(root.get(_HOST), MapNode):
        location = converter.location(node, pointer, "schemes")
        why = "the document does not say which host it is about"
        converter.shared.losses.entered("operation", "schemes", why, location, dropped=True)
        return None
    if schemes[0] == _schemes(converter, root, "")[0]:
        return None
    return _listed(node, "schemes", [f"{scheme}://{host}{base}" for scheme in schemes])


def _host(converter: ObjectConverter, root: MapNode) -> tuple[str, str]:
    """The host, and the path below it, without the slash that paths begin with."""
    host = converter.text(root, "host", "") or ""
    found = _SCHEME.match(host)
    if found:
        location = converter.location(root, "", "host")
        converter.shared.losses.entered("document", "host", "it has a scheme, which `schemes` is for", location)
        host = host[found.end() :]
    return host.strip().rstrip("/"), _path(converter.text(root, "basePath", "") or "")


def _path(base: str) -> str:
    path = base.strip().rstrip("/")
    return f"/{path}" if path and not path.startswith("/") else path


def _schemes(converter: ObjectConverter, node: MapNode, pointer: str) -> Sequence[str]:
    """The schemes by which a host is reached, the safe one first. Where none is said, that of the host, else https."""
    said = converter.strings(node, "schemes", pointer)
    location = converter.location(node, pointer, "schemes")
    for one in said:
        if one not in _PREFERRED:
            why = f"a client of {one} has no counterpart; requests are sent by HTTP"
            converter.shared.losses.entered("document" if not pointer else "operation", "schemes", why, location)
    found = [scheme for scheme in _PREFERRED if scheme in said]
    in_host = _SCHEME.match(str(converter.shared.places.root.root.get("host")))
    default = in_host[1].lower() if in_host and in_host[1] and in_host[1].lower() in _PREFERRED else "https"
    return found or [default]


def _listed(node: MapNode, key: str, urls: Sequence[str]) -> ListNode:
    place = node.places[key]
    servers = ListNode(place)
    for url in urls:
        server = MapNode(place)
        server.put("url", url, place)
        servers.add(server, place)
    return servers


def _parameterized(converter: ObjectConverter, root: MapNode) -> ListNode:
    """The server of a document whose host has parameters."""
    said = root[_HOST]
    pointer = f"/{_HOST}"
    template = converter.text(said, "hostTemplate", pointer) or ""
    prefix = said.get("useSchemePrefix") is not False and not _SCHEME.match(template)
    scheme = f"{_schemes(converter, root, '')[0]}://" if prefix else ""
    url = f"{scheme}{template.rstrip('/')}{_host(converter, root)[1]}"
    servers = _listed(root, _HOST, [url])
    variables = MapNode(said.place)
    known = {str(end.node.get("name")): end for end in _parameters(converter, said, pointer) if "name" in end.node}
    for name in dict.fromkeys(_PLACEHOLDER.findall(url)):
        default = _default(known[name].node) if name in known else None
        if isinstance(default, str):
            variable = MapNode(known[name].node.place)
            variable.put("default", default, variable.place)
            variables.put(name, variable, variable.place)
    if variables:
        servers[0].put("variables", variables, said.place)
    return servers


def _parameters(converter: ObjectConverter, said: MapNode, pointer: str) -> list[Written]:
    listed = said.get("parameters")
    nodes: list[Any] = listed if isinstance(listed, ListNode) else []
    ends = (
        converter.written(node, f"{pointer}/parameters/{index}")
        for index, node in enumerate(nodes)
        if isinstance(node, MapNode)
    )
    return [end for end in ends if end is not None]


def _default(node: MapNode) -> Any:
    values = node.get("enum")
    return node["default"] if "default" in node else values[0] if isinstance(values, ListNode) and values else None
