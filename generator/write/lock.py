"""One run at a time on one output folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


class BusyError(Exception):
    """Another run holds the lock."""


@contextmanager
def exclusive(path: Path, busy: BusyError) -> Iterator[None]:
    """Hold the lock file `path`, or raise `busy`. The system frees it when the process ends, however it ends."""
    with path.open("ab") as file:
        try:
            _acquire(file)
        except (BlockingIOError, PermissionError) as error:
            raise busy from error
        yield


if sys.platform == "win32":
    import msvcrt

    def _acquire(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _acquire(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
