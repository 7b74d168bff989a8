"""Hand-written modules: which ones a package builds on, and where they are found."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from generator.ir.declarations import ObjectModel
from generator.ir.extensions import LIB, AddedTypes, HandWritten, Replacement
from generator.ir.package import Package
from generator.python.code import Code
from generator.python.identifiers import is_identifier
from generator.python.imports import Import, Local, export_order, import_lines
from generator.python.literals import dotted, string_list
from generator.render.declarations import TypesModuleView
from generator.render.environment import TEMPLATES
from generator.render.layout import all_resources, module_file, package_file

RUNTIME = TEMPLATES / "runtime"


def hand_written(package: Package) -> tuple[HandWritten, ...]:
    """Every module that the package builds on, once."""
    found: list[HandWritten] = [*package.client.extensions]
    found += [option.custom for option in package.client.options if option.custom is not None]
    for resource in all_resources(package.resources):
        found += resource.extensions
    for declaration in package.declarations:
        if isinstance(declaration, ObjectModel):
            found += [declaration.custom] if isinstance(declaration.custom, Replacement) else declaration.custom
    if (module_client := package.client.module_client) is not None:
        found += module_client.variants
        found += [setting.custom for setting in module_client.settings if setting.custom is not None]
    found += [added.source for added in package.added_types]
    found += [export.source for export in package.exports]
    return tuple({source.module: source for source in found}.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class HandWrittenFiles:
    """The hand-written modules that a package builds on, and what these import.

    `files` are by path in the package: text of the runtime's, to be laid out like generated code, and the bytes of the
    project's, which stay as they are. `read` are the texts of the latter by the path where each stands. `missing` are
    neither here nor there: the package's owner has them in the package itself.
    """

    files: Mapping[str, str | bytes] = field(default_factory=dict)
    read: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[HandWritten, ...] = ()


def find_hand_written(
    sources: Iterable[HandWritten], project: Path | None, runtime: Path = RUNTIME
) -> HandWrittenFiles:
    """Find modules and what they import: in the project's folder first, then in the runtime.

    Raises UnicodeDecodeError for a file of the project that is not UTF-8, and OSError for one that cannot be read.
    """
    sources = tuple(sources)
    files: dict[str, str | bytes] = {}
    read: dict[str, str] = {}
    pending = sorted({source.module for source in sources})
    while pending:
        for path, home in _files_of(pending.pop()):
            if path in files:
                continue
            if project is not None and (own := project / path).is_file():
                text = read[own.as_posix()] = own.read_text(encoding="utf-8")
                files[path] = text.encode()
            elif "/" in path and (runtime / path).is_file():
                files[path] = text = (runtime / path).read_text(encoding="utf-8")
            else:
                continue
            pending += _relative_imports(text, home)
    missing = (source for source in sources if not _is_there(source.module, files, runtime))
    return HandWrittenFiles(files=files, read=read, missing=tuple(missing))


def _is_there(module: str, files: Container[str], runtime: Path) -> bool:
    path = module_file(module)
    return path in files or package_file(module) in files or (runtime / path).is_file()


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


def stubless_modules(package: Package, files: Iterable[str]) -> list[Code]:
    """The hand-written modules of a package, which carry their types themselves; `files` are paths of such."""
    shipped = (path.removesuffix(".py").replace("/", ".") for path in files)
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


def lib_modules(package: Package) -> list[str]:
    """The hand-written modules and packages that stand in `lib`."""
    words = (source.module.split(".") for source in hand_written(package))
    return sorted({below[0] for home, *below in words if home == LIB and below})
