"""Reading small documents that stand in the tests."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import dedent

import pytest

from generator.diagnostics import Diagnostics
from generator.document.model import Document
from generator.document.nodes import Sources
from generator.document.read import read_document
from generator.ledger import Ledger


@dataclass(frozen=True)
class Reading:
    """A document and what reading it left behind."""

    document: Document
    ledger: Ledger
    diagnostics: Diagnostics
    sources: Sources

    @property
    def codes(self) -> list[str]:
        return [found.code.id for found in self.diagnostics.sorted()]


@pytest.fixture
def read() -> Callable[[str], Reading]:
    """Read a document from text; its version and title are added."""

    def read_text(text: str) -> Reading:
        whole = "openapi: 3.1.0\ninfo: {title: Shop, version: '1'}\n" + dedent(text)
        sources, diagnostics, ledger = Sources(), Diagnostics(), Ledger()
        document = read_document(
            "-", sources=sources, diagnostics=diagnostics, ledger=ledger, stdin=io.BytesIO(whole.encode())
        )
        return Reading(document, ledger, diagnostics, sources)

    return read_text
