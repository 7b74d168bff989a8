"""The site of the embedded document, as the program writes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.html_pages import folder_files
from tests.support.program import CONFIG, SPEC, sdkgen


@pytest.fixture(scope="session")
def embedded_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site. Tests read it and change nothing in it."""
    out = tmp_path_factory.mktemp("site") / "out"
    run = sdkgen("site", SPEC, "--config", CONFIG, "--out", out, PYTHONHASHSEED="1", LC_ALL="C", TZ="Asia/Tokyo")
    assert run.returncode == 0, run.stderr
    return out / "site"


@pytest.fixture(scope="session")
def embedded_files(embedded_site: Path) -> dict[str, str]:
    """Its files, as text."""
    return folder_files(embedded_site)
