"""Packages are read as text, wherever they are, and nothing that stands in them can do harm."""

from __future__ import annotations

import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from generator.compare.jsonl import facts_of, read_facts
from generator.compare.locate import Texts, UnreadablePackageError, locate
from generator.compare.model import Surface
from generator.compare.read import read_package

from .conftest import HERE, Shop

PACKAGE = HERE / "pawshop"


def small(types: str) -> Surface:
    """A package whose root has nothing but types."""
    return read_package(Texts(name="shop", files={"__init__.py": b"", "types.py": types.encode()}))


def test_archives_are_read_like_folders(tmp_path: Path, shop: Shop) -> None:
    """A wheel has the package at its top, a source archive below `src`, both beside what is no package."""
    wheel, archive = tmp_path / "pawshop-1.whl", tmp_path / "pawshop-1.tar.gz"
    with zipfile.ZipFile(wheel, "w") as file:
        for path, content in shop.files.items():
            file.writestr(f"pawshop/{path}", content)
        file.writestr("pawshop-1.dist-info/METADATA", "Name: pawshop")
    with tarfile.open(archive, "w:gz") as file:
        file.add(PACKAGE, "pawshop-1/src/pawshop")
        file.add(HERE / "__init__.py", "pawshop-1/tests/__init__.py")
    assert read_package(locate(str(wheel))) == read_package(locate(str(archive))) == shop.old()


def test_an_installed_package_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shop: Shop) -> None:
    """It is found by its name; its first line would raise."""
    (tmp_path / "pawshop").symlink_to(PACKAGE)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert read_package(locate("pawshop")) == shop.old()
    assert "pawshop" not in sys.modules


def test_facts_are_the_surface(tmp_path: Path, shop: Shop) -> None:
    """What is written as facts is read as the same surface."""
    file = tmp_path / "surface.jsonl"
    file.write_text(facts_of(shop.old()), encoding="utf-8")
    assert read_facts(file) == shop.old()


@pytest.mark.parametrize("place", ["nowhere", "os.path", "empty", "broken.whl", "broken.jsonl", "odd.jsonl"])
def test_what_cannot_be_read_is_said(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a name that nothing has, nor an archive or file that is none, fails in another way."""
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("broken.whl").write_bytes(b"PK\x03\x04 no archive")
    Path("broken.jsonl").write_text("{", encoding="utf-8")
    Path("odd.jsonl").write_text('{"kind": "client", "name": [], "init": []}', encoding="utf-8")
    with pytest.raises(UnreadablePackageError, match=place):
        read_facts(Path(place)) if place.endswith(".jsonl") else read_package(locate(place))


def test_a_file_that_does_not_parse_is_left_out() -> None:
    """What stands in the others is read all the same."""
    files = {
        "__init__.py": b"",
        "types/__init__.py": b"from .pet import *",
        "types/pet.py": b"class Pet: ...",
        "broken.py": b"def (:",
        "nul.py": b"\0",
    }
    found = read_package(Texts(name="shop", files=files))
    assert [type.path for type in found.types] == ["types.Pet"]
    assert [unread.partition(":")[0] for unread in found.unread] == ["broken.py", "nul.py"]


@pytest.mark.parametrize(
    "text",
    [
        "from .types import *\nclass A(A): ...",
        "class A(B): ...\nclass B(A): ...",
        "A = B\nB = A",
        "A = list['A']\nB = tuple['B', 'B', 'A', 'A']",
        "class A:\n    x: 'list[' = 1\n    y: '((((' = 2",
        f"class A:\n    x: {'list[' * 90}int{']' * 90}",
        "\n".join(f"A{n} = tuple[A{n + 1}, A{n + 1}]" for n in range(300)) + "\nA300 = int",
        "_A = {**1, 'b': 2}\n__all__ = [1, *[]]",
        "class A(TypedDict('A', {**x})): ...\nB = TypedDict('B', {1: int})",
        "x: Literal[()] = 1\nY = Optional[()]\nZ = list[()]\nW = Literal[A.b]",
    ],
)
def test_nothing_odd_fails(text: str) -> None:
    """Circles, bombs and nonsense are read as far as they mean something."""
    try:
        found = small(f"{text}\nclass Pet: ...")
    except UnreadablePackageError:
        pytest.fail("there is a type in it")
    from generator.compare.comparison import compare

    compare(found, found)
    compare(found, small("class Pet: ...\nA = int"))


def test_depth_is_said() -> None:
    """What nests deeper than Python's own stack is refused in words."""
    with pytest.raises(UnreadablePackageError, match="deeper"):
        small(f"class A:\n    x: {'int | ' * 2_000}int")
