"""The site: the pages of the docs as static HTML, one for each type, with a tree, search, and Markdown beside each.

A page of it is made from what the Markdown page is made from, and says it through the same views.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.ir.declarations import Declaration
from generator.ir.package import Package
from generator.render.docs.guide_pages import Guides
from generator.render.docs.resource_pages import given_to_resources, resource_view
from generator.render.docs.samples import SampleKind, Samples, introduction, methods
from generator.render.docs.site import INDEX, LLMS, Site
from generator.render.docs.type_pages import TypePages, types_view
from generator.render.environment import TEMPLATES
from generator.render.extensions import HandWrittenFiles
from generator.render.recipes import FileRecipe, Fixed, Given, Joined, Once, Recipe, Shared, prepared
from generator.render.site.arrangement import a_page_each
from generator.render.site.frame import Chrome, chrome, html_path
from generator.render.site.guides import FOOT, guide_page
from generator.render.site.resources import resource_page_view
from generator.render.site.scripts import search_index, tree
from generator.render.site.types import type_page_view

ROOT = "site"
WHOLE = "llms-full.txt"
_PAGE_LINK = re.compile(r"\[([^\[\]\n]+)\]\((?:[\w./-]*\.md)?(?:#[\w.-]*)?\)")
_ASSETS = ("site.css", "site.js", "search.js")


def site_files(
    package: Package, declarations: Iterable[Once[Declaration]], by_hand: HandWrittenFiles
) -> dict[str, FileRecipe]:
    """What every file of the site is made from, by its path below the output folder."""
    site = Site(package, a_page_each)
    pages = dict(_pages(package, declarations, by_hand, site))
    texts = {path: Shared(markdown) for path, (markdown, _) in pages.items()}
    files: dict[str, FileRecipe] = {**texts}
    files |= {html_path(path): page for path, (_, page) in pages.items() if page is not None}
    files[WHOLE] = Joined({path: texts[path] for path in _of_substance(site, texts)}, trimmed)
    guides = {path: texts[path].text() for path, *_ in Guides(package, site, Samples(package)).pages() if path != LLMS}
    files["tree.js"] = Fixed(tree(package, site, guides))
    files["search-index.js"] = Fixed(search_index(package, site, guides))
    files |= {name: Fixed((TEMPLATES / "site" / name).read_bytes()) for name in _ASSETS}
    return {f"{ROOT}/{path}": recipe for path, recipe in files.items()}


def _of_substance(site: Site, paths: Iterable[str]) -> list[str]:
    """The pages that say something of their own, rather than list others."""
    lists = {LLMS, *(types.page.path for types in site.types_packages)}
    return [path for path in paths if path not in lists]


def trimmed(page: str) -> str:
    """A page among all others in one text: without the way back at its end, and without links to other pages."""
    return _PAGE_LINK.sub(r"\1", page.rpartition(FOOT)[0] or page)


def _pages(
    package: Package, declarations: Iterable[Once[Declaration]], by_hand: HandWrittenFiles, site: Site
) -> Iterator[tuple[str, tuple[Recipe, Recipe | None]]]:
    """Each page by the path of its Markdown: what that is made from, and what its HTML is made from."""
    code, around = Samples(package), Once(chrome(package))
    for path, template, view in Guides(package, site, code).pages():
        markdown = prepared(f"docs/{template}.jinja", view)
        page = None if path == LLMS else _guide(path, markdown, around, _first_programs(package, code, path))
        yield path, (markdown, page)
    for path, given in given_to_resources(package, site, code, by_hand):
        markdown = Recipe("docs/resource.md.jinja", resource_view, given)
        yield path, (markdown, Recipe("site/resource.html.jinja", resource_page_view, Given(path, given, around)))
    for path, given in TypePages(package, declarations, site).given():
        markdown = Recipe("docs/types.md.jinja", types_view, given)
        yield path, (markdown, Recipe("site/types.html.jinja", type_page_view, Given(path, given, around)))


def _guide(path: str, markdown: Recipe, around: Once[Chrome], programs: tuple[str, ...]) -> Recipe:
    given = Given(path, markdown.template, markdown.given, around, programs)
    return Recipe("site/guide.html.jinja", guide_page, given)


def _first_programs(package: Package, code: Samples, path: str) -> tuple[str, ...]:
    """The first call, sync and async, which the index shows side by side."""
    first = introduction(methods(package)) if path == INDEX else None
    return () if first is None else tuple(code.code(first, kind) for kind in (SampleKind.SYNC, SampleKind.ASYNC))


__all__ = ["site_files"]
