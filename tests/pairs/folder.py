"""Where the pairs are."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

VARIABLE: Final = "STAINLESS_PAIRS"
_DOCUMENTS: Final = (".json", ".yaml", ".yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A document, a config, and the facts of the SDK that was made of them."""

    name: str
    document: Path
    config: Path
    surface: Path


def pairs(environment: Mapping[str, str] = os.environ) -> tuple[Pair, ...]:
    """The pairs of the folder that the environment names; none where it names none."""
    folder = environment.get(VARIABLE, "")
    return tuple(_complete(Path(folder))) if folder else ()


def _complete(folder: Path) -> list[Pair]:
    found = []
    for place in sorted(path for path in folder.iterdir() if path.is_dir()):
        documents = [path for path in sorted(place.glob("doc.*")) if path.suffix in _DOCUMENTS]
        config, surface = place / "stainless.yml", place / "surface.jsonl"
        if documents and config.is_file() and surface.is_file():
            found.append(Pair(name=place.name, document=documents[0], config=config, surface=surface))
    return found
