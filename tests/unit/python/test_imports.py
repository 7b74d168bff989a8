"""Import statements: right from where they stand, and in the order that ruff wants."""

from __future__ import annotations

import subprocess

import pytest
from ruff import find_ruff_bin

from generator.python.imports import External, Import, Local, import_lines, relative


@pytest.mark.parametrize(
    ("home", "target", "name"),
    [
        ([], "_client", "._client"),
        (["types"], "types.cat", ".cat"),
        (["types", "chat"], "types.cat", "..cat"),
        (["types", "chat"], "types.chat.cat", ".cat"),
        (["resources", "chat"], "types.chat.cat", "...types.chat.cat"),
        (["types"], "types.chat.cat", ".chat.cat"),
        (["types"], "types", "."),
        ([], "", "."),
    ],
)
def test_relative(home: list[str], target: str, name: str) -> None:
    """Dots lead from a package to a module by the shortest way."""
    assert relative(home, target) == name


IMPORTS: dict[Import, str] = {
    item: item.name
    for item in (
        External("typing", "Literal"),
        External("typing", "TYPE_CHECKING"),
        External("builtins"),
        External("typing_extensions", "TypedDict"),
        Local("_types", "omit"),
        Local("_types", "Omit"),
        Local("_types", "NOT_GIVEN"),
        Local("types.chat.v10", "Item10"),
        Local("types.chat.v10", "Item9"),
        Local("types.chat.v9", "Part"),
        Local("resources.chat.parts", "Parts"),
        Local("resources.chat.a_parts", "Zebra"),
    )
} | {Local("types.chat.other", "Parts"): "OtherParts", Local("_models", "BaseModel"): "BaseModel"}


@pytest.mark.parametrize("reexport", [False, True])
def test_order_is_that_of_ruff(reexport: bool) -> None:
    """ruff's import rule finds nothing to sort."""
    lines = import_lines(IMPORTS, "resources.chat.chat", reexport=reexport)
    done = subprocess.run(
        [find_ruff_bin(), "check", "--isolated", "--no-cache", "--select", "I", "--line-length=120", "-"],
        input="\n".join(lines) + "\n",
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_a_module_does_not_import_from_itself() -> None:
    """What a module defines itself needs no import."""
    assert import_lines({Local("types.cat", "Cat"): "Cat"}, "types.cat") == ()


def test_names_are_checked() -> None:
    """Nothing but identifiers gets into an import."""
    with pytest.raises(ValueError, match="is not an identifier"):
        import_lines({Local("types.cat", "Cat\nimport os"): "Cat"}, "_client")
    with pytest.raises(ValueError, match="is not an identifier"):
        import_lines({Local("types.cat import x #", "Cat"): "Cat"}, "_client")
