"""Hand-written modules: which ones a package builds on, and where they are found."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from generator.ir.declarations import ObjectModel
from generator.ir.extensions import LIB, AddedTypes, HandWritten, Replacement
from generator.ir.package import Package, all_resources
from generator.python.code import Code
from generator.python.identifiers import is_identifier
from generator.python.imports import Import, Local, export_order, import_lines
from generator.python.literals import dotted, string_list
from generator.render.declarations import TypesModuleView
from generator.render.environment import TEMPLATES
from generator.render.layout import module_file, package_file
from generator.render.runtime_files import OPTIONAL, POLLING
from generator.values import Value, field, replace

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
    return tuple({source.module: source for source in reversed(found)}.values())[::-1]


class HandWrittenFiles(Value, kw_only=True):
    """The hand-written modules that a package builds on, and what these import.

    `files` are by path in the package: text of the runtime's, to be laid out like generated code, and the bytes of the
    project's, which stay as they are. `read` are the texts of the latter by the path where each stands; `unreadable`
    say why one has none. `missing` are neither here nor there: the package's owner has them in the package itself.
    """

    files: Mapping[str, str | bytes] = field(default_factory=dict)
    read: Mapping[str, str] = field(default_factory=dict)
    unreadable: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[HandWritten, ...] = ()

    def of(self, modules: Iterable[str]) -> dict[str, str | bytes]:
        """The files of these modules, as far as they are known."""
        return {path: self.files[path] for path in map(module_file, modules) if path in self.files}


def find_hand_written(package: Package, project: Path | None, runtime: Path = RUNTIME) -> HandWrittenFiles:
    """Find the modules that a package builds on, and what they import."""
    sources = hand_written(package)
    waits = (POLLING,) if any(resource.waits for resource in all_resources(package.resources)) else ()
    found = _with_imports((*(source.module for source in sources), *waits), project, runtime)
    missing = (source for source in sources if not _is_there(source.module, found.files, runtime))
    return replace(found, missing=tuple(missing))


def unused_files(found: HandWrittenFiles, named: Iterable[str], project: Path | None) -> set[Path]:
    """The modules in the project's package `lib` that nothing uses which its config names, for any document."""
    if project is None or not any(Path(path).is_relative_to(project / LIB) for path in found.read):
        return set()
    left = {path for path in (project / LIB).rglob("*.py") if path.as_posix() not in found.read}
    if left:
        left -= set(map(Path, _with_imports(named, project, RUNTIME).read))
    return left


def _with_imports(modules: Iterable[str], project: Path | None, runtime: Path) -> HandWrittenFiles:
    """Modules and what they import, from the project's folder first, then from the runtime.

    Of the project count `lib` and whatever is called like a module that is named: not what stands beside these, and
    nothing in place of what is generated or comes with the runtime.
    """
    files: dict[str, str | bytes] = {}
    read: dict[str, str] = {}
    unreadable: dict[str, str] = {}
    looked_for: set[str] = set()
    pending = sorted(set(modules))
    own_roots = {LIB, *(module.partition(".")[0] for module in pending)}
    own_roots -= {root for root in own_roots if (runtime / f"{root}.py").is_file()}
    while pending:
        for path, home in _files_of(pending.pop()):
            if path in looked_for:
                continue
            looked_for.add(path)
            is_own = path.partition("/")[0].removesuffix(".py") in own_roots
            if is_own and project is not None and (own := project / path).is_file():
                text = _text(own, unreadable)
                files[path] = text.encode()
                read[own.as_posix()] = text
            elif ("/" in path or path in OPTIONAL) and (runtime / path).is_file():
                files[path] = text = (runtime / path).read_text(encoding="utf-8")
            else:
                continue
            pending += _relative_imports(text, home)
    return HandWrittenFiles(files=files, read=read, unreadable=unreadable)


def _text(path: Path, unreadable: dict[str, str]) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        unreadable[path.as_posix()] = str(error)
        return ""


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
