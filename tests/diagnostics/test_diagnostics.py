"""Every code of the registry has a folder here: a tiny input that is reported under it, and the text printed for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex

from generator.config.load import read_config
from generator.config.matching import report_unmatched
from generator.diagnostics import CODES, Diagnostics, UnusableInput, render
from generator.document.nodes import Sources
from generator.document.read import read_document
from generator.ledger import Ledger

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


def printed(spec: str, *, overlays: list[str], config: Path | None) -> tuple[str, set[str]]:
    """What reading a document and its config prints, and the codes that were reported."""
    sources, diagnostics = Sources(), Diagnostics()
    try:
        settings = read_config(config, sources=sources, diagnostics=diagnostics, ledger=Ledger())
        document = read_document(spec, overlays=overlays, sources=sources, diagnostics=diagnostics, ledger=Ledger())
        report_unmatched(settings, document, diagnostics)
    except UnusableInput as error:
        diagnostics.add(error.diagnostic)
    found = diagnostics.sorted()
    return "\n".join(render(one, sources) for one in found) + "\n", {one.code.id for one in found}


@pytest.mark.parametrize("code", FOLDERS)
def test_code(code: str, snapshot: SnapshotAssertion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The input of each folder is reported under the folder's code, in these words."""
    monkeypatch.chdir(HERE / code)
    if code in MADE:
        monkeypatch.chdir(tmp_path)
        MADE[code](tmp_path / "spec.yaml")
    overlays = ["overlay.yaml"] if Path("overlay.yaml").exists() else []
    config = Path("config.yaml")
    text, codes = printed("spec.yaml", overlays=overlays, config=config if config.exists() else None)
    assert code in codes
    assert text == snapshot(name=code, extension_class=PrintedText)


def test_every_code_has_a_folder():
    """No code can be added without an input that shows it, and no folder outlives its code."""
    assert sorted(CODES) == FOLDERS
