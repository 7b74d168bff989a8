"""Formatting: the same bytes whatever the surroundings say."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.write.formatting import FormattingError, format_laid, lay_out
from generator.write.manifest import sha256
from generator.write.staging import Staging

UGLY = "x = {'a':1}\r\ny=2\n"
NEAT = b'x = {"a": 1}\ny = 2\n'


def laid_out(files: dict[str, str | bytes], folder: Path) -> dict[str, bytes]:
    """What the formatter leaves in the folder, whose hashes are those that it returns."""
    staging = Staging(folder)
    digests = format_laid([lay_out(files.items(), staging)], staging)
    final = {path: (folder / path).read_bytes() for path in digests}
    assert digests == {path: sha256(content) for path, content in final.items()}
    return final


def test_python_text_is_formatted_and_bytes_are_final(tmp_path: Path) -> None:
    """Modules and stubs are formatted; bytes and other kinds of text are kept."""
    final = laid_out(
        {"a/m.py": UGLY, "a/m.pyi": UGLY, "a/b.py": b"x = {'a':1}\n", "README.md": "x = {'a':1}\n"}, tmp_path
    )
    assert final == {"a/m.py": NEAT, "a/m.pyi": NEAT, "a/b.py": b"x = {'a':1}\n", "README.md": b"x = {'a':1}\n"}


@pytest.mark.parametrize("folder", ["build", "dist", "venv", "node_modules", ".hidden"])
def test_no_folder_name_escapes_the_formatter(tmp_path: Path, folder: str) -> None:
    """A resource may have a name that the formatter leaves out by default."""
    assert laid_out({f"{folder}/m.py": UGLY}, tmp_path)[f"{folder}/m.py"] == NEAT


def test_surrounding_settings_have_no_influence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a configuration above the folder, nor an ignore file, nor the environment changes a byte."""
    (tmp_path / "ruff.toml").write_text('line-length = 40\n[format]\nquote-style = "single"\n')
    (tmp_path / ".gitignore").write_text("*\n")
    monkeypatch.setenv("RUFF_NO_CACHE", "false")
    monkeypatch.setenv("RUFF_CONFIG", str(tmp_path / "ruff.toml"))
    staging = tmp_path / "staging"
    staging.mkdir()
    line = f'name = "{"x" * 60}"\n'
    assert laid_out({"m.py": line}, staging)["m.py"] == line.encode()
    assert sorted(path.name for path in staging.iterdir()) == ["m.py"]


def test_other_newlines_become_unix_ones(tmp_path: Path) -> None:
    """Text that came with a carriage return is written with plain line feeds."""
    assert laid_out({"a.md": "a\r\nb\rc\n"}, tmp_path)["a.md"] == b"a\nb\nc\n"


def test_invalid_python_names_the_file(tmp_path: Path) -> None:
    """Text that is no Python is a defect, and the message says in which file."""
    with pytest.raises(FormattingError, match=r"a[/\\]m\.py:2:1"):
        laid_out({"a/m.py": "x = (\n"}, tmp_path)
