"""What a project may have of its own in a package's making: copies of all templates, and a plugin that adds to all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from generator.diagnostics import Diagnostics
from generator.ir.package import Package
from generator.plugins.load import Plugins, load_plugins
from generator.render.own_templates import Templates, ejected, ours
from generator.source import Location

EJECTED: Final = Templates(Path("templates"), {path: ejected(path) for path in ours()})
PLUGIN: Final = Path(__file__).with_name("adding_plugin.py")
_PLUGINS: ContextVar[Plugins] = ContextVar("_PLUGINS", default=Plugins())  # noqa: B039 # it is frozen


@contextmanager
def with_plugin(path: Path = PLUGIN) -> Iterator[None]:
    """Let a plugin have its part in all packages that are rendered meanwhile (see `rendering.py`)."""
    diagnostics = Diagnostics()
    plugins = load_plugins([(path.name, Location("sdk.yaml", 1, 1))], path.parent, lambda *_: None, diagnostics)
    assert not diagnostics.found
    token = _PLUGINS.set(plugins)
    try:
        yield
    finally:
        _PLUGINS.reset(token)


def changed(package: Package) -> Package:
    """A package as the plugin has it."""
    diagnostics = Diagnostics()
    package = _PLUGINS.get().lower(package, diagnostics)
    assert not diagnostics.found
    return package


def added(package: Package, files: dict[str, str]) -> dict[str, str]:
    """What the plugin adds to the files of a package."""
    diagnostics = Diagnostics()
    more = _PLUGINS.get().files(package, files, diagnostics)
    assert not diagnostics.found
    return more
