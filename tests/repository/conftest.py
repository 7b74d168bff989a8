"""A package with everything that a repository needs around it, made of texts that try to be more than that."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.program import sdkgen

HERE = Path(__file__).parent
PARTS = ("--only", "client", "--only", "stubs", "--only", "docs", "--only", "repository")


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder."""
    out = tmp_path_factory.mktemp("repository") / "out"
    run = sdkgen("generate", HERE / "spec.yaml", "--config", HERE / "sdk.yaml", "--out", out, *PARTS)
    assert run.returncode == 0, run.stderr
    return out
