"""The real document, and older published versions of it beside it, where the environment names one."""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostics
from generator.document.model import Document
from generator.document.nodes import Sources
from generator.document.read import read_document
from generator.ledger import Ledger

UPSTREAM = os.environ.get("SPEC_UPSTREAM", "")
pytestmark = pytest.mark.skipif(not UPSTREAM, reason="SPEC_UPSTREAM names no document")


def documents() -> list[Path]:
    """The document and those in the folders beside it; where there is none, a name for the skipped test."""
    if not UPSTREAM:
        return [Path("SPEC_UPSTREAM")]
    newest = Path(UPSTREAM)
    return [newest, *sorted(newest.parent.glob("history/*.yaml")), *sorted(newest.parent.glob("updates/*.yaml"))]


@cache
def read(path: Path) -> tuple[Document, Diagnostics, Ledger]:
    diagnostics, ledger = Diagnostics(), Ledger()
    document = read_document(str(path), sources=Sources(), diagnostics=diagnostics, ledger=ledger)
    return document, diagnostics, ledger


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.stem)
def test_published_versions_are_read_whole(path: Path):
    """No version has errors, and none loses an operation, a schema or a webhook."""
    document, diagnostics, ledger = read(path)
    assert diagnostics.errors == 0
    assert ledger.read["operation"] == len(document.operations) > 0
    assert ledger.read["schema"] == len(document.components) > 0
    assert ledger.read["webhook"] == len(document.webhooks)
    assert not [entry for entry in ledger.entries if entry.kind in ("operation", "schema", "webhook")]


def test_the_newest_version_in_numbers():
    """The counts of the constructs that matter, so that one which stops being read is noticed."""
    document, diagnostics, ledger = read(Path(UPSTREAM))
    assert ledger.read == {"operation": 288, "schema": 1422, "webhook": 16}
    keywords = ledger.keywords
    assert {keyword: keywords[f"schema.{keyword}"] for keyword in ("anyOf", "oneOf", "allOf", "discriminator")} == {
        "anyOf": 920,
        "oneOf": 268,
        "allOf": 156,
        "discriminator": 107,
    }
    assert keywords["schema.x-stainless-const"] == 990
    assert sum(count for keyword, count in keywords.items() if keyword.endswith(".x-oaiMeta")) == 699
    assert Counter(found.code.id for found in diagnostics.found)["unknown-keyword"] == 3
    assert all(document.target(schema).ref is None for schema in document.schemas.values())
