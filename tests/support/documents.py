"""Documents as the generator reads them, each once in a session."""

from __future__ import annotations

import functools
import io
from pathlib import Path
from typing import Any

from generator.diagnostics import Diagnostics
from generator.document.load import load
from generator.document.model import Document
from generator.document.nodes import Sources
from generator.document.read import read_document
from generator.ledger import Ledger


@functools.cache
def document(spec: Path) -> Document:
    """A parsed document."""
    return read_document(
        str(spec), overlays=[], sources=Sources(), diagnostics=Diagnostics(), ledger=Ledger(), stdin=io.BytesIO()
    )


@functools.cache
def plain(spec: Path) -> dict[str, Any]:
    """A document as it stands: mappings, lists and scalars."""
    root: dict[str, Any] = load(str(spec), sources=Sources(), diagnostics=Diagnostics(), ledger=Ledger()).root
    return root
