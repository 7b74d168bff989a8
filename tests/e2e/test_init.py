"""`init`: a project from a document, in which the other commands need no arguments."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from generator.cli import main
from tests.support.program import tree

DOCUMENT = """\
openapi: 3.1.0
info: {title: Paw Shop API, version: "1"}
servers: [{url: https://pawshop.example}]
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200":
          description: Pets.
          content: {application/json: {schema: {type: array, items: {type: string}}}}
"""
STAINLESS = """\
# The team's own words.
organization: {name: paws}
resources:
  animals: {methods: {all: get /pets}}
"""
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in an empty folder: its exit code, and what it prints."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str]:
        code = main(list(arguments))
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


def test_a_document_under_a_usual_name_is_found(run: Run) -> None:
    """The project names it; the next runs need no argument and have nothing to do."""
    Path("openapi.yaml").write_text(DOCUMENT)
    code, printed = run("init")
    assert code == 0, printed
    said = yaml.safe_load(Path("sdk.yaml").read_text())
    assert said == {
        "organization": {"name": "PawShop"},
        "targets": {"python": {"package_name": "paw_shop"}},
        "sdkgen": {"project": {"document": "openapi.yaml", "output": "sdk"}},
    }
    assert Path("sdk/paw_shop/__init__.py").is_file()
    assert Path("names.lock").is_file()
    assert not Path("output").exists()
    for command in ("generate", "update"):
        code, printed = run(command)
        assert code == 0
        assert "nothing has changed since the last run" in printed


def test_editors_are_told_the_schema(run: Run) -> None:
    """The first line of the config names a file that is what `schema` prints."""
    Path("openapi.yaml").write_text(DOCUMENT)
    assert run("init")[0] == 0
    line = Path("sdk.yaml").read_text().splitlines()[0]
    path = line.removeprefix("# yaml-language-server: $schema=")
    code, printed = run("schema")
    assert code == 0
    assert json.loads(printed) == json.loads(Path(path).read_text())
    assert "project" in json.loads(printed)["$defs"]["sdkgen"]["properties"]


def test_what_is_there_stays(run: Run) -> None:
    """No file is written over, and a second `init` changes nothing."""
    Path("openapi.yaml").write_text(DOCUMENT)
    Path("Makefile").write_text("all:\n")
    code, printed = run("init")
    assert code == 0
    assert Path("Makefile").read_text() == "all:\n"
    assert "kept       Makefile" in printed
    before = tree(Path())
    assert run("init")[0] == 0
    after = tree(Path())
    assert {path for path in before if ".sdkgen/" not in path and before[path] != after[path]} == set()


def test_a_config_that_names_no_document_is_not_touched(run: Run) -> None:
    """It is somebody's: they are told what to write into it."""
    Path("openapi.yaml").write_text(DOCUMENT)
    Path("sdk.yaml").write_text("organization: {name: paws}\n")
    code, printed = run("init")
    assert code == 2
    assert "sdkgen: {project: {document: openapi.yaml, output: sdk}}" in printed
    assert sorted(tree(Path())) == ["openapi.yaml", "sdk.yaml"]


def test_a_stainless_config_is_taken(run: Run) -> None:
    """Its words are the first of the project's config, as they were, and count."""
    Path("api").mkdir()
    Path("api/openapi.yaml").write_text(DOCUMENT)
    Path("api/stainless.yml").write_text(STAINLESS)
    code, printed = run("init", "api/openapi.yaml")
    assert code == 0, printed
    assert STAINLESS in Path("sdk.yaml").read_text()
    assert "class Animals" in Path("sdk/paws/resources/animals.pyi").read_text()
    assert run("generate", "--check")[0] == 0


def test_a_stainless_config_that_cannot_be_continued(run: Run) -> None:
    """JSON has an end: nothing is written, and the way out is said."""
    Path("openapi.yaml").write_text(DOCUMENT)
    Path("stainless.yml").write_text('{"organization": {"name": "paws"}}')
    code, printed = run("init")
    assert code == 2
    assert "stainless.yml cannot be continued" in printed
    assert not Path("sdk.yaml").exists()


def test_a_document_from_elsewhere(run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    """One that nothing ties to the folder is copied; one of the same repository is read where it is."""
    elsewhere = tmp_path_factory.mktemp("downloads") / "shop.yaml"
    elsewhere.write_text(DOCUMENT)
    assert run("init", str(elsewhere), "copied")[0] == 0
    assert Path("copied/shop.yaml").read_text() == DOCUMENT
    Path("repository/.git").mkdir(parents=True)
    Path("repository/api.yaml").write_text(DOCUMENT)
    assert run("init", "repository/api.yaml", "repository/clients/python")[0] == 0
    said = yaml.safe_load(Path("repository/clients/python/sdk.yaml").read_text())
    assert said["sdkgen"]["project"]["document"] == "../../api.yaml"
    assert not Path("repository/clients/python/api.yaml").exists()


@pytest.mark.parametrize("text", ["openapi: [", "title: no document\n"])
def test_nothing_is_begun_with_what_is_no_document(run: Run, text: str) -> None:
    """The findings are told, and the folder stays as it was."""
    Path("openapi.yaml").write_text(text)
    code, printed = run("init")
    assert code == 2
    assert "error: " in printed
    assert sorted(tree(Path())) == ["openapi.yaml"]


def test_without_a_document_it_is_asked_for(run: Run) -> None:
    """An empty folder says nothing of what to begin with."""
    code, printed = run("init")
    assert code == 2
    assert "name the document" in printed


@pytest.mark.parametrize("text", ["sdkgen: {project: {document: [", "sdkgen: {project: {output: sdk}}\n"])
def test_no_other_sdk_comes_out_of_a_broken_project(run: Run, text: str) -> None:
    """A config that cannot be read does not let the default project take its place."""
    Path("sdk.yaml").write_text(text)
    code, printed = run("generate")
    assert code == 2
    assert "sdk.yaml" in printed
    assert sorted(tree(Path())) == ["sdk.yaml"]


def test_overlays_of_the_project_count(run: Run) -> None:
    """They need no mention, and are a part of what a run depends on."""
    Path("openapi.yaml").write_text(DOCUMENT)
    assert run("init")[0] == 0
    overlay = {
        "overlay": "1.1.0",
        "info": {"title": "Repairs", "version": "1"},
        "actions": [{"target": "$.paths['/pets'].get", "update": {"description": "Mended by an overlay."}}],
    }
    Path("overlays/a.yaml").write_text(yaml.safe_dump(overlay))
    assert run("generate")[0] == 0
    assert "Mended by an overlay." in Path("sdk/paw_shop/resources/pets.pyi").read_text()
