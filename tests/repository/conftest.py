"""A package with everything that a repository needs around it, made of texts that try to be more than that."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from generator.pipeline import generate
from generator.request import Request
from tests.support.generated import contents
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


def made(config: dict[str, Any], folder: Path, spec: Path = HERE / "spec.yaml") -> dict[str, str]:
    """What a config makes of a document, by path; the config is kept in a folder."""
    (folder / "sdk.json").write_text(json.dumps(config))
    only = frozenset({"client", "repository"})
    request = Request(spec=str(spec), config=folder / "sdk.json", only=only)
    outcome = generate(request, stdin=io.BytesIO(), progress=lambda _: None)
    assert not outcome.diagnostics.errors
    files = contents(outcome.files)
    return {path: text for path, text in files.items() if isinstance(text, str)}
