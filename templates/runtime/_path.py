"""Paths of operations, filled with values that cannot change the route."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

SAFE = "!$&'()*+,;=:@"
"""What a segment may hold unencoded beside letters, digits and `-._~` (RFC 3986, pchar)."""
_APART = str.maketrans({"&": "%26", ";": "%3B", "=": "%3D", "+": "%2B"})
"""What tells the members of a query apart, or means a space there."""
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_MEMBER = SAFE.replace(",", "")
DOTS = re.compile(r"(?:\.|%2[eE]){1,2}")


def path(template: str, /, *values: object) -> str:
    """Fill the placeholders of `template` in order.

    Raises ValueError for an empty value, and for one that makes a segment `.` or `..`.
    """
    literals, names, in_query = _split(template)
    filled = [literals[0]]
    for name, literal, value in zip(names, literals[1:], values, strict=True):
        filled += (_encode(name, value), literal)
    if in_query is not None:
        filled[in_query::2] = [text.translate(_APART) for text in filled[in_query::2]]
    result = "".join(filled)
    if "." in result:
        _refuse_dot_segments(result, template)
    return result


@cache  # one entry per operation of the package
def _split(template: str) -> tuple[tuple[str, ...], tuple[str, ...], int | None]:
    """Return the literal pieces, the names between them, and which of all these is the first name in the query."""
    pieces = PLACEHOLDER.split(template)
    query = next((index for index, piece in enumerate(pieces) if not index % 2 and "?" in piece), len(pieces))
    return tuple(pieces[0::2]), tuple(pieces[1::2]), query + 1 if query + 1 < len(pieces) else None


def _encode(name: str, value: object) -> str:
    text = "" if value is None else _text(value)
    if not text:
        raise ValueError(f"expected a value for `{name}` in the path, got {value!r}")
    return text


def _text(value: object) -> str:
    """Return the percent-encoded text of a value; the members of a list are separated by commas."""
    if isinstance(value, str):
        return quote(value, safe=SAFE)
    from ._qs import is_list, scalar  # loaded where it is needed, as most values are strings

    if is_list(value):
        return ",".join(quote(scalar(member), safe=_MEMBER) for member in cast("Iterable[object]", value))
    return quote(scalar(value), safe=SAFE)


def _refuse_dot_segments(filled: str, template: str) -> None:
    for segment in filled.partition("?")[0].split("/"):
        if DOTS.fullmatch(segment):
            raise ValueError(
                f"a value makes the segment {segment!r} of the path {template!r}, which would change the route"
            )
