"""Bodies that are sequences of JSON values, sent one after the other."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable
from typing import TYPE_CHECKING, Any, Literal

from ._request import encode_json
from ._types import NotGiven, Omit, omit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from ._types import RawContent

SEPARATORS = {"lines": b"", "sequence": b"\x1e"}


def json_items(items: Any, framing: Literal["lines", "sequence"] = "lines") -> RawContent | Omit:
    """Return the content that JSON values make: each on a line, or after a record separator (RFC 7464).

    Lists are encoded at once. Other iterables are encoded as they are sent, and an iterator is sent only once; what is
    content already (bytes, text, files, paths) is sent as it is.
    """
    if items is None or isinstance(items, (Omit, NotGiven)):
        return omit
    if isinstance(items, (str, bytes, bytearray, os.PathLike)) or hasattr(items, "read"):
        return items  # type: ignore[no-any-return]  # it is content
    before = SEPARATORS[framing]
    if isinstance(items, (list, tuple)):
        return b"".join(_encoded(items, before))
    if isinstance(items, AsyncIterable):
        return _aencoded(items, before) if hasattr(items, "__anext__") else _AsyncItems(items, before)
    return _encoded(items, before) if hasattr(items, "__next__") else _Items(items, before)


def _encoded(items: Iterable[object], before: bytes) -> Iterator[bytes]:
    for item in items:
        yield b"%b%b\n" % (before, encode_json(item))


async def _aencoded(items: AsyncIterable[object], before: bytes) -> AsyncIterator[bytes]:
    async for item in items:
        yield b"%b%b\n" % (before, encode_json(item))


class _Items:
    """What can be encoded again, to be sent again."""

    def __init__(self, items: Iterable[object], before: bytes) -> None:
        self._items = items
        self._before = before

    def __iter__(self) -> Iterator[bytes]:
        return _encoded(self._items, self._before)


class _AsyncItems:
    """The asynchronous twin of `_Items`."""

    def __init__(self, items: AsyncIterable[object], before: bytes) -> None:
        self._items = items
        self._before = before

    def __aiter__(self) -> AsyncIterator[bytes]:
        return _aencoded(self._items, self._before)
