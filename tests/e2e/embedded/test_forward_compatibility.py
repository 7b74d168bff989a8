"""What the embedded document describes can change in every way an API changes, and a client survives it."""

from __future__ import annotations

from types import ModuleType

from generator.ir.package import Package
from tests.support.compatibility import tally


def test_every_answer_may_change(package: Package, openai_sdk: ModuleType) -> None:
    """As with the published document, for the types of the embedded one."""
    done = tally(package, openai_sdk)
    assert done.failures == []
    assert done.tried["conforming"] >= 500
    assert done.tried["missing"] >= 4000
    assert done.tried["unknown enum value"] >= 500
    assert done.tried["unknown variant"] >= 3000
