"""`validate`, and the program as a whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli import main
from generator.diagnostics import Code, Severity
from generator.source import Location
from tests.unit.cli.fake_pipeline import Pipeline

WRONG = Code("test-wrong", Severity.ERROR, "")
ODD = Code("test-odd", Severity.WARNING, "")


def test_a_clean_document(pipeline: Pipeline, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 0 with a verdict, and nothing is written."""
    assert main(["validate", "spec.yaml"]) == 0
    assert capsys.readouterr().out == "0 errors, 0 warnings, 0 notes\n"
    assert [path.name for path in Path().iterdir()] == ["spec.yaml"]


def test_every_finding_is_printed_in_full(pipeline: Pipeline, capsys: pytest.CaptureFixture[str]) -> None:
    """Warnings are not grouped here; they alone do not fail a document, an error does."""
    pipeline.diagnostics.report(ODD, "odd", Location("spec.yaml", 2, 1))
    assert main(["validate", "spec.yaml"]) == 0
    assert "spec.yaml:2:1: warning: test-odd: odd\n" in capsys.readouterr().err
    pipeline.diagnostics.report(WRONG, "broken", Location("spec.yaml", 1, 1))
    assert main(["validate", "spec.yaml"]) == 1
    captured = capsys.readouterr()
    assert "spec.yaml:1:1: error: test-wrong: broken\n" in captured.err
    assert captured.out == "1 error, 1 warning, 0 notes\n"


def test_unusable_input_is_no_verdict(pipeline: Pipeline, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2 for what cannot be read at all."""
    pipeline.diagnostics.report(WRONG, "no file")
    pipeline.usable = False
    assert main(["validate", "spec.yaml"]) == 2
    captured = capsys.readouterr()
    assert "error: test-wrong: no file" in captured.err
    assert captured.out == ""


@pytest.mark.parametrize("arguments", [["--help"], ["generate", "--help"], ["validate", "--help"], ["--version"]])
def test_help_and_version(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Asking is not an error."""
    assert main(arguments) == 0
    assert capsys.readouterr().out


def test_output_survives_a_narrow_encoding(tmp_path: Path) -> None:
    """A message that the terminal cannot show is escaped, not a crash."""
    run = subprocess.run(
        [sys.executable, "-m", "generator", "validate", "no-such-\u4e2d.yaml"],
        capture_output=True,
        env={"PYTHONIOENCODING": "latin-1", "PATH": "", "PYTHONUTF8": "1"},
        check=False,
    )
    assert run.returncode == 2
    assert rb"no-such-\u4e2d.yaml" in run.stderr
    assert b"Traceback" not in run.stderr
