"""Nothing that a document says is lost."""

from __future__ import annotations

from pathlib import Path

from tests.support.documents import plain
from tests.support.said import lost_of, texts

CASE = Path(__file__).parent


def test_no_text_is_lost() -> None:
    """Each text is in docs or stubs, or the ledger says of its place that it is not."""
    assert lost_of(CASE / "spec.yaml") == []


def test_no_two_texts_are_alike() -> None:
    """None can be found in the place of another."""
    said = [one.text for one in texts(plain(CASE / "spec.yaml"))]
    assert len(said) > 150
    assert [one for one in said if sum(one in other for other in said) > 1] == []
