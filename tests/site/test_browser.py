"""The embedded site in a browser: quick to search, usable by keyboard, at any size, with and without scripts."""

from __future__ import annotations

import functools
import http.server
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.site.browser import Tab, chromium
from tests.site.checks import script_value, search_targets

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

_CONTROLLED = "document.activeElement.getAttribute('aria-controls')"
OF_EACH_KIND = ("index.html", "errors.html", "resources/chat/completions.html", "types/chat/chat_completion.html")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The browser, started once."""
    with chromium() as started:
        yield started


@pytest.fixture
def tab(browser: Any, embedded_site: Path) -> Iterator[Tab]:
    """A tab; at its end nothing was said on the console, and no request has left the folder."""
    opened = Tab(browser, embedded_site)
    yield opened
    opened.close()


@pytest.mark.parametrize("width", [320, 768, 3840])
def test_pages_fit_the_window(browser: Any, embedded_site: Path, width: int) -> None:
    """On a phone and on a wall."""
    tab = Tab(browser, embedded_site, width=width)
    for path in OF_EACH_KIND:
        tab.open(path)
        assert not tab.is_wide(), path
    tab.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_fit_with_large_text(browser: Any, embedded_site: Path, width: int) -> None:
    """Text is as large as readers have set it, and the page still fits."""
    tab = Tab(browser, embedded_site, width=width)
    session = tab.page.context.new_cdp_session(tab.page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    for path in OF_EACH_KIND:
        page = tab.open(path)
        assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= 32
        assert not tab.is_wide(), path
    tab.close()


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


def test_search_leaves_the_focus_where_it_was(tab: Tab) -> None:
    """Whoever opened it with the button is back at the button."""
    page = tab.open("index.html")
    page.focus("header .search")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog.search[open]")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('header .search')")


def test_search_finds_everything_by_its_name(tab: Tab, embedded_files: dict[str, str]) -> None:
    """Each method, type and heading by its name, each argument and field by its name behind that of its owner."""
    page = tab.open("types.html")
    tab.search("x")
    wanted = [[query, target] for query, target in _queries(embedded_files)]
    assert len(wanted) > 4_000
    missed = page.evaluate(
        """wanted => {
            const input = document.querySelector("dialog input"), root = document.querySelector("header a").href;
            const found = query => {
                input.value = query;
                input.dispatchEvent(new InputEvent("input"));
                return [...document.querySelectorAll("dialog [role=option]")].map(one => one.dataset.to);
            };
            return wanted.filter(([query, to]) => !found(query).includes(new URL(to, root).href));
        }""",
        wanted,
    )
    assert missed == []


def _queries(files: dict[str, str]) -> Iterator[tuple[str, str]]:
    owners = {str(name) for _, name, *_ in script_value(files, "search-index.js")}
    owner = ""
    for name, target in search_targets(files):
        is_member = "#field-" in target or (name not in owners and "." in target.rpartition("#")[2])
        owner = owner if is_member else name
        yield (f"{owner}.{name}" if is_member else name), target


def test_the_keys_of_a_page(tab: Tab) -> None:
    """The first stop leads past the bar and the tree, then comes the bar from left to right, then the tree."""
    page = tab.open("resources/chat/completions.html")
    stops = []
    for _ in range(5):
        page.keyboard.press("Tab")
        stops.append(tab.focused)
    assert stops == ["Skip to the page", "OpenAI API (core)", "Search/", "Use the dark theme", "Start"]
    for _ in range(4):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert tab.focused == "client.chat"


def test_the_theme_by_keyboard(tab: Tab) -> None:
    """The switch says what it does."""
    page = tab.open("index.html")
    page.focus("header .theme")
    page.keyboard.press("Enter")
    assert tab.focused == "Use the light theme"
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"
    page.keyboard.press("Enter")
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "light"


def test_programs_by_keyboard(tab: Tab) -> None:
    """Arrows go from one kind to the next and around, Home and End to the ends."""
    page = tab.open("resources/chat/completions.html")
    page.focus("[role=tab][aria-selected=true]")
    for key, kind in [("ArrowRight", "Async"), ("ArrowLeft", "Sync"), ("End", "Raw"), ("Home", "Sync")]:
        page.keyboard.press(key)
        assert tab.focused == kind
        assert (
            page.evaluate("document.getElementById(document.activeElement.getAttribute('aria-controls')).hidden")
            is False
        )
    assert page.locator("[role=tabpanel]:visible").count() == page.locator("[role=tablist]").count()


def test_the_menu_by_keyboard(browser: Any, embedded_site: Path) -> None:
    """On a narrow window the tree opens at the page that is read, and Escape leads back to the button."""
    tab = Tab(browser, embedded_site, width=320)
    page = tab.open("resources/files.html")
    assert not page.is_visible("#site-tree")
    page.focus("header .menu")
    page.keyboard.press("Enter")
    assert page.is_visible("#site-tree")
    assert page.get_attribute("header .menu", "aria-expanded") == "true"
    assert tab.focused == "files"
    page.keyboard.press("Escape")
    assert not page.is_visible("#site-tree")
    assert tab.focused == "All pages"
    page.keyboard.press("Enter")
    page.mouse.click(310, 400)
    assert not page.is_visible("#site-tree")
    tab.close()


def test_what_was_chosen_is_kept(tab: Tab) -> None:
    """The theme, the kind of programs, and what is open in the tree, on the next page too."""
    page = tab.open("index.html")
    page.click("header .theme")
    page.click("[role=tab]:has-text('Async')")
    page.click("[aria-label='Below Types']")
    tab.open("resources/files.html")
    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.text_content("[role=tab][aria-selected=true]") == "Async"
    assert page.get_attribute("[aria-label='Below Types']", "aria-expanded") == "true"
    assert page.text_content(".tree [aria-current]") == "files"


def test_the_tree_keeps_its_place(tab: Tab) -> None:
    """What was scrolled to is still there on the next page, which is marked."""
    page = tab.open("types/responses/response.html")
    page.evaluate("document.getElementById('site-tree').scrollTop += 150")
    place = page.evaluate("document.getElementById('site-tree').scrollTop")
    following = page.locator(".tree li:has(> [aria-current]) + li > a")
    name, target = following.text_content(), following.get_attribute("href")
    following.click()
    page.wait_for_url(target)
    page.wait_for_selector(".tree [aria-current]")
    assert page.text_content(".tree [aria-current]") == name
    assert abs(page.evaluate("document.getElementById('site-tree').scrollTop") - place) < 2


def test_the_heading_that_is_read_is_marked(tab: Tab) -> None:
    """Downwards and upwards, and where a link leads."""
    page = tab.open("resources/chat/completions.html")
    for method in ("create", "delete", "list"):
        page.evaluate(f"document.getElementById('{method}').scrollIntoView()")
        page.wait_for_selector(f".toc [aria-current]:text-is('{method}')")
    page.evaluate("document.getElementById('create').scrollIntoView()")
    page.evaluate("scrollBy(0, -400)")
    page.wait_for_selector(".toc [aria-current]:text-is('list')")


def test_an_anchor_is_not_below_the_bar(tab: Tab) -> None:
    """What a link leads to can be seen at once, also inside of what was closed."""
    page = tab.open("types/chat/chat_completion.html")
    anchor = page.evaluate("[...document.querySelectorAll('details dt[id]')].at(-1).id")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = false; })")
    page.evaluate("anchor => { location.hash = anchor; }", anchor)
    page.wait_for_selector(":target", state="visible")
    assert page.evaluate(
        "document.querySelector(':target').getBoundingClientRect().top"
        " >= document.querySelector('header').getBoundingClientRect().bottom"
    )


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_copying_a_program(tab: Tab, by: str) -> None:
    """The button copies the program and nothing else, and says so."""
    page = tab.open("resources/files.html")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    block = page.locator("[role=tabpanel] pre").first
    if by == "mouse":
        block.hover()
        block.locator("button").click()
    else:
        block.locator("code").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    block.locator("button:text-is('Copied')").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == block.locator("code").text_content()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_page_does_not_move(browser: Any, embedded_site: Path, width: int) -> None:
    """What is painted first stays where it is, also where the script comes late, as it does on a slow machine."""
    tab = Tab(browser, embedded_site, width=width)
    tab.page.route("**/site.js", _late)
    for path in ("index.html", "resources/chat/completions.html", "types/chat/chat_completion.html"):
        page = tab.open(path)
        moved = page.evaluate(
            """() => new Promise(done => {
                const sources = [];
                new PerformanceObserver(list => list.getEntries().forEach(
                    entry => entry.sources.forEach(one => sources.push(one.node ? one.node.nodeName : "?"))
                )).observe({ type: "layout-shift", buffered: true });
                setTimeout(() => done(sources), 300);
            })"""
        )
        assert moved == [], path
    tab.close()


def _late(route: Any) -> None:
    """Hand out what was asked for when the page has long been painted."""
    time.sleep(0.4)
    route.continue_()


def test_nothing_moves_by_itself(tab: Tab) -> None:
    """Who asks for less motion gets none, and nobody else gets any."""
    page = tab.open("resources/files.html")
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_is_there_at_once(browser: Any, embedded_site: Path, theme: str) -> None:
    """Before the page has a body, so that nothing flashes, whatever the system prefers."""
    other = {"light": "dark", "dark": "light"}[theme]
    tab = Tab(browser, embedded_site, color_scheme=other)
    tab.page.add_init_script(
        "new MutationObserver((_, observer) => { if (document.body) { observer.disconnect();"
        " window.atFirst = getComputedStyle(document.documentElement).colorScheme; } })"
        ".observe(document, { childList: true, subtree: true });"
    )
    tab.open("index.html").evaluate("theme => localStorage.setItem('sdk-theme', theme)", theme)
    assert tab.open("errors.html").evaluate("window.atFirst") == theme
    tab.close()


def test_without_memory(browser: Any, embedded_site: Path) -> None:
    """Where the browser forbids to remember anything, all else works."""
    tab = Tab(browser, embedded_site)
    tab.page.add_init_script(
        "for (const kind of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, kind, { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    page = tab.open("index.html")
    page.click("header .theme")
    assert page.get_attribute("html", "data-theme") == "dark"
    assert tab.search("files.create")[0] == "files.create"
    tab.close()


def test_colours_of_the_reader(browser: Any, embedded_site: Path) -> None:
    """Where the reader's own colours are forced, what is current or chosen is outlined."""
    tab = Tab(browser, embedded_site, forced_colors="active")
    page = tab.open("resources/files.html")
    for chosen in (".tree [aria-current]", "[role=tab][aria-selected=true]", ".toc [aria-current]"):
        assert page.eval_on_selector(chosen, "one => getComputedStyle(one).outlineStyle") == "solid"
    tab.close()


def test_without_scripts_everything_can_be_read(browser: Any, embedded_site: Path) -> None:
    """All programs are there, one below the other, and links lead on."""
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{embedded_site.as_uri()}/resources/files.html")
    assert page.locator(".programs section").nth(1).is_visible()
    page.click("header a")
    assert page.url.endswith("/index.html")
    page.close()


def test_below_any_path(browser: Any, embedded_site: Path) -> None:
    """A server may have the site in a folder of its own; nothing is asked for outside of it."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Quiet, directory=str(embedded_site.parent))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    tab = Tab(browser, embedded_site, at=f"http://127.0.0.1:{server.server_port}/site")
    page = tab.open("resources/chat/completions.html")
    assert tab.search("files.create")[0] == "files.create"
    page.keyboard.press("Enter")
    page.wait_for_url(f"{tab.at}/resources/files.html#create")
    tab.close()
    server.shutdown()
    server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""
