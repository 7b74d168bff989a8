"""Memory: it does not grow with the number of calls, nor with the size of an upload.

RUNTIME_SOAK_CALLS and RUNTIME_UPLOAD_BYTES set how many calls are made and how much is sent (for the real thing:
100000 and 2147483648).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.sockets import Sink

SCRIPT = Path(__file__).parents[1] / "support/soak.py"
CALLS = int(os.environ.get("RUNTIME_SOAK_CALLS", "10000"))
UPLOAD = int(os.environ.get("RUNTIME_UPLOAD_BYTES", str(256 << 20)))
MEGABYTE = 1 << 20


def soak(package_folder: Path, *arguments: object) -> dict[str, int]:
    """Run `soak.py` in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(SCRIPT), *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(package_folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    grown: dict[str, int] = json.loads(done.stdout)
    print(arguments, grown)
    return grown


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_memory_does_not_grow(package_folder: Path, kind: str) -> None:
    """The second half of many calls of all sorts, no two alike, leaves nothing that the first half had not."""
    grown = soak(package_folder, "calls", kind, CALLS)
    assert grown["blocks"] < 500
    assert grown["resident"] < 2 * MEGABYTE


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_large_upload(package_folder: Path, tmp_path: Path, kind: str) -> None:
    """A file by its path, an open file and an iterator are sent in constant memory."""
    file = tmp_path / "large"
    with file.open("wb") as sparse:
        sparse.truncate(UPLOAD)
    with Sink() as sink:
        grown = soak(package_folder, "upload", kind, sink.url, UPLOAD, file)
    path, opened, pieces = sink.taken[-3:]
    assert path > UPLOAD
    assert opened > UPLOAD
    assert pieces == UPLOAD
    assert all(growth < 8 * MEGABYTE for growth in grown.values()), grown
