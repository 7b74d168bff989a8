"""Hand-written modules: which ones a package builds on, and those of them that come with the runtime."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from generator.ir.declarations import ObjectModel
from generator.ir.extensions import AddedTypes, HandWritten, Replacement
from generator.ir.package import Package
from generator.python.code import Code
from generator.python.identifiers import is_identifier
from generator.python.imports import Import, Local, export_order, import_lines
from generator.python.literals import dotted, string_list
from generator.render.declarations import TypesModuleView
from generator.render.environment import TEMPLATES
from generator.render.layout import all_resources, module_file, package_file

RUNTIME = TEMPLATES / "runtime"
LIB = "lib"


def hand_written(package: Package) -> tuple[HandWritten, ...]:
    """Every module that the package builds on, once."""
    found: list[HandWritten] = [*package.client.extensions]
    found += [option.custom for option in package.client.options if option.custom is not None]
    for resource in all_resources(package.resources):
        found += resource.extensions
    for declaration in package.declarations:
        if isinstance(declaration, ObjectModel):
            found += [declaration.custom] if isinstance(declaration.custom, Replacement) else declaration.custom
    found += [added.source for added in package.added_types]
    found += [export.source for export in package.exports]
    return tuple({source.module: source for source in found}.values())


def foreign_modules(package: Package, runtime: Path = RUNTIME) -> tuple[HandWritten, ...]:
    """The modules that the package's owner has to write."""
    return tuple(source for source in hand_written(package) if not (runtime / module_file(source.module)).is_file())


def shipped_files(package: Package, runtime: Path = RUNTIME) -> Mapping[str, str]:
    """The modules of the runtime that the package builds on, and those that they import, by path in the package."""
    return _loaded(frozenset(source.module for source in hand_written(package)), runtime)


@lru_cache(maxsize=4)
def _loaded(modules: frozenset[str], runtime: Path) -> dict[str, str]:
    """The files that modules and what they import consist of. Several parts of a run ask for the same."""
    files: dict[str, str] = {}
    present = {path.relative_to(runtime).as_posix() for path in runtime.rglob("*.py")}
    pending = sorted(modules)
    while pending:
        for path, home in _files_of(pending.pop()):
            if path in present and path not in files:
                files[path] = (runtime / path).read_text(encoding="utf-8")
                pending += _relative_imports(files[path], home)
    return files


def _files_of(module: str) -> Iterator[tuple[str, list[str]]]:
    """The files that an import of a module may load, with the package that each stands in."""
    words = module.split(".")
    yield module_file(module), words[:-1]
    for length in range(1, len(words) + 1):
        yield package_file(".".join(words[:length])), words[:length]


def _relative_imports(source: str, home: list[str]) -> Iterator[str]:
    """The modules that a source may mean: `from .a import b` is about `a`, and about `a.b` where that is a module.

    Read by pattern, since parsing all of them takes longer than much of a run; a word too many names no file.
    """
    for dots, module, names in _RELATIVE_IMPORT.findall(source):
        words = [*home[: len(home) - len(dots) + 1], *(module.split(".") if module else ())]
        named = filter(is_identifier, _NAME.findall(names))
        yield from (".".join(given) for given in (words, *([*words, name] for name in named)) if given)


_RELATIVE_IMPORT: Final = re.compile(r"^ *from (\.+)([\w.]*) import (\([^)]*\)|.+)", re.MULTILINE)
_NAME: Final = re.compile(r"\w+")


def stubless_modules(package: Package, runtime: Path = RUNTIME) -> list[Code]:
    """The hand-written modules of a package, which carry their types themselves."""
    shipped = (path.removesuffix(".py").replace("/", ".") for path in shipped_files(package, runtime))
    return [dotted(module) for module in sorted({*shipped, *(source.module for source in hand_written(package))})]


def types_of_hand(added: AddedTypes, header: Code) -> TypesModuleView:
    """The view of a types module that is made of names of a hand-written one; code and stub are the same."""
    module = f"types.{added.target}"
    imports: dict[Import, str] = {Local(added.source.module, n): n for n in added.names}
    return TypesModuleView(
        header=header,
        narrows_extra=False,
        imports=import_lines(imports, module),
        exports=string_list(sorted(added.names, key=export_order)),
        definitions=(),
    )


def needs_lib(package: Package) -> bool:
    """Whether the package has a package `lib` of its own: hand-written modules stand in it, or the Azure clients."""
    return package.client.azure_deployment_paths is not None or bool(lib_modules(package))


def lib_modules(package: Package) -> list[str]:
    """The hand-written modules and packages that stand in `lib`."""
    words = (source.module.split(".") for source in hand_written(package))
    return sorted({below[0] for home, *below in words if home == LIB and below})
