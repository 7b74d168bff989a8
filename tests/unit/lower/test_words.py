"""Words on their way to names."""

from __future__ import annotations

import pytest

from generator.casings import NO_CASINGS, Casings
from generator.lower.words import singular

PEOPLE = Casings(singulars={"people": "person", "mice": "mouse"})


@pytest.mark.parametrize(
    ("word", "one"),
    [("choices", "choice"), ("categories", "category"), ("status", "status"), ("boxes", "box"), ("people", "people")],
)
def test_what_is_many_by_rule(word: str, one: str) -> None:
    """English endings come off; what has none stays."""
    assert singular(word, NO_CASINGS) == one


@pytest.mark.parametrize(("word", "one"), [("people", "person"), ("vip_people", "vip_person"), ("cats", "cat")])
def test_what_the_config_calls_many(word: str, one: str) -> None:
    """The config's words count for the last word of a name."""
    assert singular(word, PEOPLE) == one
