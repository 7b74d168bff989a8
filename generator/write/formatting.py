"""Generated Python in its final layout: what ruff makes of it under settings that nothing outside can change."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from ruff import find_ruff_bin  # type: ignore[import-untyped]  # it ships neither stubs nor a py.typed

from generator.python.code import LINE_LENGTH
from generator.values import Value
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


class Laid(Value):
    """What files became that were laid out: the hashes of those in their final form, the paths of those that ruff is to
    format, and those to be laid out after that, which it would take for its own."""

    digests: dict[str, str]
    unformatted: list[str]
    later: list[tuple[str, bytes]]

    def __len__(self) -> int:
        return len(self.digests) + len(self.unformatted) + len(self.later)


def lay_out(files: Iterable[tuple[str, str | bytes]], staging: Staging) -> Laid:
    """Write each file when it comes, so that no more than one need be in memory. Bytes are final."""
    laid = Laid({}, [], [])
    for path, content in files:
        final = _final(content)
        if isinstance(content, str) and path.endswith(_PYTHON):
            laid.unformatted.append(path)
        elif path.endswith(_TAKEN):
            laid.later.append((path, final))
            continue
        else:
            laid.digests[path] = sha256(final)
        staging.put(path, final)
    return laid


def format_laid(pieces: Sequence[Laid], staging: Staging) -> dict[str, str]:
    """Bring all that was laid out in a folder, which was empty before, into its final form; return the hashes."""
    unformatted = [path for laid in pieces for path in laid.unformatted]
    if unformatted:
        _run_ruff(staging.root)
    digests = {path: digest for laid in pieces for path, digest in laid.digests.items()}
    digests |= {path: file_sha256(staging.at(path)) for path in unformatted}
    for path, final in (later for laid in pieces for later in laid.later):
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
