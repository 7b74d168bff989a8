"""Every code of the registry has a folder here: a tiny input that is reported under it, and the text printed for it."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex

from generator.diagnostics import CODES, render
from generator.pipeline import validate
from generator.request import Request

HERE = Path(__file__).parent
FOLDERS = sorted(folder.name for folder in HERE.iterdir() if folder.is_dir() and not folder.name.startswith("_"))


class PrintedText(SingleFileSnapshotExtension):
    """Keeps what is printed beside the input that it is printed for."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"

    @classmethod
    def get_location(cls, *, test_location: PyTestLocation, index: SnapshotIndex) -> str:
        return str(HERE / str(index) / "printed.txt")

    @classmethod
    def matches_test_location(cls, *, test_location: PyTestLocation, snapshot_location: str) -> bool:
        return Path(snapshot_location).parent.parent == HERE


# Inputs that are made here, since they are no text files or too large to keep.
MADE: dict[str, Callable[[Path], object]] = {
    "file-not-found": lambda spec: None,
    "file-unreadable": lambda spec: spec.mkdir(),
    "document-too-large": lambda spec: spec.write_text(f"title: {'x' * 100_000_000}\n"),
    "too-deep": lambda spec: spec.write_text("openapi: 3.1.0\npaths: " + "[" * 10_000 + "]" * 10_000),
}


def printed(request: Request) -> tuple[str, set[str]]:
    """What a run prints about its input, and the codes that were reported."""
    outcome = validate(request, stdin=io.BytesIO(), progress=lambda _: None)
    found = outcome.diagnostics.sorted()
    return "\n".join(render(one, outcome.sources) for one in found) + "\n", {one.code.id for one in found}


@pytest.mark.parametrize("code", FOLDERS)
def test_code(code: str, snapshot: SnapshotAssertion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The input of each folder is reported under the folder's code, in these words."""
    monkeypatch.chdir(HERE / code)
    if code in MADE:
        monkeypatch.chdir(tmp_path)
        MADE[code](tmp_path / "spec.yaml")
    overlay, config = Path("overlay.yaml"), Path("config.yaml")
    request = Request(
        spec="spec.yaml",
        overlays=(overlay,) if overlay.exists() else (),
        config=config if config.exists() else None,
        out=tmp_path,
        allow_remote=code == "unreachable-url",
    )
    text, codes = printed(request)
    assert code in codes
    assert text == snapshot(name=code, extension_class=PrintedText)


def test_every_code_has_a_folder():
    """No code can be added without an input that shows it, and no folder outlives its code."""
    assert sorted(CODES) == FOLDERS
