"""Where a new project has its document: where that is, or in its own folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.request import is_url
from generator.values import Value, field


class Placed(Value, kw_only=True):
    """`address` is what the project calls its document; `copies` are the files that come into its folder, by their
    paths there."""

    address: str
    copies: Mapping[str, Path] = field(default_factory=dict)


def placed(document: str, folder: Path, read: Iterable[Path]) -> Placed:
    """The document of a project in `folder`, which consists of the files that were `read`.

    One at a URL stays there, and so does one in the folder or in the repository of it. From anywhere else it is
    copied: a path out of the repository leads nowhere on another machine.
    """
    if is_url(document):
        return Placed(address=document)
    entry, home = Path(document).resolve(), folder.resolve()
    if entry.is_relative_to(home) or (repository(entry) or entry) in (home, *home.parents):
        return Placed(address=Path(os.path.relpath(entry, home)).as_posix())
    files = {entry, *(path.resolve() for path in read)}
    root = os.path.commonpath([path.parent for path in files])
    copies = {path.relative_to(root).as_posix(): path for path in sorted(files)}
    return Placed(address=entry.relative_to(root).as_posix(), copies=copies)


def repository(path: Path) -> Path | None:
    """The folder of the repository that something is in."""
    return next((folder for folder in path.resolve().parents if (folder / ".git").exists()), None)
