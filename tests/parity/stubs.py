"""The stubs of a package, run as Python, so that annotations and overloads are read as type checkers see them."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec, resolve_name
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, ForwardRef, TypeVar, get_overloads

T = TypeVar("T")


class TypeNames(dict[str, Any]):
    """Names for annotations. An alias of a type may be text, which has no `|`."""

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        return ForwardRef(value) if isinstance(value, str) else value


def evaluate(annotation: str, names: Mapping[str, Any]) -> Any:
    """Evaluate an annotation. Raises NameError when `names` lack one."""
    return eval(annotation, {}, TypeNames(names))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The names that a module's annotations may use, and the overloads of its functions by qualified name."""

    names: dict[str, Any]
    overloads: dict[str, list[Callable[..., Any]]] = field(default_factory=dict)

    def evaluate(self, annotation: Any) -> Any:
        """Evaluate an annotation that is still text."""
        return evaluate(annotation, self.names) if isinstance(annotation, str) else annotation

    def variants(self, function: FunctionType) -> list[Callable[..., Any]]:
        """The overloads of a function; itself when it has none."""
        return self.overloads.get(function.__qualname__) or list(get_overloads(function)) or [function]


class StubOnly:
    """Stands for a class that only stubs have, such as the raw-response face of a resource."""


@cache
def scope_of(name: str) -> Scope:
    """The scope of a module's stub; where it has none, that of the module."""
    module = import_module(name)
    stub = Path(str(module.__file__)).with_suffix(".pyi")
    return _run_stub(module, stub) if stub.exists() else source_scope(name)


@cache
def source_scope(name: str) -> Scope:
    """The scope of a module as it is, with what it imports for type checkers only."""
    module = import_module(name)
    return Scope(names={**vars(module), **_type_checking_names(module)})


def _run_stub(module: ModuleType, stub: Path) -> Scope:
    overloads: dict[str, list[Callable[..., Any]]] = defaultdict(list)

    def overload(function: FunctionType) -> FunctionType:
        overloads[function.__qualname__].append(function)
        return function

    statements = ast.parse(stub.read_bytes()).body
    names = _names_of(module)
    names |= _imported(module, statements) | {"overload": overload, "type_check_only": _unchanged}
    _execute([s for s in statements if not isinstance(s, ast.ImportFrom)], stub, names)
    return Scope(names=names, overloads=dict(overloads))


def _unchanged(value: T) -> T:
    return value


def _names_of(module: ModuleType) -> dict[str, Any]:
    return {"__name__": module.__name__, "__package__": module.__package__}


def _execute(statements: list[ast.stmt], file: Path, names: dict[str, Any]) -> None:
    tree = ast.Module(body=statements, type_ignores=[])
    flags = annotations.compiler_flag  # stubs mention names before they define them
    exec(compile(tree, str(file), "exec", flags=flags, dont_inherit=True), names)


def _imported(module: ModuleType, statements: Iterable[ast.stmt]) -> dict[str, Any]:
    """What the `from ... import ...` statements of a module bind."""
    return {
        alias.asname or alias.name: _member(import_module(_absolute(module, statement)), alias.name)
        for statement in statements
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }


def _absolute(module: ModuleType, statement: ast.ImportFrom) -> str:
    name = statement.module or ""
    return resolve_name("." * statement.level + name, module.__package__)


def _member(module: ModuleType, name: str) -> Any:
    if hasattr(module, name):
        return getattr(module, name)
    submodule = f"{module.__name__}.{name}"
    return import_module(submodule) if hasattr(module, "__path__") and find_spec(submodule) else StubOnly


def _type_checking_names(module: ModuleType) -> dict[str, Any]:
    """What a module imports for type checkers only."""
    source = Path(str(module.__file__))
    names = _names_of(module)
    for statement in ast.parse(source.read_bytes()).body:
        if isinstance(statement, ast.If) and ast.unparse(statement.test) == "TYPE_CHECKING":
            names |= _imported(module, statement.body)
    return names
