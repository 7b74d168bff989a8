"""Small functions that code written beside an SDK imports by these names: its own modules, its tests, its users'.

Nothing in the package itself needs them, so nothing loads this module before such code does.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, TypeGuard, TypeVar, cast, get_args, get_origin

import typing_extensions
from pydantic import TypeAdapter

from ._annotations import PropertyInfo
from ._types import NotGiven, Omit, is_mapping

__all__ = [
    "PropertyInfo",
    "extract_type_arg",
    "is_annotated_type",
    "is_dict",
    "is_given",
    "is_iterable",
    "is_iterable_type",
    "is_list",
    "is_list_type",
    "is_mapping",
    "is_sequence",
    "is_sequence_type",
    "is_tuple",
    "is_type_alias_type",
    "is_union_type",
    "parse_date",
    "parse_datetime",
    "strip_annotated_type",
    "strip_not_given",
]

T = TypeVar("T")

_ALIASES = tuple(
    {kind for module in (typing, typing_extensions) if isinstance(kind := getattr(module, "TypeAliasType", None), type)}
)


# Values


def is_given(value: NotGiven | Omit | T) -> TypeGuard[T]:
    """Say whether a caller said something: neither `not_given` nor `omit`."""
    return not isinstance(value, (NotGiven, Omit))


def strip_not_given(value: Any) -> Any:
    """Return a mapping without what was not given; all else as it is."""
    if not isinstance(value, Mapping):
        return value
    given = cast("Mapping[object, object]", value)
    return {key: item for key, item in given.items() if not isinstance(item, NotGiven)}


def is_dict(value: object) -> TypeGuard[dict[object, object]]:
    """Say whether `value` is a dict."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[object]]:
    """Say whether `value` is a list."""
    return isinstance(value, list)


def is_tuple(value: object) -> TypeGuard[tuple[object, ...]]:
    """Say whether `value` is a tuple."""
    return isinstance(value, tuple)


def is_sequence(value: object) -> TypeGuard[Sequence[object]]:
    """Say whether `value` is a sequence; text is one."""
    return isinstance(value, Sequence)


def is_iterable(value: object) -> TypeGuard[Iterable[object]]:
    """Say whether `value` can be iterated over."""
    return isinstance(value, Iterable)


def parse_datetime(value: datetime | str | bytes | float) -> datetime:
    """Return a point in time that is written by RFC 3339, or as seconds since 1970. Raises ValueError."""
    return cast("datetime", _reader(datetime).validate_python(value))


def parse_date(value: date | str | bytes | float) -> date:
    """Return a day that is written by RFC 3339, or as seconds since 1970. Raises ValueError."""
    return cast("date", _reader(date).validate_python(value))


@cache
def _reader(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


# Types


def is_annotated_type(annotation: Any) -> bool:
    """Say whether it is `Annotated[...]`."""
    return get_origin(annotation) is Annotated


def is_list_type(annotation: Any) -> bool:
    """Say whether it is `list`, of whatever."""
    return (get_origin(annotation) or annotation) is list


def is_sequence_type(annotation: Any) -> bool:
    """Say whether it is `Sequence`, of whatever."""
    return (get_origin(annotation) or annotation) is Sequence


def is_iterable_type(annotation: Any) -> bool:
    """Say whether it is `Iterable`, of whatever."""
    return (get_origin(annotation) or annotation) is Iterable


def is_union_type(annotation: Any) -> bool:
    """Say whether it is a union, in either spelling."""
    return get_origin(annotation) in (typing.Union, types.UnionType)


def is_type_alias_type(annotation: Any) -> bool:
    """Say whether it is an alias that the `type` statement or `TypeAliasType` made."""
    return isinstance(annotation, _ALIASES)


def strip_annotated_type(annotation: Any) -> Any:
    """Return what stands in `Annotated`, `Required` and `NotRequired`."""
    wrappers = (Annotated, typing_extensions.Required, typing_extensions.NotRequired)
    while get_origin(annotation) in wrappers:
        annotation = get_args(annotation)[0]
    return annotation


def extract_type_arg(annotation: Any, index: int) -> Any:
    """Return the argument of a generic type at `index`. Raises RuntimeError where it has none there."""
    arguments = get_args(annotation)
    if index >= len(arguments):
        raise RuntimeError(f"{annotation} has {len(arguments)} type arguments, none at {index}")
    return arguments[index]
