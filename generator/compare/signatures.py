"""Functions as their callers see them: the arguments of all overloads, what they return, what they call."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from generator.compare.model import Argument

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
Spelling: TypeAlias = Callable[[ast.expr], str]
"""How an annotation is written down."""

REQUEST_OPTIONS: Final = frozenset({"extra_headers", "extra_query", "extra_body", "timeout", "idempotency_key"})
_VERBS: Final = ("get", "post", "put", "patch", "delete", "head", "options")
_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")
_PATH_ARGUMENTS: Final = 2


def is_overload(function: Function) -> bool:
    """Whether it is one of several signatures."""
    return any("overload" in ast.unparse(decorator) for decorator in function.decorator_list)


def is_property(function: Function) -> bool:
    """Whether it is read like an attribute."""
    return any("property" in ast.unparse(decorator) for decorator in function.decorator_list)


def arguments_of(function: Function, spell: Spelling) -> tuple[Argument, ...]:
    """All arguments but the first (`self`) and the collecting ones."""
    given = function.args
    positional = [*given.posonlyargs, *given.args][1:]
    padding: list[ast.expr | None] = [None] * (len(positional) - len(given.defaults))
    defaults = [*padding, *given.defaults][-len(positional) :] if positional else []
    pairs = zip(positional, defaults, strict=False)
    keywords = zip(given.kwonlyargs, given.kw_defaults, strict=True)
    return (
        *(_argument(argument, default, spell, positional=True) for argument, default in pairs),
        *(_argument(argument, default, spell, positional=False) for argument, default in keywords),
    )


def _argument(argument: ast.arg, default: ast.expr | None, spell: Spelling, *, positional: bool) -> Argument:
    return Argument(
        name=argument.arg,
        required=default is None,
        positional=positional,
        annotation=spell(argument.annotation) if argument.annotation else "",
    )


def merged(overloads: Sequence[tuple[Argument, ...]]) -> tuple[Argument, ...]:
    """The arguments of all overloads: one is required where each of them requires it."""
    found: dict[str, Argument] = {}
    for arguments in overloads:
        for argument in arguments:
            found.setdefault(argument.name, argument)
    required = [{argument.name for argument in arguments if argument.required} for arguments in overloads]
    return tuple(
        Argument(
            name=argument.name,
            required=all(argument.name in names for names in required),
            positional=argument.positional,
            annotation=_annotations(argument.name, overloads),
        )
        for argument in found.values()
    )


def _annotations(name: str, overloads: Sequence[tuple[Argument, ...]]) -> str:
    said = dict.fromkeys(a.annotation for arguments in overloads for a in arguments if a.name == name)
    return f"Union[{', '.join(said)}]" if len(said) > 1 and all(said) else next(iter(said))


def own_arguments(arguments: tuple[Argument, ...]) -> tuple[Argument, ...]:
    """The arguments that are about the operation, and not about the request."""
    return tuple(argument for argument in arguments if argument.positional or argument.name not in REQUEST_OPTIONS)


def route_of(functions: Sequence[Function]) -> str:
    """What a method calls, as `get /pets/{}`; "" where its text does not say so in one place."""
    routes = {route for function in functions for route in _routes(function)}
    return next(iter(routes)) if len(routes) == 1 else ""


def _routes(function: Function) -> Iterator[str]:
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=attr), args=[first, *others]):
                yield from _called(attr, [first, *others])


def _called(attr: str, given: list[ast.expr]) -> Iterator[str]:
    name = attr.lstrip("_")
    if name in _VERBS and (path := _path(given[0])) is not None:
        yield f"{name} {path}"
    elif name == "get_api_list" and (path := _path(given[0])) is not None:
        yield f"get {path}"
    elif name == "request" and len(given) >= _PATH_ARGUMENTS and (path := _path(given[1])) is not None:
        verb = given[0].value if isinstance(given[0], ast.Constant) else ""
        yield f"{str(verb).lower()} {path}"


def _path(node: ast.expr) -> str | None:
    match node:
        case ast.Constant(value=str(text)):
            return without_names(text)
        case ast.JoinedStr(values=values):
            return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in values)
        case ast.Call(args=[ast.Constant(value=str(text)), *_]):  # path("/pets/{pet_id}", pet_id)
            return without_names(text)
        case _:
            return None


def without_names(path: str) -> str:
    """A path whose placeholders have no names."""
    return _PLACEHOLDER.sub("{}", path)
