"""The project that the generator carries: the same SDK, and the same words about it, wherever the generator stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli import main, project
from tests.support.program import tree

DOCUMENT = """
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get: {operationId: listPets, responses: {"200": {$ref: more.yaml#/Pets}}}
"""
CONFIG = """
targets: {python: {package_name: pets}}
resources: {cats: {methods: {list: get /cats}}}
sdkgen: {documents: {titles: [Pets]}}
"""
OVERLAY = """
overlay: 1.1.0
info: {title: Repairs, version: "1"}
x-titles: [Pets]
actions:
  - {target: "$.paths['/pets'].put", remove: true}
"""
FILES = {
    "openai.yaml": DOCUMENT,
    "more.yaml": "Pets: {description: All pets.}\n",
    "openai.sdk.yaml": CONFIG,
    "overlays/repairs.yaml": OVERLAY,
}


def test_the_place_of_the_generator_shows_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Output, report and findings, and what a run remembers; places in the project's files are named all the same."""
    made = []
    for place in ("a/deep/place", "z"):
        folder, working = tmp_path / place / "spec", tmp_path / f"work-{place[0]}"
        working.mkdir()
        for name, text in FILES.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        monkeypatch.setattr(project, "carried", folder.with_name)
        monkeypatch.chdir(working)
        assert main(["generate", "-v", "--report", "report.json"]) == 0
        made.append((tree(working), capsys.readouterr().err))
        assert main(["generate"]) == 0
        assert "nothing has changed" in capsys.readouterr().out
    assert made[0] == made[1]
    for name in ("openai.sdk.yaml:3:30", "overlays/repairs.yaml:6:6"):
        assert f"{Path('spec', name)}: warning: " in made[0][1]
    assert "> 3 | resources: {cats:" in made[0][1]
