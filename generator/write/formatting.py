"""Generated Python in its final layout: what ruff makes of it under settings that nothing outside can change."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from ruff import find_ruff_bin  # type: ignore[import-untyped]  # it ships neither stubs nor a py.typed

from generator.python.code import LINE_LENGTH

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


def format_files(files: Mapping[str, str | bytes], staging: Path) -> dict[str, bytes]:
    """The final content of each file. Text that is Python is formatted; bytes are final already.

    Python files are laid out below the empty folder `staging` for the formatter, and stay there in their final form.
    """
    final: dict[str, bytes] = {}
    python: list[str] = []
    for path, content in files.items():
        if isinstance(content, bytes):
            final[path] = content
            continue
        final[path] = _unix(content).encode()
        if path.endswith((".py", ".pyi")):
            python.append(path)
    if python:
        _lay_out(python, final, staging)
        _run_ruff(staging)
        final.update({path: _read(f"{staging}/{path}") for path in python})
    return final


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _lay_out(paths: list[str], files: Mapping[str, bytes], staging: Path) -> None:
    # Plain strings: a path object for each of thousands of files costs more than writing it.
    for folder in sorted({path.rpartition("/")[0] for path in paths}):
        (staging / folder).mkdir(parents=True, exist_ok=True)
    for path in paths:
        with open(f"{staging}/{path}", "wb", buffering=0) as file:  # noqa: PTH123 - see above
            file.write(files[path])


def _read(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - as in `_lay_out`
        return file.read()


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
