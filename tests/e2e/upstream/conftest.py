"""The published document, where `SPEC_UPSTREAM` names it; without it these tests are skipped by name."""

from __future__ import annotations

import os
from pathlib import Path
from types import ModuleType

import pytest

from generator.pipeline import Outcome
from tests.support.generated import imported, run

CONFIG = Path(__file__).parents[3] / "spec/openai.sdk.yaml"


@pytest.fixture(scope="session")
def upstream() -> Path:
    """The path of the published document."""
    named = os.environ.get("SPEC_UPSTREAM")
    if not named:
        pytest.skip("SPEC_UPSTREAM does not name the published document")
    return Path(named).resolve()


@pytest.fixture(scope="session")
def outcome(upstream: Path) -> Outcome:
    """The SDK of the published document, in memory."""
    return run(upstream, CONFIG)


@pytest.fixture(scope="session")
def package(upstream: Path) -> ModuleType:
    """The SDK of the published document, imported."""
    return imported(upstream, CONFIG)
