"""How far a change reaches on the site, and that a run renders no page whose meaning did not change."""

from __future__ import annotations

import re
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


PLAIN = "openapi: 3.1.0\ninfo: {title: TITLE, version: '1'}\npaths: {}\n"


def configured(folder: Path, parts: str) -> Path:
    """A document, beside a config that lists these parts."""
    (folder / "spec.yaml").write_text(PLAIN, encoding="utf-8")
    (folder / "sdk.yaml").write_text(f"sdkgen: {{parts: {parts}}}\n", encoding="utf-8")
    return folder / "spec.yaml"


def test_a_run_says_what_it_leaves_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A site of an earlier run is neither lost nor out of date without a word."""
    spec, out = tmp_path / "spec.yaml", str(tmp_path / "out")
    spec.write_text(PLAIN, encoding="utf-8")
    assert main(["generate", str(spec), "--out", out]) == 0
    assert "site" not in capsys.readouterr().out
    assert main(["site", str(spec), "--out", out]) == 0
    capsys.readouterr()
    spec.write_text(PLAIN.replace("TITLE", "Another"), encoding="utf-8")
    assert main(["generate", str(spec), "--out", out]) == 0
    assert "files as an earlier run left them (--only site, or sdkgen.parts)" in capsys.readouterr().out
    assert (tmp_path / "out/site/index.html").exists()


def test_a_config_says_what_the_output_consists_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The site is made each time and checked each time; once it is not listed any more, it is removed."""
    out = tmp_path / "out"
    spec = configured(tmp_path, "[client, stubs, site]")
    assert main(["generate", str(spec), "--out", str(out), "-q"]) == 0
    assert (out / "site/index.html").exists()
    assert not (out / "docs").exists()
    assert main(["generate", str(spec), "--out", str(out), "-q", "--check"]) == 0
    spec.write_text(PLAIN.replace("TITLE", "Another"), encoding="utf-8")
    assert main(["generate", str(spec), "--out", str(out), "-q", "--check"]) == 1
    assert main(["generate", str(spec), "--out", str(out), "-q"]) == 0
    assert "Another" in (out / "site/index.html").read_text(encoding="utf-8")

    spec = configured(tmp_path, "[client, stubs, docs]")
    (out / "site/mine.html").write_text("mine", encoding="utf-8")
    capsys.readouterr()
    assert main(["generate", str(spec), "--out", str(out)]) == 0
    assert re.search(r"[1-9]\d* removed", capsys.readouterr().out)
    assert sorted(path.name for path in (out / "site").iterdir()) == ["mine.html"]
    assert (out / "docs").exists()


def test_only_goes_before_the_config(tmp_path: Path) -> None:
    """A part that is asked for is made, and what the config lists beside it stays."""
    spec, out = configured(tmp_path, "[client, stubs]"), tmp_path / "out"
    assert main(["generate", str(spec), "--out", str(out), "-q"]) == 0
    before = {path: content for path, content in tree(out).items() if path.endswith((".py", ".pyi"))}
    assert main(["site", str(spec), "--out", str(out), "-q"]) == 0
    assert before.items() <= tree(out).items()
    assert before
    assert (out / "site/index.html").exists()


def test_a_part_that_there_is_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A finding with a place, and the usual parts are made."""
    spec, out = configured(tmp_path, "[client, pictures]"), tmp_path / "out"
    main(["generate", str(spec), "--out", str(out), "-v"])
    assert "sdk.yaml:1:" in capsys.readouterr().err


def test_a_document_that_grows(tmp_path: Path) -> None:
    """Four times the document is four times the site: pages do not know how many others there are."""
    small, large = (_site_of_copies(tmp_path, copies) for copies in (25, 100))
    assert len(large) > 3.5 * len(small)
    assert sum(map(len, large.values())) < 4.2 * sum(map(len, small.values()))


def _site_of_copies(folder: Path, copies: int) -> dict[str, bytes]:
    """The site of a document with so many resources, each with types of its own."""
    head, paths, schemas = re.split(r"^(?:paths|components):\n(?:  schemas:\n)?", DOCUMENT, flags=re.MULTILINE)
    numbered = [
        re.sub(r"\b(pets?|getPet|Pet|Owner)\b", rf"\g<1>Number{number}", part)
        for part in (paths, schemas)
        for number in range(copies)
    ]
    spec = folder / f"{copies}.yaml"
    spec.write_text(
        f"{head}paths:\n{''.join(numbered[:copies])}components:\n  schemas:\n{''.join(numbered[copies:])}",
        encoding="utf-8",
    )
    assert main(["site", str(spec), "--out", str(folder / str(copies)), "-q"]) == 0
    return tree(folder / str(copies) / "site")
