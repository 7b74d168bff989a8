"""Files of an output folder that belong to its owner, such as hand-written code: no run touches them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from generator.write.manifest import CHANGELOG_NAME, MANIFEST_NAME, read_record

_CACHES: Final = "__pycache__"


def custom_files(out: Path) -> list[str]:
    """The files below `out` that no run generated, sorted. Caches, and whatever is in hidden folders, are nobody's."""
    if not out.is_dir():
        return []
    generated = read_record(out).paths
    return sorted(_files(out, "") - generated - {MANIFEST_NAME, CHANGELOG_NAME})


def _files(folder: Path | str, prefix: str) -> set[str]:
    found: set[str] = set()
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                found.add(prefix + entry.name)
            elif not entry.name.startswith(".") and entry.name != _CACHES:
                found |= _files(entry.path, f"{prefix}{entry.name}/")
    return found
