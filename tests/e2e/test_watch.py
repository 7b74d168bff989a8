"""`generate --watch` as a program: it goes on until it is interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.program import REPOSITORY

DOCUMENT = """\
openapi: 3.1.0
info: {title: Zoo, version: "1"}
servers: [{url: https://zoo.example}]
paths:
  /pets: {get: {summary: All pets., responses: {"204": {description: None.}}}}
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_from_change_to_change(tmp_path: Path) -> None:
    """A mistake is shown, what mends it is generated, and Ctrl+C is no failure."""
    spec, made = tmp_path / "spec.yaml", tmp_path / "output/zoo/resources/pets.pyi"
    spec.write_text(DOCUMENT)
    program = subprocess.Popen(
        [sys.executable, "-m", "generator", "generate", "spec.yaml", "--watch"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # Shells let what runs behind them ignore it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 # no thread runs here
    )
    assert program.stdout is not None

    def until(word: str) -> str:
        text = ""
        for line in program.stdout:
            text += line
            if line.startswith(word):
                return text
        raise AssertionError(text)

    def save(text: str) -> None:
        new = spec.with_suffix(".new")
        new.write_text(text)
        new.replace(spec)

    try:
        until("watching")
        assert "All pets." in made.read_text()
        save("openapi: [\n")
        assert "yaml-syntax" in until("watching")
        save(DOCUMENT.replace("All pets.", "Every pet."))
        assert "changed    spec.yaml" in until("watching")
        assert "Every pet." in made.read_text()
        program.send_signal(signal.SIGINT)
        until("watching   ended")
        assert program.wait() == 0
    finally:
        program.kill()
        program.wait()
        program.stdout.close()
