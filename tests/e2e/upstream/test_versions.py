"""Older published versions of the document, in the folders `history` and `updates` beside it."""

from __future__ import annotations

import compileall
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.documents import plain
from tests.support.program import CONFIG, REPOSITORY, sdkgen

VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
IMPORT_ALL = """
import sys
from tests.support.packages import build_models, import_everything
import openai_sdk
print(len(import_everything(openai_sdk)), build_models(openai_sdk))
"""


def versions(folder: str) -> list[object]:
    """The files of a folder beside the published document; a skipped test by name where none is named."""
    named = os.environ.get("SPEC_UPSTREAM")
    if not named:
        return [pytest.param(None, id=folder, marks=pytest.mark.skip("SPEC_UPSTREAM does not name the document"))]
    files = sorted((Path(named).resolve().parent / folder).glob("*.yaml"))
    return [pytest.param(file, id=file.stem) for file in files]


def generate(version: Path, folder: Path) -> Path:
    """Generate a version and make sure that nothing of it is lost."""
    out, report = folder / "out", folder / "ledger.json"
    run = sdkgen("generate", version, "--config", CONFIG, "--out", out, "--report", report, "-q")
    assert run.returncode == 0, run.stderr
    ledger = json.loads(report.read_text(encoding="utf-8"))
    counts = plain(version)
    wanted = {
        "operation": sum(verb in VERBS for item in counts["paths"].values() for verb in item),
        "schema": len(counts["components"]["schemas"]),
        "webhook": len(counts.get("webhooks", counts.get("x-webhooks", {}))),
    }
    assert {kind: ledger["read"].get(kind, 0) for kind in wanted} == wanted
    assert {kind: ledger["generated"].get(kind, 0) for kind in wanted} == wanted
    assert not [entry for entry in ledger["entries"] if entry["kind"] in wanted]
    return out


@pytest.mark.parametrize("version", versions("history"))
def test_history(version: Path, tmp_path: Path) -> None:
    """Everything is generated, every module compiles and imports, every model builds."""
    out = generate(version, tmp_path)
    assert compileall.compile_dir(out, quiet=1, workers=1)
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORT_ALL],
        env={**os.environ, "PYTHONPATH": f"{out}{os.pathsep}{REPOSITORY}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    modules, models = map(int, run.stdout.split())
    assert modules == len(list((out / "openai_sdk").rglob("*.py")))
    assert models > 50


@pytest.mark.parametrize("version", versions("updates"))
def test_updates(version: Path, tmp_path: Path) -> None:
    """Everything is generated, and every module compiles."""
    assert compileall.compile_dir(generate(version, tmp_path), quiet=1, workers=1)
