"""Paths of resources and of packages of types: what they stand in, and room beside what is taken."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TypeAlias

Path: TypeAlias = tuple[str, ...]


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
