"""Types as annotations write them, in one form that can be compared.

An expression is the set of its branches: unions are flattened, and what only annotates (`Annotated`, `Required`), or
only says that an argument may be left out (`Omit`, `NotGiven`), is left out.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum
from typing import Final, TypeAlias, assert_never

from generator.values import Value, replace


class Repeatable(IntEnum):
    """What a sequence promises; who accepts a lower one accepts those above it too."""

    ITERABLE = 0
    SEQUENCE = 1
    LIST = 2


class Scalar(Value, kw_only=True):
    """Any text, number, truth value or bytes."""

    name: str


class Constant(Value, kw_only=True):
    """One value of a literal; `text` is its `repr`, which keeps True and 1 apart."""

    text: str
    scalar: str


class Null(Value, kw_only=True):
    """None."""


class Anything(Value, kw_only=True):
    """`object` or `Any`."""


class ListOf(Value, kw_only=True):
    """Several values."""

    item: Expression
    promise: Repeatable


class MapOf(Value, kw_only=True):
    """Values by text keys; `concrete` when it must be a dict."""

    value: Expression
    concrete: bool


class TupleOf(Value, kw_only=True):
    """A tuple of fixed length."""

    items: tuple[Expression, ...]


class NamedClass(Value, kw_only=True):
    """A class, of which the bare name is all that is known."""

    name: str


class GenericOf(Value, kw_only=True):
    """A class with arguments, such as a page or a stream."""

    origin: NamedClass
    arguments: tuple[Expression, ...]


class Unread(Value, kw_only=True):
    """What none of the forms above expresses. It equals nothing but the same text."""

    text: str


Branch: TypeAlias = Scalar | Constant | Null | Anything | ListOf | MapOf | TupleOf | NamedClass | GenericOf | Unread
Expression: TypeAlias = frozenset[Branch]
SameClass: TypeAlias = Callable[[NamedClass, NamedClass], bool]

NULL: Final = Null()
NOTHING: Final[Expression] = frozenset()
_DEPTH: Final = 12

_SCALARS: Final = {"str", "int", "float", "bool", "bytes"}
_PROMISES: Final = {
    "Iterable": Repeatable.ITERABLE,
    "Sequence": Repeatable.SEQUENCE,
    "SequenceNotStr": Repeatable.SEQUENCE,
    "List": Repeatable.LIST,
    "list": Repeatable.LIST,
}
_MAPPINGS: Final = {"Dict": True, "dict": True, "Mapping": False}
_WRAPPERS: Final = {"Annotated", "Required", "NotRequired", "ReadOnly", "ClassVar", "Final"}
_LEFT_OUT: Final = {"Omit", "NotGiven"}


def constant(value: object) -> Constant:
    """A value of a literal."""
    return Constant(text=repr(value), scalar=type(value).__name__)


def one(branch: Branch) -> Expression:
    """An expression of a single branch."""
    return frozenset((branch,))


def union(expressions: Iterable[Expression]) -> Expression:
    """What any of several expressions admits."""
    return NOTHING.union(*expressions)


def parse_expression(text: str) -> Expression:
    """Read a type as Python writes it. What is no expression is `Unread`."""
    try:
        return _parse(ast.parse(text.strip(), mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return one(Unread(text=text))


def _parse(node: ast.expr) -> Expression:
    match node:
        case ast.Constant(value=None):
            return one(NULL)
        case ast.Constant(value=str(text)):
            return parse_expression(text)
        case ast.Attribute(value=ast.Name(id=home) | ast.Attribute(attr=home), attr=name) if _is_private(home):
            return one(NamedClass(name=f"{home}.{name}"))
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return _plain(name)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _parse(left) | _parse(right)
        case ast.Call(func=ast.Name(id="ForwardRef"), args=[ast.Constant(value=str(text)), *_]):
            return parse_expression(text)
        case ast.Subscript(value=ast.Name(id=head) | ast.Attribute(attr=head), slice=ast.Tuple(elts=arguments)):
            return _parse_generic(head, arguments)
        case ast.Subscript(value=ast.Name(id=head) | ast.Attribute(attr=head), slice=argument):
            return _parse_generic(head, [argument])
        case _:
            return one(Unread(text=ast.unparse(node)))


def _is_private(module: str) -> bool:
    """Whether what is named by its module is named so because nothing exports it: `pet_create_params.Collar`."""
    return module.endswith("_params") and module != "shared_params"


def _plain(name: str) -> Expression:
    if name in _LEFT_OUT:
        return NOTHING
    if name in _SCALARS:
        return one(Scalar(name=name))
    if name in _PROMISES or name in _MAPPINGS:
        return one(container(NamedClass(name=name), [one(Anything())]))
    match name:
        case "object" | "Any":
            return one(Anything())
        case "NoneType":
            return one(NULL)
        case _:
            return one(NamedClass(name=name))


def _parse_generic(head: str, arguments: list[ast.expr]) -> Expression:
    match head:
        case "Union":
            return union(_parse(argument) for argument in arguments)
        case "Optional" if arguments:
            return _parse(arguments[0]) | one(NULL)
        case "Literal":
            return union(_literal(argument) for argument in arguments)
        case _ if head in _WRAPPERS and arguments:
            return _parse(arguments[0])
        case _ if arguments:
            return one(container(NamedClass(name=head), [_parse(argument) for argument in arguments]))
        case _:
            return _plain(head)


def _literal(node: ast.expr) -> Expression:
    try:
        return one(constant(ast.literal_eval(node)))
    except ValueError:  # a member of an enum
        return one(Unread(text=ast.unparse(node)))


def container(origin: NamedClass, arguments: list[Expression]) -> Branch:
    """A class with arguments: a sequence, a mapping, a tuple, or any other."""
    head = origin.name
    if head in _PROMISES:
        return ListOf(item=arguments[0], promise=_PROMISES[head])
    if head in _MAPPINGS:
        return MapOf(value=arguments[-1], concrete=_MAPPINGS[head])
    if head in ("Tuple", "tuple"):
        return TupleOf(items=tuple(arguments))
    return GenericOf(origin=origin, arguments=tuple(arguments))


# Names


def expand(expression: Expression, aliases: Mapping[str, Expression], depth: int = 0) -> Expression:
    """Put what they stand for in the place of names that are aliases; of aliases of aliases only some, as they could
    fill the memory."""
    return expression if depth > _DEPTH else union(_expand(branch, aliases, depth + 1) for branch in expression)


def _expand(branch: Branch, aliases: Mapping[str, Expression], depth: int) -> Expression:
    match branch:
        case NamedClass(name=name) if name in aliases:
            others = {other: stands_for for other, stands_for in aliases.items() if other != name}
            return expand(aliases[name], others, depth)
        case ListOf(item=item):
            return one(replace(branch, item=expand(item, aliases, depth)))
        case MapOf(value=value):
            return one(replace(branch, value=expand(value, aliases, depth)))
        case TupleOf(items=items):
            return one(replace(branch, items=tuple(expand(item, aliases, depth) for item in items)))
        case GenericOf(arguments=arguments):
            return one(replace(branch, arguments=tuple(expand(argument, aliases, depth) for argument in arguments)))
        case _:
            return one(branch)


def names(expression: Expression) -> frozenset[str]:
    """The classes that an expression mentions, at any depth."""
    return frozenset[str]().union(*map(_names, expression))


def _names(branch: Branch) -> frozenset[str]:
    match branch:
        case NamedClass(name=name):
            return frozenset((name,))
        case ListOf(item=inner) | MapOf(value=inner):
            return names(inner)
        case TupleOf(items=several):
            return names(union(several))
        case GenericOf(origin=origin, arguments=several):
            return names(union(several)) | {origin.name}
        case _:
            return frozenset()


# Comparison


class Relation(IntEnum):
    """How a type stands to another one."""

    EQUAL = 0
    WIDER = 1
    NARROWER = 2
    DIFFERENT = 3


def judge(before: Expression, after: Expression, same: SameClass) -> Relation:
    """Say how `after` stands to `before`, by what each admits. `same` is asked about classes in this order."""
    match admits(after, before, lambda wide, narrow: same(narrow, wide)), admits(before, after, same):
        case True, True:
            return Relation.EQUAL
        case True, False:
            return Relation.WIDER
        case False, True:
            return Relation.NARROWER
        case _:
            return Relation.DIFFERENT


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
            return same(wide.origin, narrow.origin) and _each_admits(wide.arguments, narrow.arguments, same)
        case GenericOf(origin=origin), NamedClass():
            return same(origin, narrow)  # a class without arguments leaves them open
        case NamedClass(), GenericOf(origin=origin):
            return same(wide, origin)
        case NamedClass(), NamedClass():
            return same(wide, narrow)
        case _:
            return wide == narrow


def _each_admits(wide: tuple[Expression, ...], narrow: tuple[Expression, ...], same: SameClass) -> bool:
    return len(wide) == len(narrow) and all(admits(*pair, same) for pair in zip(wide, narrow, strict=True))


# Text for people


def spelled(expression: Expression) -> str:
    """Write an expression as Python does, its branches in order."""
    return " | ".join(sorted(map(_spelled_branch, expression), key=lambda text: (text == "None", text)))


def _spelled_branch(branch: Branch) -> str:
    match branch:
        case Scalar(name=text) | Constant(text=text) | NamedClass(name=text) | Unread(text=text):
            return text
        case Null():
            return "None"
        case Anything():
            return "object"
        case ListOf(item=item, promise=promise):
            return f"{promise.name.lower()}[{spelled(item)}]"
        case MapOf(value=value, concrete=concrete):
            return f"{'dict' if concrete else 'mapping'}[str, {spelled(value)}]"
        case TupleOf(items=items):
            return f"tuple[{', '.join(map(spelled, items))}]"
        case GenericOf(origin=origin, arguments=arguments):
            return f"{origin.name}[{', '.join(map(spelled, arguments))}]"
        case _:
            assert_never(branch)
