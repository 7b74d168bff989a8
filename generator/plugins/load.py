"""Plugins of a project: imported, asked, and held to what they may return."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any, Final, TypeVar

from generator.diagnostics import Diagnostics, Severity, register
from generator.ir.package import Package
from generator.plugins.verify import package_fault, paths_taken, text_fault
from generator.source import Location

INVALID = register(
    "invalid-plugin", Severity.ERROR, "A plugin that the SDK config names fails, or returns what cannot be used."
)

_ASKED: Final = ("lower", "files")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plugin of a project: its name in the config, its file, and its functions by name."""

    name: str
    file: str
    functions: Mapping[str, Callable[[Package], Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plugins:
    """The plugins of a run, in the order of the config."""

    loaded: tuple[Plugin, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What the config calls them."""
        return tuple(plugin.name for plugin in self.loaded)

    @property
    def changing(self) -> tuple[Plugin, ...]:
        """Those that change the package."""
        return tuple(plugin for plugin in self.loaded if "lower" in plugin.functions)

    def lower(self, package: Package, diagnostics: Diagnostics) -> Package:
        """The package as the plugins have it; one that fails changes nothing."""
        for plugin in self.changing:
            changed = _asked(plugin, "lower", package, diagnostics)
            if changed is None:
                continue
            fault = package_fault(changed)
            if fault is None:
                package = changed
            else:
                _report(diagnostics, plugin, f"`lower` returns what is no package: {fault}")
        return package

    def files(self, package: Package, taken: Collection[str], diagnostics: Diagnostics) -> dict[str, str]:
        """The files that the plugins add to those whose paths are `taken`."""
        added: dict[str, str] = {}
        for plugin in self.loaded:
            if "files" not in plugin.functions:
                continue
            returned = _asked(plugin, "files", package, diagnostics)
            if returned is None:
                continue
            if not isinstance(returned, Mapping):
                _report(diagnostics, plugin, f"`files` returns {type(returned).__name__}, not a mapping")
                continue
            for path, text in returned.items():
                fault = paths_taken(path, [*taken, *added]) or text_fault(path, text)
                if fault is None:
                    added[path] = text
                else:
                    _report(diagnostics, plugin, f"`files` returns {path!r:.200}, {fault}")
        return added


def load_plugins(
    named: Sequence[tuple[str, Location]], folder: Path, add: Callable[[str, str], object], diagnostics: Diagnostics
) -> Plugins:
    """Import the plugins that a config in `folder` names; `add` is told of each file that was read."""
    loaded = (_load(name, location, folder, add, diagnostics) for name, location in named)
    return Plugins(tuple(plugin for plugin in loaded if plugin is not None))


def _load(
    name: str, location: Location, folder: Path, add: Callable[[str, str], object], diagnostics: Diagnostics
) -> Plugin | None:
    path = folder / name
    try:
        inside = path.resolve(strict=True).is_relative_to(folder.resolve())
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        diagnostics.report(INVALID, f"the plugin {name} cannot be read: {reason}", location)
        return None
    if not inside:
        diagnostics.report(INVALID, f"the plugin {name} is not below the folder of the config", location)
        return None
    file = path.as_posix()
    add(file, text)
    plugin = Plugin(name, file)
    module = _guarded(plugin, lambda: _imported(path, text), "it cannot be imported", diagnostics)
    if module is None:
        return None
    functions = {asked: function for asked in _ASKED if callable(function := getattr(module, asked, None))}
    if not functions:
        _report(diagnostics, plugin, "the plugin defines neither `lower(package)` nor `files(package)`")
        return None
    return replace(plugin, functions=functions)


def _imported(path: Path, text: str) -> ModuleType:
    """The module that a text is, known under a name that is nobody else's, as classes in it want."""
    module = ModuleType(f"sdkgen_plugin_{path.stem}")
    module.__file__ = str(path)
    code = compile(text, path.as_posix(), "exec", dont_inherit=True)
    sys.modules[module.__name__] = module
    exec(code, vars(module))
    return module


def _asked(plugin: Plugin, function: str, package: Package, diagnostics: Diagnostics) -> Any:
    return _guarded(plugin, lambda: plugin.functions[function](package), f"`{function}` fails", diagnostics, none=True)


def _guarded(
    plugin: Plugin, run: Callable[[], _T], failing: str, diagnostics: Diagnostics, *, none: bool = False
) -> _T | None:
    """What a plugin's code comes to; None where it fails, which is reported with its line. `none`: it must return."""
    try:
        result = run()
    except SyntaxError as error:
        line = error.lineno if error.filename == plugin.file else _line_of(error, plugin.file)
        _report(diagnostics, plugin, f"{failing}: SyntaxError: {error.msg}", line or 1)
        return None
    except (Exception, SystemExit) as error:
        _report(diagnostics, plugin, f"{failing}: {type(error).__name__}: {error}", _line_of(error, plugin.file))
        return None
    if none and result is None:
        _report(diagnostics, plugin, f"{failing}: it returns nothing")
    return result


def _line_of(error: BaseException, file: str) -> int:
    """The last line of a plugin on the way to an error."""
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _report(diagnostics: Diagnostics, plugin: Plugin, message: str, line: int = 1) -> None:
    diagnostics.report(INVALID, f"{plugin.name}: {message}", Location(plugin.file, line, 1))


def report_unrenderable(plugins: Plugins, error: Exception, diagnostics: Diagnostics) -> None:
    """Report what rendering stumbled over in a package that plugins have changed."""
    for plugin in plugins.changing:
        message = f"`lower` returns a package of which no code can be made: {type(error).__name__}: {error}"
        _report(diagnostics, plugin, message)
