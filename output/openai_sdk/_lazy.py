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
        if source == "":
            value = namespace[name] = submodule(name)
            return value
        home = import_module(f"{module}.{source}")
        value = getattr(home, name)
        if source != "_module_client" and name in vars(home):  # no earlier name: these are asked for each time
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
        value = namespace[name] = _declared(module, table[name])
        return value

    return getattr_


def earlier_names(
    module: str, table: Mapping[str, tuple[str, str]], others: Callable[[str], Any] | None = None
) -> Callable[[str], Any]:
    """Return the `__getattr__` of a module that still has the earlier names of what is called otherwise by now.

    `table` maps each to `MODULE:NAME`, as above, and to what to use instead. Nobody keeps what is found, so that each
    place that asks for it is warned. `others` has further names.
    """

    def getattr_(name: str) -> Any:
        if name not in table:
            if others is not None:
                return others(name)
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        place, advice = table[name]
        value = _declared(module, place)
        _warn(f"`{name}` is deprecated. {advice}")
        return value

    return getattr_


def _declared(module: str, place: str) -> Any:
    source, _, name = place.partition(":")
    home = import_module(source, sys.modules[module].__dict__["__package__"]) if source else sys.modules[module]
    return getattr(home, name)


def _warn(message: str) -> None:
    """Warn where code outside of this module asks for something.

    `from package import name` asks twice, first by the import system whether there is one: that says nothing.
    """
    import inspect
    import warnings

    frame, level = inspect.currentframe(), 1
    while frame is not None and frame.f_code.co_filename == __file__:
        frame, level = frame.f_back, level + 1
    if frame is None or frame.f_globals.get("__name__") != "importlib._bootstrap":
        warnings.warn(message, DeprecationWarning, stacklevel=level)


def _beside(name: str, table: Mapping[str, str]) -> str:
    """Return the module of the class whose response face `name` is; "" where it is none."""
    for suffix in FACE_SUFFIXES:
        if name.endswith(suffix):
            return table.get(name.removesuffix(suffix), "")
    return ""
