"""The site: the pages of the docs as static HTML, one for each type, with a tree, search, and Markdown beside each.

A page of it is made from what the Markdown page is made from, and says it through the same views.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from generator.ir.declarations import Declaration
from generator.ir.history import NO_HISTORY, History
from generator.ir.package import Package
from generator.render.docs.guide_pages import Guides
from generator.render.docs.resource_pages import given_to_resources, resource_view
from generator.render.docs.samples import SampleKind, Samples, introduction, methods
from generator.render.docs.site import INDEX, LLMS, Site
from generator.render.docs.type_pages import TypePages, types_view
from generator.render.docs.waiting import as_told
from generator.render.environment import asset
from generator.render.extensions import HandWrittenFiles
from generator.render.recipes import FileRecipe, Fixed, Given, Joined, Once, Recipe, Shared, prepared
from generator.render.site.arrangement import a_page_each
from generator.render.site.frame import Chrome, chrome, html_path
from generator.render.site.guides import guide_page, without_foot
from generator.render.site.resources import resource_page_view
from generator.render.site.scripts import search_index, tree
from generator.render.site.types import type_page_view

Pages: TypeAlias = Iterator[tuple[str, tuple[Recipe, Recipe | None]]]
"""Pages by the path of their Markdown: what that is made from, and what their HTML is made from."""

ROOT = "site"
WHOLE = "llms-full.txt"
_PAGE_LINK = re.compile(r"\[([^\[\]\n]+)\]\((?:[\w./-]*\.md)?(?:#[\w.-]*)?\)")
_IMPORTS = re.compile(r"\A(# .*\n\n)`from .* import .*`\n\n")
_USERS = re.compile(r"^(?:Used by|The same in the other direction:) .*\n\n?", re.MULTILINE)
_OTHER_FORMS = re.compile(
    r"^\*\*(?:Raw answer|Async example|Async streaming example)\*\*\n\n```python\n(?:(?!```).*\n)+```\n\n?",
    re.MULTILINE,
)
_RULER = re.compile(r"^\|(?: --- \|)+$", re.MULTILINE)
ASSETS = ("site.css", "site.js", "search.js")
"""Files that every site has as they are, from the folder of its templates."""


def site_files(
    package: Package,
    declarations: Iterable[Once[Declaration]],
    by_hand: HandWrittenFiles,
    history: History = NO_HISTORY,
) -> dict[str, FileRecipe]:
    """What every file of the site is made from, by its path below the output folder."""
    package = as_told(package)
    site, code, around = Site(package, a_page_each), Samples(package), Once(chrome(package))
    guides = dict(_guides(package, Guides(package, site.links, code, history), code, around))
    pages = {
        **guides,
        **dict(_resources(given_to_resources(package, site, code, by_hand, history), around)),
        **dict(_types(package, site, declarations, around)),
    }
    texts = {path: Shared(markdown) for path, (markdown, _) in pages.items()}
    files: dict[str, FileRecipe] = {**texts}
    files |= {html_path(path): page for path, (_, page) in pages.items() if page is not None}
    files[WHOLE] = Joined({path: texts[path] for path in _of_substance(site, texts)}, trimmed)
    told = {path: texts[path].text() for path in guides if path != LLMS}
    files["tree.js"] = Fixed(tree(package, site, told))
    files["search-index.js"] = Fixed(search_index(package, site, told))
    files |= {name: Fixed(asset(f"{ROOT}/{name}")) for name in ASSETS}
    return {f"{ROOT}/{path}": recipe for path, recipe in files.items()}


def _of_substance(site: Site, paths: Iterable[str]) -> list[str]:
    """The pages that say something of their own, rather than list others."""
    lists = {LLMS, *(types.page.path for types in site.types_packages)}
    return [path for path in paths if path not in lists]


def trimmed(page: str) -> str:
    """A page among all others in one text: without the way back, links to other pages, lists of nothing but such,
    imports of what its title names, and programs for raw answers and asynchronous clients, of which guides among them
    tell.
    """
    said = _OTHER_FORMS.sub("", _USERS.sub("", _IMPORTS.sub(r"\1", without_foot(page))))
    return _PAGE_LINK.sub(r"\1", _RULER.sub(lambda ruler: ruler[0].replace(" --- ", "-"), said))


def _guides(package: Package, found: Guides, code: Samples, around: Once[Chrome]) -> Pages:
    for path, template, view in found.pages():
        markdown = prepared(f"docs/{template}.jinja", view)
        programs = _first_programs(package, code, path)
        given = Given(path, markdown.template, markdown.given, around, programs)
        page = None if path == LLMS else Recipe("site/guide.html.jinja", guide_page, given)
        yield path, (markdown, page)


def _resources(found: Iterable[tuple[str, Given]], around: Once[Chrome]) -> Pages:
    for path, given in found:
        markdown = Recipe("docs/resource.md.jinja", resource_view, given)
        yield path, (markdown, Recipe("site/resource.html.jinja", resource_page_view, Given(path, given, around)))


def _types(package: Package, site: Site, declarations: Iterable[Once[Declaration]], around: Once[Chrome]) -> Pages:
    for path, given in TypePages(package, declarations, site).given():
        markdown = Recipe("docs/types.md.jinja", types_view, given)
        yield path, (markdown, Recipe("site/types.html.jinja", type_page_view, Given(path, given, around)))


def _first_programs(package: Package, code: Samples, path: str) -> tuple[str, ...]:
    """The first call, sync and async, which the index shows side by side."""
    first = introduction(methods(package)) if path == INDEX else None
    return () if first is None else tuple(code.code(first, kind) for kind in (SampleKind.SYNC, SampleKind.ASYNC))


__all__ = ["ASSETS", "site_files"]
