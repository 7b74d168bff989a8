"""`generate --watch`: a run for each change, and only then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli import main, watch
from tests.unit.cli.fake_pipeline import Pipeline


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], object]]:
    """What happens while nothing is done: one step each time that the watch waits; Ctrl+C once there are no more."""
    steps: list[Callable[[], object]] = []

    def wait(seconds: float) -> None:
        assert seconds > 0
        if not steps:
            raise KeyboardInterrupt
        steps.pop(0)()

    monkeypatch.setattr(watch.time, "sleep", wait)
    return steps


@pytest.fixture
def spec(pipeline: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A document in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    path = Path("spec.yaml")
    path.write_text("a: 1\n")
    return path


def nothing() -> None:
    """Nothing happens."""


def runs(pipeline: Pipeline) -> int:
    """How often the pipeline runs until the watch is interrupted."""
    assert main(["generate", "spec.yaml", "--watch"]) == 0
    return len(pipeline.requests)


def test_nothing_happens_unless_something_changes(pipeline: Pipeline, spec: Path, clock: list) -> None:
    """One run, and then none."""
    clock += [nothing] * 5
    assert runs(pipeline) == 1


def test_a_burst_of_changes_gives_one_run(pipeline: Pipeline, spec: Path, clock: list) -> None:
    """As long as files go on changing, they are not read."""
    clock += [lambda text=text: spec.write_text(text) for text in ("a: 12\n", "a: 123\n", "a: 1234\n")]
    clock += [nothing] * 3
    assert runs(pipeline) == 2


def test_editors_that_save_by_renaming(pipeline: Pipeline, spec: Path, clock: list) -> None:
    """Neither the moment without the file, nor the file of the same size and time that takes its place is missed."""
    other = Path("spec.yaml.tmp")
    other.write_text("a: 2\n")
    clock += [spec.unlink, lambda: other.rename(spec), nothing, nothing]
    assert runs(pipeline) == 2


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("spec.sdk.yaml", "b: 1\n"),
        ("sdk.yaml", "b: 1\n"),
        ("lib/deep/tools.py", "a = 1\n"),
        ("overlays/mended.yaml", "b: 1\n"),
        ("other.yaml", "c: 2\n"),
    ],
)
def test_what_a_run_depends_on(pipeline: Pipeline, spec: Path, clock: list, path: str, text: str) -> None:
    """Configs, hand-written code and overlays that are added, and files that the document refers to."""
    Path("other.yaml").write_text("c: 1\n")
    pipeline.references = {"other.yaml": "c: 1\n"}

    def change() -> None:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text)

    clock += [nothing, change, nothing, nothing]
    assert main(["generate", "spec.yaml", "--watch", "-v"]) == 0
    assert len(pipeline.requests) == 2


def test_what_changes_during_a_run_is_not_missed(
    pipeline: Pipeline, spec: Path, clock: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first run too: what it has read already may be another file when it ends."""
    look, texts = watch.watched, ["a: 12\n", "a: 123\n"]

    def looked(*arguments: object) -> watch.Watched:
        if pipeline.requests and texts:
            spec.write_text(texts.pop())
        return look(*arguments)

    monkeypatch.setattr("generator.cli.generate.watched", looked)
    clock += [nothing]
    assert runs(pipeline) == 3


def test_errors_are_shown_and_watching_goes_on(
    pipeline: Pipeline, spec: Path, clock: list, capsys: pytest.CaptureFixture[str]
) -> None:
    """A run that fails is followed by the next change."""
    pipeline.failure = OSError(5, "the disk is gone", "spec.yaml")

    def mend() -> None:
        pipeline.failure = None
        spec.write_text("a: 22\n")

    clock += [mend, nothing, nothing]
    assert runs(pipeline) == 2
    printed = capsys.readouterr()
    assert "the disk is gone" in printed.err
    assert "watching   ended" in printed.out


def test_a_config_that_breaks_is_watched_until_it_is_mended(
    pipeline: Pipeline, spec: Path, clock: list, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a project is made from is not known meanwhile; nothing else is made."""
    project = Path("sdk.yaml")
    project.write_text("sdkgen: {project: {document: spec.yaml}}\n")
    clock += [lambda: project.write_text("sdkgen: {project: {document: ["), nothing]
    clock += [
        lambda: project.write_text("sdkgen: {project: {document: spec.yaml, output: output}}\n"),
        nothing,
        nothing,
    ]
    assert main(["generate", "--watch", "-v"]) == 0
    assert [request.spec for request in pipeline.requests] == ["spec.yaml", "spec.yaml"]
    assert "sdk.yaml" in capsys.readouterr().err


def test_a_project_that_moves(pipeline: Pipeline, spec: Path, clock: list) -> None:
    """What the config names is asked for each time; it may be broken when the watch begins."""
    project = Path("sdk.yaml")
    project.write_text("sdkgen: {project: {document: [")
    clock += [lambda: project.write_text("sdkgen: {project: {document: spec.yaml, output: one}}\n"), nothing]
    clock += [lambda: project.write_text("sdkgen: {project: {document: spec.yaml, output: two}}\n"), nothing, nothing]
    assert main(["generate", "--watch"]) == 0
    assert [str(request.out) for request in pipeline.requests] == ["one", "two"]


@pytest.mark.parametrize("arguments", [("spec.yaml", "--check"), ("-",)])
def test_what_cannot_be_watched(spec: Path, arguments: tuple[str, ...]) -> None:
    """A comparison that ends, and an input that comes once."""
    assert main(["generate", "--watch", *arguments]) == 2
