"""Generated tests find faults: each of a table is planted in a package, whose own tests must then fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from generator.cli import main
from tests.generated.planting import NOT_FOUND

HERE = Path(__file__).parent
FAULTS: list[dict[str, str]] = yaml.safe_load((HERE / "faults.yaml").read_text(encoding="utf-8"))
AT_ONCE = 12
"""How many faults one test plants."""


def planted_in(package: Path, faults: list[dict[str, str]], *options: str, **variables: str) -> dict[str, str]:
    """Plant faults, one at a time; return how the tests of the package ended with each."""
    command = [sys.executable, str(HERE / "planting.py"), str(package), *options]
    environment = {**os.environ, **variables}
    done = subprocess.run(
        command, input=json.dumps(faults), env=environment, capture_output=True, text=True, check=True
    )
    return dict(line.split(" ", 1) for line in done.stdout.splitlines())


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with its tests, which pass."""
    out = tmp_path_factory.mktemp("faults")
    spec, config = HERE / "faults.api.yaml", HERE / "faults.sdk.yaml"
    parts = [argument for part in ("client", "testing", "tests") for argument in ("--only", part)]
    assert main(["generate", str(spec), "--config", str(config), "--out", str(out), "-q", *parts]) == 0
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, cwd=out, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    return out


@pytest.mark.parametrize("first", range(0, len(FAULTS), AT_ONCE))
def test_faults_are_found(package: Path, first: int) -> None:
    """Without a fault all tests pass; with any of these, some do not."""
    faults = FAULTS[first : first + AT_ONCE]
    assert planted_in(package, faults) == {fault["id"]: "found" for fault in faults}


def test_failures_on_ci_are_told_soon(package: Path) -> None:
    """There pytest explains in full how what is compared differs, which takes minutes for large content."""
    cut = {"id": "cut", "file": "_request.py", "find": "raw if isinstance(raw, bytes)", "by": "client/test_requests.py"}
    cut["put"] = "raw[3:] if isinstance(raw, bytes)"
    assert planted_in(package, [cut], "--assert=rewrite", CI="true") == {"cut": "found"}


def test_a_fault_that_changes_nothing_is_not_found(package: Path) -> None:
    """What tells that faults are found can say that they are not."""
    by = "client/test_webhooks.py"
    nothing = {"id": "none", "file": "_qs.py", "find": "def is_list(", "put": "def is_list(", "by": by}
    outcomes = planted_in(package, [nothing, {**nothing, "id": "nowhere", "find": "def is_no_list("}])
    assert outcomes == {"none": NOT_FOUND, "nowhere": "the text is there 0 times"}


def test_faults_are_in_all_of_the_package() -> None:
    """The table has some for each layer of the runtime, and for what is generated; none is there twice."""
    assert len({fault["id"] for fault in FAULTS}) == len(FAULTS) >= 100
    files = {fault["file"] for fault in FAULTS}
    assert {"_qs.py", "_request.py", "_exchange.py", "_streaming.py", "_pagination.py", "_construct.py"} <= files
    assert len([fault for fault in FAULTS if "/" in fault["file"] or fault["file"] == "_client.py"]) >= 10
