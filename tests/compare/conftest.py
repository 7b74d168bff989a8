"""The planted packages, and what would be generated in their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from generator.cli.compare import generated, suggested
from generator.compare.comparison import Comparison, compare
from generator.compare.locate import Texts, locate
from generator.compare.model import Origins, Surface
from generator.compare.read import read_package
from generator.compare.trial import Suggestions
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

        return suggested(old, REQUEST, self.new, self.origins)


@cache
def _shop() -> Shop:
    found = generated(REQUEST)
    assert found is not None
    return Shop(files=locate(str(HERE / "pawshop")).files, new=found[0], origins=found[1])


@pytest.fixture
def shop() -> Shop:
    """The shop's package and SDK."""
    return _shop()
