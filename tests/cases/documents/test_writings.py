"""The same document in another writing is the same SDK."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.support.generated import formatted

HERE = Path(__file__).parent


@pytest.mark.parametrize("case", ["dialect_3_0", "dialect_3_1", "no_components", "only_webhooks", "servers"])
def test_json(case: str, tmp_path: Path) -> None:
    """A document as JSON gives the bytes that it gives as YAML, with or without line breaks."""
    document = yaml.safe_load((HERE / case / "spec.yaml").read_text())
    for number, indent in enumerate((None, "\t")):
        written = tmp_path / f"spec{number}.json"
        written.write_text(json.dumps(document, indent=indent))
        assert formatted(written) == formatted(HERE / case / "spec.yaml")


def test_dialects() -> None:
    """What the document says of its version changes nothing: 3.0's and 3.1's forms mean the same in both."""
    old, new = (formatted(HERE / case / "spec.yaml") for case in ("dialect_3_0", "dialect_3_1"))
    assert old == new
