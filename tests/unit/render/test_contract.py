"""The views as a contract: each template has one, and is given what the reference of templates says."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from generator.pipeline import first_files, generate
from generator.render import environment, recipes
from generator.render.contract import given, views
from generator.render.environment import TEMPLATES
from generator.render.own_templates import ASSETS, ours
from generator.render.site import guides
from generator.request import ALL_PARTS, Request
from generator.write.renderings import content_of

ROOT = Path(__file__).parents[3]
CHANGES = "# Changelog\n\n## 1.0.0 (2024-01-01)\n\nIt is there.\n"


def test_every_template_is_given_what_the_reference_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The embedded document, the case that says everything, and what a project begins with come by all templates."""
    seen: dict[str, type[Any]] = {}

    def render(template: str, view: object) -> str:
        seen[template] = type(view)
        return environment.render(template, view)

    for module in (recipes, guides):
        monkeypatch.setattr(module, "render", render)
    (tmp_path / "CHANGELOG.md").write_text(CHANGES)
    mit, apache = tmp_path / "mit.yaml", tmp_path / "apache.yaml"
    mit.write_text("settings: {license: MIT}\n")
    apache.write_text('settings: {license: Apache-2.0}\ncodeflow: {code_owners: {"*.py": ["@ann"]}}\n')
    for spec, config in (
        ("spec/openai.yaml", ROOT / "spec/openai.sdk.yaml"),
        ("tests/cases/documents/every_text/spec.yaml", mit),
        ("tests/cases/naming/keywords/spec.yaml", apache),
    ):
        request = Request(spec=str(ROOT / spec), config=config, out=tmp_path, only=frozenset(ALL_PARTS))
        outcome = generate(request, stdin=io.BytesIO(), progress=lambda _: None)
        assert outcome.package is not None
        for file in outcome.files.values():
            content_of(file)
    first_files(outcome, document="openapi.yaml", out="sdk", generator="sdkgen", taken="")
    assert seen.items() <= views().items()
    assert views().keys() - seen.keys() <= {"client/key_tables.py.jinja"}


def test_every_template_is_in_the_contract() -> None:
    """Those without a view of their own are parts of some that have one."""
    assert views().keys() <= set(ours())
    assert {path for path in ours() if not (TEMPLATES / path).is_file()} == set()
    parts = set(ours()) - views().keys() - set(ASSETS)
    assert {path for path in parts if given(path) == "(a part of )"} == set()
