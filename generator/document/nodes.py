"""What a YAML or JSON file says, with the place of every key and list item.

A node is a plain scalar, a `MapNode` or a `ListNode`. The two containers are a dict and a list, so that everything that
reads JSON values reads them too; they carry places as packed integers, which `Sources` turns into locations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from generator.source import Location

_COLUMN_BITS = 28
_LINE_BITS = 28
_COLUMN_MASK = (1 << _COLUMN_BITS) - 1
_LINE_MASK = (1 << _LINE_BITS) - 1
FIRST_COLUMN = 1
FIRST_LINE = 1 << _COLUMN_BITS
"""Adding these to the base of a file gives the place of its first character; lines count in steps of `FIRST_LINE`."""


class MapNode(dict[str, Any]):
    """A mapping. `place` is its own place (of its key, where it has one), `places` those of its keys."""

    __slots__ = ("place", "places")

    def __init__(self, place: int) -> None:
        self.place = place
        self.places: dict[str, int] = {}

    def put(self, key: str, value: Any, place: int) -> None:
        """Set a key together with its place."""
        self[key] = value
        self.places[key] = place


class ListNode(list[Any]):
    """A sequence. `place` is its own place, `places` those of its items."""

    __slots__ = ("place", "places")

    def __init__(self, place: int) -> None:
        self.place = place
        self.places: list[int] = []

    def add(self, value: Any, place: int) -> None:
        """Append an item together with its place."""
        self.append(value)
        self.places.append(place)


def place_within(node: MapNode | ListNode, key: str | int) -> int:
    """The place of one key or item of a node; the node's own where it has no such key."""
    if isinstance(node, MapNode):
        return node.places.get(str(key), node.place)
    return node.places[key] if isinstance(key, int) and 0 <= key < len(node.places) else node.place


def copied(value: Any) -> Any:
    """A copy of a node, places included, that shares nothing with it. Nodes are no deeper than what was loaded."""
    if isinstance(value, MapNode):
        mapping = MapNode(value.place)
        for key, item in value.items():
            mapping.put(key, copied(item), value.places[key])
        return mapping
    if isinstance(value, ListNode):
        sequence = ListNode(value.place)
        for item, place in zip(value, value.places, strict=True):
            sequence.add(copied(item), place)
        return sequence
    return value


def kind_of(value: object) -> str:
    """What a value is, in the words of a message: "a mapping", "null", "an integer"."""
    if value is None:
        return "null"
    for kind, name in _KINDS:
        if isinstance(value, kind):
            return name
    return "a value"


_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "a boolean"),
    (int, "an integer"),
    (float, "a number"),
    (str, "a string"),
    (dict, "a mapping"),
    (list, "a list"),
)


class Sources(Mapping[str, str]):
    """The files that were read in a run: their texts by name, and locations for the places in them.

    `name_of` says what a file is called, given its path; `read` are the texts by path. `written` is what a plain scalar
    that means something else than text is written as, by the place that its node has for it.
    """

    def __init__(self, name_of: Callable[[str], str] = str) -> None:
        self.read: dict[str, str] = {}
        self.written: dict[int, str] = {}
        self._name_of = name_of
        self._texts: dict[str, str] = {}
        self._names: list[str] = []

    def add(self, path: str, text: str, *, name: str | None = None) -> int:
        """Register a file, called otherwise than its path where a name is given.

        The result is the base that its places count from.
        """
        name = name or self._name_of(path)
        self.read[path] = text
        self._texts[name] = text
        self._names.append(name)
        return (len(self._names) - 1) << (_LINE_BITS + _COLUMN_BITS)

    def location(self, place: int, pointer: str) -> Location:
        """The location of a place; `pointer` says which node stands there."""
        return Location(
            self._names[place >> (_LINE_BITS + _COLUMN_BITS)],
            place >> _COLUMN_BITS & _LINE_MASK,
            place & _COLUMN_MASK,
            pointer,
        )

    def __getitem__(self, name: str) -> str:
        return self._texts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)
