"""What arrives piece by piece, put together: the cost is that of the pieces, however many they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable


class GrowingText:
    """Text that grows at its end. What it was at any earlier time is a prefix, which is made when asked for."""

    __slots__ = ("_parts", "size")

    def __init__(self, text: str = "") -> None:
        self._parts = [text]
        self.size = len(text)

    def append(self, part: str) -> int:
        """Add `part`; return the size, in characters."""
        self._parts.append(part)
        self.size += len(part)
        return self.size

    def prefix(self, size: int) -> str:
        """Return the first `size` characters."""
        whole = self.whole()
        return whole if size == len(whole) else whole[:size]

    def whole(self) -> str:
        """Return all of it."""
        if len(self._parts) > 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0]


class GrowingObject:
    """A JSON object that arrives as a series of partial ones.

    Text continues text, numbers add up, lists continue lists, and objects are put together member by member. Objects in
    lists that carry an `index` are parts of the element at that place. What names a thing stays as it was first.
    """

    __slots__ = ("_members",)

    def __init__(self) -> None:
        self._members: dict[str, Any] = {}

    def add(self, delta: Mapping[str, Any]) -> None:
        """Take the next partial object."""
        members = self._members
        for name, value in delta.items():
            known = members.get(name)
            if known is None:
                members[name] = _started(value)
            elif value is not None and name not in KEPT:
                members[name] = _continued(known, value)

    def text(self, name: str) -> GrowingText | None:
        """Return the text that is the member `name`; None when there is none, or it is no text."""
        member = self._members.get(name)
        return member if isinstance(member, GrowingText) else None

    def member(self, name: str) -> GrowingObject | None:
        """Return the object that is the member `name`; None when there is none."""
        member = self._members.get(name)
        return member if isinstance(member, GrowingObject) else None

    def elements(self, name: str) -> Mapping[int, GrowingObject]:
        """Return the objects of the list that is the member `name`, by their index."""
        member = self._members.get(name)
        return member.by_index if isinstance(member, IndexedObjects) else {}

    def items(self, name: str) -> list[Any] | None:
        """Return the list that is the member `name`, which grows at its end; None when there is none."""
        member = self._members.get(name)
        return cast("list[Any]", member) if isinstance(member, list) else None

    def value(self) -> dict[str, Any]:
        """Return the object so far."""
        return {name: _value(member) for name, member in self._members.items()}


class IndexedObjects:
    """The objects of a list whose parts say which element they belong to."""

    __slots__ = ("by_index",)

    def __init__(self) -> None:
        self.by_index: dict[int, GrowingObject] = {}

    def add(self, deltas: Iterable[Mapping[str, Any]]) -> None:
        """Take parts of elements; one without an index is a further element."""
        for delta in deltas:
            index = delta.get("index")
            if index is None:
                index = 1 + max(self.by_index, default=-1)
            if index not in self.by_index:
                self.by_index[index] = GrowingObject()
            self.by_index[index].add(delta)

    def value(self) -> list[dict[str, Any]]:
        """Return the elements so far, by their index."""
        return [self.by_index[index].value() for index in sorted(self.by_index)]


KEPT = frozenset(("id", "index", "role", "type"))


def _started(value: Any) -> Any:
    """Return what grows from `value`."""
    match value:
        case str():
            return GrowingText(value)
        case dict():
            grown = GrowingObject()
            grown.add(value)
            return grown
        case list() if _is_indexed(value):
            elements = IndexedObjects()
            elements.add(value)
            return elements
        case list():
            return list(value)
        case _:
            return value


def _continued(known: Any, value: Any) -> Any:
    """Return `known`, grown by `value`; a value of another kind replaces it."""
    match known, value:
        case [], list():
            return _started(value)
        case GrowingText(), str():
            known.append(value)
        case GrowingObject(), dict():
            known.add(value)
        case IndexedObjects(), list() if all(isinstance(item, dict) for item in value):
            known.add(value)
        case list(), list():
            known += value
        case (bool(), _) | (_, bool()):
            return _started(value)
        case (int() | float(), int() | float()):
            return known + value
        case _:
            return _started(value)
    return known


def _is_indexed(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(item, dict) and isinstance(item.get("index"), int) for item in values)


def _value(member: Any) -> Any:
    match member:
        case GrowingText():
            return member.whole()
        case GrowingObject() | IndexedObjects():
            return member.value()
        case list():
            return list(member)
        case _:
            return member
