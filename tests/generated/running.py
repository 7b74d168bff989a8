"""Packages with generated tests, and these tests run as the teams that own them run them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.support.checkers import run
from tests.support.program import sdkgen

PARTS = ("--only", "client", "--only", "stubs", "--only", "tests")


def generated_with_tests(spec: object, *arguments: object, out: Path) -> list[dict[str, Any]]:
    """Generate a package with its tests; what the ledger says of these."""
    report = out.parent / f"{out.name}.json"
    done = sdkgen("generate", spec, "--out", out, "--report", report, *PARTS, *arguments)
    assert done.returncode == 0, done.stderr
    return [entry for entry in json.loads(report.read_text())["entries"] if entry["kind"] == "test"]


def pytest_of(out: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the tests of an output folder: plain pytest, which fails on warnings here."""
    return run(
        out,
        Path(sys.executable).name,
        "-m",
        "pytest",
        "-q",
        "-W",
        "error",
        "-p",
        "no:cacheprovider",
        *arguments,
        **environment,
    )


def passed(out: Path, *arguments: str, **environment: str) -> int:
    """How many tests an output folder has, all of which pass."""
    done = pytest_of(out, *arguments, **environment)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    count = re.search(r"^(\d+) passed in ", done.stdout, re.MULTILINE)
    assert count is not None, done.stdout
    return int(count[1])
