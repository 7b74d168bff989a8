"""What the embedded document describes can change in every way an API changes, and a client survives it."""

from __future__ import annotations

from tests.support.compatibility import tally
from tests.support.generated import imported, run
from tests.support.program import CONFIG, SPEC


def test_every_answer_may_change() -> None:
    """As with the published document, for the types of the embedded one."""
    outcome = run(SPEC, CONFIG)
    assert outcome.package is not None
    done = tally(outcome.package, imported(SPEC, CONFIG))
    assert done.failures == []
    assert done.tried["conforming"] >= 500
    assert done.tried["missing"] >= 4000
    assert done.tried["unknown enum value"] >= 500
    assert done.tried["unknown variant"] >= 3000
