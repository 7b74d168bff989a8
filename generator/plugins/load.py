"""Plugins of a project: imported, asked, and held to what they may return."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Final, TypeVar

from generator.diagnostics import Diagnostics, Severity, register
from generator.ir.package import Package
from generator.plugins.verify import Taken, package_fault, path_fault, text_fault
from generator.source import Location
from generator.values import Value, field, replace

INVALID = register(
    "invalid-plugin", Severity.ERROR, "A plugin that the SDK config names fails, or returns what cannot be used."
)

_ASKED: Final = ("lower", "files")
_T = TypeVar("_T")


class Plugin(Value):
    """A plugin of a project: its name in the config, its file, the module that it is and its functions by name."""

    name: str
    file: str
    module: ModuleType
    functions: Mapping[str, Callable[[Package], Any]] = field(default_factory=dict)

    def line(self, function: str) -> int:
        """Where one of its functions begins; the first line where that is not to be seen."""
        code = getattr(self.functions.get(function), "__code__", None)
        return code.co_firstlineno if code is not None and code.co_filename == self.file else 1


class Plugins(Value):
    """The plugins of a run, in the order of the config; `places` are where those stand that it names, or would."""

    loaded: tuple[Plugin, ...] = ()
    places: tuple[Path, ...] = ()

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
            returned = _asked(plugin, "lower", package, diagnostics)
            if returned is None:
                continue
            fault = package_fault(returned[0])
            if fault is None:
                package = returned[0]
            else:
                message = f"`lower` returns what is no package: {fault}"
                _report(diagnostics, plugin, message, plugin.line("lower"))
        return package

    def files(self, package: Package, paths: Iterable[str], diagnostics: Diagnostics) -> dict[str, str]:
        """The files that the plugins add to those that have these paths."""
        taken, added = Taken(paths), dict[str, str]()
        for plugin in self.loaded:
            if "files" not in plugin.functions:
                continue
            returned = _asked(plugin, "files", package, diagnostics)
            for path, text in () if returned is None else _items(plugin, returned[0], diagnostics):
                fault = path_fault(path, taken) or text_fault(path, text)
                if fault is None:
                    added[path] = text
                    taken.add(path)
                else:
                    message = f"`files` returns {path!r:.200}, {fault}"
                    _report(diagnostics, plugin, message, plugin.line("files"))
        return added


def _items(plugin: Plugin, returned: object, diagnostics: Diagnostics) -> Iterable[tuple[Any, Any]]:
    """The entries of a mapping that `files` returned; what is none is reported."""
    if isinstance(returned, Mapping):
        return _guarded(plugin, lambda: list(returned.items()), "`files` fails", diagnostics) or ()
    message = f"`files` returns {type(returned).__name__}, not a mapping"
    _report(diagnostics, plugin, message, plugin.line("files"))
    return ()


def load_plugins(
    named: Sequence[tuple[str, Location]], folder: Path, add: Callable[[str, str], object], diagnostics: Diagnostics
) -> Plugins:
    """Import the plugins that a config in `folder` names; `add` is told of each file that was read."""
    loaded = [_load(name, location, folder, add, diagnostics) for name, location in named]
    return Plugins(tuple(filter(None, loaded)), tuple(folder / name for name, _ in named))


def _load(
    name: str, location: Location, folder: Path, add: Callable[[str, str], object], diagnostics: Diagnostics
) -> Plugin | None:
    path = folder / name
    try:
        inside = path.resolve(strict=True).is_relative_to(folder.resolve())
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: links that lead to each other
        reason = getattr(error, "strerror", None) or error
        diagnostics.report(INVALID, f"the plugin {name} cannot be read: {reason}", location)
        return None
    if not inside:
        diagnostics.report(INVALID, f"the plugin {name} is not below the folder of the config", location)
        return None
    add(path.as_posix(), text)
    plugin = Plugin(name, path.as_posix(), ModuleType(f"sdkgen_plugin_{path.stem}"))
    if not _guarded(plugin, lambda: _run(plugin, text), "it cannot be imported", diagnostics):
        return None
    found = ((asked, getattr(plugin.module, asked, None)) for asked in _ASKED)
    functions = {asked: function for asked, function in found if callable(function)}
    if not functions:
        _report(diagnostics, plugin, "the plugin defines neither `lower(package)` nor `files(package)`")
        return None
    return replace(plugin, functions=functions)


def _run(plugin: Plugin, text: str) -> bool:
    """Run the code of a plugin's module."""
    plugin.module.__file__ = plugin.file
    exec(compile(text, plugin.file, "exec", dont_inherit=True), vars(plugin.module))
    return True


@contextmanager
def _known(module: ModuleType) -> Iterator[None]:
    """Let a module be found by its name, as classes in it want, for as long as its code runs."""
    path = sys.path.copy()
    sys.modules[module.__name__] = module
    try:
        yield
    finally:
        sys.modules.pop(module.__name__, None)
        sys.path[:] = path


def _asked(plugin: Plugin, function: str, package: Package, diagnostics: Diagnostics) -> tuple[Any] | None:
    """What one of its functions returns, alone in a tuple; None where it fails."""
    return _guarded(plugin, lambda: (plugin.functions[function](package),), f"`{function}` fails", diagnostics)


def _guarded(plugin: Plugin, run: Callable[[], _T], failing: str, diagnostics: Diagnostics) -> _T | None:
    """What a plugin's code comes to; None where it fails, which is reported with its line."""
    try:
        with _known(plugin.module):
            return run()
    except SyntaxError as error:
        line = error.lineno if error.filename == plugin.file else _line_of(error, plugin.file)
        _report(diagnostics, plugin, f"{failing}: SyntaxError: {error.msg}", line or 1)
    except (Exception, SystemExit) as error:
        message = f"{failing}: {type(error).__name__}: {error}"
        _report(diagnostics, plugin, message, _line_of(error, plugin.file))
    return None


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
        _report(diagnostics, plugin, message, plugin.line("lower"))
