"""Query strings, and the flattening of nested values that forms share with them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qs, parse_qsl, quote

from ._types import NotGiven, Omit, is_mapping, not_given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ._types import NestedFormat, QueryStyle

JOINTS: Mapping[QueryStyle, str] = {"comma": ",", "space": " ", "pipe": "|"}
RESERVED = ":/?@!$'()*,;=[]"
"""What may stand in a query as it is where a parameter allows reserved characters. `&` and `#` would end the value and
`+` is read as a space, so that they are encoded nevertheless."""
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def stringify(
    values: Mapping[str, object],
    *,
    array_format: QueryStyle,
    nested_format: NestedFormat,
    styles: Mapping[str, QueryStyle] | None = None,
    reserved: tuple[str, ...] = (),
) -> str:
    """Return `values` as a query string, percent-encoded, without a leading `?`; omitted values and None are left out.

    Those that have one of `styles` are written by it, those in `reserved` keep reserved characters as they are.
    """
    pairs: list[str] = []
    for name, value in values.items():
        encode = _encode_but_reserved if name in reserved else _encode
        if styles is not None and name in styles:
            if styles[name] == "whole":  # it is encoded already, names and all
                pairs += [value] if isinstance(value, str) and value else []
                continue
            written = styled(name, value, styles[name], nested_format=nested_format, encode=encode)
            pairs += (f"{_encode(key)}={text}" for key, text in written)
            continue
        for key, text in flatten(name, value, array_format=array_format, nested_format=nested_format):
            pairs.append(f"{_encode(key)}={encode(text)}")
    return "&".join(pairs)


def _encode(text: str) -> str:
    return quote(text, safe="")


def _encode_but_reserved(text: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", text), safe=RESERVED + "%")


def styled(
    name: str, value: object, style: QueryStyle, *, nested_format: NestedFormat, encode: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a value by a style of the document: its names, and its texts as `encode` makes them.

    The commas that join members stay as they are: those within a member are encoded.
    """
    if is_absent(value):
        return
    joint = JOINTS.get(style)
    if joint is not None:
        texts = [encode(text) for text in member_texts(value)]
        if texts:
            yield name, (joint if style == "comma" else encode(joint)).join(texts)
        return
    array_format: QueryStyle = "brackets" if style == "brackets" else "repeat"
    nested_format = "brackets" if style == "brackets" else nested_format
    spread = value.items() if style == "form" and is_mapping(value) else ((name, value),)
    for key, inner in spread:
        for member, text in flatten(key, inner, array_format=array_format, nested_format=nested_format):
            yield member, encode(text)


def member_texts(value: object, assign: str | None = None) -> Iterator[str]:
    """Yield what a value is made of: members of a list, names and values of an object, or only itself.

    `assign` puts each name and its value into one text.
    """
    if is_mapping(value):
        for key, inner in value.items():
            if is_absent(inner):
                continue
            if assign is not None:
                yield f"{key}{assign}{member_text(inner)}"
            else:
                yield from (key, member_text(inner))
    elif is_list(value):
        yield from (member_text(member) for member in cast("Iterable[object]", value) if not is_absent(member))
    else:
        yield scalar(value)


def member_text(value: object) -> str:
    """Return the text of a member; one that has members itself, which no style has a form for, is JSON."""
    if is_mapping(value) or is_list(value):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=scalar)
    return scalar(value)


def is_absent(value: object) -> bool:
    """Say whether nothing is sent for `value`: no style has a form for None."""
    return value is None or isinstance(value, (Omit, NotGiven))


def flatten(
    name: str, value: object, *, array_format: QueryStyle, nested_format: NestedFormat
) -> Iterator[tuple[str, str]]:
    """Yield the (name, text) pairs that `value` stands for; nothing for None or an omitted one."""
    if is_absent(value):
        return
    if is_mapping(value):
        for key, inner in value.items():
            nested = f"{name}[{key}]" if nested_format == "brackets" else f"{name}.{key}"
            yield from flatten(nested, inner, array_format=array_format, nested_format=nested_format)
    elif is_list(value):
        yield from _flatten_list(name, cast("Iterable[object]", value), array_format, nested_format)
    else:
        yield name, scalar(value)


def _flatten_list(
    name: str, values: Iterable[object], array_format: QueryStyle, nested_format: NestedFormat
) -> Iterator[tuple[str, str]]:
    joint = JOINTS.get(array_format)
    if joint is not None:
        text = joint.join(member_texts(values))
        if text:
            yield name, text
        return
    for index, value in enumerate(values):
        member = member_name(name, index, array_format)
        yield from flatten(member, value, array_format=array_format, nested_format=nested_format)


def member_name(name: str, index: int, array_format: QueryStyle) -> str:
    """Return the name of one member of an array; a name that ends in `[]` already says how it is written."""
    if array_format == "indices":
        return f"{name.removesuffix('[]')}[{index}]"
    return f"{name}[]" if array_format == "brackets" and not name.endswith("[]") else name


def is_list(value: object) -> bool:
    """Say whether `value` is written as several values."""
    return isinstance(value, Iterable) and not isinstance(value, (str, bytes, bytearray, Mapping))


def scalar(value: object) -> str:
    """Return the text of one value as URLs, forms and headers carry it."""
    if isinstance(value, str) and type(value) is str:
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return scalar(cast("object", value.value))
    if isinstance(value, (int, float)):
        return str(value)
    from ._formats import text_of  # loaded where it is needed, as most values are text and numbers

    text = text_of(value)
    return str(value) if text is None else text


class Querystring:
    """How query strings are written and read, for code beside the SDK: clients write theirs without it."""

    def __init__(self, *, array_format: QueryStyle = "repeat", nested_format: NestedFormat = "brackets") -> None:
        self.array_format: QueryStyle = array_format
        self.nested_format: NestedFormat = nested_format

    def parse(self, query: str) -> Mapping[str, object]:
        """Return the parameters of a query string, the values of each in a list."""
        return parse_qs(query)

    def stringify_items(
        self,
        params: Mapping[str, object],
        *,
        array_format: QueryStyle | NotGiven = not_given,
        nested_format: NestedFormat | NotGiven = not_given,
    ) -> list[tuple[str, str]]:
        """Return `params` as names and texts, in the order of a query string, not encoded."""
        text = self.stringify(params, array_format=array_format, nested_format=nested_format)
        return parse_qsl(text, keep_blank_values=True)

    def stringify(
        self,
        params: Mapping[str, object],
        *,
        array_format: QueryStyle | NotGiven = not_given,
        nested_format: NestedFormat | NotGiven = not_given,
    ) -> str:
        """Return `params` as a query string, percent-encoded, without a leading `?`."""
        return stringify(
            params, array_format=array_format or self.array_format, nested_format=nested_format or self.nested_format
        )
