"""What type checkers say about an SDK whose enums are classes, and about code that uses it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support import checkers
from tests.support.program import REPOSITORY, sdkgen

PACKAGE = "enum_sdk"
CASE = REPOSITORY / "tests/cases/schemas/enum_classes"
USAGE = """
from enum_sdk import Shop
from enum_sdk.types import Color, Level, Mixed
from typing_extensions import assert_type

client = Shop()
paint = client.paints.update("red", body_color=Color.RED, query_level=Level.HIGH, colors=["red", Color.BLEU])
assert_type(paint.color, Color)
client.paints.update(
    paint.color, body_color=paint.color, query_level=-1, body_level=paint.level or 0, list=paint.list or [],
    finish=paint.finish, by_name={"a": "red", "b": Color.RED}, mixed=Mixed.AUTO,
)
if paint.color == "red" or paint.color is Color.BLEU:
    print(paint.color.upper(), paint.color.value)
shape = (client.drawings.list().shapes or [])[0]
if shape.kind == "circle":
    print(shape.r)
client.paints.update("mauve", body_color="red")  # mistake
client.paints.update("red", body_color="red", query_level=5)  # mistake
"""


@pytest.fixture(scope="module")
def with_usage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the case, beside code that uses it."""
    out = tmp_path_factory.mktemp("enums") / "out"
    settings = ("--config", CASE / "config.yaml", "--package", PACKAGE, "--out", out)
    run = sdkgen("generate", CASE / "spec.yaml", *settings)
    assert run.returncode == 0, run.stderr
    (out / "usage.py").write_text(USAGE)
    return out


def test_checkers_accept_members_and_values(with_usage: Path) -> None:
    """Members and their values are arguments, for both checkers at their strictest; other values are mistakes."""
    mistakes = {("usage.py", number) for number, line in enumerate(USAGE.splitlines(), 1) if line.endswith("# mistake")}
    for check in (checkers.mypy, checkers.pyright):
        found = check(with_usage, PACKAGE, "usage.py")
        assert {(finding.file, finding.line) for finding in found} == mistakes, found


def test_stubs_say_what_the_code_does(with_usage: Path) -> None:
    """Stubtest compares every module with its stub."""
    assert checkers.stubtest(with_usage, PACKAGE) == ""
