"""The program as users start it, on the embedded document: the same bytes anywhere, and checks that notice a word."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
SPEC = REPOSITORY / "spec/openai.yaml"
CONFIG = REPOSITORY / "spec/openai.sdk.yaml"


def sdkgen(*arguments: object, cwd: Path = REPOSITORY, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m generator` in a folder, with extra environment variables."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of an output folder, the generator's own included."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded document's SDK."""
    out = tmp_path_factory.mktemp("first") / "out"
    run = sdkgen("generate", SPEC, "--config", CONFIG, "--out", out, PYTHONHASHSEED="1", LC_ALL="C", TZ="Asia/Tokyo")
    assert run.returncode == 0, run.stderr
    return out


def test_the_same_bytes_anywhere(generated: Path, tmp_path: Path) -> None:
    """Another hash seed, locale, time zone and working directory, relative paths, and inputs in another place."""
    for file in (SPEC, CONFIG):
        shutil.copy(file, tmp_path)
    run = sdkgen(
        *("generate", SPEC.name, "--config", CONFIG.name, "--out", "sub/out"),
        cwd=tmp_path,
        PYTHONHASHSEED="4242",
        LC_ALL="C.UTF-8",
        TZ="America/Lima",
    )
    assert run.returncode == 0, run.stderr
    first, second = tree(generated), tree(tmp_path / "sub/out")
    assert sorted(first) == sorted(second)
    assert [path for path in first if first[path] != second[path]] == []


def test_check_notices_one_word(generated: Path, tmp_path: Path) -> None:
    """0 right after a run; 1 with the file's name after a description changed; the folder stays as it was."""
    before = tree(generated)
    assert sdkgen("generate", SPEC, "--config", CONFIG, "--out", generated, "--check").returncode == 0
    changed = tmp_path / SPEC.name
    text = SPEC.read_text(encoding="utf-8")
    operations = text[text.index("\npaths:") :].splitlines()
    summary = next(line for line in operations if line.strip().startswith("summary: "))
    changed.write_text(text.replace(summary, f"{summary.rstrip('.')} elsewhere."), encoding="utf-8")
    run = sdkgen("generate", changed, "--config", CONFIG, "--out", generated, "--check")
    assert run.returncode == 1, run.stderr
    named = [line for line in run.stdout.splitlines() if line.startswith("changed ")]
    assert any(line.endswith(".py") for line in named)
    assert any(line.endswith(".md") for line in named)
    assert tree(generated) == before


def test_parts_generated_one_after_the_other_make_the_whole(generated: Path, tmp_path: Path) -> None:
    """`--only` three times gives what one full run gives."""
    for part in ("client", "stubs", "docs"):
        run = sdkgen("generate", SPEC, "--config", CONFIG, "--out", tmp_path / "out", "--only", part)
        assert run.returncode == 0, run.stderr
    first, second = tree(generated), tree(tmp_path / "out")
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
