"""Limits in words: one sentence in a table's cell, whatever the document demands."""

from __future__ import annotations

import pytest

from generator.document.keywords import CONSTRAINTS
from generator.ir.declarations import JsonScalar
from generator.render.docs.limits import limit_words

CASES: list[tuple[dict[str, JsonScalar], str]] = [
    ({}, ""),
    ({"minLength": 0}, ""),
    ({"uniqueItems": False}, ""),
    ({"minLength": 1}, "Limits: at least 1 character."),
    ({"maxLength": 10485760}, "Limits: at most 10,485,760 characters."),
    ({"minLength": 2, "maxLength": 64}, "Limits: 2 to 64 characters."),
    ({"minItems": 1, "maxItems": 1, "uniqueItems": True}, "Limits: 1 item, no item twice."),
    ({"minProperties": 1, "maxProperties": 16}, "Limits: 1 to 16 entries."),
    ({"maxProperties": 1}, "Limits: at most 1 entry."),
    ({"minimum": 0, "maximum": 2.5}, "Limits: 0 to 2.5."),
    ({"minimum": 0}, "Limits: at least 0."),
    (
        {"exclusiveMinimum": 0, "exclusiveMaximum": 1, "multipleOf": 0.5},
        "Limits: more than 0, less than 1, a multiple of 0.5.",
    ),
    ({"pattern": "^a|`b`$"}, "Limits: matching ``^a\\|`b`$``."),
]


@pytest.mark.parametrize(("limits", "words"), CASES, ids=lambda part: ",".join(part) if isinstance(part, dict) else "")
def test_words(limits: dict[str, JsonScalar], words: str) -> None:
    """Ranges are joined, one is not many, and what is no limit is not told."""
    assert limit_words(tuple(limits.items())) == words


def test_every_constraint_has_words() -> None:
    """Whatever counts as honoured because the docs state it is stated there."""
    samples: dict[type, JsonScalar] = {bool: True, str: "x"}
    for keyword, kind in CONSTRAINTS.items():
        value = samples.get(kind, 3) if isinstance(kind, type) else 3
        assert limit_words(((keyword, value),)), keyword
