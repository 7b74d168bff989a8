"""What a reference can lead to: files and, in them, schemas with an `$id` of their own; each has a base URI (RFC 3986).

A reference is resolved against the base of the resource that it stands in. Where that leads to nothing, documents whose
`$id` is but a name are read as they were meant: by the file that the reference stands in.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from generator.document.load import LoadedFile
from generator.document.nodes import ListNode, MapNode
from generator.source import pointer_join, pointer_token
from generator.values import Mutable, Value, field


class Resource(Mutable, eq=False):
    """A file, or a schema in it that has an `$id`. `pointer` leads to it in its file, `uri` is its base.

    `anchors` are the pointers of what has a name in it; those of `dynamic` may be given anew by who refers to it.
    """

    file: LoadedFile
    pointer: str
    node: Any
    uri: str
    anchors: dict[str, str] = field(default_factory=dict)
    dynamic: dict[str, str] = field(default_factory=dict)


class Place(Value):
    """A place in a file, and the resource that it belongs to."""

    resource: Resource
    pointer: str
    node: Any

    @property
    def file(self) -> LoadedFile:
        """The file."""
        return self.resource.file

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from other places."""
        return self.resource.file.name, self.pointer


class Resources:
    """The resources that are known: those of every file that was read so far."""

    def __init__(self) -> None:
        self.by_uri: dict[str, Resource] = {}
        self._of_file: dict[str, Resource] = {}
        self._own: dict[int, Resource] = {}

    def add(self, file: LoadedFile, uri: str) -> Resource:
        """Take in a file that was got from `uri`, and all that it holds."""
        root = Resource(file, "", file.root, uri)
        self._of_file[file.name] = self.by_uri[uri] = root
        own = _text(file.root, "$self") or _text(file.root, "$id")
        if own:
            root.uri = joined(uri, own.partition("#")[0])
            self.by_uri.setdefault(root.uri, root)
        self._scan(root)
        return root

    def whole(self, file: LoadedFile) -> Resource:
        """The resource that a file is."""
        return self._of_file[file.name]

    def within(self, resource: Resource, node: Any) -> Resource:
        """The resource that a node below (or at) the root of `resource` belongs to."""
        return self._own.get(id(node), resource)

    def at(self, resource: Resource, pointer: str) -> Place | None:
        """The place that a pointer leads to from the root of a resource."""
        node, found = resource.node, resource
        way = resource.pointer
        for token in tokens(pointer):
            node = step(node, token)
            if node is NOTHING:
                return None
            way = f"{way}/{pointer_token(token)}"
            found = self.within(found, node)
        return Place(found, way, node)

    def _scan(self, root: Resource) -> None:
        seen: set[int] = set()
        pending: list[tuple[Any, str, Resource, bool]] = [(root.node, "", root, False)]
        while pending:
            node, pointer, resource, names = pending.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            if isinstance(node, ListNode):
                pending += ((item, f"{pointer}/{i}", resource, False) for i, item in enumerate(node) if _holds(item))
                continue
            if not names:
                resource = self._named(node, pointer, resource)
            pending += (
                (value, pointer_join(pointer, key), resource, not names and key in _NAMED)
                for key, value in node.items()
                if _holds(value) and (names or not (key in _VALUES or key.startswith("x-")))
            )

    def _named(self, node: MapNode, pointer: str, resource: Resource) -> Resource:
        """The resource that a node belongs to: its own, where it has an `$id`."""
        given = _text(node, "$id")
        if given and not given.startswith("#") and node is not resource.node:
            uri = joined(resource.uri, given.partition("#")[0])
            resource = Resource(resource.file, pointer, node, uri)
            self._own[id(node)] = resource
            self.by_uri.setdefault(uri, resource)
        elif given and given.startswith("#"):  # as drafts before 2019-09 name an anchor
            resource.anchors.setdefault(given[1:], pointer)
        anchor, dynamic = _text(node, "$anchor"), _text(node, "$dynamicAnchor")
        if anchor:
            resource.anchors.setdefault(anchor, pointer)
        if dynamic:
            resource.anchors.setdefault(dynamic, pointer)
            resource.dynamic.setdefault(dynamic, pointer)
        return resource


NOTHING: Final = object()
"""What a pointer that leads out of a file ends at."""
_VALUES: Final = frozenset({"example", "examples", "default", "enum", "const", "value", "dataValue"})
"""Keywords that hold the values of users, in which nothing is a keyword."""
_NAMED: Final = frozenset(
    [
        "properties",
        "patternProperties",
        "$defs",
        "definitions",
        "dependentSchemas",
        "schemas",
        "responses",
        "parameters",
        "examples",
        "requestBodies",
        "headers",
        "securitySchemes",
        "links",
        "callbacks",
        "pathItems",
        "mediaTypes",
        "paths",
        "webhooks",
        "content",
    ]
)
"""Keywords that hold mappings whose keys are names, and no keywords."""


def _holds(value: Any) -> bool:
    return isinstance(value, MapNode | ListNode)


def _text(node: MapNode, key: str) -> str | None:
    value = node.get(key)
    return value if isinstance(value, str) else None


def tokens(pointer: str) -> list[str]:
    """The keys of a JSON pointer."""
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]


def step(node: Any, token: str) -> Any:
    """One step of a JSON pointer; `NOTHING` where it leads out of the file."""
    if isinstance(node, MapNode):
        return node.get(token, NOTHING)
    if isinstance(node, ListNode) and token.isdecimal() and token.isascii() and len(token) < 10:
        return node[int(token)] if int(token) < len(node) else NOTHING
    return NOTHING


def joined(base: str, reference: str) -> str:
    """The URI that a reference means at a base; one that is no URI means nothing but itself."""
    try:
        return canonical(urljoin(base, reference))
    except ValueError:
        return f"urn:{reference}"


def canonical(uri: str) -> str:
    """A URI as all that name the same thing have it; that of a file is the one of its real path."""
    parts = urlsplit(uri)
    if parts.scheme == "file" and not parts.netloc:
        try:
            return Path(unquote(parts.path)).resolve().as_uri()
        except (OSError, ValueError):  # a loop of links; a NUL
            return uri
    if parts.scheme in ("http", "https"):
        return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path or "/", parts.query, ""))
    return uri


def candidates(reference: str, resource: Resource, whole: Resource, retrieved: str) -> Iterator[tuple[str, str]]:
    """The URIs that a reference can mean, with its fragment: by the base of its resource, else by its file.

    `retrieved` is where the file was got from.
    """
    given, _, fragment = reference.partition("#")
    if given and "\\" in given:
        given = given.replace("\\", "/")
    seen = dict.fromkeys((resource.uri, whole.uri, retrieved))
    for base in seen:
        yield joined(base, given) if given else base, unquote(fragment)
