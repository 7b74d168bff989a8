"""What patches do to nodes: places are kept, so that a later finding points to the line that caused it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.document.nodes import ListNode, MapNode, copied


def merge_mapping(into: MapNode, value: MapNode) -> bool:
    """Merge by key: mappings go into mappings, lists are appended, anything else replaces. Whether that changed it."""
    changed = False
    for key, item in value.items():
        present = into.get(key)
        if isinstance(present, MapNode) and isinstance(item, MapNode):
            changed |= merge_mapping(present, item)
        elif isinstance(present, ListNode) and isinstance(item, ListNode):
            changed |= append_items(present, item, value)
        else:
            changed |= key not in into or not same_scalar(present, item)
            into.put(key, copied(item), value.places[key])
    return changed


def same_scalar(one: Any, other: Any) -> bool:
    """Whether two scalars say the same: 1 and true do not."""
    return one.__class__ is other.__class__ and not isinstance(one, MapNode | ListNode) and bool(one == other)


def append_items(into: ListNode, value: Any, holder: MapNode) -> bool:
    """Append the items of a list, or a value that `holder` holds. Whether anything was added."""
    items = items_of(value) if isinstance(value, ListNode) else [(value, getattr(value, "place", holder.place))]
    added = list(items)
    for item, place in added:
        into.add(copied(item), place)
    return bool(added)


def items_of(node: ListNode) -> Iterator[tuple[Any, int]]:
    """The items of a list with their places."""
    return zip(node, node.places, strict=True)


def replace_value(holder: MapNode | ListNode, key: str | int, value: Any, place: int) -> None:
    """Put a value where another stands."""
    if isinstance(holder, MapNode):
        holder.put(str(key), value, place)
    else:
        assert isinstance(key, int)
        holder[key] = value
        holder.places[key] = place


def rename_key(holder: MapNode, key: str, name: str) -> None:
    """Give a value another key, at the place where it stands among the others."""
    entries = [(name if one == key else one, value, holder.places[one]) for one, value in holder.items()]
    holder.clear()
    holder.places.clear()
    for one, value, place in entries:
        holder.put(one, value, place)


def remove_value(holder: MapNode | ListNode, key: str | int) -> Any:
    """Take a value out of what holds it."""
    holder.places.pop(key)  # type: ignore[arg-type] # a key of the one, an index of the other
    return holder.pop(key)  # type: ignore[arg-type] # as above
