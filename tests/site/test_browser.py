"""The embedded site in a browser: quiet, quick to search, usable by keyboard, accessible, and alone in its folder.

Chromium is that of the system (`CHROMIUM` names another one). Tests of what npm has look for it in `node_modules` here
(`NODE_MODULES` names another folder). What is missing is named by the tests that are skipped. Of the pages a part is
opened, unless `SITE_EVERY_PAGE` is set.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site.checks import search_targets
from tests.support.program import REPOSITORY

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
NODE_MODULES = Path(os.environ.get("NODE_MODULES", REPOSITORY / "node_modules"))
AXE = NODE_MODULES / "axe-core/axe.min.js"
VALIDATE = NODE_MODULES / ".bin/html-validate"
ALL = bool(os.environ.get("SITE_EVERY_PAGE"))

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The browser, started once."""
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


class Tab:
    """A tab, and what went wrong or left the folder while pages were open in it."""

    def __init__(self, browser: Any, site: Path, width: int = 1280) -> None:
        self.page = browser.new_page(viewport={"width": width, "height": 900})
        self.site = site
        self.said: list[str] = []
        self.page.on("console", lambda message: self.said.append(f"{self.page.url}: {message.text}"))
        self.page.on("pageerror", lambda error: self.said.append(f"{self.page.url}: {error}"))
        self.page.on("request", self._asked)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(self.site.as_uri()):
            self.said.append(f"{self.page.url} asks for {request.url}")

    def open(self, path: str) -> Any:
        """Open a page of the site, until its script is done with it."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.site.as_uri()}/{path}")
        self.page.wait_for_selector("#site-tree a", state="attached")
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


@pytest.fixture
def tab(browser: Any, embedded_site: Path) -> Iterator[Tab]:
    """A tab; at its end nothing was said on the console, and no request has left the folder."""
    opened = Tab(browser, embedded_site)
    yield opened
    opened.page.close()
    assert opened.said == []


def some(site: Path, every: int) -> list[str]:
    """The largest page and one of so many in the order of their paths, or all."""
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    if ALL:
        return pages
    largest = max(pages, key=lambda page: (site / page).stat().st_size)
    return [largest, *(page for number, page in enumerate(pages) if not number % every)]


def test_pages_say_nothing_on_the_console(tab: Tab, embedded_site: Path) -> None:
    """Nor do they ask for anything outside of the folder, or break out of the window."""
    for path in some(embedded_site, 25):
        page = tab.open(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


@pytest.mark.parametrize("width", [320, 768, 3840])
def test_pages_fit_the_window(browser: Any, embedded_site: Path, width: int) -> None:
    """On a phone and on a wall."""
    tab = Tab(browser, embedded_site, width)
    for path in ("index.html", "errors.html", "resources/chat/completions.html", "types/chat/chat_completion.html"):
        assert tab.open(path).evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    tab.page.close()
    assert tab.said == []


def test_search_by_keyboard(tab: Tab) -> None:
    """A slash opens it, arrows choose, Enter goes there, Escape closes it."""
    page = tab.open("index.html")
    assert tab.search("chat.completions.create")[0] == "chat.completions.create"
    page.keyboard.press("Escape")
    assert not page.query_selector("dialog.search[open]")
    assert "chat.completions.create(temperature=)" in tab.search("temperature")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    wanted = page.get_attribute("dialog [aria-selected=true]", "data-to")
    page.keyboard.press("Enter")
    page.wait_for_url(wanted)
    assert page.evaluate("document.querySelector(':target').id.endsWith('.temperature')")


def test_search_finds_every_name(tab: Tab, embedded_files: dict[str, str]) -> None:
    """Each method, type and field, among the first by its own name; in a few milliseconds."""
    page = tab.open("types.html")
    tab.search("x")
    names = sorted({name for name, _ in search_targets(embedded_files)})
    names = names if ALL else names[::40]
    missing = []
    for name in names:
        page.fill("dialog input", name)
        if not any(found.split("(")[-1].rstrip("=)").lower().endswith(name.lower()) for found in tab.names()[:10]):
            missing.append(name)
    assert missing == []


def test_everything_by_keyboard(tab: Tab) -> None:
    """The first stop leads past the bar and the tree; programs change with arrows; the switch is a button."""
    page = tab.open("resources/chat/completions.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
    page.focus("#site-program-0-tab")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "Async"
    assert page.is_visible("#site-program-1")
    assert not page.is_visible("#site-program-0")
    page.focus("header .theme")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.keyboard.press("Enter")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_what_was_chosen_is_kept(tab: Tab) -> None:
    """The theme, the kind of programs, and what is open in the tree, on the next page too."""
    page = tab.open("index.html")
    page.click("header .theme")
    page.click("[role=tab]:has-text('Async')")
    page.click("[aria-label='Below Types']")
    page.goto(f"{tab.site.as_uri()}/resources/files.html")
    page.wait_for_selector("#site-tree [aria-current]")
    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.text_content("[role=tab][aria-selected=true]") == "Async"
    assert page.get_attribute("[aria-label='Below Types']", "aria-expanded") == "true"
    assert page.text_content("[aria-current]") == "files"


def test_copying_a_program(tab: Tab) -> None:
    """The button copies the program and nothing else."""
    page = tab.open("resources/files.html")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    block = page.locator("#site-program-0 pre").first
    block.hover()
    block.locator("button").click()
    assert page.evaluate("navigator.clipboard.readText()") == block.locator("code").text_content()


def test_a_page_does_not_move(tab: Tab) -> None:
    """What is painted first stays where it is."""
    for path in ("index.html", "resources/chat/completions.html", "types/chat/chat_completion.html"):
        page = tab.open(path)
        moved = page.evaluate(
            """() => new Promise(done => {
                let sum = 0;
                new PerformanceObserver(list => list.getEntries().forEach(one => { sum += one.value; }))
                    .observe({ type: "layout-shift", buffered: true });
                setTimeout(() => done(sum), 300);
            })"""
        )
        assert moved < 0.01, path


def test_without_scripts_everything_can_be_read(browser: Any, embedded_site: Path) -> None:
    """All programs are there, one below the other, and links lead on."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{embedded_site.as_uri()}/resources/files.html")
    assert page.locator(".programs section").nth(1).is_visible()
    page.click("header a")
    assert page.url.endswith("/index.html")
    context.close()


@pytest.mark.skipif(not AXE.exists(), reason=f"axe-core is not in {NODE_MODULES}")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(browser: Any, embedded_site: Path, scheme: str) -> None:
    """axe finds nothing, contrast included, with search open or closed."""
    tab = Tab(browser, embedded_site)
    tab.page.emulate_media(color_scheme=scheme)
    source = AXE.read_text(encoding="utf-8")
    found = []
    for number, path in enumerate(some(embedded_site, 60)):
        page = tab.open(path)
        if not number:
            tab.search("model")
        page.evaluate(source)
        result = page.evaluate("axe.run({resultTypes: ['violations'], preload: false})")
        found += [f"{path}: {v['id']}: {v['nodes'][0]['html'][:120]}" for v in result["violations"]]
    tab.page.close()
    assert found == []


@pytest.mark.skipif(not VALIDATE.exists(), reason=f"html-validate is not in {NODE_MODULES}")
def test_valid(embedded_site: Path, tmp_path: Path) -> None:
    """The standard's rules for HTML hold; how it is written is a matter of taste, and ours."""
    config = tmp_path / ".htmlvalidate.json"
    config.write_text(json.dumps({"root": True, "extends": ["html-validate:standard"]}), encoding="utf-8")
    pages = [str(embedded_site / path) for path in some(embedded_site, 5)]
    done = subprocess.run(
        [VALIDATE, "--config", config, "--formatter", "json", *pages], capture_output=True, text=True, check=False
    )
    found = [
        f"{Path(file['filePath']).relative_to(embedded_site)}: {message['ruleId']}: {message['message']}"
        for file in json.loads(done.stdout)
        for message in file["messages"]
    ]
    assert found == []
