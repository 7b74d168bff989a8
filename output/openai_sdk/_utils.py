"""Small functions that code written beside an SDK imports by these names: its own modules, its tests, its users'.

Nothing in the package itself needs them, so nothing loads this module before such code does.
"""

from __future__ import annotations

import ast
import inspect
import sys
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from functools import cache
from importlib import import_module
from typing import Annotated, Any, ForwardRef, Literal, NamedTuple, TypeGuard, TypeVar, cast, get_args, get_origin

import typing_extensions
from pydantic import TypeAdapter

from ._annotations import PropertyInfo
from ._types import NotGiven, Omit, is_mapping

__all__ = [
    "PropertyInfo",
    "assert_signatures_in_sync",
    "extract_type_arg",
    "function_has_argument",
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


# Functions


def function_has_argument(func: Callable[..., object], arg_name: str) -> bool:
    """Say whether a function has an argument of a name; those of a TypedDict that it unpacks count."""
    return arg_name in _arguments(func)


def assert_signatures_in_sync(
    source_func: Callable[..., object],
    check_func: Callable[..., object],
    *,
    exclude_params: AbstractSet[str] = frozenset(),
    description: str = "",
) -> None:
    """Raise AssertionError where `check_func` lacks an argument of `source_func`, or takes less for it.

    `exclude_params` are not looked at. The error names all that is wrong, after `description`.
    """
    taken = _arguments(check_func)
    wrong = [
        f"`{name}` is missing" if name not in taken else f"`{name}` takes {taken[name]!r}, not all of {wanted!r}"
        for name, wanted in _arguments(source_func).items()
        if name not in exclude_params and (name not in taken or not _takes(taken[name], wanted))
    ]
    if wrong:
        raise AssertionError("\n".join((f"the signatures differ{description}:", *wrong)))


def _arguments(func: Callable[..., object]) -> dict[str, object]:
    """The types of a function's arguments by their names."""
    names = _names_in(sys.modules[inspect.unwrap(func).__module__])
    known = typing_extensions.get_type_hints(func, names, names, include_extras=True)
    found: dict[str, object] = {}
    for name, parameter in inspect.signature(func).parameters.items():
        said = known.get(name, parameter.annotation)
        unpacked = next(iter(get_args(said)), None) if parameter.kind is parameter.VAR_KEYWORD else None
        if unpacked is not None and typing_extensions.is_typeddict(unpacked):
            found.update(_members(cast("type", unpacked)))
        else:
            found[name] = said
    return found


def _members(kind: type) -> dict[str, object]:
    """The types of the members of a TypedDict, also where they are named by what only type checkers import."""
    return {name: _meant(said, kind) for name, said in inspect.get_annotations(kind).items()}


def _meant(said: object, kind: type) -> object:
    if not isinstance(said, ForwardRef):
        return said
    return eval(said.__forward_arg__, _names_in(sys.modules[said.__forward_module__ or kind.__module__]))


@cache
def _names_in(module: types.ModuleType) -> dict[str, Any]:
    """What a module's annotations may name: its own, and what stands below its `if TYPE_CHECKING`."""
    names = dict(vars(module))
    for statement in ast.parse(inspect.getsource(module)).body:
        if isinstance(statement, ast.If) and ast.unparse(statement.test) == "TYPE_CHECKING":
            for inner in statement.body:
                names.update(_named_by(inner, names, module))
    return names


def _named_by(statement: ast.stmt, names: dict[str, Any], module: types.ModuleType) -> dict[str, Any]:
    """What an import or an alias of a type names; nothing for any other statement."""
    match statement:
        case ast.ImportFrom():
            place = import_module("." * statement.level + (statement.module or ""), module.__package__)
            return {found.asname or found.name: _of_module(place, found.name) for found in statement.names}
        case ast.Import():
            return {found.asname or found.name: import_module(found.name) for found in statement.names}
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            return {name: eval(ast.unparse(value), names)}
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return {name: eval(ast.unparse(value), names)}
        case _:
            return {}


def _of_module(place: types.ModuleType, name: str) -> object:
    """What a module has by a name, which may be a module below it that nobody loaded yet."""
    return getattr(place, name) if hasattr(place, name) else import_module(f"{place.__name__}.{name}")


def _takes(kind: object, wanted: object) -> bool:
    """Say whether all of a type is taken: each of its alternatives is one, or is a value of a class that is one."""
    taken = _alternatives(kind)
    return all(one in taken or (isinstance(one, _Value) and type(one.value) in taken) for one in _alternatives(wanted))


class _Value(NamedTuple):
    """A value of a literal, which is no type."""

    value: object


def _alternatives(kind: object) -> set[object]:
    """The members of a union, and the values of literals, each by itself."""
    origin = get_origin(kind)
    if origin is Literal:
        return {_Value(value) for value in get_args(kind)}
    if is_union_type(kind):
        return {found for member in get_args(kind) for found in _alternatives(member)}
    bare = strip_annotated_type(kind)
    return {kind} if bare is kind else _alternatives(bare)
