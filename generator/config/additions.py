"""Entries that are tried out on top of a config, without a file that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from generator.document.nodes import ListNode, MapNode, copied

_ENDPOINT: Final = "endpoint"


def with_additions(root: MapNode, additions: Mapping[str, Any]) -> MapNode:
    """A config with further entries; where both say something, the entry counts. Entries stand where the mapping does.

    Lists add up, and a method that is written as its endpoint alone gets the entry's keys beside that.
    """
    merged: MapNode = copied(root)
    for key, value in additions.items():
        merged.put(key, _merged(merged.get(key), value, root.place), merged.places.get(key, root.place))
    return merged


def _merged(known: Any, value: Any, place: int) -> Any:
    if isinstance(value, Mapping):
        if isinstance(known, str) and _ENDPOINT in value:
            known = None
        return with_additions(known if isinstance(known, MapNode) else MapNode(place), value)
    if isinstance(value, list | tuple):
        items = copied(known) if isinstance(known, ListNode) else ListNode(place)
        for item in value:
            items.add(_merged(None, item, place), place)
        return items
    return value
