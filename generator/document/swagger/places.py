"""Where things stand in a document before and after it is converted, and how references follow them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from generator.document.load import LoadedFile
from generator.document.nodes import MapNode
from generator.document.references import Target
from generator.source import Location
from generator.values import Value

Find = Callable[[str, Location], Target | None]
"""What a reference leads to in the document as it is written."""


class Written(Value):
    """An object as it is written: its pointer and its node."""

    pointer: str
    node: MapNode


class Places:
    """The moves of one conversion."""

    def __init__(self, root: LoadedFile, find: Find) -> None:
        self.root = root
        self._find = find
        self._moves: dict[str, str] = {}
        self._references: list[tuple[MapNode, str]] = []

    def move(self, old: str, new: str) -> None:
        """Note that what stands at a pointer of the document stands at another once it is converted."""
        self._moves[old] = new

    def moved(self, pointer: str) -> str:
        """Where a pointer of the document as it is written leads in the converted one."""
        prefix = pointer
        while prefix and prefix not in self._moves:
            prefix = prefix.rpartition("/")[0]
        return self._moves[prefix] + pointer[len(prefix) :] if prefix else pointer

    def find(self, reference: object, location: Location) -> Target | None:
        """What a reference leads to; None where it leads nowhere, which whoever reads it later reports."""
        return self._find(reference, location) if isinstance(reference, str) else None

    def end(self, written: Written, location: Location) -> Written | None:
        """The object at the end of a chain of references."""
        seen = set[int]()
        while "$ref" in written.node:
            target = self.find(written.node["$ref"], location)
            if target is None or not isinstance(target.node, MapNode) or id(target.node) in seen:
                return None
            seen.add(id(target.node))
            written = Written(target.pointer, target.node)
        return written

    def refer(self, node: MapNode, key: str) -> None:
        """Let the reference under a key of a converted node follow what it leads to."""
        self._references.append((node, key))

    @staticmethod
    def reference(written: Written) -> str:
        """A reference to an object, as the document is written."""
        return f"#{_escaped(written.pointer)}"

    def close(self) -> None:
        """Rewrite the references. One that leads nowhere names a place of the converted document, too."""
        for node, key in self._references:
            reference = node[key]
            if not isinstance(reference, str) or not reference.startswith("#"):
                continue
            target = self.find(reference, Location(self.root.name, 1, 1))
            pointer = unquote(reference[1:]) if target is None else target.pointer
            node[key] = f"#{_escaped(self.moved(pointer))}"


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
