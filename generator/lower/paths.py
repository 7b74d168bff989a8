"""Paths of resources and of packages of types: what they stand in, room beside what is taken, and room in file systems.

The file of a module is at the module's path, and names of deep resources and of what they send are long. Where the path
of a file would be longer than `LONGEST`, a shorter one takes its place: the outer names that there is room for, and one
that stands for the rest. It depends on nothing but the longer path, so that nothing new in a document changes it.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Final, TypeAlias

from generator.python.identifiers import cut_name

Path: TypeAlias = tuple[str, ...]

LONGEST: Final = 120
"""Characters of the path of a generated file below the output folder, which may stand deep in others itself."""
_CUT: Final = 21
"""Characters that any name can be cut to: some of its words, and what tells it apart."""
_LEAST_ROOM: Final = _CUT + 1 + _CUT
LONGEST_PACKAGE: Final = 60
"""Characters of a package's name that leave room for its modules."""


def outer(path: Path) -> Iterator[Path]:
    """A path and all that it stands in, the outermost first."""
    return (path[:length] for length in range(1, len(path) + 1))


def beside(path: Path, taken: Container[Path]) -> Path:
    """The path, where each part of it that is taken has another name: with `_` behind it."""
    found: Path = ()
    for part in path:
        found = (*found, part)
        while found in taken:
            found = (*found[:-1], f"{found[-1]}_")
    return found


def room_for_modules(package: str, folder: str) -> int:
    """Characters of a module's path below a folder of the generated package."""
    return max(LONGEST - len(f"{package}/{folder}/.pyi"), _LEAST_ROOM)


def with_room_inside(path: Path, room: int) -> Path:
    """The path of a package of modules, or a shorter one that leaves room for theirs."""
    inside = room - _CUT - 1
    return path if _length(path) <= inside else _cut(path, inside)


def module_path(package: Path, name: str, room: int) -> Path:
    """The path of a module in a package that leaves room for it."""
    path = (*package, name)
    return path if _length(path) <= room else (*package, cut_name(name, room - _length(package) - 1, "/".join(path)))


def resource_place(path: Path, room: int, *, is_package: bool) -> Path:
    """The path of a resource's module, or of its package, in which there is a module of the same name."""
    if not is_package:
        return path if _length(path) <= room else _cut(path, room)
    fits = _length((*path, max(path[-1], "__init__", key=len))) <= room
    return path if fits else _cut(path, room - _CUT - 1, _CUT)


def _cut(path: Path, room: int, longest: int | None = None) -> Path:
    """The outer names of a path, and one of at most `longest` characters for the rest."""
    kept: Path = max((way for way in outer(path[:-1]) if _length(way) + 1 + _CUT <= room), key=len, default=())
    left = room - (_length(kept) + 1 if kept else 0)
    return (*kept, cut_name("_".join(path[len(kept) :]), min(left, longest or left), "/".join(path)))


def _length(path: Path) -> int:
    return len("/".join(path))
