"""What style and type checkers say about the SDK of the embedded document: nothing."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from tests.support import checkers
from tests.support.program import REPOSITORY
from tests.typing.conftest import PACKAGE

MISTAKES = "usage/mistakes.py"
SUPPRESSION = re.compile(r"#\s*(type:\s*ignore|pyright:|noqa|mypy:|ruff:|fmt:)")
# What is left out, where, and after it on the same line: why.
REASONED = re.compile(
    r"#\s*(type: ignore\[[\w, -]+\]|pyright: ignore\[\w+\]|noqa: [A-Z0-9, ]+?|fmt: (?:skip|off))(  #| -) \w"
)


def test_ruff(embedded_output: Path) -> None:
    """Ruff's own choice of rules, sorted imports, and its layout."""
    settings = ("--isolated", "--no-cache", *checkers.LAYOUT)
    checked = checkers.run(embedded_output, "ruff", "check", *settings, "--extend-select", "I", ".")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    laid_out = checkers.run(embedded_output, "ruff", "format", "--check", *settings, ".")
    assert laid_out.returncode == 0, laid_out.stdout + laid_out.stderr


def test_black(embedded_output: Path, tmp_path: Path) -> None:
    """Black, with the settings that the output brings along, would change no file."""
    done = checkers.run(embedded_output, "black", "--check", ".", BLACK_CACHE_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "unchanged" in done.stderr


def test_mypy_reads_stubs(with_stubs: Path) -> None:
    """Strict mypy accepts the package, uses of it and the code samples of the docs, and finds every mistake."""
    found = checkers.mypy(with_stubs, PACKAGE, "usage", "samples")
    assert _told(finding for finding in found if finding.file != MISTAKES) == ""
    assert {(f.file, f.line) for f in found} == checkers.marked(with_stubs, [MISTAKES], "  # mistake")


def test_pyright_reads_stubs(with_stubs: Path) -> None:
    """Strict pyright accepts the package and uses of it, and finds every mistake."""
    found = checkers.pyright(with_stubs, PACKAGE, "usage")
    assert _told(finding for finding in found if finding.file != MISTAKES) == ""
    assert {(f.file, f.line) for f in found} == checkers.marked(with_stubs, [MISTAKES], "  # mistake")


def test_mypy_reads_code(without_stubs: Path) -> None:
    """Strict mypy accepts the modules themselves."""
    assert _told(checkers.mypy(without_stubs, PACKAGE)) == ""


def test_pyright_reads_code(without_stubs: Path) -> None:
    """Strict pyright accepts the modules themselves."""
    assert _told(checkers.pyright(without_stubs, PACKAGE)) == ""


def test_stubs_say_what_the_code_does(with_stubs: Path) -> None:
    """Stubtest compares every module with its stub, in both directions."""
    assert checkers.stubtest(with_stubs, PACKAGE) == ""


def test_types_are_complete(with_stubs: Path) -> None:
    """Pyright knows the type of every exported symbol for certain."""
    assert checkers.incomplete_types(with_stubs, PACKAGE) == (1.0, [])


@pytest.mark.parametrize("where", ["output", "runtime"])
def test_suppressions_have_reasons(embedded_output: Path, where: str) -> None:
    """Where a checker is told to look away, the reason stands beside it, or in the line above for a whole file."""
    folder = embedded_output / PACKAGE if where == "output" else REPOSITORY / "templates/runtime"
    found = [
        f"{path.relative_to(folder)}:{line}: {text}"
        for path in sorted(folder.rglob("*.py*"))
        if path.suffix in (".py", ".pyi")
        for line, text, reasoned in _suppressions(path.read_text(encoding="utf-8"))
        if not reasoned
    ]
    assert found == []


def test_what_counts_as_a_reason() -> None:
    """The test above tells comments with a reason from those without."""
    assert [reasoned for _, _, reasoned in _suppressions(SAMPLE)] == [True, False, True, False, True, False, True]


SAMPLE = """
# Why.
# pyright: reportPrivateUsage=false

# pyright: reportMissingImports=false
x = 1  # type: ignore[assignment]  # why
x = 1  # type: ignore[assignment]
x = 1  # noqa: E501 - why
x = 1  # noqa: E501
x = "# type: ignore"
x = 1  # pyright: ignore[reportAny]  # why
"""


def _told(found: Iterable[checkers.Finding]) -> str:
    """Findings as text, which a failing test shows whole."""
    return "\n".join(f"{finding.file}:{finding.line}: {finding.text}" for finding in found)


def _suppressions(source: str) -> Iterator[tuple[int, str, bool]]:
    """Comments that silence a checker: line, text, and whether a reason stands beside them."""
    lines = source.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and SUPPRESSION.match(token.string):
            row = token.start[0]
            alone = lines[row - 1].startswith("#")
            above = lines[row - 2] if row > 1 else ""
            yield row, token.string, above.startswith("# ") if alone else bool(REASONED.match(token.string))
