"""Where the files of a run get their final form: a folder of its own, laid out like the output, each file written once.

From here files and whole folders are given their names in the output, without being copied or opened again.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


class Staging:
    """Files under their own paths below an empty folder, `root`.

    Paths are plain strings: a path object for each of thousands of files costs more than writing it.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._prefix = f"{root}/"
        self._folders = {""}

    def at(self, path: str) -> str:
        """Where the file or folder with this path lies."""
        return self._prefix + path

    def put(self, path: str, content: bytes) -> None:
        """Write a file."""
        self._make(path.rpartition("/")[0])
        with open(self.at(path), "wb", buffering=0) as file:  # noqa: PTH123 - see the class
            written = file.write(content)
            while written < len(content):  # a disk that is getting full takes a part, and refuses the rest
                written += file.write(content[written:])

    def _make(self, folder: str) -> None:
        if folder not in self._folders:
            self._make(folder.rpartition("/")[0])
            with suppress(FileExistsError):  # where two processes lay out files
                os.mkdir(self.at(folder))  # noqa: PTH102 - see the class
            self._folders.add(folder)
