"""The files of a package as text, before they are formatted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.ir.package import Package
from generator.render.docs import docs_files
from generator.render.extensions import RUNTIME
from generator.render.files import Modules
from generator.render.recipes import FileRecipe


def rendered(files: Mapping[str, FileRecipe]) -> dict[str, str]:
    """The text of every file."""
    return {path: recipe.text() for path, recipe in files.items()}


def render_client(package: Package, runtime: Path = RUNTIME) -> dict[str, str]:
    """The text of the client package and what stands around it."""
    return rendered(Modules(package, runtime).client_files())


def render_stubs(package: Package) -> dict[str, str]:
    """The text of the stubs."""
    return rendered(Modules(package).stub_files())


def render_docs(package: Package) -> dict[str, str]:
    """The text of the docs."""
    return rendered(docs_files(package))
