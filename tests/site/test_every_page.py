"""Every page of the embedded site in a browser, in parts that run side by side, and a sample of the published one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site.browser import (
    axe_of_search,
    chromium,
    invalid,
    needs_axe,
    needs_validate,
    pages_of,
    showing_everything,
    survey,
    survey_colours,
)

PARTS = 8
SAMPLE = 60
MEGABYTE = 1_000_000

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The browser, started once."""
    with chromium() as started:
        yield started


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page(browser: Any, embedded_site: Path, part: int) -> None:
    """Nothing on the console, nothing asked for outside of the folder, nothing sideways, nothing that axe minds."""
    assert survey(browser, embedded_site, pages_of(embedded_site)[part::PARTS]) == []


@needs_axe
def test_contrast(browser: Any, embedded_site: Path) -> None:
    """In light and in dark: of every kind of text that any page has, of the tree, and of search."""
    assert survey_colours(browser, embedded_site, showing_everything(embedded_site)) == []
    assert axe_of_search(browser, embedded_site) == []


@needs_validate
def test_valid(embedded_site: Path, tmp_path: Path) -> None:
    """Every page is HTML as the standard has it."""
    assert invalid(embedded_site, pages_of(embedded_site), tmp_path) == []


def test_upstream_size(upstream_site: Path) -> None:
    """The site of the published document stays small, and so does each page that people open."""
    sizes = {path: path.stat().st_size for path in upstream_site.rglob("*") if path.is_file()}
    assert sum(sizes.values()) < 15 * MEGABYTE


def test_upstream_pages(browser: Any, upstream_site: Path) -> None:
    """A sample of its pages, as every page of the embedded site is looked at."""
    pages = pages_of(upstream_site)
    assert survey(browser, upstream_site, pages[:: len(pages) // SAMPLE]) == []


@needs_axe
def test_upstream_contrast(browser: Any, upstream_site: Path) -> None:
    """Those of its pages that have every kind of text."""
    assert survey_colours(browser, upstream_site, showing_everything(upstream_site)[:SAMPLE]) == []


@needs_validate
def test_upstream_valid(upstream_site: Path, tmp_path: Path) -> None:
    """The sample is valid, too."""
    pages = pages_of(upstream_site)
    assert invalid(upstream_site, pages[:: len(pages) // SAMPLE], tmp_path) == []
