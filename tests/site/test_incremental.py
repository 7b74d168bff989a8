"""How far a change reaches on the site, and that a run renders no page whose meaning did not change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.cli import main
from generator.ir.declarations import Declaration, ObjectModel
from generator.render import recipes
from tests.support.program import tree
from tests.support.rendering import render_site
from tests.unit.docs.zoo import DECLARATIONS, PACKAGE, STRING, field

DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets/{id}:
    get:
      operationId: getPet
      tags: [pets]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: A pet.
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
components:
  schemas:
    Pet:
      type: object
      properties:
        name: {type: string, description: TEXT}
        owner: {$ref: '#/components/schemas/Owner'}
    Owner:
      type: object
      properties:
        name: {type: string}
"""
ALWAYS = {"llms-full.txt"}
"""What has everything in it."""


def changed(change: Callable[[Declaration], Declaration], name: str) -> set[str]:
    """The files that differ after one declaration changed."""
    declarations = tuple(change(d) if d.name == name else d for d in DECLARATIONS)
    before, after = render_site(PACKAGE), render_site(replace(PACKAGE, declarations=declarations))
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def test_a_new_field_changes_what_shows_it() -> None:
    """Its own page, those with an example of it, and what lists everything."""

    def more(declaration: Declaration) -> Declaration:
        assert isinstance(declaration, ObjectModel)
        return replace(declaration, fields=(*declaration.fields, field("new", STRING)))

    shown = {
        f"{page}.{kind}" for page in ("types/zoo/animal", "resources/animals", "testing") for kind in ("html", "md")
    }
    assert changed(more, "Animal") == ALWAYS | shown | {"search-index.js"}


def test_a_new_text_changes_one_page_and_the_list() -> None:
    """The list of a package says what its types are."""
    found = changed(lambda declaration: replace(declaration, doc="Another text."), "Animal")
    lists = {"types/zoo.html", "types/zoo.md"}
    assert found == ALWAYS | lists | {"types/zoo/animal.html", "types/zoo/animal.md", "search-index.js"}


def test_the_order_of_declarations_changes_nothing() -> None:
    """A schema that moves in the document leaves everything as it is."""
    assert render_site(replace(PACKAGE, declarations=DECLARATIONS[::-1])) == render_site(PACKAGE)


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates of all pages that are rendered."""
    found: list[str] = []
    original = recipes.Recipe.text

    def text(recipe: recipes.Recipe) -> str:
        found.append(recipe.template)
        return original(recipe)

    monkeypatch.setattr(recipes.Recipe, "text", text)
    return found


def test_a_run_renders_what_changed(tmp_path: Path, rendered: list[str]) -> None:
    """After a change of one description two pages are made anew, and the folder is what a first run makes."""
    spec = tmp_path / "spec.yaml"

    def generate(out: str, text: str) -> None:
        spec.write_text(DOCUMENT.replace("TEXT", text), encoding="utf-8")
        assert main(["generate", str(spec), "--out", str(tmp_path / out), "--only", "site", "-q"]) == 0

    generate("out", "Some text.")
    assert rendered.count("site/types.html.jinja") == 3
    rendered.clear()
    generate("out", "Another text.")
    assert [template for template in rendered if template.endswith(".html.jinja")] == ["site/types.html.jinja"]
    generate("fresh", "Another text.")
    kept, fresh = (
        {path: content for path, content in tree(tmp_path / out).items() if path.startswith("site/")}
        for out in ("out", "fresh")
    )
    assert kept == fresh


def test_other_parts_leave_the_site(tmp_path: Path) -> None:
    """A run that does not ask for the site makes none, and leaves one that is there."""
    spec = tmp_path / "spec.yaml"
    spec.write_text("openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n", encoding="utf-8")
    out = tmp_path / "out"
    assert main(["generate", str(spec), "--out", str(out), "-q"]) == 0
    assert not (out / "site").exists()
    assert main(["site", str(spec), "--out", str(out), "-q"]) == 0
    site = tree(out / "site")
    assert {"index.html", "index.md", "site.js", "search.js", "site.css", "tree.js", "search-index.js"} <= site.keys()
    assert main(["generate", str(spec), "--out", str(out), "-q", "--check"]) == 0
    spec.write_text("openapi: 3.1.0\ninfo: {title: U, version: '1'}\npaths: {}\n", encoding="utf-8")
    assert main(["generate", str(spec), "--out", str(out), "-q"]) == 0
    assert tree(out / "site") == site
    assert main(["generate", str(spec), "--out", str(out), "-q", "--only", "site", "--check"]) == 1
