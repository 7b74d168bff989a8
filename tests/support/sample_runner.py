"""Runs programs that use the package `openai`: `sample_runner.py FOLDER URL` prints a JSON object of those that fail.

Each module in FOLDER runs in the folder of its own name, in a process of its own. That is a fork of one that has loaded
what all need, and ends after half a minute in any case.
"""

from __future__ import annotations

import importlib
import json
import multiprocessing
import os
import runpy
import sys
from pathlib import Path

COMMON = ("openai", "pydantic", "httpx2")
SECONDS = 30


def execute(program: Path, url: str) -> None:
    """Run a program; what it prints goes into a file in its folder."""
    os.chdir(program.with_suffix(""))
    os.environ["OPENAI_BASE_URL"] = f"{url}/{program.stem}"
    with Path("output.txt").open("w", encoding="utf-8") as output:
        os.dup2(output.fileno(), sys.stdout.fileno())
        os.dup2(output.fileno(), sys.stderr.fileno())
    runpy.run_path(str(program), run_name="__main__")


def failure(program: Path, url: str) -> str | None:
    """The last words of a program that fails."""
    process = multiprocessing.get_context("fork").Process(target=execute, args=(program, url))
    process.start()
    process.join(SECONDS)
    if process.is_alive():
        process.kill()
        return f"still runs after {SECONDS} seconds"
    if process.exitcode == 0:
        return None
    words = (program.with_suffix("") / "output.txt").read_text(encoding="utf-8").splitlines()
    return words[-1] if words else f"exit code {process.exitcode}"


def main(folder: Path, url: str) -> dict[str, str]:
    """Run every program of a folder in turn; the last words of those that fail, by their names."""
    for name in COMMON:
        importlib.import_module(name)
    found = {program.stem: failure(program, url) for program in sorted(folder.glob("*.py"))}
    return {name: words for name, words in found.items() if words is not None}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]).resolve(), sys.argv[2])))
