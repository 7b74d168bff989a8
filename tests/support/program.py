"""The program as users start it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
SPEC = REPOSITORY / "spec/openai.yaml"
CONFIG = REPOSITORY / "spec/openai.sdk.yaml"
OVERLAY = REPOSITORY / "spec/overlays/openai.yaml"


def sdkgen(
    *arguments: object, cwd: Path = REPOSITORY, stdin: bytes | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `python -m generator` in a folder, with extra environment variables; `stdin` is its standard input."""
    done = subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **environment},
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of an output folder, the generator's own included."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
