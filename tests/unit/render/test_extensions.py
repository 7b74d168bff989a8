"""Hand-written modules: which of them a package gets, and from where."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.ir.extensions import Export, Extension, HandWritten
from generator.ir.package import Package
from generator.render.extensions import find_hand_written, hand_written
from tests.support.rendering import render_client
from tests.unit.render.sample import HERE, PACKAGE


def exporting(*modules: str) -> Package:
    sources = (HandWritten(module=module, location=HERE) for module in modules)
    return replace(PACKAGE, exports=tuple(Export(name="thing", source=source) for source in sources))


def extended_by(*extensions: Extension) -> Package:
    return replace(PACKAGE, client=replace(PACKAGE.client, extensions=extensions))


@pytest.fixture
def runtime(tmp_path: Path) -> Path:
    """A runtime whose modules import each other in every way."""
    modules = {
        "_core.py": "import os",
        "lib/plain.py": "from .._core import x\nfrom ..types.pet import Pet",
        "lib/chain.py": "if TYPE_CHECKING:\n    from .links import first",
        "lib/links/__init__.py": "def f():\n    from . import first",
        "lib/links/first.py": "from ..chain import f\nfrom .second import g",
        "lib/links/second.py": "from ... import _core",
        "lib/unused.py": "",
    }
    for path, text in modules.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def found(package: Package, runtime: Path, project: Path | None = None) -> set[str]:
    return set(find_hand_written(package, project, runtime).files)


def test_only_what_is_named_is_shipped(runtime: Path) -> None:
    """A package gets what it names, and what that imports; another package gets nothing."""
    assert found(PACKAGE, runtime) == set()
    assert found(exporting("lib.plain"), runtime) == {"lib/plain.py"}


def test_imports_are_followed_wherever_they_stand(runtime: Path) -> None:
    """In functions, for type checkers only, of submodules, in circles; packages come with their `__init__`."""
    links = {"lib/links/__init__.py", "lib/links/first.py", "lib/links/second.py"}
    assert found(exporting("lib.chain"), runtime) == {"lib/chain.py", *links}
    assert found(exporting("lib.links.second"), runtime) == {"lib/chain.py", *links}


def test_modules_that_not_every_package_has_come_with_those_that_import_them(runtime: Path) -> None:
    """What is part of the runtime's root, and optional, is there where hand-written code uses it."""
    (runtime / "_legacy_response.py").write_text("")
    (runtime / "lib/older.py").write_text("from .._legacy_response import LegacyAPIResponse")
    assert found(exporting("lib.older"), runtime) == {"lib/older.py", "_legacy_response.py"}


def test_other_modules_are_the_owners(runtime: Path) -> None:
    """What the runtime does not have is to be written by the owner of the package, and is named once."""
    package = exporting("lib.plain", "lib.mine", "lib.mine", "lib.links")
    assert [source.module for source in hand_written(package)] == ["lib.plain", "lib.mine", "lib.links"]
    missing = find_hand_written(package, None, runtime).missing
    assert [source.module for source in missing] == ["lib.mine"]


def test_the_project_comes_first(runtime: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A module beside the config stands in for one of the runtime, with what it imports; as bytes, as it is."""
    project = tmp_path_factory.mktemp("project")
    (project / "lib").mkdir()
    (project / "lib/plain.py").write_text("from .own import y\nfrom .links import first\nfrom .._core import x")
    (project / "lib/own.py").write_text("y   = 1")
    (project / "_core.py").write_text("never")
    files = find_hand_written(exporting("lib.plain"), project, runtime).files
    assert files["lib/own.py"] == b"y   = 1"
    assert isinstance(files["lib/links/first.py"], str)
    assert "_core.py" not in files


def test_only_what_is_named_counts_of_a_project(runtime: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Other code in the folder is nobody's, whatever the imports are called."""
    project = tmp_path_factory.mktemp("project")
    for path in ("types/pet.py", "resources/pets.py", "tools/a.py", "tools/b.py", "other.py"):
        (project / path).parent.mkdir(exist_ok=True)
        (project / path).write_text("from .b import x\nfrom ..types.pet import Pet\nfrom ..other import z")
    files = find_hand_written(exporting("tools.a"), project, runtime).files
    assert set(files) == {"tools/a.py", "tools/b.py"}


def test_a_package_with_hand_written_code_has_a_lib() -> None:
    """`lib` is a package wherever something stands in it, and only there."""
    assert "little/lib/__init__.py" not in render_client(PACKAGE)
    extension = Extension(module="lib.mine", location=HERE)
    assert "little/lib/__init__.py" in render_client(extended_by(extension))
    elsewhere = replace(extension, module="custom.mine")
    files = render_client(extended_by(elsewhere))
    assert "little/lib/__init__.py" not in files
    assert "from .custom.mine import AsyncLittleExtension, LittleExtension" in files["little/_client.py"]
