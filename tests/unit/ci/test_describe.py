"""The script behind the workflows and the action that others use, and that these are whole."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.unit.diff.conftest import Edits, edited

ROOT = Path(__file__).parents[3]
SCRIPT = ROOT / ".ci/describe.py"
SHOP = ROOT / "tests/unit/diff/shop.yaml"


def describe(folder: Path, document: str) -> subprocess.CompletedProcess[str]:
    """Run the script on the shop and another document."""
    new = folder / "new.yaml"
    new.write_text(document)
    return subprocess.run(
        [sys.executable, SCRIPT, SHOP, new, folder / "found"],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ({}, "bump=none\nbreaking=0\n"),
        ({"/components/schemas/Pet/properties/age": {"type": "integer"}}, "bump=patch\nbreaking=0\n"),
        ({"/components/schemas/Pet/properties/weight": None}, "bump=minor\nbreaking=1\n"),
    ],
)
def test_what_a_workflow_decides_by(tmp_path: Path, edits: Edits, said: str) -> None:
    """The bump, and how many changes are breaking, as outputs of a step; the list in both forms."""
    run = describe(tmp_path, yaml.safe_dump(edited(yaml.safe_load(SHOP.read_text()), edits)))
    assert (run.returncode, run.stdout) == (0, said)
    assert len(json.loads((tmp_path / "found/changes.json").read_text())["changes"]) == len(edits)
    assert (tmp_path / "found/changes.md").read_text().strip()


def test_an_unusable_document_fails_the_step(tmp_path: Path) -> None:
    """No list is better than a wrong one."""
    run = describe(tmp_path, "just some words")
    assert run.returncode == 2
    assert "new.yaml" in run.stderr
    assert not (tmp_path / "found").exists()


def test_a_list_that_is_too_long() -> None:
    """What a pull request's text cannot hold is cut between lines, and says so."""
    spec = importlib.util.spec_from_file_location("describe", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    shortened = script.shortened("- a line\n" * 20_000)
    assert len(shortened) < 65_536
    assert set(shortened.split("\n\n")[0].splitlines()) == {"- a line"}
    assert "goes on" in shortened
    assert script.shortened("short") == "short"


@pytest.mark.parametrize(
    "file", ["action.yml", *sorted(str(p.relative_to(ROOT)) for p in ROOT.glob(".github/workflows/*"))]
)
def test_scripts_that_are_called_exist(file: str) -> None:
    """Workflows and the action call nothing that is not there, and put no input into the text of a script."""
    text = (ROOT / file).read_text()
    content = yaml.safe_load(text)
    assert {script for script in re.findall(r"\.ci/[a-z.]+", text) if not (ROOT / script).is_file()} == set()
    jobs = content.get("jobs", {"action": {"steps": content.get("runs", {}).get("steps", ())}})
    steps = [step for job in jobs.values() for step in job["steps"]]
    assert steps
    assert not [step["run"] for step in steps if "${{" in step.get("run", "")]
