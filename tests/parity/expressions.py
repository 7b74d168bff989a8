"""Types of the generated package in the form in which `sdkgen compare` has types: from annotations of what is imported.

The official package's types are read from text, as compare reads them; what a class of ours is shows in the class.
"""

from __future__ import annotations

import types
import typing
from collections import abc
from typing import Any, ForwardRef, Literal, NewType, TypeVar, Union, get_args, get_origin

import typing_extensions

from generator.compare.expressions import (
    NULL,
    Anything,
    Branch,
    Expression,
    NamedClass,
    Scalar,
    Unread,
    constant,
    container,
    one,
    parse_expression,
    union,
)

_SCALARS = {"str", "int", "float", "bool", "bytes"}
_WRAPPERS = {"Annotated", "Required", "NotRequired", "ReadOnly", "ClassVar"}


class LiveClass(NamedClass, kw_only=True):
    """A class of the generated package."""

    live: type

    @classmethod
    def of(cls, live: type) -> LiveClass:
        """The class under its own name."""
        return cls(name=live.__name__, live=live)


_ORIGINS = {
    getattr(module, name) for module in (typing, typing_extensions) for name in _WRAPPERS if hasattr(module, name)
}
_BARE = (list, dict, abc.Mapping)


def expression_of(annotation: Any) -> Expression:
    """Return what an evaluated annotation means. What is still text in it is read as text."""
    if isinstance(annotation, str | ForwardRef):
        return parse_expression(annotation if isinstance(annotation, str) else annotation.__forward_arg__)
    if isinstance(annotation, TypeVar) and annotation.__bound__ is not None:
        return expression_of(annotation.__bound__)
    origin, arguments = _parts(annotation)
    if origin is None:
        return one(_plain_annotation(annotation))
    if origin in (Union, types.UnionType):
        return union(expression_of(argument) for argument in arguments)
    if origin in (Literal, typing_extensions.Literal):
        return frozenset(constant(argument) for argument in arguments)
    if origin in _ORIGINS:
        return expression_of(arguments[0])
    return one(container(LiveClass.of(origin), [expression_of(argument) for argument in arguments]))


def _parts(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    """Return what a generic annotation was made of. Pydantic makes real classes of its generic models."""
    match getattr(annotation, "__pydantic_generic_metadata__", None):
        case {"origin": type() as origin, "args": tuple(arguments)}:
            return origin, arguments
        case _:
            return get_origin(annotation), get_args(annotation)


def _plain_annotation(annotation: Any) -> Branch:
    match annotation:
        case None | types.NoneType:
            return NULL
        case _ if annotation in (object, Any):
            return Anything()
        case type() if annotation.__module__ == "builtins" and annotation.__name__ in _SCALARS:
            return Scalar(name=annotation.__name__)
        case type() if annotation in _BARE:
            return container(LiveClass.of(annotation), [one(Anything())])
        case type():
            return LiveClass.of(annotation)
        case NewType():
            return NamedClass(name=str(annotation.__name__).rpartition(".")[2])
        case _:
            return Unread(text=str(annotation))
