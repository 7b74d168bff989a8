"""The default overlays: they repair the documents that they are written for, and leave every other one alone."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from generator import pipeline
from generator.cli import main
from generator.request import Request
from tests.support.program import REPOSITORY

OVERLAYS = tuple(sorted((REPOSITORY / "spec/overlays").glob("*.yaml")))
DOCUMENT = """
openapi: 3.1.0
info: {{title: {title}, version: "1"}}
paths:
  /pets:
    get: {{operationId: listPets, {more}responses: {{"200": {{description: All pets.}}}}}}
"""
OVERLAY = """
overlay: 1.1.0
info: {title: Repairs, version: "1"}
x-titles: [Pets, Cats]
actions:
  - {target: "$.paths['/pets'].get", update: {deprecated: true}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a default overlay."""
    (tmp_path / "spec/overlays").mkdir(parents=True)
    (tmp_path / "spec/overlays/repairs.yaml").write_text(OVERLAY)
    (tmp_path / "spec/overlays/README.md").write_text("no overlay")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def generated(folder: Path, title: str, *arguments: str, more: str = "") -> tuple[int, bool]:
    """The exit code of a run, and whether the method was made deprecated."""
    (folder / "pets.yaml").write_text(DOCUMENT.format(title=title, more=more))
    code = main(["generate", "pets.yaml", "--package", "pets", "--out", "out", *arguments])
    module = folder / "out/pets/resources/pets.py"
    return code, module.exists() and "@deprecated" in module.read_text()


@pytest.mark.parametrize(("title", "repaired"), [("Pets", True), ("Cats", True), ("Pets (core)", False)])
def test_they_count_by_title(folder: Path, title: str, repaired: bool) -> None:
    """Documents of the titles that an overlay names are repaired; others neither that nor a word about it."""
    assert generated(folder, title, "--strict-overlays") == (0, repaired)


def test_those_that_are_asked_for_count_instead(folder: Path) -> None:
    """`--overlay` takes the place of the default ones, whatever the title."""
    (folder / "mine.yaml").write_text(OVERLAY.replace("deprecated: true", "summary: Mine."))
    assert generated(folder, "Dogs", "--overlay", "mine.yaml") == (0, False)
    assert "Mine." in (folder / "out/pets/resources/pets.pyi").read_text()


def test_an_action_not_needed_any_more(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A warning, also when nothing has changed since; with `--strict-overlays` nothing is written."""
    assert generated(folder, "Pets", "--strict-overlays", more="deprecated: true, ") == (2, False)
    assert "error: overlay-without-effect: the document says already" in capsys.readouterr().err
    for _ in range(2):
        assert generated(folder, "Pets", more="deprecated: true, ") == (0, True)
        assert "warning: overlay-without-effect: once" in capsys.readouterr().err
    assert generated(folder, "Pets", "--strict-overlays", more="deprecated: true, ") == (2, True)
    assert main(["validate", "pets.yaml", "--strict-overlays"]) == 1


def overlay_findings(spec: Path) -> list[str]:
    """What there is to say about the overlays of this repository under a document."""
    request = Request(spec=str(spec), overlays=OVERLAYS, overlays_assumed=True, strict_overlays=True)
    found = pipeline.validate(request, stdin=io.BytesIO(), progress=lambda stage: None).diagnostics.sorted()
    return [f"{one.location}: {one.message}" for one in found if "overlay" in one.code.id]


def test_each_action_says_why() -> None:
    """A repair without a reason cannot be judged when the document changes."""
    text = "".join(path.read_text() for path in OVERLAYS)
    assert text.count("  - target:") == text.count("    description:") > 10


def test_the_embedded_document_needs_none() -> None:
    """It is not what they are written for, so they say nothing about it."""
    assert overlay_findings(REPOSITORY / "spec/openai.yaml") == []


@pytest.mark.skipif("SPEC_UPSTREAM" not in os.environ, reason="SPEC_UPSTREAM does not name the upstream document")
def test_the_published_document_needs_all() -> None:
    """Every repair finds what it repairs."""
    assert overlay_findings(Path(os.environ["SPEC_UPSTREAM"])) == []
