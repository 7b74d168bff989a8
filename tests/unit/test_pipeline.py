"""The stages together: what commands that stop at the IR get of them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from generator import pipeline
from generator.config import matching
from generator.diagnostics import Code, Severity
from generator.document import check, faults
from generator.lower import shown_calls
from generator.request import Request

SHOP = Path(__file__).parent / "diff/shop.yaml"


def ignored(_stage: str) -> None:
    """Progress that nobody sees."""


@pytest.mark.parametrize("addition", ["", "tags: [{name: A}, {name: A}]\n"])
def test_the_model_is_that_of_a_run_that_warns(tmp_path: Path, addition: str) -> None:
    """What a rule finds has no part in the IR, nor has what the config says of nothing."""
    spec, config = tmp_path / "spec.yaml", tmp_path / "sdk.yaml"
    spec.write_text(SHOP.read_text() + addition)
    config.write_text(SHOP.with_suffix(".sdk.yaml").read_text() + "\nunspecified_endpoints: [get /nowhere]\n")
    request = Request(spec=str(spec), config=config)
    model, warned = (run(request, stdin=io.BytesIO(), progress=ignored) for run in (pipeline.model, pipeline.validate))
    assert model.package == warned.package is not None
    assert model.ledger == warned.ledger
    assert {found.code.id for found in warned.diagnostics.found} - {
        found.code.id for found in model.diagnostics.found
    } == {
        "unmatched-config",
        *(["duplicate-tag"] if addition else []),
    }


def test_what_the_model_does_without_is_no_error() -> None:
    """Whoever compares two models stops at errors alone, and misses none."""
    codes = [code for module in (check, faults, matching, shown_calls) for code in vars(module).values()]
    severities = {code.id: code.severity for code in codes if isinstance(code, Code)}
    assert len(severities) > 10
    assert Severity.ERROR not in severities.values()
