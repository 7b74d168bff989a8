"""Kept files: what the folder holds as it was rendered is not rendered again, and nothing else is taken for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.write.manifest import sha256
from generator.write.renderings import Renderings, Unrendered, read_renderings, write_renderings
from generator.write.writer import BlockedError, Status, check, write

PATH = "pkg/m.py"
TEXT = "x = 1\n"
DIGEST = sha256(TEXT.encode())
OTHER = {"pkg/n.py": "y = 1\n"}


class Renderer:
    """Renders one file, and counts how often it was asked to."""

    def __init__(self, text: str = TEXT) -> None:
        self.text = text
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        return self.text


@pytest.fixture
def out(tmp_path: Path) -> Path:
    write(tmp_path / "out", {PATH: TEXT, **OTHER})
    return tmp_path / "out"


def test_a_file_in_place_is_not_rendered(out: Path) -> None:
    """Neither to write nor to check; it counts as unchanged, and stays in the manifest."""
    renderer = Renderer()
    manifest = (out / ".sdkgen.json").read_bytes()
    for run in (write, check):
        plan = run(out, {PATH: Unrendered("key", DIGEST, renderer), **OTHER})
        assert plan.paths(Status.UNCHANGED) == [PATH, "pkg/n.py"]
        assert plan.clean
    assert renderer.calls == 0
    assert (out / ".sdkgen.json").read_bytes() == manifest


@pytest.mark.parametrize("damage", ["missing", "manifest"])
def test_a_file_not_in_place_is_rendered(out: Path, damage: str) -> None:
    """A file that is gone, and one that the manifest does not know, are made anew."""
    if damage == "missing":
        (out / PATH).unlink()
    else:
        (out / ".sdkgen.json").unlink()
    renderer = Renderer()
    write(out, {PATH: Unrendered("key", DIGEST, renderer), **OTHER}, force=True)
    assert renderer.calls == 1
    assert (out / PATH).read_text() == TEXT
    assert check(out, {PATH: TEXT, **OTHER}).clean


def test_another_hash_than_the_folder_has_is_rendered(out: Path) -> None:
    """Memory of another state of the folder never keeps a file of this one."""
    renderer = Renderer("x = 2\n")
    write(out, {PATH: Unrendered("key", sha256(b"x = 2\n"), renderer), **OTHER})
    assert renderer.calls == 1
    assert (out / PATH).read_text() == "x = 2\n"


def test_an_edited_file_stops_the_run(out: Path) -> None:
    """It is somebody's work, kept or not."""
    (out / PATH).write_text("x = 3\n")
    with pytest.raises(BlockedError):
        write(out, {PATH: Unrendered("key", DIGEST, Renderer()), **OTHER})
    assert (out / PATH).read_text() == "x = 3\n"


MEMORY = Renderings("g", {PATH: ("key", DIGEST)})


def test_memory_is_kept_for_the_same_generator(out: Path) -> None:
    """Another generator may make something else of the same."""
    write_renderings(out, MEMORY)
    assert read_renderings(out, "g").digest(PATH, "key") == DIGEST
    assert read_renderings(out, "g").digest(PATH, "other") is None
    assert read_renderings(out, "g").digest("pkg/n.py", "key") is None
    assert read_renderings(out, "h").digest(PATH, "key") is None


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"generator": "g"}', '{"generator": "g", "files": []}', "\x00", "[" * 10_000]
    + [json.dumps({"generator": "g", "files": {PATH: entry}}) for entry in (None, [], ["key"], "k", 1)],
    ids=lambda content: content[:50],
)
def test_damaged_memory_is_none(out: Path, content: str) -> None:
    """What cannot be read is as good as absent."""
    write_renderings(out, MEMORY)
    (out / ".sdkgen/rendered.json").write_text(content)
    assert read_renderings(out, "g") == Renderings("g")


def test_memory_after_a_run_of_one_part() -> None:
    """New keys for what was rendered, old ones for what stayed, none for what is gone."""
    before = Renderings("g", {"a": ("1", "x"), "b": ("2", "y"), "c": ("3", "z")})
    assert before.after({"a": "9"}, {"a": "u", "b": "y"}).files == {"a": ("9", "u"), "b": ("2", "y")}
