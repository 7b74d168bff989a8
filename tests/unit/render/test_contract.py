"""The views as a contract: the page that says it is up to date, and templates are given what it says."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from generator.pipeline import generate
from generator.render import environment, recipes
from generator.render.contract import views
from generator.render.environment import TEMPLATES
from generator.render.own_templates import ours
from generator.render.site import guides
from generator.request import ALL_PARTS, Request
from tests.support.templates_page import FILE, up_to_date

ROOT = Path(__file__).parents[3]


def test_the_page_is_up_to_date() -> None:
    """Where a view changed: `python -m tests.support.templates_page`; and raise the version when one lost something."""
    assert FILE.read_text(encoding="utf-8") == up_to_date()


def test_every_template_is_given_what_the_page_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """The embedded document and the case that says everything come by all templates but that of key tables."""
    given: dict[str, type[Any]] = {}

    def render(template: str, view: object) -> str:
        given[template] = type(view)
        return environment.render(template, view)

    monkeypatch.setattr(recipes, "render", render)
    monkeypatch.setattr(guides, "render", render)
    for spec, config in (
        ("spec/openai.yaml", Path("spec/openai.sdk.yaml")),
        ("tests/cases/documents/every_text/spec.yaml", None),
        ("tests/cases/naming/keywords/spec.yaml", None),
    ):
        request = Request(spec=str(ROOT / spec), config=config and ROOT / config, only=frozenset(ALL_PARTS))
        generate(request, stdin=io.BytesIO(), progress=lambda _: None)
    assert given.items() <= views().items()
    assert views().keys() - given.keys() <= {"client/key_tables.py.jinja"}


def test_every_template_is_on_the_page() -> None:
    """Those without a view of their own are parts of some that have one."""
    assert views().keys() <= set(ours())
    assert {path for path in ours() if not (TEMPLATES / path).is_file()} == set()
