"""The files of a package as text, before they are formatted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.ir.declarations import Declaration
from generator.ir.package import Package
from generator.render.docs import docs_files
from generator.render.extensions import RUNTIME, HandWrittenFiles, find_hand_written
from generator.render.files import Modules
from generator.render.recipes import FileRecipe, Once
from generator.render.site import site_files
from tests.support.own_parts import added, changed


def rendered(files: Mapping[str, FileRecipe]) -> dict[str, str]:
    """The text of every file."""
    contents = {path: recipe.text() for path, recipe in files.items()}
    return {path: content.decode() if isinstance(content, bytes) else content for path, content in contents.items()}


def by_hand(package: Package, runtime: Path = RUNTIME) -> HandWrittenFiles:
    """The hand-written modules that come with the runtime."""
    return find_hand_written(package, None, runtime)


def declarations(package: Package) -> tuple[Once[Declaration], ...]:
    """The declarations of a package, as what its files are made from."""
    return tuple(map(Once, package.declarations))


def render_client(package: Package, runtime: Path = RUNTIME) -> dict[str, str]:
    """The text of the client package and what stands around it."""
    package = changed(package)
    files = rendered(Modules(package, declarations(package), by_hand(package, runtime), runtime).client_files())
    return files | added(package, files)


def render_stubs(package: Package) -> dict[str, str]:
    """The text of the stubs."""
    package = changed(package)
    return rendered(Modules(package, declarations(package), by_hand(package)).stub_files())


def render_docs(package: Package) -> dict[str, str]:
    """The text of the docs."""
    package = changed(package)
    return rendered(docs_files(package, declarations(package), by_hand(package)))


def render_site(package: Package) -> dict[str, str]:
    """The text of the site, by path below its folder."""
    package = changed(package)
    files = rendered(site_files(package, declarations(package), by_hand(package)))
    return {path.removeprefix("site/"): text for path, text in files.items()}
