"""The generator as it is installed, far from its repository: it makes the SDK that a checkout makes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.program import REPOSITORY, sdkgen, tree


def run(*arguments: object, **options: object) -> str:
    """What a command of this Python prints; what it complains about, where it fails."""
    done = subprocess.run(
        [sys.executable, *map(str, arguments)], capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for `PYTHONPATH` with what a wheel of this repository holds; what it needs comes from this Python."""
    folder = tmp_path_factory.mktemp("wheel")
    run("-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, REPOSITORY)
    (wheel,) = folder.glob("*.whl")
    run("-m", "pip", "install", "--quiet", "--no-deps", "--target", folder / "site", wheel)
    return folder / "site"


def generate(installed: Path, folder: Path, *arguments: object) -> None:
    """Run `generate` with the installed generator in a folder, and nothing of this repository in reach."""
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    where = "import generator; print(generator.__file__)"
    assert Path(run("-P", "-c", where, cwd=folder, env=environment).strip()).is_relative_to(installed)
    run("-P", "-m", "generator", "generate", "--quiet", *arguments, cwd=folder, env=environment)


def generated(folder: Path) -> dict[str, bytes]:
    """The files of an output folder that are the same on every machine."""
    return {path: text for path, text in tree(folder).items() if not {".sdkgen", "__pycache__"} & set(Path(path).parts)}


def test_an_empty_folder_gets_the_sdk_of_the_embedded_document(installed: Path, tmp_path: Path) -> None:
    """Byte for byte what is committed, and the report says nothing of where anything is installed."""
    generate(installed, tmp_path, "--report", "report.json")
    first, second = generated(REPOSITORY / "output"), generated(tmp_path / "output")
    assert sorted(first) == sorted(second)
    assert [path for path in first if first[path] != second[path]] == []
    report = (tmp_path / "report.json").read_text()
    assert '"file": "spec/openai.yaml"' in report
    assert str(installed.parent) not in report


@pytest.mark.skipif("SPEC_UPSTREAM" not in os.environ, reason="SPEC_UPSTREAM does not name the upstream document")
def test_the_upstream_document_gets_its_config_and_overlays(installed: Path, tmp_path: Path) -> None:
    """They come with the generator: the client and the report are those of a checkout."""
    spec = Path(os.environ["SPEC_UPSTREAM"]).resolve()
    folders = [tmp_path / "checkout", tmp_path / "elsewhere"]
    arguments = [
        (spec, "--package", "openai", "--only", "client", "--out", out, "--report", f"{out}.json") for out in folders
    ]
    done = sdkgen("generate", *arguments[0])
    assert done.returncode == 0, done.stderr
    generate(installed, tmp_path, *arguments[1])
    first, second = map(generated, folders)
    assert sorted(first) == sorted(second)
    assert [path for path in first if first[path] != second[path]] == []
    assert Path(f"{folders[0]}.json").read_bytes() == Path(f"{folders[1]}.json").read_bytes()
