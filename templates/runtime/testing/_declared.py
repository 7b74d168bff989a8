"""Values held against declared types, as far down as they go: what an answer became is what its annotation says."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import pydantic

_UNIONS = (Union, types.UnionType)
_KINDS: dict[Any, tuple[type, ...]] = {float: (float, int), int: (int,), bool: (bool,), str: (str,), bytes: (bytes,)}


def assert_type(value: object, declared: Any) -> None:
    """Raise AssertionError where a value is not of a declared type, and say where in it.

    Models are looked into field by field, lists and dicts item by item. What no field declares may be anything.
    """
    fault = next(_faults(value, declared, "the value"), None)
    if fault is not None:
        raise AssertionError(fault)


def _faults(value: Any, declared: Any, at: str) -> Iterator[str]:
    """Yield what is wrong, the place of it first."""
    declared = _unwrapped(declared)
    origin = get_origin(declared)
    if origin in _UNIONS:
        yield from _of_union(value, get_args(declared), at)
    elif origin in _PARTS:
        yield from _PARTS[origin](value, get_args(declared), at)
    elif declared in (Any, object) or isinstance(declared, TypeVar):
        return
    elif not _is_instance(value, declared):
        yield f"{at} is {_told(value)}, declared is {_called(declared)}"
    elif isinstance(value, pydantic.BaseModel):
        yield from _of_model(value, at)


def _unwrapped(declared: Any) -> Any:
    """Return what stands inside of marks and aliases."""
    while True:
        if get_origin(declared) is Annotated:
            declared = get_args(declared)[0]
        elif hasattr(declared, "__value__"):
            declared = declared.__value__
        else:
            return declared


def _is_instance(value: object, declared: Any) -> bool:
    if declared is None or declared is type(None):
        return value is None
    kinds = _KINDS.get(declared)
    if kinds is None:
        return isinstance(value, declared if isinstance(declared, type) else get_origin(declared) or object)
    is_plain = not isinstance(value, bool) or declared is bool
    return isinstance(value, kinds) and is_plain


def _of_union(value: Any, variants: tuple[Any, ...], at: str) -> Iterator[str]:
    """Yield what is wrong with a value for the variant that it comes nearest to."""
    nearest: list[str] | None = None
    for variant in variants:
        faults = list(_faults(value, variant, at))
        if not faults:
            return
        inside = not faults[0].startswith(f"{at} is ")
        if nearest is None or inside:
            nearest = faults
    yield from nearest or ()


def _of_literal(value: Any, values: tuple[Any, ...], at: str) -> Iterator[str]:
    own = value.value if isinstance(value, Enum) else value
    if not any(type(own) is type(one) and own == one for one in values):
        yield f"{at} is {_told(value)}, declared is one of {', '.join(map(repr, values))}"


def _of_list(value: object, inner: tuple[Any, ...], at: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{at} is {_told(value)}, declared is a list"
        return
    items: list[Any] = value
    for index, item in enumerate(items):
        yield from _faults(item, inner[0], f"{at}[{index}]")


def _of_tuple(value: object, inner: tuple[Any, ...], at: str) -> Iterator[str]:
    """Yield what is wrong with the positions; further items are of the last type."""
    if not isinstance(value, tuple):
        yield f"{at} is {_told(value)}, declared is a tuple"
        return
    types = [one for one in inner if one is not Ellipsis]
    items: tuple[Any, ...] = value
    for index, item in enumerate(items):
        yield from _faults(item, types[min(index, len(types) - 1)], f"{at}[{index}]")


def _of_dict(value: object, inner: tuple[Any, ...], at: str) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"{at} is {_told(value)}, declared is a dict"
        return
    members: Mapping[str, Any] = value
    for key, item in members.items():
        yield from _faults(item, inner[1], f"{at}[{key!r}]")


_PARTS: dict[Any, Callable[[Any, tuple[Any, ...], str], Iterator[str]]] = {
    Literal: _of_literal,
    list: _of_list,
    tuple: _of_tuple,
    dict: _of_dict,
}


def _of_model(value: pydantic.BaseModel, at: str) -> Iterator[str]:
    kind = type(value)
    if not kind.__pydantic_complete__:
        kind.model_rebuild()
    for name, field in kind.model_fields.items():
        if name in value.model_fields_set:
            yield from _faults(getattr(value, name), field.annotation, f"{at}.{name}")
        elif field.is_required():
            yield f"{at}.{name} is missing"


def _told(value: object) -> str:
    text = repr(value)
    return f"{type(value).__name__} {text if len(text) <= 80 else text[:80] + '...'}"


def _called(declared: Any) -> str:
    return getattr(declared, "__name__", None) or str(declared)
