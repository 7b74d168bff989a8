"""`generate`: exit codes, what is said where, and when a run is spared."""

from __future__ import annotations

import importlib.metadata
import io
import json
import re
import sys
from pathlib import Path

import pytest

from generator.cli import main
from generator.diagnostics import Code, Severity
from generator.ledger import Ledger
from generator.source import Location
from tests.unit.cli.fake_pipeline import Pipeline

WRONG = Code("test-wrong", Severity.ERROR, "")
ODD = Code("test-odd", Severity.WARNING, "")


def test_the_last_lines_count_and_time(pipeline: Pipeline, capsys: pytest.CaptureFixture[str]) -> None:
    """What was read and generated, what became of the files, and how long it took."""
    pipeline.ledger.approximated("keyword", "schema.not", "not expressed", Location("spec.yaml", 1, 1))
    assert main(["generate", "spec.yaml"]) == 0
    captured = capsys.readouterr()
    assert re.sub(r"\d+\.\d\d s", "T", captured.out) == (
        "read       3 operations, 1,422 schemas, 1 webhook\n"
        "generated  3 operations, 1,422 schemas, 1 webhook\n"
        "ledger     1 approximated, 0 dropped (--report FILE lists them)\n"
        "files      2 new, 0 changed, 0 unchanged, 0 removed\n"
        "custom     0 files that no run touches\n"
        "time       T\n"
    )
    assert captured.err == "load ...\nwrite ...\n"
    assert Path("output/pkg/__init__.py").read_text() == "A = 1\n"


def test_custom_files_are_counted_and_survive(pipeline: Pipeline, capsys: pytest.CaptureFixture[str]) -> None:
    """Files that no run made, wherever they stand below the output folder; caches and hidden folders do not count."""
    for name in ("mine.py", "pkg/lib/mine.py", "pkg/__pycache__/mine.pyc", ".git/config", ".mypy_cache/a/b.json"):
        Path("output", name).parent.mkdir(parents=True, exist_ok=True)
        Path("output", name).write_text("mine")
    for arguments in ([], [], ["--force"], ["--check"]):
        assert main(["generate", "spec.yaml", *arguments]) == 0
        assert "custom     2 files that no run touches\n" in capsys.readouterr().out
    pipeline.files = {"pkg/other.py": "A = 1\n"}
    assert main(["generate", "spec.yaml", "--package", "other"]) == 0
    assert "custom     2 files that no run touches\n" in capsys.readouterr().out
    assert Path("output/pkg/lib/mine.py").read_text() == "mine"


def test_quiet_says_nothing(pipeline: Pipeline, capsys: pytest.CaptureFixture[str]) -> None:
    """Not a word when all goes well, warnings included; errors are said."""
    pipeline.diagnostics.report(ODD, "odd")
    assert main(["generate", "spec.yaml", "-q"]) == 0
    assert capsys.readouterr() == ("", "")
    pipeline.diagnostics.report(WRONG, "broken")
    assert main(["generate", "spec.yaml", "-q", "--package", "other"]) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err.splitlines()[0]) == ("", "error: test-wrong: broken")


def test_findings_are_grouped_unless_verbose(pipeline: Pipeline, capsys: pytest.CaptureFixture[str]) -> None:
    """A line a code with the number of places and the first one; each in full with -v."""
    for line in (2, 1):
        pipeline.diagnostics.report(ODD, f"odd {line}", Location("spec.yaml", line, 1))
    assert main(["generate", "spec.yaml"]) == 0
    assert "warning: test-odd: 2 times, first at spec.yaml:1:1\n" in capsys.readouterr().err
    assert main(["generate", "spec.yaml", "-v"]) == 0
    error = capsys.readouterr().err
    assert "spec.yaml:1:1: warning: test-odd: odd 1\n" in error
    assert "> 2 | info: {}" in error
    assert "2 times" not in error


def test_errors_in_the_document_forbid_writing(pipeline: Pipeline, capsys: pytest.CaptureFixture[str]) -> None:
    """An SDK that would be wrong is not written; the exit code says so."""
    pipeline.diagnostics.report(WRONG, "broken", Location("spec.yaml", 1, 1))
    assert main(["generate", "spec.yaml"]) == 2
    error = capsys.readouterr().err
    assert "spec.yaml:1:1: error: test-wrong: broken" in error
    assert "nothing was written: 1 error" in error
    assert not Path("output").exists()


def test_check_names_what_would_change_and_writes_nothing(
    pipeline: Pipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    """0 right after a run, 1 with the names of the files when the output would differ."""
    assert main(["generate", "spec.yaml", "-q"]) == 0
    assert main(["generate", "spec.yaml", "--check", "-q"]) == 0
    Path("spec.yaml").write_text("openapi: 3.1.1\n")
    pipeline.files = {"pkg/__init__.py": "A = 2\n", "pkg/new.py": "B = 1\n"}
    capsys.readouterr()
    assert main(["generate", "spec.yaml", "--check"]) == 1
    assert capsys.readouterr().out.splitlines()[:4] == [
        f"removed    {Path('output/docs/a.md')}",
        f"changed    {Path('output/pkg/__init__.py')}",
        f"new        {Path('output/pkg/new.py')}",
        f"changed    {Path('output/.sdkgen.json')}",
    ]
    assert Path("output/pkg/__init__.py").read_text() == "A = 1\n"
    assert not Path("output/pkg/new.py").exists()


def test_an_edited_file_stops_the_run_with_its_name(pipeline: Pipeline, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2, the name and the way out; --check calls it a difference; --force overwrites."""
    assert main(["generate", "spec.yaml", "-q"]) == 0
    edited = Path("output/pkg/__init__.py")
    edited.write_text("A = 'mine'\n")
    assert main(["generate", "spec.yaml", "-q"]) == 2
    error = capsys.readouterr().err
    assert "pkg/__init__.py was edited after it was generated" in error
    assert "--force" in error
    assert edited.read_text() == "A = 'mine'\n"
    assert main(["generate", "spec.yaml", "--check"]) == 1
    assert "(was edited after it was generated)" in capsys.readouterr().out
    assert main(["generate", "spec.yaml", "-q", "--force"]) == 0
    assert edited.read_text() == "A = 1\n"


def test_report_holds_the_whole_ledger(pipeline: Pipeline) -> None:
    """Counts, entries with places and findings, as JSON."""
    pipeline.ledger.keywords["schema.not"] = 2
    pipeline.ledger.dropped("keyword", "schema.not", "not expressed", Location("spec.yaml", 2, 3, "/a"))
    pipeline.diagnostics.report(ODD, "odd", Location("spec.yaml", 1, 1), hint="mend it")
    assert main(["generate", "spec.yaml", "-q", "--report", "ledger.json"]) == 0
    report = json.loads(Path("ledger.json").read_text())
    assert report["read"] == {"operation": 3, "schema": 1422, "webhook": 1}
    assert report["keywords"] == {"schema.not": 2}
    assert report["entries"] == [
        {
            "kind": "keyword",
            "subject": "schema.not",
            "outcome": "dropped",
            "reason": "not expressed",
            "location": {"file": "spec.yaml", "line": 2, "column": 3, "pointer": "/a"},
        }
    ]
    assert [found["code"] for found in report["diagnostics"]] == ["test-odd"]


def test_standard_input_is_a_document(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dash hands the stream on, and such a run is never spared."""
    for _ in range(2):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"openapi: 3.1.0\n")))
        assert main(["generate", "-", "-q"]) == 0
    assert [request.spec for request in pipeline.requests] == ["-", "-"]


def test_a_default_config_is_only_assumed(pipeline: Pipeline) -> None:
    """It is tried for every document, and known not to have been asked for."""
    Path("spec").mkdir()
    for name in ("spec/openai.yaml", "spec/openai.sdk.yaml"):
        Path(name).write_text("a: 1\n")
    for arguments in ([], ["spec.yaml"], ["spec.yaml", "--config", "spec/openai.sdk.yaml"]):
        assert main(["generate", "-v", *arguments]) == 0
    assert [request.spec for request in pipeline.requests] == ["spec/openai.yaml", "spec.yaml", "spec.yaml"]
    assert {request.config for request in pipeline.requests} == {Path("spec/openai.sdk.yaml")}
    assert [request.config_assumed for request in pipeline.requests] == [True, True, False]


@pytest.mark.parametrize(
    "arguments",
    [["-q", "-v"], ["--only", "everything"], ["--unknown"], ["a.yaml", "b.yaml"], ["--out", "spec.yaml"]],
)
def test_wrong_arguments_are_told_apart_from_differences(pipeline: Pipeline, arguments: list[str]) -> None:
    """Exit 2, before anything is read."""
    assert main(["generate", *arguments]) == 2
    assert pipeline.requests == []


@pytest.mark.parametrize("failure", [KeyError("x"), RecursionError(), AssertionError(), MemoryError()])
def test_a_defect_gives_no_traceback(
    pipeline: Pipeline, capsys: pytest.CaptureFixture[str], failure: Exception
) -> None:
    """What nobody expected is called an internal error, and only -v shows where it happened."""
    pipeline.failure = failure
    assert main(["generate", "spec.yaml"]) == 2
    error = capsys.readouterr().err
    assert f"internal error: {type(failure).__name__}" in error
    assert "Traceback" not in error
    assert main(["generate", "spec.yaml", "-v"]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_a_failing_disk_is_named(pipeline: Pipeline, capsys: pytest.CaptureFixture[str]) -> None:
    """An error of the system is said with the file it is about."""
    assert main(["generate", "spec.yaml", "--report", "no/such/folder/ledger.json"]) == 2
    assert "ledger.json: No such file or directory" in capsys.readouterr().err


class TestNothingChanged:
    """A run that would repeat the last one is spared; anything that could matter makes it a full run."""

    def spared(self, pipeline: Pipeline, *arguments: str) -> bool:
        before = len(pipeline.requests)
        assert main(["generate", "spec.yaml", *arguments]) == 0
        return len(pipeline.requests) == before

    def test_the_same_again_is_spared(self, pipeline: Pipeline, capsys: pytest.CaptureFixture[str]) -> None:
        """It says so, and repeats counts and warnings."""
        pipeline.diagnostics.report(ODD, "odd", Location("spec.yaml", 1, 1))
        assert not self.spared(pipeline)
        capsys.readouterr()
        assert self.spared(pipeline)
        captured = capsys.readouterr()
        assert "read       3 operations, 1,422 schemas, 1 webhook\n" in captured.out
        assert "files      nothing has changed since the last run\n" in captured.out
        assert captured.err == "warning: test-odd: once\n"
        assert self.spared(pipeline, "--check")

    @pytest.mark.parametrize("arguments", [["-v"], ["--report", "r.json"], ["--package", "x"], ["--only", "docs"]])
    def test_other_arguments_are_another_run(self, pipeline: Pipeline, arguments: list[str]) -> None:
        """Choices that shape the output, or ask for what is not remembered, need the full run."""
        assert not self.spared(pipeline)
        assert not self.spared(pipeline, *arguments)

    def test_asking_for_the_default_config_is_another_run(self, pipeline: Pipeline) -> None:
        """An assumed config may not count; the same file given by name does."""
        Path("spec").mkdir()
        Path("spec/openai.sdk.yaml").write_text("a: 1\n")
        assert not self.spared(pipeline)
        assert not self.spared(pipeline, "--config", "spec/openai.sdk.yaml")

    @pytest.mark.parametrize("name", ["spec.yaml", "more/part.yaml", "c.yaml", "o.yaml"])
    def test_any_changed_input_counts(self, pipeline: Pipeline, name: str) -> None:
        """The document, a file that it refers to, the config, an overlay."""
        Path("more").mkdir()
        for other in ("more/part.yaml", "c.yaml", "o.yaml"):
            Path(other).write_text("a: 1\n")
        pipeline.references = {"more/part.yaml": "a: 1\n", "c.yaml": "a: 1\n", "o.yaml": "a: 1\n"}
        arguments = ["--config", "c.yaml", "--overlay", "o.yaml"]
        assert not self.spared(pipeline, *arguments)
        assert self.spared(pipeline, *arguments)
        Path(name).write_text("a: 2\n")
        assert not self.spared(pipeline, *arguments)

    @pytest.mark.parametrize("change", ["part.py", "new.jinja"])
    def test_a_changed_generator_counts(self, pipeline: Pipeline, change: str) -> None:
        """A source file or template that changed or appeared; compiled modules do not matter."""
        assert not self.spared(pipeline)
        (pipeline.sources / "__pycache__").mkdir()
        (pipeline.sources / "__pycache__/part.pyc").write_bytes(b"1")
        assert self.spared(pipeline)
        (pipeline.sources / change).write_text("x = 1\n")
        assert not self.spared(pipeline)

    def test_a_changed_library_counts(self, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
        """Another version of the formatter may give other bytes."""
        assert not self.spared(pipeline)
        monkeypatch.setattr(importlib.metadata, "version", lambda name: f"{name}-next")
        assert not self.spared(pipeline)

    def test_a_reference_changed_while_it_was_read_counts(self, pipeline: Pipeline) -> None:
        """What is remembered is the text that was used, not the one on disk afterwards."""
        Path("part.yaml").write_text("newer\n")
        pipeline.references = {"part.yaml": "older\n"}
        assert not self.spared(pipeline)
        assert not self.spared(pipeline)

    @pytest.mark.parametrize("damage", ["output/docs/a.md", "output/.sdkgen.json", "output/.sdkgen/last-run.json"])
    def test_a_missing_output_file_counts(self, pipeline: Pipeline, damage: str) -> None:
        """Nothing is taken for granted about the output folder."""
        assert not self.spared(pipeline)
        Path(damage).unlink()
        assert not self.spared(pipeline)
        assert self.spared(pipeline)

    def test_a_journal_counts(self, pipeline: Pipeline) -> None:
        """After an interrupted run the folder is looked at in full."""
        assert not self.spared(pipeline)
        Path("output/.sdkgen/journal.json").write_text('{"files": {}}')
        assert self.spared(pipeline)
        Path("output/.sdkgen/journal.json").write_text(json.dumps({"files": {"pkg/x.py": ["0" * 64]}}))
        assert not self.spared(pipeline)

    @pytest.mark.parametrize("content", ["", "[]", "{}", '{"references": 1}', '{"references": ["\\u0000"]}', "\x00"])
    def test_damaged_memory_costs_a_full_run_and_nothing_else(self, pipeline: Pipeline, content: str) -> None:
        """What cannot be read is as good as absent."""
        assert not self.spared(pipeline)
        Path("output/.sdkgen/last-run.json").write_text(content)
        assert not self.spared(pipeline)

    def test_the_memory_is_the_same_from_anywhere(
        self, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """Absolute path or relative one, this folder or that: the same bytes, so the same run is recognised."""
        pipeline.references = {"part.yaml": "a: 1\n"}
        Path("part.yaml").write_text("a: 1\n")
        assert not self.spared(pipeline)
        remembered = Path("output/.sdkgen/last-run.json").read_bytes()
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        monkeypatch.chdir(elsewhere)
        pipeline.references = {str(tmp_path / "part.yaml"): "a: 1\n"}
        for name in ("one", "two"):
            assert main(["generate", str(tmp_path / "spec.yaml"), "--out", str(tmp_path / name), "-q"]) == 0
            assert (tmp_path / name / ".sdkgen/last-run.json").read_bytes() == remembered
        count = len(pipeline.requests)
        assert main(["generate", "../spec.yaml", "--out", "../output", "-q"]) == 0
        assert len(pipeline.requests) == count


def test_a_terminal_gets_one_line_that_changes(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress overwrites itself on a terminal, and is gone before anything else is printed."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(["generate", "spec.yaml"]) == 0
    assert terminal.getvalue() == "\r\x1b[Kload ...\r\x1b[Kwrite ...\r\x1b[K"


def test_the_ledger_is_the_same_whatever_the_order(pipeline: Pipeline) -> None:
    """The report does not depend on the order in which stages made their entries."""
    places = [Location("spec.yaml", line, 1) for line in (3, 1, 2)]
    texts = []
    for order in (places, places[::-1]):
        pipeline.ledger = Ledger()
        for place in order:
            pipeline.ledger.dropped("keyword", "schema.not", "not expressed", place)
        assert main(["generate", "spec.yaml", "-q", "--report", "ledger.json"]) == 0
        texts.append(Path("ledger.json").read_bytes())
    assert texts[0] == texts[1]
