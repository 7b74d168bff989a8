"""What stubs say of a package, and packages that are not the one meant."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.compare.expressions import parse_expression
from tests.parity.expressions import expression_of
from tests.parity.introspection import Package
from tests.parity.stubs import Scope, StubOnly, scope_of

Import = Callable[..., Scope]


@pytest.fixture
def scope(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Import]:
    """Write the modules of a package, and read the scope of its module `calls`."""
    name = f"scoped_{tmp_path.name}"
    folder = tmp_path / name
    folder.mkdir()
    monkeypatch.syspath_prepend(tmp_path)

    def read(**files: str) -> Scope:
        (folder / "__init__.py").write_text("")
        for file, text in files.items():
            stem, _, suffix = file.rpartition("_")
            (folder / f"{stem}.{suffix}").write_text(text)
        return scope_of(f"{name}.calls")

    yield read
    for loaded in [module for module in sys.modules if module.partition(".")[0] == name]:
        del sys.modules[loaded]


def results(scope: Scope, function: Any) -> list[Any]:
    return [scope.evaluate(variant.__annotations__["return"]) for variant in scope.variants(function)]


def test_a_stub_with_overloads(scope: Import) -> None:
    """The overloads of a stub are kept in order, though Python itself forgets them."""
    read = scope(
        calls_py="def ask(loud=None): ...\n",
        calls_pyi=(
            "from typing import overload, type_check_only\n"
            "@overload\ndef ask(loud: None = ...) -> Whisper: ...\n"
            "@overload\ndef ask(loud: bool) -> list[int]: ...\n"
            "def tell() -> str: ...\n"
            "@type_check_only\nclass Whisper: ...\n"
        ),
    )
    assert results(read, read.names["ask"]) == [read.names["Whisper"], list[int]]
    assert results(read, read.names["tell"]) == [str]


def test_overloads_without_a_stub(scope: Import) -> None:
    """The overloads of a module itself count too."""
    read = scope(
        calls_py=(
            "from typing import overload\n"
            "@overload\ndef ask(loud: None = ...) -> 'str': ...\n"
            "@overload\ndef ask(loud: bool) -> int: ...\n"
            "def ask(loud=None): ...\n"
        )
    )
    assert results(read, read.names["ask"]) == [str, int]


def test_what_stubs_import(scope: Import) -> None:
    """Stubs import from modules, submodules of packages, and classes that only other stubs have."""
    read = scope(
        calls_py="",
        calls_pyi=(
            "from . import other\nfrom .other import Face as Shown, Value\ndef ask() -> other.Value | Shown: ...\n"
        ),
        other_py="class Value: ...\n",
        other_pyi="class Value: ...\nclass Face: ...\n",
    )
    assert read.names["Shown"] is StubOnly
    assert results(read, read.names["ask"]) == [read.names["Value"] | StubOnly]


def test_a_module_without_a_stub(scope: Import) -> None:
    """Its own annotations are read, with what it imports for type checkers only."""
    read = scope(
        calls_py=(
            "from __future__ import annotations\n"
            "from typing import TYPE_CHECKING\n"
            "if TYPE_CHECKING:\n    from .other import Value\n"
            "def ask() -> Value | None: ...\n"
        ),
        other_py="class Value: ...\n",
    )
    (result,) = results(read, read.names["ask"])
    assert expression_of(result) == expression_of(read.names["Value"] | None)


def test_aliases_that_are_text(scope: Import) -> None:
    """An alias may be text, and stand in a union all the same."""
    read = scope(calls_py="Names = 'list[str]'\ndef ask() -> 'Names | None': ...\n")
    (result,) = results(read, read.names["ask"])
    assert expression_of(result) == parse_expression("Optional[List[str]]")


def test_options_in_one_parameter(scope: Import) -> None:
    """Keywords that a TypedDict states count as parameters of the method that takes them all."""
    read = scope(
        calls_py=(
            "from __future__ import annotations\n"
            "from typing import TypedDict\n"
            "from typing_extensions import Required, Unpack\n"
            "class Options(TypedDict, total=False):\n    loud: bool\n    name: Required[str]\n    timeout: float\n"
            "class Resource:\n"
            "    def ask(self, what: str, *, why: str, **options: Unpack[Options]) -> str: ...\n"
            "    def tell(self, **rest: object) -> str: ...\n"
            "class Client:\n    def __init__(self):\n        self.things = Resource()\n"
        )
    )
    module = sys.modules[read.names["__name__"]]
    package = Package(module, module.Client(), module.Client())
    ask, tell = package.method("things.ask"), package.method("things.tell")
    assert ask is not None
    assert tell is not None
    assert (ask.positional, ask.keywords) == (("what",), {"why": True, "loud": False, "name": True})
    assert tell.keywords == {}


def test_results_come_from_overloads(shop: Package) -> None:
    """What a method returns is what its overloads return together."""
    method = shop.method("items.retrieve")
    assert method is not None
    assert method.streams
    assert {type(branch).__name__ for branch in method.result} == {"LiveClass", "GenericOf"}


def test_what_cannot_be_reached(shop: Package) -> None:
    """Paths that end nowhere, or at what is no method, have no method; the same for types."""
    assert [shop.method(path) for path in ("items.gone", "gone.list", "items", "items.delete.x")] == [None] * 4
    assert [shop.type(module, "X") for module in ("sdk_shop.types", "sdk_shop.nowhere", "sdk_shop.types.item")] == [
        None
    ] * 3


def test_unfinished_annotations(shop: Package) -> None:
    """Fields are known of a model that was never used, and of one in another module."""
    live = shop.type("sdk_shop.types", "ItemListResponse")
    assert live is not None
    assert live.fields["has_more"].type == parse_expression("bool")


def test_another_package_of_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that is not in the folder is refused: its numbers would be taken for ours."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    with pytest.raises(ImportError, match="not under"):
        Package.imported(tmp_path, "json", "JSONDecoder")
