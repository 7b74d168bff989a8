"""What vendor extensions call the values of an enum, and say of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from generator.document.hints import RENAMES
from generator.document.model import ToldValue
from generator.document.nodes import ListNode, MapNode

_NAMES: Final = ("x-enum-varnames", "x-enumNames")


def told_values(extension: str, said: Any, values: Sequence[Any]) -> Sequence[ToldValue]:
    """What an extension says of each of the values beside it. Raises `ValueError`, which says why, where it does not
    fit them."""
    if not values:
        raise ValueError("stands where no enum is")
    if extension == "x-ms-enum":
        return _of_objects(said, values)
    if extension == RENAMES:
        return _by_name(said, values)
    texts = _texts(said, values)
    return [ToldValue(name=text) if extension in _NAMES else ToldValue(description=text) for text in texts]


def joined(one: ToldValue, other: ToldValue) -> ToldValue:
    """What two extensions say of a value: the first that says something counts."""
    return ToldValue(one.name or other.name, one.description or other.description)


def _texts(said: Any, values: Sequence[Any]) -> Sequence[str]:
    """A text for each value: in their order, or by the value."""
    if isinstance(said, MapNode):
        known = {_key(value) for value in values}
        if not said.keys() <= known or not all(isinstance(text, str) for text in said.values()):
            raise ValueError("is no mapping of the values beside it to strings")
        return [said.get(_key(value), "") for value in values]
    if not isinstance(said, ListNode) or not all(isinstance(text, str | None) for text in said):
        raise ValueError("is no list of strings")
    if len(said) != len(values):
        raise ValueError(f"has {len(said)} entries for {len(values)} values")
    return [text or "" for text in said]


def _of_objects(said: Any, values: Sequence[Any]) -> Sequence[ToldValue]:
    """What objects with a value each say of it."""
    listed = said.get("values", ()) if isinstance(said, MapNode) else None
    if listed is None or not all(isinstance(one, MapNode) and "value" in one for one in listed):
        raise ValueError("is no mapping whose `values` have a value each")
    found = {_key(one["value"]): ToldValue(_text(one, "name"), _text(one, "description")) for one in listed}
    if not found.keys() <= {_key(value) for value in values}:
        raise ValueError("has values that the enum beside it does not have")
    return [found.get(_key(value), ToldValue()) for value in values]


def _by_name(said: Any, values: Sequence[Any]) -> Sequence[ToldValue]:
    """What a mapping of names to values calls each of them."""
    named = said.items() if isinstance(said, MapNode) else None
    if named is None:
        raise ValueError("is no mapping of names to values")
    names = {_key(value): name for name, value in named}
    if not names.keys() <= {_key(value) for value in values}:
        raise ValueError("has values that the enum beside it does not have")
    return [ToldValue(name=names.get(_key(value), "")) for value in values]


def _text(said: Mapping[str, Any], member: str) -> str:
    text = said.get(member)
    return text if isinstance(text, str) else ""


def _key(value: Any) -> str:
    """A value as the key of a mapping."""
    return value if isinstance(value, str) else json.dumps(value)
