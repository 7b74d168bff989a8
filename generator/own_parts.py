"""What of a project has a part in rendering, beside its hand-written modules: templates and plugins.

Their authors make mistakes: what goes wrong in them is a finding with their file and line.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

from generator.diagnostics import Diagnostics, Severity, register
from generator.document.nodes import Sources
from generator.ir.package import Package
from generator.plugins.load import INVALID as PLUGIN
from generator.plugins.load import Plugins, report_unrenderable
from generator.plugins.verify import python_fault
from generator.render.environment import TemplateError, in_place_of_ours
from generator.render.own_templates import Templates, read_templates
from generator.render.recipes import FileRecipe, Fixed, Recipe
from generator.source import Location
from generator.values import replace
from generator.write.manifest import CHANGELOG_NAME
from generator.write.renderings import Renderings, Unrendered
from generator.write.writer import part_of

_Made = TypeVar("_Made")

INVALID = register(
    "invalid-template", Severity.ERROR, "A template in the place of one of the generator's does not fit, or is broken."
)
UNKNOWN = register(
    "unknown-template", Severity.WARNING, "A file in a folder of templates is in the place of none; it is ignored."
)


def own_templates(folder: Path, location: Location | None, sources: Sources, diagnostics: Diagnostics) -> Templates:
    """The templates in a folder; what is wrong with them is reported."""
    try:
        templates = read_templates(folder)
    except OSError as error:
        diagnostics.report(INVALID, f"the folder of templates cannot be read: {error.strerror or error}", location)
        return Templates(folder)
    for path, text in templates.texts.items():
        sources.add(templates.file_of(path), text)
    for fault in templates.faults():
        code = UNKNOWN if fault.unused else INVALID
        diagnostics.report(code, fault.message, Location(fault.path, fault.line, 1), hint=fault.hint)
    return templates


def is_broken(diagnostics: Diagnostics) -> bool:
    """Whether nothing can be rendered, since templates or plugins of the project are broken."""
    return any(found.code in (INVALID, PLUGIN) for found in diagnostics.found)


class Files(Mapping[str, Unrendered]):
    """Files by path. What one is made from is looked at when it is asked for, by the process that asks for it."""

    def __init__(self) -> None:
        self._files: dict[str, Callable[[], Unrendered]] = {}

    def __getitem__(self, path: str) -> Unrendered:
        return self._files[path]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def put(self, path: str, make: Callable[[], Unrendered]) -> None:
        """Add a file by what makes it."""
        self._files[path] = make


class Rendering:
    """The files of a run, the project's own parts included."""

    def __init__(
        self, templates: Templates | None, plugins: Plugins, diagnostics: Diagnostics, earlier: Renderings
    ) -> None:
        self.files = Files()
        self._templates = templates if templates is not None and templates.texts else None
        self._plugins = plugins
        self._diagnostics = diagnostics
        self._earlier = earlier

    def add(self, recipes: Callable[[], Mapping[str, FileRecipe]]) -> None:
        """Add the files of a part, but for those that earlier runs made of the same.

        What is made by templates or plugins of the project is rendered at once, to find what is wrong with these.
        """
        with in_place_of_ours(self._templates):
            for path, recipe in (self._guarded(recipes) or {}).items():
                self._guarded(partial(self._add, path, recipe))

    def _add(self, path: str, recipe: FileRecipe) -> None:
        if self._is_ours:
            self.files.put(path, partial(self._unrendered, path, recipe))
            return
        file = self._unrendered(path, recipe)
        if file.digest is None:
            made = file.text()
            file = replace(file, text=partial(_as_it_is, made))
            if self._templates is not None and isinstance(recipe, Recipe) and isinstance(made, str):
                self._check(path, recipe.template, made, self._templates)
        self.files.put(path, partial(_as_it_is, file))

    def _unrendered(self, path: str, recipe: FileRecipe) -> Unrendered:
        key = recipe.key()
        text = recipe.text if self._templates is None else partial(_in_place, self._templates, recipe)
        return Unrendered(key, self._earlier.digest(path, key), text)

    @property
    def _is_ours(self) -> bool:
        """Whether nothing of the project has a part in rendering."""
        return self._templates is None and not self._plugins.changing

    def _check(self, path: str, template: str, text: str, templates: Templates) -> None:
        """Report a file that is no Python though it should be, where its template is not all ours."""
        if not path.endswith((".py", ".pyi")) or templates.digest(template) is None:
            return
        fault = python_fault(text)
        if fault is not None:
            at = template if template in templates.texts else next(iter(templates.replaced))
            message = f"{template} makes {path}, {fault}"
            self._diagnostics.report(INVALID, message, Location(templates.file_of(at), 1, 1))

    def _guarded(self, run: Callable[[], Mapping[str, FileRecipe] | None]) -> Mapping[str, FileRecipe] | None:
        if self._is_ours:
            return run()
        try:
            return run()
        except TemplateError as error:
            self._diagnostics.report(INVALID, str(error), Location(error.path, error.line, 1))
        except Exception as error:
            if not self._plugins.changing:
                raise
            report_unrenderable(self._plugins, error, self._diagnostics)
        return None

    def add_of_plugins(self, package: Package, parts: Container[str]) -> None:
        """Add the files of these parts that plugins make."""
        paths = [*self.files, CHANGELOG_NAME]
        for path, text in self._plugins.files(package, paths, self._diagnostics).items():
            if part_of(path) in parts:
                self.files.put(path, partial(self._unrendered, path, Fixed(text)))


def _as_it_is(made: _Made) -> _Made:
    return made


def _in_place(templates: Templates, recipe: FileRecipe) -> str | bytes:
    with in_place_of_ours(templates):
        return recipe.text()
