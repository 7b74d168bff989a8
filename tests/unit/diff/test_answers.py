"""Changes of answers that an argument decides."""

from __future__ import annotations

import pytest

from generator.diff.codes import Verdict
from generator.diff.compare import compare
from tests.unit.diff.conftest import Shop

PHOTO = {"values": ["a"], "schema": "Photo"}
TALK = {"values": ["b"], "schema": "Talk"}


def by_title(*cases: object, omitted: str | None = None) -> dict[str, object]:
    """A config in which `title`, which may be left out, decides what the photos answer."""
    said = {"parameter": "title", "cases": list(cases)} | ({"omitted": omitted} if omitted else {})
    return {"/sdkgen/operations": {"post /photos": {"response_by": said}}}


OPTIONAL = {"/paths/~1photos/post/requestBody/content/application~1json/schema/required": []}


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        (by_title(PHOTO, TALK), by_title(PHOTO, TALK), []),
        (
            by_title(PHOTO, TALK, {"values": ["c"], "schema": "Photo"}),
            by_title(PHOTO, TALK, {"values": ["c"], "schema": "Talk"}),
            ['result with title="c"'],
        ),
        (by_title(PHOTO, TALK, omitted="a"), by_title(PHOTO, TALK, omitted="b"), ["result without title"]),
        ({}, by_title(PHOTO), []),
        (
            by_title({"values": ["a"], "schema": "Talk"}),
            {},
            ["result", 'result with title="a"'],
        ),
    ],
)
def test_each_value_is_compared(shop: Shop, old: dict[str, object], new: dict[str, object], parts: list[str]) -> None:
    """What is returned to a value is held against what the other side returns to it, known there or not."""
    changes = compare(shop(OPTIONAL, old), shop(OPTIONAL, new)).changes
    assert sorted(change.part for change in changes) == parts
    assert all(change.subject == "client.photos.create()" for change in changes)
    assert all(change.verdict is Verdict.BREAKING for change in changes if " " in change.part)
