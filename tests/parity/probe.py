"""What the official package holds beyond the facts: run by the interpreter that has it, prints JSON.

    VENV/bin/python tests/parity/probe.py openai OpenAI AsyncOpenAI

Uses the standard library only, and what the package itself depends on.
"""

from __future__ import annotations

import inspect
import json
import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import typing_extensions


def main(package: str, *clients: str) -> None:
    """Print everything about `package` and its client classes; the first one is made, to walk its resources."""
    root = import_module(package)
    made = {clients[0]: getattr(root, clients[0])(api_key="none")}
    surface = {
        "names": names(root),
        "exports": {name: list(exports(import_module(name))) for name in exporting_modules(package)},
        "types": [
            described(module, name, getattr(module, name))
            for module in leaves(f"{package}.types")
            for name in exports(module)
        ],
        "attributes": {name: attributes(made.get(name, value)) for name, value in classes(root)},
        "parameters": {name: parameters(getattr(root, name)) for name in clients},
        "exceptions": {name: ancestors(package, value) for name, value in classes(root) if is_exception(value)},
        "methods": dict(methods("", made[clients[0]])),
    }
    json.dump(surface, sys.stdout)


def exports(module: ModuleType) -> list[str]:
    """The names that a module means to be imported."""
    listed: list[str] | None = getattr(module, "__all__", None)
    if listed is not None:
        return listed
    package = module.__name__.partition(".")[0]
    return [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", "").startswith(package)
    ]


def exporting_modules(package: str) -> Iterator[str]:
    """The modules other than those of single types from which users import."""
    yield from (f"{package}.pagination", f"{package}._exceptions")
    yield from (f"{package}.types.shared", f"{package}.types.shared_params")
    yield from (module.__name__ for module in (*leaves(f"{package}.resources"), *packages(f"{package}.resources")))


def leaves(package: str) -> Iterator[ModuleType]:
    """The modules under a package that hold no others."""
    yield from (import_module(found.name) for found in _walk(package) if not found.ispkg)


def packages(package: str) -> Iterator[ModuleType]:
    """A package and those under it."""
    yield import_module(package)
    yield from (import_module(found.name) for found in _walk(package) if found.ispkg)


def _walk(package: str) -> Iterator[pkgutil.ModuleInfo]:
    for found in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
        if not any(step.startswith("_") for step in found.name.split(".")):
            yield found


def described(module: ModuleType, name: str, value: Any) -> dict[str, Any]:
    """A type as the facts files state it, without the types of its fields."""
    kind = kind_of(value)
    fields = {} if kind == "alias" else {n: {"required": r, "type": "object"} for n, r in required(value).items()}
    return {"module": module.__name__, "name": name, "kind": kind, "fields": fields}


def kind_of(value: Any) -> str:
    """Say whether a type is a model, a TypedDict or an alias."""
    if typing_extensions.is_typeddict(value):
        return "typeddict"
    return "model" if isinstance(value, type) and hasattr(value, "model_fields") else "alias"


def required(value: Any) -> dict[str, bool]:
    """Which fields of a model, or keys of a TypedDict, must be there."""
    if not typing_extensions.is_typeddict(value):
        return {name: field.is_required() for name, field in value.model_fields.items()}
    # Not evaluated: some name what is imported for type checkers only. So Python has not seen their `Required` either.
    keys = {name: getattr(key, "__forward_arg__", str(key)) for name, key in value.__annotations__.items()}
    stated = {name: "NotRequired[" not in key for name, key in keys.items() if "Required[" in key}
    return {name: stated.get(name, name in value.__required_keys__) for name in keys}


def names(root: ModuleType) -> list[str]:
    """What can be used as an attribute of the package: what it exports, its settings and its resources."""
    own = (None, root.__name__)
    return sorted(
        {*exports(root)}
        | {name for name, value in list(vars(root).items()) if not name.startswith("_") and _origin(value) in own}
    )


def _origin(value: Any) -> str | None:
    where = value.__name__ if isinstance(value, ModuleType) else getattr(type(value), "__module__", None)
    stated = getattr(value, "__module__", None) or where
    return None if stated in (None, "builtins") else str(stated).partition(".")[0]


def classes(root: ModuleType) -> Iterator[tuple[str, type]]:
    """The classes that the package exports."""
    return ((name, value) for name in names(root) if isinstance(value := getattr(root, name), type))


def attributes(owner: object) -> list[str]:
    """The public attributes of a class, or of an object."""
    annotated = getattr(owner, "__annotations__", {})
    return sorted(name for name in {*dir(owner), *annotated} if not name.startswith("_"))


def parameters(function: Any) -> dict[str, bool]:
    """The parameters of a function by name, and whether each is required."""
    return {
        name: parameter.default is parameter.empty
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind not in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL)
    }


def is_exception(value: type) -> bool:
    """Say whether a class can be raised."""
    return issubclass(value, BaseException)


def ancestors(package: str, raised: type) -> list[str]:
    """The classes of the package by which an exception can be caught."""
    return [base.__name__ for base in raised.__mro__ if base.__module__.partition(".")[0] == package]


def methods(prefix: str, owner: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The public methods of the resources below a client, by path, with their parameters."""
    for name in attributes(type(owner)):
        if name.startswith("with_"):
            continue
        value = getattr(owner, name)
        if hasattr(value, "_client"):
            yield from methods(f"{prefix}{name}.", value)
        elif prefix and inspect.ismethod(value):
            yield f"{prefix}{name}", signature(value)


def signature(method: Any) -> dict[str, Any]:
    """The parameters of a method, in the form of the facts files."""
    found = inspect.signature(method).parameters.values()
    return {
        "positional": [p.name for p in found if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)],
        "keyword": [(p.name, p.default is p.empty) for p in found if p.kind == p.KEYWORD_ONLY],
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
