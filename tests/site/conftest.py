"""The site of the embedded document, and that of the published one, as the program writes them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.html_pages import folder_files
from tests.support.program import CONFIG, SPEC, sdkgen


def _site(document: Path, out: Path) -> Path:
    run = sdkgen("site", document, "--config", CONFIG, "--out", out, PYTHONHASHSEED="1", LC_ALL="C", TZ="Asia/Tokyo")
    assert run.returncode == 0, run.stderr
    return out / "site"


@pytest.fixture(scope="session")
def embedded_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site. Tests read it and change nothing in it."""
    return _site(SPEC, tmp_path_factory.mktemp("site") / "out")


@pytest.fixture(scope="session")
def embedded_files(embedded_site: Path) -> dict[str, str]:
    """Its files, as text."""
    return folder_files(embedded_site)


@pytest.fixture(scope="session")
def upstream_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the published document's site, where `SPEC_UPSTREAM` names the document."""
    named = os.environ.get("SPEC_UPSTREAM")
    if not named:
        pytest.skip("SPEC_UPSTREAM does not name the published document")
    return _site(Path(named).resolve(), tmp_path_factory.mktemp("upstream") / "out")
