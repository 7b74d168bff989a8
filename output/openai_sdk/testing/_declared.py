"""Values held against declared types, as far down as they go: what an answer became is what its annotation says."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Annotated, Any, Literal, NamedTuple, TypeGuard, TypeVar, Union, get_args, get_origin

import pydantic

from ._json import is_array, is_object

_UNIONS = (Union, types.UnionType)
_KINDS: dict[Any, tuple[type, ...]] = {float: (float, int), int: (int,), bool: (bool,), str: (str,), bytes: (bytes,)}
_MISSING: Any = object()


def assert_type(value: object, declared: Any) -> None:
    """Raise AssertionError where a value is not of a declared type, and say where in it.

    Models are looked into field by field, lists and dicts item by item. What no field declares may be anything.
    """
    fault = next(_faults(value, declared, ()), None)
    if fault is not None:
        raise AssertionError(str(fault))


class _Fault(NamedTuple):
    """Where a value is not what is declared there."""

    way: tuple[str, ...]
    value: Any
    declared: str

    def __str__(self) -> str:
        at = "the value" + "".join(self.way)
        if self.value is _MISSING:
            return f"{at} is missing, declared is {self.declared}"
        text = repr(self.value)
        shown = text if len(text) <= 80 else f"{text[:80]}..."
        return f"{at} is {type(self.value).__name__} {shown}, declared is {self.declared}"


_Found = Iterator[_Fault]


def _faults(value: Any, declared: Any, way: tuple[str, ...]) -> _Found:
    declared = _unwrapped(declared)
    origin = get_origin(declared)
    if origin in _UNIONS:
        yield from _of_union(value, get_args(declared), way)
    elif origin in _PARTS:
        yield from _PARTS[origin](value, get_args(declared), way)
    elif declared in (Any, object) or isinstance(declared, TypeVar):
        return
    elif not _is_instance(value, declared):
        yield _Fault(way, value, _called(declared))
    elif isinstance(value, pydantic.BaseModel):
        yield from _of_model(value, way)


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


def _of_union(value: Any, variants: tuple[Any, ...], way: tuple[str, ...]) -> _Found:
    """Yield what is wrong with a value for the variant that it comes nearest to."""
    nearest: _Fault | None = None
    for variant in variants:
        fault = next(_faults(value, variant, way), None)
        if fault is None:
            return
        if nearest is None or len(fault.way) > len(nearest.way):
            nearest = fault
    if nearest is not None and nearest.way == way:
        nearest = nearest._replace(declared=" | ".join(map(_called, variants)))
    if nearest is not None:
        yield nearest


def _of_literal(value: Any, values: tuple[Any, ...], way: tuple[str, ...]) -> _Found:
    own = value.value if isinstance(value, Enum) else value
    if not any(type(own) is type(one) and own == one for one in values):
        yield _Fault(way, value, f"one of {', '.join(map(repr, values))}")


def _of_list(value: object, inner: tuple[Any, ...], way: tuple[str, ...]) -> _Found:
    if not is_array(value):
        yield _Fault(way, value, "a list")
        return
    for index, item in enumerate(value):
        yield from _faults(item, inner[0], (*way, f"[{index}]"))


def _of_tuple(value: object, inner: tuple[Any, ...], way: tuple[str, ...]) -> _Found:
    """Yield what is wrong with the positions; further items are of the last type."""
    if not _is_tuple(value):
        yield _Fault(way, value, "a tuple")
        return
    types = [one for one in inner if one is not Ellipsis]
    for index, item in enumerate(value):
        yield from _faults(item, types[min(index, len(types) - 1)], (*way, f"[{index}]"))


def _is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(value, tuple)


def _of_dict(value: object, inner: tuple[Any, ...], way: tuple[str, ...]) -> _Found:
    if not is_object(value):
        yield _Fault(way, value, "a dict")
        return
    for key, item in value.items():
        yield from _faults(item, inner[1], (*way, f"[{key!r}]"))


_PARTS: dict[Any, Callable[[Any, tuple[Any, ...], tuple[str, ...]], _Found]] = {
    Literal: _of_literal,
    list: _of_list,
    tuple: _of_tuple,
    dict: _of_dict,
}


def _of_model(value: pydantic.BaseModel, way: tuple[str, ...]) -> _Found:
    kind = type(value)
    if not kind.__pydantic_complete__:
        kind.model_rebuild()
    for name, field in kind.model_fields.items():
        if name in value.model_fields_set:
            yield from _faults(getattr(value, name), field.annotation, (*way, f".{name}"))
        elif field.is_required():
            yield _Fault((*way, f".{name}"), _MISSING, _called(field.annotation))


def _called(declared: Any) -> str:
    return getattr(declared, "__name__", None) or str(declared)
