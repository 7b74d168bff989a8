"""Packages with tests of their own, generated once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generated.running import generated_with_tests

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def kennel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output for a document with an operation for each kind of thing."""
    out = tmp_path_factory.mktemp("kennel") / "out"
    generated_with_tests(HERE / "api.yaml", "--config", HERE / "api.sdk.yaml", out=out)
    return out
