"""What the tests of the command line share."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

import generator
from generator.write import freshness
from tests.unit.cli.fake_pipeline import Pipeline


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Pipeline:
    """The stand-in, in a working directory that holds nothing but `spec.yaml`."""
    fake = Pipeline()
    fake.ledger.read.update(operation=3, schema=1422, webhook=1)
    fake.ledger.generated.update(operation=3, schema=1422, webhook=1)
    module = ModuleType("generator.pipeline")
    module.generate = module.validate = fake.run
    monkeypatch.setitem(sys.modules, "generator.pipeline", module)
    monkeypatch.setattr(generator, "pipeline", module, raising=False)
    sources = tmp_path.parent / f"{tmp_path.name}-generator"
    sources.mkdir()
    (sources / "part.py").write_text("")
    monkeypatch.setattr(freshness, "_SOURCES", (sources,))
    fake.sources = sources
    monkeypatch.chdir(tmp_path)
    Path("spec.yaml").write_text("openapi: 3.1.0\ninfo: {}\n")
    return fake
