"""What the tests of the config share: reading a text as a config, and the complete example."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.config.load import read_config
from generator.config.model import Config
from generator.diagnostics import Diagnostics, render
from generator.document.nodes import Sources
from generator.ledger import Ledger

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[2]
COMPLETE = HERE / "complete.yaml"
SHIPPED = REPOSITORY / "spec" / "openai.sdk.yaml"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A config with everything that was said while it was read."""

    config: Config
    diagnostics: Diagnostics
    ledger: Ledger
    sources: Sources

    @property
    def printed(self) -> list[str]:
        return [render(found, {}) for found in self.diagnostics.sorted()]

    @property
    def without_effect(self) -> dict[str, str]:
        return {entry.subject: entry.reason for entry in self.ledger.entries}


def read(path: Path) -> Reading:
    """Read a file."""
    sources, diagnostics, ledger = Sources(), Diagnostics(), Ledger()
    config = read_config(path, sources=sources, diagnostics=diagnostics, ledger=ledger)
    return Reading(config=config, diagnostics=diagnostics, ledger=ledger, sources=sources)
