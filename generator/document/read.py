"""The way into this package: from the path of a file to its `Document`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from generator.diagnostics import Diagnostics
from generator.document.accounts import Accounts
from generator.document.load import Limits, LoadedFile, load
from generator.document.model import Document
from generator.document.nodes import Sources
from generator.document.parse import parse
from generator.document.reading import Context
from generator.document.references import References
from generator.ledger import Ledger


def read_document(
    path: str,
    *,
    overlays: Iterable[str] = (),
    sources: Sources,
    diagnostics: Diagnostics,
    ledger: Ledger,
    stdin: BinaryIO | None = None,
    limits: Limits | None = None,
) -> Document:
    """Read an OpenAPI document from a file, or from `stdin` for the path `-`.

    `overlays` are files applied in their order. `sources`, `diagnostics` and `ledger` are filled. Raises `UnusableInput` where nothing
    can be made of the file; everything else that is wrong is reported and left out.
    """

    def load_file(name: str) -> LoadedFile:
        return load(name, sources=sources, diagnostics=diagnostics, limits=limits, stdin=stdin)

    file = load_file(path)
    context = Context(
        sources=sources,
        diagnostics=diagnostics,
        ledger=ledger,
        accounts=Accounts(sources, diagnostics, ledger),
        references=References(file, load_file, diagnostics),
    )
    return parse(file, context)
