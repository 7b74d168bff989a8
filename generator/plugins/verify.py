"""Whether what a plugin returns can be used: a package all the way down, files that belong into the output."""

from __future__ import annotations

import ast
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from types import UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from generator.ir.operations import Operation
from generator.ir.package import Package, all_resources
from generator.ir.types import Named
from generator.python.identifiers import is_identifier
from generator.values import Value, members

_OURS: Final = (".sdkgen",)
"""What the names of the generator's own files begin with."""


def package_fault(package: object) -> str | None:
    """What is wrong with a package; None where all of it is as the IR has it, and its names can be names."""
    if not isinstance(package, Package):
        return f"it is {type(package).__name__}"
    return next(_misfits(package, Package, "package"), None) or next(_name_faults(package), None)


def _misfits(value: Any, expected: Any, place: str) -> Iterator[str]:
    """Where values are of other types than they are declared with."""
    kind = get_origin(expected) or expected
    if kind in (Union, UnionType):
        yield from _misfit_in_union(value, get_args(expected), place)
    elif kind is Literal:
        if value not in get_args(expected):
            yield f"{place} is {value!r:.60}"
    elif kind is tuple:
        yield from _misfits_in_tuple(value, get_args(expected), place)
    elif kind is Any or not isinstance(kind, type):
        return
    elif not _is(value, kind):
        yield f"{place} is {type(value).__name__}, not {kind.__name__}"
    elif issubclass(kind, Value) and not isinstance(value, type):
        for name, hint in _hints(value.__class__).items():
            yield from _misfits(getattr(value, name), hint, f"{place}.{name}")


def _is(value: Any, kind: type[Any]) -> bool:
    """Whether a value is what a class says: whole numbers are numbers, truth values are none."""
    if kind in (int, float):
        return isinstance(value, int | kind) and not isinstance(value, bool)
    return isinstance(value, kind)


def _misfit_in_union(value: Any, choices: tuple[Any, ...], place: str) -> Iterator[str]:
    found = [next(_misfits(value, choice, place), None) for choice in choices]
    if None not in found:
        # The choice whose outermost type is right says most.
        yield max(filter(None, found), key=lambda fault: fault.partition(" is ")[0].count("."))


def _misfits_in_tuple(value: Any, items: tuple[Any, ...], place: str) -> Iterator[str]:
    if not isinstance(value, tuple):
        yield f"{place} is {type(value).__name__}, not a tuple"
        return
    if items[-1:] != (...,) and len(items) != len(value):
        yield f"{place} has {len(value)} items, not {len(items)}"
        return
    kinds = items if items[-1:] != (...,) else items[:1] * len(value)
    for number, (item, kind) in enumerate(zip(value, kinds, strict=True)):
        yield from _misfits(item, kind, f"{place}[{number}]")


@cache
def _hints(kind: type[Value]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {name: hints[name] for name in members(kind)}


def _name_faults(package: Package) -> Iterator[str]:
    resources = tuple(all_resources(package.resources))
    groups: list[tuple[str, Iterable[str]]] = [
        ("the package", [package.name]),
        ("declarations", [declaration.name for declaration in package.declarations]),
        ("resources", [part for resource in resources for part in (resource.class_name, *resource.path)]),
        ("methods", [operation.name for operation in _operations(package)]),
        ("arguments", [p.name for operation in _operations(package) for p in operation.parameters]),
    ]
    for what, names in groups:
        for name in names:
            if not is_identifier(name):
                yield f"{name!r:.60} among the names of {what} can be no name"
    yield from _repeated(package)
    declared = {declaration.reference for declaration in package.declarations}
    for one in _named(package, set()):
        if one not in declared and one.module not in {added.target for added in package.added_types}:
            yield f"types.{one.module}.{one.name} is referred to and declared nowhere"


def _repeated(package: Package) -> Iterator[str]:
    several = [
        ("declaration", Counter(f"{d.module}.{d.name}" for d in package.declarations)),
        ("resource", Counter(".".join(resource.path) for resource in all_resources(package.resources))),
        ("method", Counter(operation.name for operation in package.client_operations)),
        *(
            (f"method of {'.'.join(resource.path)}", Counter(operation.name for operation in resource.operations))
            for resource in all_resources(package.resources)
        ),
    ]
    for what, counts in several:
        yield from (f"there is more than one {what} {name}" for name, count in counts.items() if count > 1)


def _operations(package: Package) -> Iterator[Operation]:
    yield from package.client_operations
    for resource in all_resources(package.resources):
        yield from resource.operations


def _named(value: object, seen: set[int]) -> Iterator[Named]:
    """The references to declarations in a value."""
    if isinstance(value, Named):
        yield value
    elif isinstance(value, tuple | frozenset):
        for item in value:
            yield from _named(item, seen)
    elif isinstance(value, Value) and id(value) not in seen:
        seen.add(id(value))
        for name in members(type(value)):
            yield from _named(getattr(value, name), seen)


class Taken:
    """The paths that files of the output have already, as systems tell them apart that know no case."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()
        for path in paths:
            self.add(path)

    def add(self, path: str) -> None:
        """Take a path."""
        folded = _folded(path)
        self._files.add(folded)
        self._folders.update(_above(folded))

    def fault(self, path: str) -> str | None:
        """Why no further file can have a path; None where one can."""
        folded = _folded(path)
        if folded in self._files:
            return "which the output has already"
        if folded in self._folders or not self._files.isdisjoint(_above(folded)):
            return "where one of both would have to be a folder"
        return None


def _above(path: str) -> Iterator[str]:
    """The folders that a path leads through."""
    parts = path.split("/")
    return ("/".join(parts[:end]) for end in range(1, len(parts)))


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def path_fault(path: object, taken: Taken) -> str | None:
    """Why a file cannot have a path: it leads elsewhere, or something of that name is there."""
    if not isinstance(path, str):
        return "which is no path"
    parts = path.split("/")
    if not path or any(part in ("", ".", "..") or part != part.strip() for part in parts):
        return "which is no path below the output folder"
    if any(character in '\\:*?"<>|' or not character.isprintable() for character in path) or len(path) > 200:
        return "which is no path on every system"
    if any(part.casefold().startswith(_OURS) or part.endswith(".") for part in parts):
        return "which is a name that the generator keeps for itself"
    return taken.fault(path)


def text_fault(path: str, text: object) -> str | None:
    """What is wrong with the text of a file; None where it can be written, and is Python where it says so."""
    if not isinstance(text, str):
        return f"whose content is {type(text).__name__}, not text"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "whose text has halves of characters"
    return python_fault(text) if path.endswith((".py", ".pyi")) else None


def python_fault(text: str) -> str | None:
    """Why a text is no Python; None where it is."""
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        return f"which is no Python{f' in line {line}' if line else ''}: {getattr(error, 'msg', None) or error}"
    return None
