"""The facts, a small package of our own to hold against facts of our own, and the report on the published document."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.parity.facts import MissingFactsError, facts_folder
from tests.parity.introspection import Package
from tests.support.generated import imported
from tests.support.program import CONFIG, REPOSITORY, sdkgen

PARTS = ("--only", "client", "--only", "stubs")


@pytest.fixture(scope="session")
def shop() -> Package:
    """The package of a small document."""
    root = imported(Path(__file__).with_name("shop.yaml"))
    return Package(root, root.Shop(), root.AsyncShop())


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The run on the published document: its exit code, what it printed, and its report as JSON."""

    code: int
    text: str
    report: dict[str, Any]


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The parity of the published document's SDK. `SPEC_OFFICIAL` names a virtual environment with the official one."""
    document = os.environ.get("SPEC_UPSTREAM")
    if not document:
        pytest.skip("SPEC_UPSTREAM does not name the published document")
    try:
        facts_folder(os.environ)
    except MissingFactsError as error:
        pytest.skip(f"no facts to compare with: {error}")
    folder = tmp_path_factory.mktemp("parity")
    made = sdkgen("generate", document, "--config", CONFIG, "--package", "openai", *PARTS, "--out", folder)
    assert made.returncode == 0, made.stderr
    return _run(folder, os.environ.get("SPEC_OFFICIAL"))


def _run(folder: Path, official: str | None) -> Published:
    report = folder / "parity.json"
    command = [sys.executable, "-m", "tests.parity", "--package-dir", str(folder), "--json", str(report)]
    done = subprocess.run(
        command + (["--official", official] if official else []),
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert report.exists(), done.stderr
    return Published(code=done.returncode, text=done.stdout, report=json.loads(report.read_text(encoding="utf-8")))
