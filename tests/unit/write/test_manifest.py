"""The manifest: which paths may be written, and what a damaged one does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.write.manifest import Manifest, ManifestError, UnsafePathError, check_paths, read_record

HASH = "0" * 64


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "..",
        "../a.py",
        "a/../../b.py",
        "/etc/passwd",
        "a//b.py",
        "a/",
        "a\\b.py",
        "C:/a.py",
        "a\0b.py",
        "a\n.py",
        "a.",
        "n\u00e9.py",
        "x" * 256,
        ".sdkgen.json",
        ".sdkgen/journal.json",
        ".SDKGEN/lock",
    ],
)
def test_paths_that_could_leave_the_folder_are_refused(path: str) -> None:
    """Traversal, absolute paths, odd characters and the generator's own names."""
    with pytest.raises(UnsafePathError):
        check_paths(["ok.py", path])


@pytest.mark.parametrize("paths", [["a/Chat.py", "a/chat.py"], ["Types/a.py", "types/b.py"], ["a", "a/b.py"]])
def test_paths_that_cannot_exist_together_are_refused(paths: list[str]) -> None:
    """Two spellings of one name, and a name that is a file and a folder."""
    with pytest.raises(UnsafePathError):
        check_paths(paths)


def test_ordinary_paths_pass() -> None:
    """What a package consists of is accepted."""
    check_paths(
        ["openai/__init__.py", "openai/py.typed", "docs/resources/chat.completions.md", "pyproject.toml", "x" * 255]
    )


def test_encoding_does_not_depend_on_the_order_of_files() -> None:
    """The same files give the same bytes."""
    forward = Manifest({"a.py": HASH, "b.py": HASH}).encode()
    assert forward == Manifest({"b.py": HASH, "a.py": HASH}).encode()
    assert forward.endswith(b"}\n")


@pytest.mark.parametrize(
    "content",
    [
        b"<<<<<<< ours\n",
        b"[]",
        b"{}",
        b'{"files": []}',
        b'{"files": ["a.py"]}',
        b'{"files": {"a.py": 1}}',
        b'{"files": {"a.py": "abc"}}',
        b"\xff\xfe",
        b"[" * 100_000,
        json.dumps({"files": {"../../victim.py": HASH}}).encode(),
    ],
)
@pytest.mark.parametrize("name", [".sdkgen.json", ".sdkgen/journal.json"])
def test_a_damaged_record_is_an_error_with_its_name(tmp_path: Path, content: bytes, name: str) -> None:
    """Nothing is guessed from a manifest or journal that cannot be right, least of all a path to remove."""
    (tmp_path / ".sdkgen").mkdir()
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ManifestError, match=name.replace(".", r"\.")):
        read_record(tmp_path)


@pytest.mark.parametrize("name", [".sdkgen.json", ".sdkgen"])
def test_the_generators_own_names_may_not_be_links(tmp_path: Path, name: str) -> None:
    """State that leads somewhere else is refused."""
    out = tmp_path / "out"
    out.mkdir()
    (out / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnsafePathError, match="symbolic link"):
        read_record(out)
