"""Reading configs from texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from tests.unit.config.config_reading import Reading, read


@pytest.fixture
def config_of(tmp_path: Path) -> Callable[[str], Reading]:
    """Reads a text as a config file."""

    def read_text(text: str) -> Reading:
        path = tmp_path / "sdk.yaml"
        path.write_text(dedent(text))
        return read(path)

    return read_text
