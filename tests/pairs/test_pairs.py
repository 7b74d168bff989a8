"""The pairs: nothing gets worse, every difference has its reason, and what is suggested removes what it claims to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest

from generator.cli.compare import generated, suggested
from generator.compare.comparison import Comparison, compare
from generator.compare.jsonl import read_facts
from generator.compare.trial import key_of

from .__main__ import by_hand, report_of
from .folder import VARIABLE, Pair, pairs
from .measured import GOALS, Goal, compared, reached, request_of

PAIRS = {pair.name: pair for pair in pairs()}
needs_pairs = pytest.mark.skipif(not PAIRS, reason=f"{VARIABLE} names no folder with pairs")


@cache
def comparisons() -> Mapping[str, Comparison]:
    """All pairs, compared."""
    return {name: compared(pair) for name, pair in PAIRS.items()}


@needs_pairs
def test_numbers_do_not_fall() -> None:
    """Nothing is the same less often than it was, no difference lost its reason, every reason explains something."""
    assert report_of(comparisons()).defects == ()


@needs_pairs
def test_the_record_is_up_to_date() -> None:
    """Numbers that rose are no failure, but stand out until `make pairs ARGS=--raise-ratchet` records them."""
    if stale := report_of(comparisons()).stale:
        pytest.xfail("raise the ratchet: " + "; ".join(stale))


@needs_pairs
@pytest.mark.parametrize("goal", GOALS, ids=lambda goal: goal.name)
@pytest.mark.parametrize("name", PAIRS)
def test_goals(name: str, goal: Goal) -> None:
    """What users of the published SDK call and read is there, as far as it must; code by hand moves along."""
    same, total = reached(goal, comparisons()[name], by_hand(name))
    assert same >= goal.share * total, f"{same} of {total} are the same, {goal.share:.0%} must be"


@needs_pairs
@pytest.mark.parametrize("pair", PAIRS.values(), ids=lambda pair: pair.name)
def test_suggestions(pair: Pair) -> None:
    """The entries that are suggested, applied as one config, remove each difference they claim to, and add none."""
    old, request = read_facts(pair.surface), request_of(pair)
    found = generated(request)
    assert found is not None
    before = {key_of(change) for change in compare(old, found[0]).changes}
    suggestions = suggested(old, request, *found)
    applied = generated(replace(request, additions=suggestions.config()))
    assert applied is not None
    breaking = [change for change in compare(old, applied[0]).changes if change.verdict.rank == 0]
    left = {key_of(change) for change in compare(old, applied[0]).changes}
    assert left.isdisjoint(suggestions.entries)
    assert {key_of(change) for change in breaking} <= before


def test_without_pairs() -> None:
    """Where the environment names no folder there are none."""
    assert pairs({}) == ()
