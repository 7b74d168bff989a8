"""The folders that come with the generator: in a checkout they stand beside it, in an installation inside of it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent


def carried(name: str) -> Path:
    """The folder of this name that belongs to the generator."""
    inside = ROOT / name
    return inside if inside.is_dir() else ROOT.parent / name
