"""What callers build, with the keys that the API has: `{"ring_size": 1}` is sent as `{"ringSize": 1}`."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from ._types import NotGiven, Omit, is_mapping

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from ._key_tables import KeyTable

T = TypeVar("T")
Tables: TypeAlias = "Mapping[str, KeyTable]"

_NONE: dict[str, str] = {}


def on_wire(value: T, table: str) -> T:
    """Return `value` with the API's keys in its dictionaries, also within lists and other iterables, which stay lazy.

    `table` says what they are; a key that is the API's already stays. Models, and what has no dictionaries, stay as
    they are. Raises TypeError for a dictionary that has a key in both spellings.
    """
    if value is None or isinstance(value, (Omit, NotGiven)):
        return value
    from ._key_tables import TABLES  # loaded where something is given

    return cast("T", _sent(value, table, TABLES))


def _sent(value: Any, table: str, tables: Tables) -> object:
    if type(value) is dict or is_mapping(value):
        return _dictionary(value, _chosen(value, tables[table], tables), tables)
    if isinstance(value, list):
        return [_sent(item, table, tables) for item in cast("list[object]", value)]
    if _is_whole(value):
        return value
    if isinstance(value, tuple):
        return tuple(_sent(item, table, tables) for item in cast("tuple[object, ...]", value))
    if isinstance(value, AsyncIterable):
        return _aitems(value, table, tables) if hasattr(value, "__anext__") else _AsyncItems(value, table, tables)
    if isinstance(value, Iterable):
        return _items(value, table, tables) if hasattr(value, "__next__") else _Items(value, table, tables)
    return value


def _is_whole(value: Any) -> bool:
    """Say whether there are no dictionaries to be found in what could be iterated: text, models and files."""
    if isinstance(value, tuple):  # a file with its name
        members = cast("tuple[object, ...]", value)
        return bool(members) and (members[0] is None or isinstance(members[0], str))
    if isinstance(value, (str, bytes, bytearray, memoryview, os.PathLike)):
        return True
    return hasattr(value, "read") or hasattr(value, "model_dump")


def _dictionary(value: Mapping[str, object], table: KeyTable, tables: Tables) -> dict[str, object]:
    keys, inside, others = table.get("keys", _NONE), table.get("inside", _NONE), table.get("others")
    sent: dict[str, object] = {}
    for key, inner in value.items():
        wire = keys.get(key, key)
        if wire in sent:
            raise TypeError(f"{wire!r} is given twice, in two spellings")
        below = inside.get(wire)
        if below is None and others is not None and wire not in table.get("known", _NONE):
            below = others
        sent[wire] = inner if below is None else _sent(inner, below, tables)
    return sent


def _chosen(value: Mapping[str, object], table: KeyTable, tables: Tables) -> KeyTable:
    """Return the table for a dictionary: of several the one that fits best."""
    among = table.get("among")
    if among is None:
        return table
    return max((tables[one] for one in among), key=lambda one: _fit(value, one))


def _fit(value: Mapping[str, object], table: KeyTable) -> tuple[bool, int, int]:
    """Return how well a dictionary fits: its constants, how few of its keys are unknown, how many are known."""
    if "known" not in table:  # any keys will do
        return True, 0, 0
    keys, constants = table.get("keys", _NONE), table.get("constants", {})
    wires = {keys.get(key, key): inner for key, inner in value.items()}
    known = len(table["known"].intersection(wires))
    fits = all(wires[key] in values for key, values in constants.items() if key in wires)
    return fits, known - len(wires), known


def _items(values: Iterable[object], table: str, tables: Tables) -> Iterator[object]:
    return (_sent(value, table, tables) for value in values)


async def _aitems(values: AsyncIterable[object], table: str, tables: Tables) -> AsyncIterator[object]:
    async for value in values:
        yield _sent(value, table, tables)


class _Items:
    """Items that can be sent again."""

    def __init__(self, values: Iterable[object], table: str, tables: Tables) -> None:
        self._values = values
        self._table = table
        self._tables = tables

    def __iter__(self) -> Iterator[object]:
        return _items(self._values, self._table, self._tables)


class _AsyncItems:
    """The asynchronous twin of `_Items`."""

    def __init__(self, values: AsyncIterable[object], table: str, tables: Tables) -> None:
        self._values = values
        self._table = table
        self._tables = tables

    def __aiter__(self) -> AsyncIterator[object]:
        return _aitems(self._values, self._table, self._tables)
