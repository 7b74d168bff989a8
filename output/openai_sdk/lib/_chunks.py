"""What is uploaded in parts: a file at a path, or content at hand."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from typing import BinaryIO


class Source(NamedTuple):
    """What is uploaded; `size` is in bytes."""

    filename: str
    size: int
    open: Callable[[], BinaryIO]


def source_of(file: os.PathLike[str] | bytes, filename: str | None, size: int | None) -> Source:
    """Return what `file` is. Raises TypeError where something has to be said of content."""
    if not isinstance(file, bytes):
        path = Path(file)
        return Source(filename or path.name, path.stat().st_size if size is None else size, lambda: path.open("rb"))
    if filename is None or size is None:
        raise TypeError("content needs `filename` and `bytes`, its length")
    return Source(filename, size, lambda: io.BytesIO(file))


def checked_part_size(size: int | None, *, most: int) -> int:
    """Return the size of parts in bytes, the most without one. Raises ValueError for none."""
    if size is not None and size < 1:
        raise ValueError(f"part_size must be positive, got {size}")
    return most if size is None else size
