"""The tests of others that are not held to."""

from __future__ import annotations

from tests.support.program import REPOSITORY

from .causes import Outcome
from .exceptions import Difference, judged, read_exceptions
from .releases import read_releases

MOST = 20


def test_each_has_a_test_of_ours() -> None:
    """The table is short, its subjects are there, and what it refers to exists."""
    entries = read_exceptions()
    assert len(entries) <= MOST
    for entry in entries:
        file, _, name = entry.shown.partition("::")
        assert entry.subject in read_releases()
        assert entry.reason
        assert f"def {name}(" in (REPOSITORY / file).read_text(encoding="utf-8")


def test_judgement() -> None:
    """What fails without a reason is told from what has one, and reasons that nothing needs are named."""
    failed, passed = Outcome(test="a.TestPets::test_one", kind="failed", message="m"), Outcome(test="b", kind="passed")
    wanted, useless = (
        Difference(subject="shop", test=test, reason="r", shown="tests/x.py::test_x") for test in ("*::test_one", "b")
    )
    found = judged({"shop": [failed, passed], "zoo": [failed]}, [wanted, useless])
    assert found.failing == (failed, failed)
    assert found.unexplained == (failed,)
    assert found.useless == (useless,)
    assert list(found.lines()) == [
        "",
        "1 failing on purpose, see differences.toml",
        "explains nothing: shop b",
    ]
