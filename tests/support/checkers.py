"""Style and type checkers over generated code, run as users run them, whatever this repository is configured with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCRIPTS = Path(sys.executable).parent
PYTHON = "3.10"
# What mypy knows of libraries, which it would read anew for each package otherwise. Workers do not share it.
_CACHE = Path(__file__).parents[2] / ".mypy_cache/generated" / os.environ.get("PYTEST_XDIST_WORKER", "alone")
LAYOUT = ("--line-length", "120", "--target-version", "py310")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something a checker objects to: file (relative to the checked folder), line (from 1), and its words."""

    file: str
    line: int
    text: str


def run(folder: Path, *command: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of this environment in a folder, with extra environment variables."""
    path = f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [SCRIPTS / str(command[0]), *map(str, command[1:])],
        cwd=folder,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(folder), **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def mypy(folder: Path, *paths: str, python: str | Path = sys.executable, cache: Path | None = None) -> list[Finding]:
    """What strict mypy objects to; `python` has the packages that are imported."""
    strict = ("--strict", "--python-version", PYTHON, "--python-executable", python, "--config-file", "")
    done = run(folder, "mypy", *strict, "--output", "json", "--cache-dir", cache or _CACHE, *paths)
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert done.returncode == bool(found), done.stdout + done.stderr
    return [Finding(f["file"], f["line"], f["message"]) for f in found if f["severity"] == "error"]


def pyright(folder: Path, *paths: str, python: str | Path = sys.executable) -> list[Finding]:
    """What strict pyright objects to; `python` has the packages that are imported."""
    settings = {"include": list(paths), "typeCheckingMode": "strict", "pythonVersion": PYTHON}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    report = _report(run(folder, "pyright", "-p", folder, "--pythonpath", python, "--outputjson"))
    assert report["summary"]["filesAnalyzed"] > 0
    root = folder.resolve()
    return [
        Finding(str(Path(d["file"]).relative_to(root)), d["range"]["start"]["line"] + 1, d["message"])
        for d in report["generalDiagnostics"]
    ]


def incomplete_types(folder: Path, package: str) -> tuple[float, list[str]]:
    """The share of exported symbols whose type pyright knows for certain, and those that it does not."""
    done = run(folder, "pyright", "--ignoreexternal", "--verifytypes", package, "--outputjson")
    completeness = _report(done)["typeCompleteness"]
    unknown = [s["name"] for s in completeness["symbols"] if s["isExported"] and not s["isTypeKnown"]]
    assert len(completeness["symbols"]) > 100
    return completeness["completenessScore"], unknown


def stubtest(folder: Path, package: str) -> str:
    """What differs between the stubs and the modules of a package: stubtest's words, empty where nothing does."""
    allowed = ("--allowlist", "stubtest_allowlist.txt", "--ignore-unused-allowlist")
    done = run(folder, "python", "-m", "mypy.stubtest", package, *allowed)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def marked(folder: Path, files: Iterable[str], mark: str) -> set[tuple[str, int]]:
    """The lines of files that end with a mark."""
    return {
        (file, number)
        for file in files
        for number, line in enumerate((folder / file).read_text(encoding="utf-8").splitlines(), 1)
        if line.endswith(mark)
    }


def _report(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.stdout.startswith("{"), done.stdout + done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report
