"""A real browser on pages of the site, what axe-core and html-validate say of them, and which pages show all there is.

Chromium is that of the system (`CHROMIUM` names another one), without windows where there is that, which is quicker.
`make site-tools` installs what npm has, and `NODE_MODULES` names another folder of it. What is missing is named by the
tests that are skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

import pytest

from tests.support.html_pages import VOID
from tests.support.program import REPOSITORY

_NAMES: Final = ("chromium-headless-shell", "chromium", "google-chrome")
CHROMIUM: Final = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
NODE_MODULES: Final = Path(os.environ.get("NODE_MODULES", REPOSITORY / ".site-tools/node_modules"))
AXE: Final = NODE_MODULES / "axe-core/axe.min.js"
VALIDATE: Final = NODE_MODULES / ".bin/html-validate"
EVERY_PAGE: Final = bool(os.environ.get("SITE_EVERY_PAGE"))
"""Whether also what depends on kinds of text alone is looked at on every page. It takes a quarter of an hour."""

SCHEMES: Final = ("light", "dark")

needs_axe: Final = pytest.mark.skipif(not AXE.exists(), reason=f"axe-core is not in {NODE_MODULES}: make site-tools")
needs_validate: Final = pytest.mark.skipif(
    not VALIDATE.exists(), reason=f"html-validate is not in {NODE_MODULES}: make site-tools"
)

_READY = 'while (!document.querySelector("#site-tree a")) await new Promise(next => setTimeout(next, 5));'
_AXE = """
const found = await axe.run(CONTEXT, {rules: RULES, resultTypes: ["violations"], preload: false});
return found.violations.map(one => `${one.id}: ${one.nodes[0].html.slice(0, 160)}`);
"""
# What is everywhere the same is looked at where contrast is: a tree of hundreds of links would be most of the work.
_ONE_LINK = """
Object.defineProperty(window, "sdkTree", {get: () => [["Start", "index.html"]], set() {}});
"""


@contextmanager
def chromium() -> Iterator[Any]:
    """The browser, while it is needed. Where there is none, the test is skipped."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no Chromium")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield started
        started.close()


class Tab:
    """A tab, and what went wrong or left the folder while pages were open in it. `at` is the address of the site."""

    def __init__(self, browser: Any, site: Path, *, width: int = 1280, height: int = 900, at: str = "", **more: Any):
        self.page = browser.new_page(viewport={"width": width, "height": height}, **more)
        self.at = at or site.as_uri()
        self.said: list[str] = []
        self.page.on("console", lambda message: self.said.append(f"{self.page.url}: {message.text}"))
        self.page.on("pageerror", lambda error: self.said.append(f"{self.page.url}: {error}"))
        self.page.on("request", self._asked)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(f"{self.at}/"):
            self.said.append(f"{self.page.url} asks for {request.url}")

    def open(self, path: str) -> Any:
        """Open a page of the site, until its script is done with it."""
        self.page.goto(f"{self.at}/{path}", wait_until="commit")
        self.page.evaluate(f"async () => {{ {_READY} }}")
        return self.page

    def search(self, words: str) -> list[str]:
        """What search finds, by names, after the words are typed."""
        self.page.keyboard.press("/")
        self.page.wait_for_selector("dialog.search[open]")
        self.page.keyboard.type(words)
        return self.names()

    def names(self) -> list[str]:
        """The names of what search has found."""
        found: list[str] = self.page.eval_on_selector_all(
            "dialog [role=option] code", "found => found.map(one => one.textContent)"
        )
        return found

    @property
    def focused(self) -> str:
        """What has the focus, by its text or its label."""
        text: str = self.page.evaluate(
            "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()"
        )
        return text

    def is_wide(self) -> bool:
        """Whether the page can be moved sideways."""
        wide: bool = self.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        return wide

    def close(self) -> None:
        """Close it; nothing was said on the console, and no request has left the folder."""
        self.page.close()
        assert self.said == []


def pages_of(site: Path) -> list[str]:
    """The pages of a site, in the order of their paths."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def survey(browser: Any, site: Path, pages: Sequence[str]) -> list[str]:
    """What is wrong with pages, whatever their colours are: on the console, sideways, and by axe where there is one."""
    tab = Tab(browser, site)
    tab.page.add_init_script(_ONE_LINK)
    axe = AXE.exists()
    if axe:
        tab.page.add_init_script(path=AXE)
    found = []
    for path in pages:
        page = tab.open(path)
        found += [f"{path} is wide"] if tab.is_wide() else []
        found += _axe(page, path, colours=False) if axe else []
    tab.page.close()
    return found + tab.said


def survey_colours(browser: Any, site: Path, pages: Sequence[str]) -> list[str]:
    """What axe finds on pages in light and in dark, contrast included, with what is around them."""
    tab = Tab(browser, site)
    tab.page.add_init_script(path=AXE)
    found = []
    for path in pages:
        page = tab.open(path)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found += [f"{scheme}: {fault}" for fault in _axe(page, path, colours=True)]
    tab.page.close()
    return found + tab.said


def _axe(page: Any, path: str, *, colours: bool, context: str = "document") -> list[str]:
    rules = {} if colours else {"color-contrast": {"enabled": False}}
    script = _AXE.replace("CONTEXT", context).replace("RULES", json.dumps(rules))
    return [f"{path}: {fault}" for fault in page.evaluate(f"async () => {{ {script} }}")]


def axe_of_search(browser: Any, site: Path) -> list[str]:
    """What axe finds while search is open and has found something."""
    tab = Tab(browser, site)
    tab.page.add_init_script(path=AXE)
    page = tab.open("index.html")
    tab.search("model")
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        found += _axe(page, scheme, colours=True)
    tab.close()
    return found


def invalid(site: Path, pages: Sequence[str], folder: Path) -> list[str]:
    """What html-validate finds by the standard's rules. How HTML is written is a matter of taste, and ours."""
    config = folder / ".htmlvalidate.json"
    config.write_text(json.dumps({"root": True, "extends": ["html-validate:standard"]}), encoding="utf-8")
    files = [str(site / path) for path in pages]
    done = subprocess.run(
        [VALIDATE, "--config", config, "--formatter", "json", *files], capture_output=True, text=True, check=False
    )
    return [
        f"{Path(file['filePath']).relative_to(site)}: {message['ruleId']}: {message['message']}"
        for file in json.loads(done.stdout)
        for message in file["messages"]
    ]


class _Kinds(HTMLParser):
    """The kinds of text of a page: what it stands in, by elements and classes, which is all that styles go by."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.found: set[tuple[tuple[str, str], ...]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.add(tuple(self.open))


def showing_everything(site: Path) -> list[str]:
    """A few pages that have every kind of text that any page has; all pages, where all are asked for."""
    if EVERY_PAGE:
        return pages_of(site)
    kinds = {}
    for path in pages_of(site):
        reader = _Kinds()
        reader.feed((site / path).read_text(encoding="utf-8"))
        kinds[path] = reader.found
    missing = set().union(*kinds.values())
    chosen = []
    while missing:
        best = max(kinds, key=lambda path: len(kinds[path] & missing))
        chosen.append(best)
        missing -= kinds[best]
    return chosen
