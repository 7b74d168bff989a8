"""What is read where the command line does not say it: a config beside the document, and the default project."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.carried import carried
from generator.cli import main, project
from generator.cli.diff import requests_for
from generator.request import Request
from tests.unit.cli.fake_pipeline import Pipeline

PARTS = ("openai.yaml", "openai.sdk.yaml", "overlays/a.yaml", "overlays/b.yaml", "lib/tracing.py", "auth.py")


@pytest.fixture
def home(pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A complete project that stands in for the one that the generator carries; the working directory has none."""
    folder = tmp_path.parent / f"{tmp_path.name}-installed/spec"
    written(folder, *PARTS)
    monkeypatch.setattr(project, "carried", folder.with_name)
    return folder


def written(folder: Path, *names: str) -> None:
    """Write files that say nothing."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("a: 1\n" if name.endswith("yaml") else "a = 1\n")


def asked(pipeline: Pipeline, *arguments: str) -> Request:
    """What the pipeline is asked to do."""
    assert main(["generate", "-v", *arguments]) == 0
    return pipeline.requests[-1]


def test_the_generator_carries_a_project() -> None:
    """In a checkout it stands beside the generator."""
    folder = Path(__file__).parents[3] / "spec"
    assert carried("spec") == folder
    assert (folder / "openai.yaml").is_file()
    assert (folder / "openai.sdk.yaml").is_file()


def test_an_empty_folder_gets_what_the_generator_carries(pipeline: Pipeline, home: Path) -> None:
    """Document, config and overlays; config and overlays also for another document, where its title decides."""
    for arguments, spec in (((), str(home / "openai.yaml")), (("spec.yaml",), "spec.yaml")):
        request = asked(pipeline, *arguments)
        assert request.spec == spec
        assert (request.config, request.config_assumed) == (home / "openai.sdk.yaml", True)
        assert request.overlays == (home / "overlays/a.yaml", home / "overlays/b.yaml")
        assert request.overlays_assumed


@pytest.mark.parametrize("part", ["openai.yaml", "openai.sdk.yaml", "overlays/a.yaml"])
@pytest.mark.usefixtures("home")
def test_the_working_directory_comes_first(pipeline: Pipeline, part: str) -> None:
    """Any part makes `spec/` a project, and nothing is added to it from another one."""
    written(Path("spec"), part)
    request = asked(pipeline, "spec.yaml")
    found = [request.config, *request.overlays]
    assert [path for path in found if path] == ([] if part == "openai.yaml" else [Path("spec", part)])
    assert request.config_assumed is (part == "openai.sdk.yaml")
    assert request.carried is None


def test_a_folder_of_the_same_name_is_no_project(pipeline: Pipeline, home: Path) -> None:
    """Others keep their tests in `spec/`, or documents of their own."""
    written(Path("spec"), "pets.yaml", "pets_spec.rb")
    assert asked(pipeline, "spec/pets.yaml").config == home / "openai.sdk.yaml"


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["pets.sdk.yaml"], "pets.sdk.yaml"),
        (["sdk.yaml"], "sdk.yaml"),
        (["sdk.yaml", "pets.sdk.yaml", "cats.sdk.yaml"], "pets.sdk.yaml"),
    ],
)
def test_a_config_beside_the_document_counts(
    pipeline: Pipeline, home: Path, tmp_path: Path, names: list[str], found: str
) -> None:
    """It is meant, whatever the title; overlays that stand there are not, and `--config` has the first word."""
    written(tmp_path / "api", "pets.yaml", "overlays/mine.yaml", *names)
    request = asked(pipeline, "api/pets.yaml")
    assert (request.config, request.config_assumed) == (Path("api", found), False)
    assert request.overlays == (home / "overlays/a.yaml", home / "overlays/b.yaml")
    assert asked(pipeline, "api/pets.yaml", "--config", "spec.yaml").config == Path("spec.yaml")


@pytest.mark.parametrize("spec", ["api/cats.yaml", "api/sdk.yaml", "api/pets.sdk.yaml"])
def test_a_document_is_not_its_own_config(pipeline: Pipeline, home: Path, tmp_path: Path, spec: str) -> None:
    """Neither a config of another document counts, nor the document itself."""
    written(tmp_path / "api", Path(spec).name, "pets.sdk.yaml")
    assert asked(pipeline, spec).config == home / "openai.sdk.yaml"


@pytest.mark.parametrize("spec", [None, "-", "", ".", "/", "a\0b", "no/such/file.yaml"])
@pytest.mark.usefixtures("pipeline")
def test_nothing_stands_beside_what_is_no_file(spec: str | None) -> None:
    """No document, standard input, and paths that are none."""
    written(Path(), "-.sdk.yaml")
    assert project.config_beside(spec) is None


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["old/sdk.yaml", "new/sdk.yaml"], ["old/sdk.yaml", "new/sdk.yaml"]),
        (["old/sdk.yaml"], ["old/sdk.yaml"] * 2),
        (["new/api.sdk.yaml"], ["new/api.sdk.yaml"] * 2),
    ],
)
@pytest.mark.usefixtures("home")
def test_documents_are_compared_under_their_configs(names: list[str], found: list[str]) -> None:
    """Each under its own; where only one has its own, what differs must not be that."""
    written(Path(), "old/api.yaml", "new/api.yaml", *names)
    requests = requests_for(("old/api.yaml", "new/api.yaml"), None, ())
    assert [request.config for request in requests] == list(map(Path, found))
    assert not any(request.config_assumed for request in requests)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("place", ["carried", "here"])
def test_each_part_of_a_project_is_an_input(pipeline: Pipeline, home: Path, place: str, part: str) -> None:
    """A run is spared until any of the files changes: hand-written code is not named by a request, and counts too."""
    folder = home if place == "carried" else Path("spec")
    written(folder, *PARTS)
    for _ in range(2):
        assert main(["generate", "-q"]) == 0
    assert len(pipeline.requests) == 1
    (folder / part).write_text("a: 2\n")
    assert main(["generate", "-q"]) == 0
    assert len(pipeline.requests) == 2


def test_files_that_the_generator_carries_have_the_same_names_everywhere(home: Path) -> None:
    """Their own below `spec/`; all other files are called as the command line calls them."""
    request = Request(spec=str(home / "openai.yaml"), carried=home)
    assert request.name_of(request.spec) == str(Path("spec/openai.yaml"))
    assert request.name_of("other/openai.yaml") == "other/openai.yaml"
    assert request.name_of(f"{home}ial/openai.yaml") == f"{home}ial/openai.yaml"
    assert Request(spec=request.spec).name_of(request.spec) == request.spec
