"""`init`: a project from a document, in which the other commands need no arguments."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from generator import __version__
from generator.cli import installed, main
from tests.support.program import REPOSITORY, tree

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


def test_a_document_of_several_files_from_elsewhere(run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    """All of them come, in the same places: the project needs nothing that is not its own."""
    elsewhere = tmp_path_factory.mktemp("downloads")
    (elsewhere / "api").mkdir()
    (elsewhere / "pet.yaml").write_text("type: object\nproperties: {name: {type: string}}\n")
    (elsewhere / "api/shop.yaml").write_text(DOCUMENT.replace("{type: string}", "{$ref: ../pet.yaml}"))
    (elsewhere / "other.yaml").write_text("a: 1\n")
    code, printed = run("init", str(elsewhere / "api/shop.yaml"), "copied")
    assert code == 0, printed
    assert f"new        {Path('copied/api/shop.yaml')}, from {elsewhere / 'api/shop.yaml'}" in printed
    assert yaml.safe_load(Path("copied/sdk.yaml").read_text())["sdkgen"]["project"]["document"] == "api/shop.yaml"
    assert Path("copied/pet.yaml").is_file()
    assert not Path("copied/other.yaml").exists()
    (elsewhere / "pet.yaml").unlink()
    assert run("generate", "--config", "copied/sdk.yaml", "--check")[0] == 0


def test_a_copy_takes_nobodys_place(run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Another document under the same name, a link that leads nowhere, and a file that the project needs itself."""
    elsewhere = tmp_path_factory.mktemp("downloads")
    for name in ("openapi.yaml", "shop.yaml", "sdk.yaml"):
        (elsewhere / name).write_text(DOCUMENT)
    Path("openapi.yaml").write_text(DOCUMENT.replace("Paw Shop", "Zoo"))
    Path("shop.yaml").symlink_to("nowhere.yaml")
    before = sorted(path.name for path in Path().iterdir())
    for name, why in (
        ("openapi.yaml", "openapi.yaml is there, and is not what"),
        ("shop.yaml", "shop.yaml is there, and is not what"),
        ("sdk.yaml", "the project has a file of that name"),
    ):
        code, printed = run("init", str(elsewhere / name))
        assert code == 2
        assert why in printed
    assert sorted(path.name for path in Path().iterdir()) == before


def test_no_other_document_takes_the_place_of_the_projects(run: Run) -> None:
    """A project is about one; the same one may be named again."""
    Path("openapi.yaml").write_text(DOCUMENT)
    Path("other.yaml").write_text(DOCUMENT.replace("Paw Shop", "Zoo"))
    assert run("init")[0] == 0
    assert run("init", "openapi.yaml")[0] == 0
    for other in ("other.yaml", "http://127.0.0.1:9/openapi.json"):
        code, printed = run("init", other)
        assert code == 2
        assert "sdk.yaml is there, and is about another document: openapi.yaml" in printed


def test_a_project_goes_on_without_a_usual_document(run: Run) -> None:
    """It says itself which one is its own."""
    Path("shop.yaml").write_text(DOCUMENT)
    assert run("init", "shop.yaml")[0] == 0
    code, printed = run("init")
    assert code == 0
    assert "kept       sdk.yaml" in printed


def test_what_was_killed_is_begun_anew(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The config comes last: a folder without one gets all that it lacks, wherever the run before has ended."""
    Path("openapi.yaml").write_text(DOCUMENT)
    assert run("init")[0] == 0
    whole = {path: content for path, content in tree(Path()).items() if not path.startswith("sdk/")}
    shutil.rmtree("sdk")
    for path in whole.keys() - {"openapi.yaml"}:
        Path(path).unlink()
    replace, left = Path.replace, [len(whole) // 2]

    def killed(self: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", killed)
        assert run("init")[0] != 0
    assert not Path("sdk.yaml").exists()
    assert run("init")[0] == 0
    assert {path: Path(path).read_bytes() for path in whole} == whole
    assert not list(Path().rglob("*.new"))


@pytest.mark.parametrize(
    "title", ["No", "null", "On", "class", "../../etc/passwd", "1e5", "json", "NASA API", 'a"b: {c}', "${{ x }}"]
)
def test_any_title_gives_a_project(run: Run, title: str) -> None:
    """Words that mean something to YAML, to Python or to paths are names like others."""
    document = yaml.safe_load(DOCUMENT)
    document["info"]["title"] = title
    Path("openapi.yaml").write_text(yaml.safe_dump(document))
    code, printed = run("init")
    assert code == 0, printed
    said = yaml.safe_load(Path("sdk.yaml").read_text())
    (made,) = (path.parent.name for path in Path("sdk").glob("*/__init__.py"))
    assert said["targets"]["python"]["package_name"] == made
    assert f"class {said['organization']['name']}(".lower() in Path(f"sdk/{made}/_client.pyi").read_text().lower()
    assert run("generate", "--check")[0] == 0
    assert made in Path(".github/workflows/sdk.yml").read_text()


@pytest.mark.parametrize("title", ["Зоомагазин", "日本", ""])
def test_a_title_that_gives_no_name_is_told(run: Run, title: str) -> None:
    """The names are made up, and there is still time to choose others; `--package` has chosen."""
    Path("openapi.yaml").write_text(DOCUMENT.replace("Paw Shop API", f'"{title}"'), encoding="utf-8")
    code, printed = run("init")
    assert code == 0
    assert "the title has no Latin letters: sdk.yaml calls the package" in printed
    code, printed = run("init", "openapi.yaml", "other", "--package", "paws")
    assert code == 0
    assert "Latin" not in printed
    assert Path("other/sdk/paws/__init__.py").is_file()


def test_a_package_name_that_is_none(run: Run) -> None:
    """It is refused before anything is there."""
    Path("openapi.yaml").write_text(DOCUMENT)
    code, printed = run("init", "--package", "paw shop")
    assert code == 2
    assert 'nothing can be imported as "paw shop"' in printed
    assert sorted(tree(Path())) == ["openapi.yaml"]


def test_a_folder_of_a_repository(run: Run) -> None:
    """Workflows stand at the root of one, which is not the project's: it has none there, and says so."""
    Path(".git").mkdir()
    Path("openapi.yaml").write_text(DOCUMENT)
    code, printed = run("init", "openapi.yaml", "clients/python")
    assert code == 0
    assert "no workflow was written" in printed
    assert not Path("clients/python/.github").exists()
    assert run("init")[0] == 0
    assert Path(".github/workflows/sdk.yml").is_file()


@pytest.mark.parametrize(
    ("note", "named"),
    [
        ({"url": "https://code.example/sdkgen", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
         "sdkgen @ git+https://code.example/sdkgen@abc"),
        ({"url": "https://code.example/sdkgen-1.whl", "archive_info": {}}, "sdkgen @ https://code.example/sdkgen-1.whl"),
        ({"url": "file:///home/me/sdkgen", "dir_info": {}}, "PATH-TO-SDKGEN"),
        (None, f"sdkgen=={__version__}"),
    ],
)  # fmt: skip
def test_the_workflow_installs_the_generator_that_ran(
    run: Run, monkeypatch: pytest.MonkeyPatch, note: dict[str, object] | None, named: str
) -> None:
    """From where it was installed itself; nothing of that name from an index that it did not come from."""

    class Installed:
        @classmethod
        def from_name(cls, name: str) -> Installed:
            return cls()

        def read_text(self, name: str) -> str | None:
            return None if note is None or name != "direct_url.json" else json.dumps(note)

    monkeypatch.setattr(installed, "Distribution", Installed)
    Path("openapi.yaml").write_text(DOCUMENT)
    code, printed = run("init")
    assert code == 0
    workflow = yaml.safe_load(Path(".github/workflows/sdk.yml").read_text())
    assert workflow["env"] == {"SDKGEN": named}
    assert ("in place of PATH-TO-SDKGEN" in printed) == (named == "PATH-TO-SDKGEN")


def test_the_workflow_is_one(run: Run) -> None:
    """The service's schema has nothing against it."""
    Path("openapi.yaml").write_text(DOCUMENT)
    assert run("init")[0] == 0
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([*check, ".github/workflows/sdk.yml"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_the_targets_of_the_makefile(run: Run) -> None:
    """Each does what it says."""
    Path("openapi.yaml").write_text(DOCUMENT)
    assert run("init")[0] == 0

    def make(*words: str) -> subprocess.CompletedProcess[str]:
        program = f"SDKGEN={sys.executable} -m generator"
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
        return subprocess.run(["make", program, *words], env=environment, capture_output=True, text=True, check=False)

    assert make("help").stdout.count("\n") == 7
    assert "nothing has changed" in make().stdout
    assert make("check").returncode == 0
    Path("sdk.schema.json").write_text("{}")
    assert make("schema").returncode == 0
    assert "$defs" in json.loads(Path("sdk.schema.json").read_text())
    Path("openapi.yaml").write_text(DOCUMENT.replace("listPets", "findPets").replace("/pets:", "/dogs:"))
    assert make("check").returncode != 0
    assert "version    0.2.0" in make("update").stdout
    assert "client.dogs" in Path("sdk/CHANGELOG.md").read_text()


def test_the_document_is_what_it_was(run: Run) -> None:
    """Swagger 2.0, as JSON, with the line ends of another system."""
    swagger = {
        "swagger": "2.0",
        "info": {"title": "Paws", "version": "1"},
        "host": "paws.example",
        "paths": {"/pets": {"get": {"operationId": "listPets", "responses": {"204": {"description": "None."}}}}},
    }
    text = json.dumps(swagger, indent=1).replace("\n", "\r\n").encode()
    Path("swagger.json").write_bytes(text)
    assert run("init")[0] == 0
    assert Path("swagger.json").read_bytes() == text
    assert all(b"\r" not in content for path, content in tree(Path()).items() if path != "swagger.json")


def test_the_hook_of_pre_commit(run: Run) -> None:
    """Its command passes in a project that is up to date; else it says which files are not, and changes none."""
    (hook,) = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text())
    program, *words = hook["entry"].split()
    assert program == "sdkgen"
    assert hook["pass_filenames"] is False  # the command takes documents
    Path("openapi.yaml").write_text(DOCUMENT)
    assert run("init")[0] == 0
    assert run(*words)[0] == 0
    Path("openapi.yaml").write_text(DOCUMENT.replace("/pets:", "/dogs:"))
    before = tree(Path())
    code, printed = run(*words)
    assert code == 1
    assert f"new        {Path('sdk/paw_shop/resources/dogs.py')}" in printed
    assert tree(Path()) == before
