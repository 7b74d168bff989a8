"""The generated tests of the published document: they pass, and call every operation."""

from __future__ import annotations

import json
from pathlib import Path

from tests.e2e.upstream.conftest import CONFIG
from tests.generated.running import generated_with_tests, passed
from tests.support import operations_called


def test_they_pass_and_call_every_operation(upstream: Path, tmp_path: Path) -> None:
    """Nothing of the document is without a test; `pytest` alone runs them."""
    out, called, plugin = tmp_path / "out", tmp_path / "called.json", Path(operations_called.__file__)
    assert generated_with_tests(upstream, "--config", CONFIG, out=out) == []
    environment = {"OPERATIONS": str(called), "PYTHONPATH": str(plugin.parent)}
    assert passed(out, "-p", plugin.stem, **environment) > 2000
    table = json.loads((out / "openai_sdk/testing/_api.json").read_text())
    operations = {operation["id"] for operation in table["operations"]}
    assert set(json.loads(called.read_text())) == operations
    assert len(operations) >= 288
