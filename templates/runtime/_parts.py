"""Bodies whose parts have no names: the items of a list, one part each, in their order."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from ._files import IterableSource, is_open_file
from ._forms import described, header_lines, put_together
from ._qs import is_list, scalar
from ._request import encode_json
from ._types import Encoding, Multipart, NotGiven, Omit, is_mapping, omit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from ._files import Source
    from ._types import FileTypes, RawContent

JSON = "application/json"
OCTETS = "application/octet-stream"
PLAIN = "text/plain"
_USUAL: Encoding = {}


def parts(
    items: Any, media_type: str, first: tuple[Encoding, ...] = (), rest: Encoding = _USUAL
) -> Multipart | RawContent | Omit:
    """Return the body that items make, of a `media_type` that is multipart; what is omitted is no part.

    `first` tells how the first items are written, `rest` how all others are. Where these say nothing, objects and lists
    are JSON, files and bytes are octets, and all else is text. Lists are written at once, other iterables as they are
    sent, and an iterator is sent only once. What is content already (bytes, text, files, paths) is sent as it is.
    """
    if items is None or isinstance(items, (Omit, NotGiven)):
        return omit
    if isinstance(items, str) or _is_content(items):
        return cast("RawContent", items)
    if is_mapping(items) or not isinstance(items, (Iterable, AsyncIterable)):
        raise TypeError(f"expected the items of the body, got {type(items).__name__}")
    boundary = os.urandom(16).hex()
    if not isinstance(items, (list, tuple)):
        start = (*first, rest)[0].get("media_type")
        known = start if start is not None and "," not in start and "*" not in start else None
        pieces: list[bytes | Source] = [_Items(items, first, rest, boundary), f"--{boundary}--\r\n".encode()]
        return Multipart(pieces, _content_type(media_type, boundary, known))
    given = enumerate(cast("Iterable[object]", items))
    written = [_part(at, item, first, rest) for at, item in given if not isinstance(item, (Omit, NotGiven))]
    pieces = put_together(((headers, content) for _, headers, content in written), boundary)
    return Multipart(pieces, _content_type(media_type, boundary, written[0][0] if written else None))


def _content_type(media_type: str, boundary: str, start: str | None) -> str:
    """Return the media type of the whole; one of related parts says the type of the first (RFC 2387)."""
    lowered = media_type.lower()
    if start is not None and lowered.startswith("multipart/related") and "type=" not in lowered:
        media_type += f'; type="{start.partition(";")[0].strip()}"'
    return f"{media_type}; boundary={boundary}"


def _part(
    at: int, item: object, first: tuple[Encoding, ...], rest: Encoding
) -> tuple[str | None, bytes, bytes | Source]:
    """Return the media type of the part of one item, where it is known, its headers and its content."""
    encoding = first[at] if at < len(first) else rest
    media_type, extra = encoding.get("media_type"), encoding.get("headers")
    content: bytes | Source
    if _is_file(item):
        chosen: Encoding = {**encoding, "media_type": media_type or OCTETS}
        _, media_type, extra, content = described(cast("FileTypes", item), chosen)
    elif encoding.get("style") == "json" or item is None or _has_members(item):
        media_type = media_type or JSON
        content = encode_json(item)
    else:
        media_type = PLAIN if media_type is None or "," in media_type or "*" in media_type else media_type
        content = scalar(item).encode()
    return media_type, header_lines(str(at), [], media_type, extra), content


def _has_members(item: object) -> bool:
    return is_mapping(item) or is_list(item) or hasattr(item, "model_dump")


def _is_content(value: object) -> bool:
    return isinstance(value, (bytes, bytearray, os.PathLike)) or is_open_file(value)


def _is_file(item: object) -> bool:
    """Say whether an item is a file: content, an iterable of it, or a tuple of a name and content."""
    if isinstance(item, tuple):
        members = cast("tuple[object, ...]", item)
        named = len(members) > 1 and (members[0] is None or isinstance(members[0], str))
        return named and not isinstance(members[1], tuple) and _is_file(members[1])
    if _is_content(item):
        return True
    return not (isinstance(item, (str, Mapping)) or _has_members(item)) and isinstance(item, (Iterable, AsyncIterable))


class _Items(IterableSource):
    """Items that are written as they are sent."""

    def __init__(
        self,
        items: Iterable[object] | AsyncIterable[object],
        first: tuple[Encoding, ...],
        rest: Encoding,
        boundary: str,
    ) -> None:
        super().__init__(cast("Iterable[bytes]", items))
        self._items = items
        self._first = first
        self._rest = rest
        self._delimiter = f"--{boundary}\r\n".encode()

    def chunks(self) -> Iterator[bytes]:
        """Yield the parts. Raises TypeError for an asynchronous iterable."""
        self._use()
        if not isinstance(self._items, Iterable):
            raise TypeError("an asynchronous iterable can be sent by an asynchronous client only")
        for at, item in enumerate(self._items):
            for piece in self._written(at, item):
                if isinstance(piece, bytes):
                    yield piece
                else:
                    yield from piece.chunks()

    async def achunks(self) -> AsyncIterator[bytes]:
        """Yield the parts."""
        self._use()
        at = 0
        async for item in _awaited(self._items):
            for piece in self._written(at, item):
                if isinstance(piece, bytes):
                    yield piece
                else:
                    async for chunk in piece.achunks():
                        yield chunk
            at += 1

    def _written(self, at: int, item: object) -> tuple[bytes | Source, ...]:
        if isinstance(item, (Omit, NotGiven)):
            return ()
        _, headers, content = _part(at, item, self._first, self._rest)
        return self._delimiter + headers + b"\r\n", content, b"\r\n"


async def _awaited(items: Iterable[object] | AsyncIterable[object]) -> AsyncIterator[object]:
    if isinstance(items, AsyncIterable):
        async for item in items:
            yield item
    else:
        for item in items:
            yield item
