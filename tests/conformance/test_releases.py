"""What is taken from source distributions, and which mock their tests want."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from . import mocks
from .mock import read_document
from .releases import Release, npm_package, unpack, unpack_package

DOCUMENT = """
openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /pets: {get: {responses: {"200": {description: ok, content: {application/json: {schema: {type: string}}}}}}}
"""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A source distribution."""
    place = tmp_path / "shop-1.tar.gz"
    said = {"devDependencies": {"@stdy/cli": "1.2.3", "other": {}}}
    files = {"tests/a/test_b.py": "x", "package.json": json.dumps(said), "src/shop/__init__.py": "y", "README.md": "z"}
    with tarfile.open(place, "w:gz") as tar:
        for path, text in files.items():
            member = tarfile.TarInfo(f"shop-1/{path}")
            member.size = len(text)
            tar.addfile(member, io.BytesIO(text.encode()))
    return place


def files_in(place: Path) -> set[str]:
    return {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}


def test_parts_are_unpacked(archive: Path, tmp_path: Path) -> None:
    """The tests by themselves; the package as it is imported."""
    unpack(archive, tmp_path / "tests")
    unpack_package(archive, Release(distribution="shop", version="1", package="shop"), tmp_path / "package")
    assert files_in(tmp_path / "tests") == {"tests/a/test_b.py", "package.json"}
    assert files_in(tmp_path / "package") == {"shop/__init__.py"}


def test_programs_of_npm(archive: Path, tmp_path: Path) -> None:
    """A version is what the distribution names; nothing where it names none."""
    assert npm_package(tmp_path, "@stdy/cli") is None
    unpack(archive, tmp_path)
    assert npm_package(tmp_path, "@stdy/cli") == "1.2.3"
    assert npm_package(tmp_path, "other") is None
    assert npm_package(tmp_path, "another") is None


def test_the_mock_of_this_folder_is_the_last_resort(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without npm the document is served all the same."""
    monkeypatch.setattr(mocks.shutil, "which", lambda _: None)
    document = tmp_path / "shop.yaml"
    document.write_text(DOCUMENT, encoding="utf-8")
    unpack(archive, tmp_path)
    with mocks.mock(document, tmp_path, tmp_path / "tools") as url, mocks.urlopen(f"{url}/pets") as answer:
        assert answer.read() == b'"string"'
    assert "paths" in read_document(document)


def test_a_mock_that_ends_is_told(tmp_path: Path) -> None:
    """Where the program cannot serve, its log is named."""
    program = tmp_path / "steady"
    program.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    program.chmod(0o755)
    served = mocks._served(program, tmp_path / "document.json", tmp_path / "mock.txt")
    with pytest.raises(RuntimeError, match=r"the mock does not answer; see .*mock\.txt"), served:
        pass
