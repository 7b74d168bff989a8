"""Typed access to the nodes of a config file that the JSON Schema has found valid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.document.nodes import ListNode, MapNode, Sources, place_within
from generator.source import Location, pointer_join


class Section:
    """One mapping of the file. What is absent or null reads as None, or as an empty section."""

    def __init__(self, node: MapNode, pointer: str, sources: Sources) -> None:
        self._node = node
        self._pointer = pointer
        self._sources = sources

    def __contains__(self, key: str) -> bool:
        return key in self._node

    def __iter__(self) -> Iterator[str]:
        return iter(self._node)

    def __getitem__(self, key: str) -> Any:
        """The value under a key; None where it is absent."""
        return self._node.get(key)

    @property
    def node(self) -> MapNode:
        """The mapping itself."""
        return self._node

    def location(self, key: str | None = None) -> Location:
        """The place of the section, or of one key in it."""
        if key is None:
            return self._sources.location(self._node.place, self._pointer)
        return self._sources.location(place_within(self._node, key), pointer_join(self._pointer, key))

    def text(self, key: str) -> str | None:
        """The text under a key; None where it is empty."""
        value: str | None = self._node.get(key)
        return value or None

    def integer(self, key: str) -> int | None:
        """The integer under a key, which JSON Schema lets be written as `3.0`."""
        value: float | None = self._node.get(key)
        return None if value is None else int(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of the list under a key."""
        return tuple(self._node.get(key) or ())

    def section(self, key: str) -> Section:
        """The mapping under a key."""
        return Section(
            self._node.get(key) or MapNode(place_within(self._node, key)),
            pointer_join(self._pointer, key),
            self._sources,
        )

    def sections(self, key: str) -> Iterator[tuple[str, Section]]:
        """The mappings in the mapping under a key, with their names."""
        below = self.section(key)
        for name in below:
            yield name, below.section(name)

    def items(self, key: str) -> Iterator[Section]:
        """The mappings in the list under a key."""
        pointer = pointer_join(self._pointer, key)
        for index, node in enumerate(self._node.get(key) or ()):
            yield Section(node, pointer_join(pointer, index), self._sources)

    def located_texts(self, key: str) -> Iterator[tuple[str, Location]]:
        """The texts of the list under a key, each with its place."""
        nodes: ListNode = self._node.get(key) or ListNode(self._node.place)
        pointer = pointer_join(self._pointer, key)
        for index, text in enumerate(nodes):
            yield text, self._sources.location(place_within(nodes, index), pointer_join(pointer, index))
