"""What arrives piece by piece, put together: the cost is that of the pieces, however many they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._types import is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TypeGuard


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
    lists that carry an `index` are parts of the element at that place, others are further elements. What names a thing
    stays as it was first.
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

    def value(self) -> dict[str, Any]:
        """Return the object so far."""
        return {name: _value(member) for name, member in self._members.items()}


class IndexedObjects:
    """The objects of a list whose parts say which element they belong to."""

    __slots__ = ("by_index",)

    def __init__(self, parts: Iterable[Mapping[str, Any]]) -> None:
        self.by_index: dict[int, GrowingObject] = {}
        self.extend(parts)

    def extend(self, parts: Iterable[Mapping[str, Any]]) -> None:
        """Take parts of elements; one without an index is a further element."""
        for part in parts:
            index = part.get("index")
            if index is None:
                index = 1 + max(self.by_index, default=-1)
            if index not in self.by_index:
                self.by_index[index] = GrowingObject()
            self.by_index[index].add(part)

    def value(self) -> list[dict[str, Any]]:
        """Return the elements so far, by their index."""
        return [self.by_index[index].value() for index in sorted(self.by_index)]


KEPT = frozenset(("id", "index", "role", "type"))


def _started(value: object) -> object:
    """Return what grows from `value`."""
    if isinstance(value, str):
        return GrowingText(value)
    if is_mapping(value):
        grown = GrowingObject()
        grown.add(value)
        return grown
    if _is_list(value):
        return IndexedObjects(value) if value and _are_objects(value) else list(value)
    return value


def _continued(known: object, value: object) -> object:
    """Return `known`, grown by `value`; a value of another kind replaces it."""
    if isinstance(known, GrowingText) and isinstance(value, str):
        known.append(value)
    elif isinstance(known, GrowingObject) and is_mapping(value):
        known.add(value)
    elif isinstance(known, IndexedObjects) and _is_list(value) and _are_objects(value):
        known.extend(value)
    elif _is_list(known) and known and _is_list(value):
        known += value
    elif _is_number(known) and _is_number(value):
        return known + value
    else:
        return _started(value)
    return known


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _are_objects(values: list[Any]) -> bool:
    return all(is_mapping(item) for item in values)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _value(member: object) -> object:
    if isinstance(member, GrowingText):
        return member.whole()
    if isinstance(member, (GrowingObject, IndexedObjects)):
        return member.value()
    return list(member) if _is_list(member) else member
