"""Where things stand in a document before and after it is converted, and how references follow them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from generator.document.load import LoadedFile
from generator.document.nodes import MapNode
from generator.document.references import Target
from generator.source import Location

Find = Callable[[str, LoadedFile, Location], Target | None]
"""What a reference in a file leads to in the documents as they are written."""


@dataclass(frozen=True, slots=True)
class Written:
    """An object as it is written: the file, its pointer there, and its node."""

    file: LoadedFile
    pointer: str
    node: MapNode


class Places:
    """The moves of one conversion. Only what stands in the document itself moves; other files keep their shape."""

    def __init__(self, root: LoadedFile, find: Find) -> None:
        self.root = root
        self._find = find
        self._moves: dict[str, str] = {}
        self._references: list[tuple[MapNode, str, LoadedFile]] = []
        self._replaced: list[tuple[MapNode, MapNode]] = []

    def move(self, old: str, new: str) -> None:
        """Note that what stands at a pointer of the document stands at another once it is converted."""
        self._moves[old] = new

    def moved(self, pointer: str) -> str:
        """Where a pointer of the document as it is written leads in the converted one."""
        prefix = pointer
        while prefix and prefix not in self._moves:
            prefix = prefix.rpartition("/")[0]
        return self._moves[prefix] + pointer[len(prefix) :] if prefix else pointer

    def find(self, reference: object, file: LoadedFile, location: Location) -> Target | None:
        """What a reference leads to; None where it leads nowhere, which whoever reads it later reports."""
        return self._find(reference, file, location) if isinstance(reference, str) else None

    def end(self, written: Written, location: Location) -> Written | None:
        """The object at the end of a chain of references."""
        seen = set[int]()
        while "$ref" in written.node:
            target = self.find(written.node["$ref"], written.file, location)
            if target is None or not isinstance(target.node, MapNode) or id(target.node) in seen:
                return None
            seen.add(id(target.node))
            written = Written(target.file, target.pointer, target.node)
        return written

    def refer(self, node: MapNode, key: str, file: LoadedFile) -> None:
        """Let the reference under a key of a converted node follow what it leads to."""
        self._references.append((node, key, file))

    def replace(self, node: MapNode, converted: MapNode) -> None:
        """Let an object of another file be what it is converted to, at the end of the conversion."""
        self._replaced.append((node, converted))

    def reference(self, written: Written, file: LoadedFile) -> str:
        """A reference in `file` to an object, as the document is written."""
        fragment = f"#{_escaped(written.pointer)}"
        if written.file is file:
            return fragment
        path = Path(os.path.relpath(written.file.name, Path(file.name).parent)).as_posix()
        return _escaped(path).replace("#", "%23") + fragment

    def close(self) -> None:
        """Rewrite the references, and put the converted objects of other files in their places."""
        for node, key, file in self._references:
            reference = node[key]
            target = self.find(reference, file, Location(file.name, 1, 1))
            if target is not None and target.file is self.root:
                path = reference.partition("#")[0]
                node[key] = f"{path}#{_escaped(self.moved(target.pointer))}"
            elif target is None and isinstance(reference, str):
                node[key] = self._dangling(reference, file)
        for node, converted in self._replaced:
            become(node, converted)

    def _dangling(self, reference: str, file: LoadedFile) -> str:
        """A reference that leads nowhere, so that the message about it names a place of the converted document."""
        path, mark, fragment = reference.partition("#")
        if path or not mark or file is not self.root:
            return reference
        return f"#{_escaped(self.moved(unquote(fragment)))}"


def _escaped(pointer: str) -> str:
    """A pointer as it stands in a reference."""
    return pointer.replace("%", "%25")


def become(node: MapNode, other: MapNode) -> None:
    """Let a node hold what another one holds."""
    if node is not other:
        content = dict(other.items()), dict(other.places)
        node.clear()
        node.update(content[0])
        node.places = content[1]


def take(node: MapNode, key: str, source: MapNode, source_key: str | None = None) -> None:
    """Put a value of another node, with its place, under a key."""
    source_key = key if source_key is None else source_key
    node.put(key, source[source_key], source.places[source_key])
