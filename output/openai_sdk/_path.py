"""Paths of operations, filled with values that cannot change the route."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SAFE = "!$&'()*+,;=:@"
"""What a segment may hold unencoded beside letters, digits and `-._~` (RFC 3986, pchar)."""
_APART = str.maketrans({"&": "%26", ";": "%3B", "=": "%3D", "+": "%2B"})
"""What tells the members of a query apart, or means a space there."""
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_MEMBER = SAFE.replace(",", "")
_NAMED_MEMBER = _MEMBER.replace(";", "").replace("=", "")
DOTS = re.compile(r"(?:\.|%2[eE]){1,2}")


class Placeholder(NamedTuple):
    """What stands in braces: a name, and how its value is written.

    As in RFC 6570 (URI templates) `.` before the name and `;` stand before the value too, and a `*` behind it says that
    members are written apart. `:json` behind the name says that the value is JSON.
    """

    name: str
    operator: str = ""
    explode: bool = False
    is_json: bool = False

    @property
    def is_plain(self) -> bool:
        """Say whether nothing but a name is written."""
        return not (self.operator or self.explode or self.is_json)


def path(template: str, /, *values: object) -> str:
    """Fill the placeholders of `template` in order.

    Raises ValueError for an empty value, and for one that makes a segment `.` or `..`.
    """
    literals, placeholders, in_query = _split(template)
    filled = [literals[0]]
    for placeholder, literal, value in zip(placeholders, literals[1:], values, strict=True):
        filled += (_encode(placeholder, value), literal)
    if in_query is not None:
        filled[in_query::2] = [text.translate(_APART) for text in filled[in_query::2]]
    result = "".join(filled)
    if "." in result:
        _refuse_dot_segments(result, template)
    return result


@cache  # one entry per operation of the package
def _split(template: str) -> tuple[tuple[str, ...], tuple[str | Placeholder, ...], int | None]:
    """Return the literal pieces, the placeholders between them (by their names alone where nothing else is written),
    and which of all these is the first placeholder in the query.
    """
    pieces = PLACEHOLDER.split(template)
    query = next((index for index, piece in enumerate(pieces) if not index % 2 and "?" in piece), len(pieces))
    placeholders = [_placeholder(written) for written in pieces[1::2]]
    names = tuple(one.name if one.is_plain else one for one in placeholders)
    return tuple(pieces[0::2]), names, query + 1 if query + 1 < len(pieces) else None


def _placeholder(written: str) -> Placeholder:
    operator = written[:1] if written[:1] in (".", ";") else ""
    name, _, kind = written.removeprefix(operator).partition(":")
    return Placeholder(name.removesuffix("*"), operator, name.endswith("*"), kind == "json")


def _encode(placeholder: str | Placeholder, value: object) -> str:
    if isinstance(placeholder, str):
        name, text = placeholder, "" if value is None else _text(value)
    else:
        name, text = placeholder.name, "" if value is None else _styled(placeholder, value)
    if not text:
        raise ValueError(f"Expected a non-empty value for `{name}` but received {value!r}")
    return text


def _text(value: object) -> str:
    """Return the percent-encoded text of a value; members are separated by commas."""
    if isinstance(value, str):
        return quote(value, safe=SAFE)
    from ._qs import is_list, member_texts, scalar  # loaded where it is needed, as most values are strings
    from ._types import is_mapping

    if is_list(value) or is_mapping(value):
        return ",".join(quote(text, safe=_MEMBER) for text in member_texts(value))
    return quote(scalar(value), safe=SAFE)


def _styled(placeholder: Placeholder, value: object) -> str:
    """Return the percent-encoded text of a value by a style that is not the usual one."""
    name, operator, explode, is_json = placeholder
    if is_json:
        from ._request import encode_json

        return quote(encode_json(value), safe=_MEMBER)
    texts = list(_named_texts(value, explode=explode))
    if not texts:
        return ""
    if operator == ";":
        return _matrix(name, texts, explode=explode)
    return operator + (operator if explode and operator else ",").join(text for _, text in texts)


def _named_texts(value: object, *, explode: bool) -> Iterator[tuple[bool, str]]:
    """Yield the percent-encoded members of a value, and whether they say their own names."""
    from ._qs import is_absent, is_list, member_text, member_texts, scalar
    from ._types import is_mapping

    if is_mapping(value) and explode:
        for key, inner in value.items():
            if not is_absent(inner):
                yield True, f"{quote(key, safe='')}={quote(member_text(inner), safe=_NAMED_MEMBER)}"
    elif is_mapping(value) or is_list(value):
        yield from ((False, quote(text, safe=_NAMED_MEMBER)) for text in member_texts(value))
    else:
        yield False, quote(scalar(value), safe=_NAMED_MEMBER)


def _matrix(name: str, texts: Iterable[tuple[bool, str]], *, explode: bool) -> str:
    """Return `;name=a,b`, or `;name=a;name=b`, or `;key=a;other=b` where the members of an object say their names."""
    if not explode:
        joined = ",".join(text for _, text in texts)
        return f";{name}={joined}" if joined else f";{name}"
    return "".join(f";{text}" if named else f";{name}={text}" if text else f";{name}" for named, text in texts)


def _refuse_dot_segments(filled: str, template: str) -> None:
    for segment in filled.partition("?")[0].split("/"):
        if DOTS.fullmatch(segment):
            raise ValueError(
                f"a value makes the dot-segment {segment!r} of the path {template!r}, which would change the route"
            )
