"""Query strings, and the flattening of nested values that forms share with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from ._types import NotGiven, Omit, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._types import NestedFormat, QueryStyle

JOINTS: Mapping[QueryStyle, str] = {"comma": ",", "space": " ", "pipe": "|"}


def stringify(
    values: Mapping[str, object],
    *,
    array_format: QueryStyle,
    nested_format: NestedFormat,
    styles: Mapping[str, QueryStyle] | None = None,
) -> str:
    """Return `values` as a query string, percent-encoded, without a leading `?`; omitted values are left out."""
    pairs: list[str] = []
    for name, value in values.items():
        style = None if styles is None else styles.get(name)
        nested: NestedFormat = "brackets" if style == "brackets" else nested_format
        for key, text in flatten(name, value, array_format=style or array_format, nested_format=nested):
            pairs.append(f"{quote(key, safe='')}={quote(text, safe='')}")
    return "&".join(pairs)


def flatten(
    name: str, value: object, *, array_format: QueryStyle, nested_format: NestedFormat
) -> Iterator[tuple[str, str]]:
    """Yield the (name, text) pairs that `value` stands for; nothing for an omitted one."""
    if isinstance(value, (Omit, NotGiven)):
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
        text = joint.join(scalar(value) for value in values if not isinstance(value, (Omit, NotGiven)))
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
