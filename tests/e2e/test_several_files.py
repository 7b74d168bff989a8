"""However a document is cut into files, its package is the same, byte for byte."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.pipeline import generate
from generator.request import Request
from tests.support.cutting import WAYS, Cut, Node, whole
from tests.support.generated import contents

SPEC = Path("spec/openai.yaml")
SHOP = Path(__file__).parent.parent / "cases" / "references" / "whole" / "spec.yaml"
CONFIG = Path("spec/openai.sdk.yaml")


def package(cut: Cut, folder: Path, config: Path | None) -> dict[str, Any]:
    """The files that are generated from a document."""
    request = Request(spec=str(cut.write(folder)), config=config, package="sdk")
    outcome = generate(request, stdin=io.BytesIO(), progress=lambda _: None)
    assert [found.message for found in outcome.diagnostics.sorted()] == []
    return contents(outcome.files)


@pytest.mark.parametrize("spec", [SPEC, SHOP], ids=["openai", "shop"])
@pytest.mark.parametrize("cutting", WAYS)
def test_the_package_is_that_of_the_whole_document(spec: Path, cutting: Callable[[Node], Cut], tmp_path: Path):
    """Names, pointers, order, docs and the stored model are the same, and nothing is reported."""
    document = yaml.safe_load(spec.read_text(encoding="utf-8"))
    config = CONFIG if spec is SPEC else None
    cut = cutting(document)
    assert len(cut.files) > 1
    expected = package(whole(document), tmp_path / "whole", config)
    made = package(cut, tmp_path / "cut", config)
    assert made.keys() == expected.keys()
    assert [path for path in made if made[path] != expected[path]] == []
