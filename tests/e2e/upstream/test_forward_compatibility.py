"""What the published document describes can change in every way an API changes, and a client survives it."""

from __future__ import annotations

from types import ModuleType

from generator.pipeline import Outcome
from tests.support.compatibility import tally


def test_every_answer_may_change(outcome: Outcome, package: ModuleType) -> None:
    """For every type of an answer: unknown values in every enum, unknown variants in every union, null, missing and
    odd values in every field and fields of any name neither raise nor warn, and the same JSON comes back."""
    assert outcome.package is not None
    done = tally(outcome.package, package)
    assert done.failures == []
    assert done.tried["conforming"] >= 1900
    assert done.tried["missing"] >= 15_000
    assert done.tried["null"] >= 15_000
    assert done.tried["unknown enum value"] >= 1800
    assert done.tried["unknown variant"] >= 9000
