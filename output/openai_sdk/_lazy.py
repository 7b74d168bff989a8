"""Exports that are imported when they are first touched (PEP 562)."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from types import ModuleType

FACE_SUFFIXES = ("WithRawResponse", "WithStreamingResponse")


def lazy_exports(
    module: str, table: Mapping[str, str], module_client: Collection[str] = ()
) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """Return `__getattr__`, `__dir__` and `__all__` of the package `module`.

    `table` maps each exported name to the module that has it, relative to `module`; "" marks a submodule of that name.
    Other submodules are attributes too, though not exported: code that has the package need not import them.
    `module_client` are the settings and resources of the package's own client, which `__all__` leaves out.
    """

    def getattr_(name: str) -> Any:
        source = table.get(name, "_module_client" if name in module_client else _beside(name, table))
        value = submodule(name) if source == "" else getattr(import_module(f"{module}.{source}"), name)
        if source != "_module_client":  # what stands for a setting before it is made is no setting
            namespace[name] = value
        return value

    def submodule(name: str) -> ModuleType:
        full_name = f"{module}.{name}"
        if not name.startswith("__") and "." not in name:  # what Python itself looks for is no module
            try:
                return import_module(full_name)
            except ModuleNotFoundError as error:
                if error.name != full_name:
                    raise
        raise AttributeError(f"module {module!r} has no attribute {name!r}")

    namespace = sys.modules[module].__dict__
    for name in (*table, *module_client):
        namespace.pop(name, None)  # such as `annotations`, which the import from `__future__` leaves there
    names = sorted(table)

    def dir_() -> list[str]:
        return sorted({*namespace, *names, *module_client})

    return getattr_, dir_, names


def deep_names(module: str, table: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the `__getattr__` of a module that knows what is declared elsewhere by names of its own.

    `table` maps each of these to `MODULE:NAME`, the module relative to the package of `module` and "" for itself.
    """
    namespace = sys.modules[module].__dict__

    def getattr_(name: str) -> Any:
        if name not in table:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        source, _, declared = table[name].partition(":")
        home = import_module(source, namespace["__package__"]) if source else sys.modules[module]
        value = namespace[name] = getattr(home, declared)
        return value

    return getattr_


def _beside(name: str, table: Mapping[str, str]) -> str:
    """Return the module of the class whose response face `name` is; "" where it is none."""
    for suffix in FACE_SUFFIXES:
        if name.endswith(suffix):
            return table.get(name.removesuffix(suffix), "")
    return ""
