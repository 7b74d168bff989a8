"""Generated Python in its final layout: what ruff makes of it under settings that nothing outside can change."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from ruff import find_ruff_bin  # type: ignore[import-untyped]  # it ships neither stubs nor a py.typed

from generator.python.code import LINE_LENGTH
from generator.write.manifest import file_sha256, sha256
from generator.write.staging import Staging

_PYTHON = (".py", ".pyi")
_TAKEN = (*_PYTHON, ".ipynb")
"""What the formatter takes all files of."""

_RUFF_FORMAT = (
    "format",
    "--isolated",
    "--no-cache",
    "--no-respect-gitignore",
    f"--line-length={LINE_LENGTH}",
    "--target-version=py310",
    "--config=exclude = []",
    "--config=format.line-ending = 'lf'",
)


class FormattingError(Exception):
    """The rendered text is no valid Python: a defect of the generator. The message is ruff's."""


def format_files(files: Iterable[tuple[str, str | bytes]], staging: Staging) -> dict[str, str]:
    """Lay out each file in its final form, and return the hashes. Text that is Python is formatted; bytes are final.

    Each is written when it comes, so that no more than one need be in memory. What the formatter would take for its own
    in `staging`, which is empty before, comes last.
    """
    formatted: list[str] = []
    later: list[tuple[str, bytes]] = []
    digests: dict[str, str] = {}
    for path, content in files:
        final = _final(content)
        if isinstance(content, str) and path.endswith(_PYTHON):
            formatted.append(path)
        elif path.endswith(_TAKEN):
            later.append((path, final))
            continue
        else:
            digests[path] = sha256(final)
        staging.put(path, final)
    if formatted:
        _run_ruff(staging.root)
    digests |= {path: file_sha256(staging.at(path)) for path in formatted}
    for path, final in later:
        staging.put(path, final)
        digests[path] = sha256(final)
    return digests


def _final(content: str | bytes) -> bytes:
    if isinstance(content, bytes):
        return content
    return (content.replace("\r\n", "\n").replace("\r", "\n") if "\r" in content else content).encode()


def _run_ruff(folder: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RUFF_")}
    done = subprocess.run(
        [find_ruff_bin(), *_RUFF_FORMAT, "."],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="backslashreplace",
        check=False,
    )
    if done.returncode:
        raise FormattingError(done.stderr.strip())
