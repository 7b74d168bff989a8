"""Hand-written modules that come with the runtime: which of them a package gets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.ir.extensions import Export, Extension, HandWritten
from generator.ir.package import Package
from generator.render.extensions import foreign_modules, hand_written, shipped_files
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


def test_only_what_is_named_is_shipped(runtime: Path) -> None:
    """A package gets what it names, and what that imports; another package gets nothing."""
    assert shipped_files(PACKAGE, runtime) == {}
    assert shipped_files(exporting("lib.plain"), runtime).keys() == {"lib/plain.py", "_core.py"}


def test_imports_are_followed_wherever_they_stand(runtime: Path) -> None:
    """In functions, for type checkers only, of submodules, in circles; packages come with their `__init__`."""
    links = {"lib/links/__init__.py", "lib/links/first.py", "lib/links/second.py"}
    assert shipped_files(exporting("lib.chain"), runtime).keys() == {"lib/chain.py", *links, "_core.py"}
    assert shipped_files(exporting("lib.links.second"), runtime).keys() == {"lib/chain.py", *links, "_core.py"}


def test_other_modules_are_the_owners(runtime: Path) -> None:
    """What the runtime does not have is to be written by the owner of the package, and is named once."""
    package = exporting("lib.plain", "lib.mine", "lib.mine", "lib.links")
    assert [source.module for source in hand_written(package)] == ["lib.plain", "lib.mine", "lib.links"]
    assert [source.module for source in foreign_modules(package, runtime)] == ["lib.mine", "lib.links"]


def test_a_package_with_hand_written_code_has_a_lib() -> None:
    """`lib` is a package wherever something stands in it, and only there."""
    assert "little/lib/__init__.py" not in render_client(PACKAGE)
    extension = Extension(module="lib.mine", location=HERE)
    assert "little/lib/__init__.py" in render_client(extended_by(extension))
    elsewhere = replace(extension, module="custom.mine")
    files = render_client(extended_by(elsewhere))
    assert "little/lib/__init__.py" not in files
    assert "from .custom.mine import AsyncLittleExtension, LittleExtension" in files["little/_client.py"]
