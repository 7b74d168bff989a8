"""A document as text to its IR, with what was reported on the way."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from generator.config.model import Config
from generator.diagnostics import Diagnostics
from generator.document.nodes import Sources
from generator.document.read import read_document
from generator.ir.declarations import Declaration
from generator.ir.operations import Operation
from generator.ir.package import Package, Resource
from generator.ledger import Ledger
from generator.lower.lower import lower

HEAD = "openapi: 3.1.0\ninfo: {title: Zoo API, version: '1'}\n"


@dataclass(frozen=True, slots=True)
class Built:
    """The IR and the findings of a text."""

    package: Package
    diagnostics: Diagnostics
    ledger: Ledger

    @property
    def operations(self) -> dict[str, Operation]:
        """Every operation by its dotted name."""
        found = {o.name: o for o in self.package.client_operations}
        pending: list[Resource] = list(self.package.resources)
        while pending:
            resource = pending.pop()
            found |= {".".join((*resource.path, o.name)): o for o in resource.operations}
            pending += resource.children
        return found

    @property
    def declarations(self) -> dict[str, Declaration]:
        """Every declaration as `module.Name`."""
        return {f"{d.module}.{d.name}": d for d in self.package.declarations}

    @property
    def codes(self) -> list[str]:
        """The codes of the findings."""
        return [d.code.id for d in self.diagnostics.sorted()]


@pytest.fixture
def built() -> Callable[[str], Built]:
    """Build the IR of a document without its head."""

    def make(text: str, config: Config | None = None) -> Built:
        diagnostics, ledger = Diagnostics(), Ledger()
        document = read_document(
            "-", sources=Sources(), diagnostics=diagnostics, ledger=ledger, stdin=io.BytesIO((HEAD + text).encode())
        )
        package = lower(document, config or Config(), diagnostics, ledger, package=None)
        return Built(package, diagnostics, ledger)

    return make
