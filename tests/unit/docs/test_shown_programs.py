"""Programs that a document shows itself stand beside ours, as what it says, and can do no harm to a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.ir.operations import ShownProgram
from generator.lower.contents import shown_programs
from tests.support.generated import run
from tests.support.rendering import render_docs, render_site

HOSTILE = "print(1)\n```\n<script>alert(1)</script>"
SAMPLES: list[Any] = [
    {"lang": "Python", "label": "With <b>love</b>", "source": HOSTILE},
    {"lang": "curl", "source": "curl https://example.com"},
    {"lang": "python", "source": 7},
    "python",
]


@pytest.fixture
def pages(tmp_path: Path) -> dict[str, str]:
    """The pages of an API with one method."""
    answers = {"200": {"description": "", "content": {"application/json": {"schema": {"type": "string"}}}}}
    get = {"operationId": "getPet", "tags": ["pets"], "responses": answers, "x-codeSamples": SAMPLES}
    document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/pets": {"get": get}}}
    spec = tmp_path / "spec.yaml"
    spec.write_text(yaml.safe_dump(document))
    package = run(spec).package
    assert package is not None
    return {**render_docs(package), **render_site(package)}


def test_they_stand_beside_ours(pages: dict[str, str]) -> None:
    """Those in Python, under what the document calls them."""
    (markdown,) = (text for path, text in pages.items() if path.startswith("docs/resources/"))
    assert f"documentation: With &lt;b>love&lt;/b>**\n\n````python\n{HOSTILE}\n````\n" in markdown
    assert "curl" not in markdown


def test_they_stay_text(pages: dict[str, str]) -> None:
    """On the site as well."""
    (page,) = (text for path, text in pages.items() if "/pets.html" in f"/{path}")
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "<b>love" not in page


@pytest.mark.parametrize("written", [None, "python", {"lang": "python"}, [None], [{"lang": ["python"], "source": ""}]])
def test_other_things_under_that_name_are_no_programs(written: object) -> None:
    """A vendor extension may hold anything."""
    assert shown_programs({"x-code-samples": written}) == ()


def test_where_openais_documents_have_them() -> None:
    """One example or several, each with requests by language; what is no program is passed over."""
    one = {"examples": {"title": "Ask", "request": {"curl": "curl https://example.com", "python": "\nask()\n"}}}
    several = {"examples": [None, {"request": "ask()"}, {"request": {"python": 7}}, {"request": {"python": "ask()"}}]}
    assert shown_programs({"x-oaiMeta": one}) == (ShownProgram(title="Ask", text="ask()"),)
    assert shown_programs({"x-oaiMeta": several}) == (ShownProgram(title="", text="ask()"),)
    assert shown_programs({"x-oaiMeta": one, "x-codeSamples": []}) == ()
