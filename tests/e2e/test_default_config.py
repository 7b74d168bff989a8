"""The default config: it counts for the documents it is written for, and leaves every other one alone."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from generator import pipeline
from generator.request import Request

DOCUMENT = """
openapi: 3.1.0
info: {{title: {title}, version: "1"}}
paths:
  /pets:
    get:
      operationId: listPets
      responses: {{"200": {{description: All pets., content: {{application/json: {{schema: {{type: string}}}}}}}}}}
"""
CONFIG = """
targets: {python: {package_name: from_config}}
resources: {cats: {methods: {list: get /cats}}}
sdkgen: {documents: {titles: [Pets]}}
"""


@pytest.mark.parametrize(
    ("title", "assumed", "counts"), [("Pets", True, True), ("Cars", True, False), ("Cars", False, True)]
)
def test_an_assumed_config_counts_by_title(tmp_path: Path, title: str, assumed: bool, counts: bool) -> None:
    """Neither the package's name nor a warning about entries comes from an assumed config for other documents."""
    (tmp_path / "spec.yaml").write_text(DOCUMENT.format(title=title))
    (tmp_path / "config.yaml").write_text(CONFIG)
    request = Request(spec=str(tmp_path / "spec.yaml"), config=tmp_path / "config.yaml", config_assumed=assumed)
    outcome = pipeline.validate(request, stdin=io.BytesIO(), progress=lambda stage: None)
    assert (outcome.package.name == "from_config") is counts
    assert any(found.code.id == "unmatched-config" for found in outcome.diagnostics.found) is counts
