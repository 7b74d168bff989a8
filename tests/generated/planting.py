"""Plants faults in copies of a generated package and runs the package's own tests on each.

    python tests/generated/planting.py FOLDER [OPTION OF PYTEST ...] < faults.json

It prints, a line a fault, its id and how the tests ended. Each run is a fork of this process, which has loaded what all
of them need: so a run costs what the tests cost. It imports nothing of this repository, as the package's tests are a
package called `tests`, too.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

import anyio
import httpx2
import pydantic
import pytest

LOADED = (anyio, httpx2, pydantic)
NOT_FOUND = "not found"


def outcome(folder: Path, fault: dict[str, str], options: list[str]) -> str:
    """Plant one fault in a copy of what is in a folder; return how the tests that are to find it ended."""
    with tempfile.TemporaryDirectory() as made:
        copy = Path(made) / "copy"
        shutil.copytree(folder, copy)  # with the compiled modules: what is the same need not be compiled again
        problem = plant(copy, fault)
        if problem:
            return problem
        child = os.fork()
        if child == 0:
            os._exit(run(copy, fault["by"], options))
        _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return {pytest.ExitCode.OK: NOT_FOUND, pytest.ExitCode.TESTS_FAILED: "found"}.get(code, f"exit {code}")


def plant(copy: Path, fault: dict[str, str]) -> str:
    """Change the text of a module; return why that is not possible, where it is not."""
    (module,) = copy.glob(f"*/{fault['file']}")
    text = module.read_text(encoding="utf-8")
    places = text.count(fault["find"])
    if places != 1:
        return f"the text is there {places} times"
    module.write_text(text.replace(fault["find"], fault["put"]), encoding="utf-8")
    return ""


def run(copy: Path, by: str, options: list[str]) -> int:
    """Run tests as whoever owns the package does, until one fails."""
    os.chdir(copy)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    arguments = ["-x", "-q", "--tb=no", "--assert=plain", "-p", "no:cacheprovider", "--rootdir", str(copy)]
    return int(pytest.main([*arguments, *options, f"tests/{by}"]))


if __name__ == "__main__":
    for planted in json.load(sys.stdin):
        print(planted["id"], outcome(Path(sys.argv[1]), planted, sys.argv[2:]), flush=True)
