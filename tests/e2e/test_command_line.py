"""The program as users start it, on the embedded document: the same bytes anywhere, and checks that notice a word."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.program import CONFIG, REPOSITORY, SPEC, sdkgen, tree


@contextmanager
def one_processor() -> Iterator[None]:
    """Programs that are started here have one processor, where the system can say so."""
    if sys.platform != "linux":
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def test_the_same_bytes_anywhere(embedded_output: Path, tmp_path: Path) -> None:
    """Another hash seed, locale, time zone and working directory, relative paths, inputs in another place, and one
    processor."""
    shutil.copytree(REPOSITORY / "spec", tmp_path, dirs_exist_ok=True)
    shutil.copytree(REPOSITORY / "spec/overlays", tmp_path / "spec/overlays")
    with one_processor():
        run = sdkgen(
            *("generate", SPEC.name, "--config", CONFIG.name, "--out", "sub/out"),
            cwd=tmp_path,
            PYTHONHASHSEED="4242",
            LC_ALL="C.UTF-8",
            TZ="America/Lima",
        )
    assert run.returncode == 0, run.stderr
    first, second = tree(embedded_output), tree(tmp_path / "sub/out")
    assert sorted(first) == sorted(second)
    assert [path for path in first if first[path] != second[path]] == []


def test_check_notices_one_word(embedded_output: Path, tmp_path: Path) -> None:
    """0 right after a run; 1 with the file's name after a description changed; the folder stays as it was."""
    before = tree(embedded_output)
    assert sdkgen("generate", SPEC, "--config", CONFIG, "--out", embedded_output, "--check").returncode == 0
    changed = tmp_path / SPEC.name
    text = SPEC.read_text(encoding="utf-8")
    operations = text[text.index("\npaths:") :].splitlines()
    summary = next(line for line in operations if line.strip().startswith("summary: "))
    changed.write_text(text.replace(summary, f"{summary.rstrip('.')} elsewhere."), encoding="utf-8")
    run = sdkgen("generate", changed, "--config", CONFIG, "--out", embedded_output, "--check")
    assert run.returncode == 1, run.stderr
    named = [line for line in run.stdout.splitlines() if line.startswith("changed ")]
    assert any(line.endswith(".py") for line in named)
    assert any(line.endswith(".md") for line in named)
    assert tree(embedded_output) == before


def test_the_surface_is_written_on_demand(embedded_output: Path, tmp_path: Path) -> None:
    """Also where nothing has changed since the last run."""
    written = tmp_path / "surface.txt"
    run = sdkgen("generate", SPEC, "--config", CONFIG, "--out", embedded_output, "--check", "--surface", written)
    assert run.returncode == 0, run.stderr
    assert "client.models.retrieve(model: str, /) -> Model\n" in written.read_text()


def test_parts_generated_one_after_the_other_make_the_whole(embedded_output: Path, tmp_path: Path) -> None:
    """`--only` for each part gives what one full run gives."""
    for part in ("client", "stubs", "docs", "tests"):  # which bring the mock along
        run = sdkgen("generate", SPEC, "--config", CONFIG, "--out", tmp_path / "out", "--only", part)
        assert run.returncode == 0, run.stderr
    first, second = tree(embedded_output), tree(tmp_path / "out")
    del first[".sdkgen/last-run.json"], second[".sdkgen/last-run.json"]
    assert sorted(first) == sorted(second)
    assert [path for path in first if first[path] != second[path]] == []


def test_a_closed_pipe_is_no_traceback(tmp_path: Path) -> None:
    """A reader that goes away early, such as `head`, ends the run quietly."""
    command = f'"{sys.executable}" -m generator generate --check -v --out "{tmp_path}/none" | head -n 1'
    run = subprocess.run(["sh", "-c", command], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert len(run.stdout.splitlines()) == 1
    assert "Traceback" not in run.stderr
    assert "BrokenPipe" not in run.stderr


def test_a_run_without_changes_loads_no_stage(embedded_output: Path) -> None:
    """Loading them would be most of what it costs."""
    code = (
        "import sys; from generator.cli import main; assert main(sys.argv[1:]) == 0; "
        "print(*sorted({name.split('.')[1] for name in sys.modules if name.startswith('generator.')}))"
    )
    arguments = ["generate", SPEC, "--config", CONFIG, "--out", embedded_output, "--quiet"]
    run = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert set(run.stdout.split()).isdisjoint({"pipeline", "document", "config", "ir", "lower", "render", "diff"})
