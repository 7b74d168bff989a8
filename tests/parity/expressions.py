"""Types as both sides state them, in one form that can be compared.

An expression is the set of its branches: unions are flattened, and what only annotates (`Annotated`, `Required`) is
left out. The official package's types are read from text, ours from the annotations of the imported package.
"""

from __future__ import annotations

import ast
import types
import typing
from collections import abc
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, ForwardRef, Literal, NewType, TypeAlias, TypeVar, Union, get_args, get_origin

import typing_extensions


class Repeatable(IntEnum):
    """What a sequence promises; who accepts a lower one accepts those above it too."""

    ITERABLE = 0
    SEQUENCE = 1
    LIST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """Any text, number, truth value or bytes."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """One value of a literal; `text` is its `repr`, which keeps True and 1 apart."""

    text: str
    scalar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Null:
    """None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anything:
    """`object` or `Any`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOf:
    """Several values."""

    item: Expression
    promise: Repeatable


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOf:
    """Values by text keys; `concrete` when it must be a dict."""

    value: Expression
    concrete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TupleOf:
    """A tuple of fixed length."""

    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedClass:
    """A class of the official package: its bare name is all that is known."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveClass:
    """A class of the generated package."""

    type: type


@dataclass(frozen=True, slots=True, kw_only=True)
class GenericOf:
    """A class with arguments, such as a page or a stream."""

    origin: NamedClass | LiveClass
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """What none of the forms above expresses. It equals nothing but the same text."""

    text: str


Branch: TypeAlias = (
    Scalar | Constant | Null | Anything | ListOf | MapOf | TupleOf | NamedClass | LiveClass | GenericOf | Unread
)
Expression: TypeAlias = frozenset[Branch]
SameClass: TypeAlias = Callable[[NamedClass, type], bool]

NULL = Null()

_SCALARS = {"str", "int", "float", "bool", "bytes"}
_PROMISES = {
    "Iterable": Repeatable.ITERABLE,
    "Sequence": Repeatable.SEQUENCE,
    "SequenceNotStr": Repeatable.SEQUENCE,
    "List": Repeatable.LIST,
    "list": Repeatable.LIST,
}
_MAPPINGS = {"Dict": True, "dict": True, "Mapping": False}
_WRAPPERS = {"Annotated", "Required", "NotRequired", "ReadOnly", "ClassVar"}


def _constant(value: object) -> Constant:
    return Constant(text=repr(value), scalar=type(value).__name__)


def _one(branch: Branch) -> Expression:
    return frozenset((branch,))


def _union(expressions: Iterable[Expression]) -> Expression:
    return frozenset().union(*expressions)


# Text, as the facts about the official package have it


def parse_expression(text: str) -> Expression:
    """Read a type as Python writes it."""
    return _parse(ast.parse(text, mode="eval").body)


def _parse(node: ast.expr) -> Expression:
    match node:
        case ast.Constant(value=None):
            return _one(NULL)
        case ast.Constant(value=str(text)):
            return parse_expression(text)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return _one(_plain(name))
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _parse(left) | _parse(right)
        case ast.Call(func=ast.Name(id="ForwardRef"), args=[ast.Constant(value=str(text)), *_]):
            return parse_expression(text)
        case ast.Subscript(value=ast.Name(id=head) | ast.Attribute(attr=head), slice=ast.Tuple(elts=arguments)):
            return _parse_generic(head, arguments)
        case ast.Subscript(value=ast.Name(id=head) | ast.Attribute(attr=head), slice=argument):
            return _parse_generic(head, [argument])
        case _:
            return _one(Unread(text=ast.unparse(node)))


def _plain(name: str) -> Branch:
    if name in _SCALARS:
        return Scalar(name=name)
    match name:
        case "object" | "Any":
            return Anything()
        case "NoneType":
            return NULL
        case _:
            return NamedClass(name=name)


def _parse_generic(head: str, arguments: list[ast.expr]) -> Expression:
    match head:
        case "Union":
            return _union(_parse(argument) for argument in arguments)
        case "Optional":
            return _parse(arguments[0]) | _one(NULL)
        case "Literal":
            return frozenset(_constant(ast.literal_eval(argument)) for argument in arguments)
        case _ if head in _WRAPPERS:
            return _parse(arguments[0])
        case _:
            return _one(_container(head, NamedClass(name=head), [_parse(argument) for argument in arguments]))


def _container(head: str, origin: NamedClass | LiveClass, arguments: list[Expression]) -> Branch:
    if head in _PROMISES:
        return ListOf(item=arguments[0], promise=_PROMISES[head])
    if head in _MAPPINGS:
        return MapOf(value=arguments[-1], concrete=_MAPPINGS[head])
    if head in ("Tuple", "tuple"):
        return TupleOf(items=tuple(arguments))
    return GenericOf(origin=origin, arguments=tuple(arguments))


# Annotations of the imported package

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
        return _one(_plain_annotation(annotation))
    if origin in (Union, types.UnionType):
        return _union(expression_of(argument) for argument in arguments)
    if origin in (Literal, typing_extensions.Literal):
        return frozenset(_constant(argument) for argument in arguments)
    if origin in _ORIGINS:
        return expression_of(arguments[0])
    return _one(
        _container(origin.__name__, LiveClass(type=origin), [expression_of(argument) for argument in arguments])
    )


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
            return _container(annotation.__name__, LiveClass(type=annotation), [_one(Anything())])
        case type():
            return LiveClass(type=annotation)
        case NewType():
            return NamedClass(name=str(annotation.__name__).rpartition(".")[2])
        case _:
            return Unread(text=str(annotation))


# Aliases


def expand(expression: Expression, aliases: Mapping[str, Expression]) -> Expression:
    """Put what they stand for in the place of names that are aliases, as evaluated annotations have it."""
    return _union(_expand(branch, aliases) for branch in expression)


def _expand(branch: Branch, aliases: Mapping[str, Expression]) -> Expression:
    match branch:
        case NamedClass(name=name) if name in aliases:
            others = {other: stands_for for other, stands_for in aliases.items() if other != name}
            return expand(aliases[name], others)
        case ListOf(item=item):
            return _one(replace(branch, item=expand(item, aliases)))
        case MapOf(value=value):
            return _one(replace(branch, value=expand(value, aliases)))
        case TupleOf(items=items):
            return _one(replace(branch, items=tuple(expand(item, aliases) for item in items)))
        case GenericOf(arguments=arguments):
            return _one(replace(branch, arguments=tuple(expand(argument, aliases) for argument in arguments)))
        case _:
            return _one(branch)


# Comparison


class Verdict(IntEnum):
    """How our type stands to the official one."""

    EQUAL = 0
    WIDER = 1
    NARROWER = 2
    DIFFERENT = 3


def judge(official: Expression, ours: Expression, same: SameClass) -> Verdict:
    """Compare by what each type admits."""
    match admits(ours, official, same), admits(official, ours, same):
        case True, True:
            return Verdict.EQUAL
        case True, False:
            return Verdict.WIDER
        case False, True:
            return Verdict.NARROWER
        case _:
            return Verdict.DIFFERENT


def admits(wide: Expression, narrow: Expression, same: SameClass) -> bool:
    """Say whether each branch of `narrow` is admitted by a branch of `wide`. `same` decides on classes."""
    return all(any(_branch_admits(accepting, branch, same) for accepting in wide) for branch in narrow)


def _branch_admits(wide: Branch, narrow: Branch, same: SameClass) -> bool:
    match wide, narrow:
        case Anything(), _:
            return True
        case Scalar(), Scalar() | Constant():
            kind = narrow.name if isinstance(narrow, Scalar) else narrow.scalar
            return wide.name == kind or (wide.name, kind) == ("float", "int")
        case ListOf(), ListOf():
            return wide.promise <= narrow.promise and admits(wide.item, narrow.item, same)
        case MapOf(), MapOf():
            return wide.concrete <= narrow.concrete and admits(wide.value, narrow.value, same)
        case TupleOf(), TupleOf():
            return _each_admits(wide.items, narrow.items, same)
        case GenericOf(), GenericOf():
            return _branch_admits(wide.origin, narrow.origin, same) and _each_admits(
                wide.arguments, narrow.arguments, same
            )
        case (GenericOf(origin=origin), NamedClass() | LiveClass()):
            return _branch_admits(origin, narrow, same)  # a class without arguments leaves them open
        case (NamedClass() | LiveClass(), GenericOf(origin=origin)):
            return _branch_admits(wide, origin, same)
        case (NamedClass() as named, LiveClass(type=live)) | (LiveClass(type=live), NamedClass() as named):
            return same(named, live)
        case _:
            return wide == narrow


def _each_admits(wide: tuple[Expression, ...], narrow: tuple[Expression, ...], same: SameClass) -> bool:
    return len(wide) == len(narrow) and all(admits(*pair, same) for pair in zip(wide, narrow, strict=True))


# Text for people


def show(expression: Expression) -> str:
    """Write an expression as Python does, its branches in order."""
    return " | ".join(sorted(map(_show_branch, expression), key=lambda text: (text == "None", text)))


def _show_branch(branch: Branch) -> str:
    match branch:
        case Scalar(name=text) | Constant(text=text) | NamedClass(name=text) | Unread(text=text):
            return text
        case Null():
            return "None"
        case Anything():
            return "object"
        case ListOf(item=item, promise=promise):
            return f"{promise.name.lower()}[{show(item)}]"
        case MapOf(value=value, concrete=concrete):
            return f"{'dict' if concrete else 'mapping'}[str, {show(value)}]"
        case TupleOf(items=items):
            return f"tuple[{', '.join(map(show, items))}]"
        case LiveClass(type=live):
            return live.__name__
        case GenericOf(origin=origin, arguments=arguments):
            return f"{_show_branch(origin)}[{', '.join(map(show, arguments))}]"
        case _:
            typing.assert_never(branch)
