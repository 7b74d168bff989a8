"""The first files of a project, beside the SDK: only what is not there is written."""

from __future__ import annotations

import os
from pathlib import Path


def write_missing(place: Path, content: bytes) -> bool:
    """Write a file, at once, unless something is in its place; whether it was written."""
    if os.path.lexists(place):
        return False
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f".{place.name}.new")
    beside.write_bytes(content)
    beside.replace(place)
    return True
