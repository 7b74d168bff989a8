"""Nothing that a document says is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.documents import plain
from tests.support.generated import run
from tests.support.said import Reached, lost_of, readable, texts

SPEC = Path(__file__).parent / "spec.yaml"


@pytest.mark.parametrize("version", ["3.0.4", "3.1.1", "3.2.0"])
def test_no_text_is_lost(version: str, tmp_path: Path) -> None:
    """Each is in docs or stubs, or the ledger says of its place that it is not, in each version."""
    spec = tmp_path / "spec.yaml"
    spec.write_text(SPEC.read_text().replace("openapi: 3.2.0", f"openapi: {version}"))
    assert lost_of(spec) == []


def test_no_two_texts_are_alike() -> None:
    """None can be taken for another."""
    said = [one.text for one in texts(plain(SPEC))]
    assert len(said) > 150
    assert [one for one in said if sum(one in other for other in said) > 1] == []


def test_most_are_read(tmp_path: Path) -> None:
    """Without the ledger few are lost, and without docs and stubs all of the others."""
    said = list(texts(plain(SPEC)))
    unread = Reached(readable(run(SPEC)), ()).lost(said)
    assert 20 < len(unread) < 50
    assert len(Reached((), run(SPEC).ledger.entries).lost(said)) == len(said) - len(unread)
