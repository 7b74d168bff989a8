"""The planted packages, and what would be generated in their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from generator.compare.comparison import Comparison, compare
from generator.compare.locate import Texts, locate
from generator.compare.model import Origins, Surface
from generator.compare.proposals import Sides
from generator.compare.read import read_package
from generator.compare.trial import Suggestions, suggestions
from generator.request import Request

HERE = Path(__file__).parent
REQUEST = Request(spec=str(HERE / "shop.yaml"), config=HERE / "shop.sdk.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """The package, and the SDK of its document."""

    files: Mapping[str, bytes]
    new: Surface
    origins: Origins

    def old(self, files: Mapping[str, bytes] | None = None) -> Surface:
        """The surface of the package, or of one with other files."""
        return read_package(Texts(name="pawshop", files=files or self.files))

    def compared(self, old: Surface) -> Comparison:
        """What differs."""
        return compare(old, self.new)

    def suggested(self, old: Surface) -> Suggestions:
        """What the config could say."""

        def attempt(additions: Mapping[str, Any]) -> Comparison | None:
            found = generated(replace(REQUEST, additions=additions))
            return None if found is None else compare(old, found[0])

        return suggestions(self.compared(old), Sides(old=old, new=self.new, origins=self.origins), attempt)


def generated(request: Request) -> tuple[Surface, Origins] | None:
    """The surface of what would be generated."""
    outcome = pipeline.validate(request, stdin=BytesIO(), progress=lambda _: None)
    if outcome.package is None or outcome.diagnostics.errors:
        return None
    return pipeline.surface_read(outcome.package, outcome.by_hand)


@cache
def _shop() -> Shop:
    found = generated(REQUEST)
    assert found is not None
    return Shop(files=locate(str(HERE / "pawshop")).files, new=found[0], origins=found[1])


@pytest.fixture
def shop() -> Shop:
    """The shop's package and SDK."""
    return _shop()
