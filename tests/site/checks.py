"""What every site must hold, whatever its document says."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping

from tests.support.html_pages import Page, site_pages

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'"
TAGS = {
    "html", "head", "meta", "title", "link", "script", "body", "header", "main", "footer", "section", "div", "p",
    "h1", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "a",
    "b", "em", "strong", "small", "code", "pre", "br", "blockquote", "details", "summary",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "content", "name", "http-equiv", "rel", "href", "src", "id", "class", "tabindex", "scope",
    "start", "open",
}  # fmt: skip
_WEB = re.compile(r"https?://|mailto:")


def faults(files: Mapping[str, str]) -> list[str]:
    """What is wrong with the pages of a site, by path."""
    pages = site_pages(files)
    return [f"{path}: {fault}" for path, page in pages.items() for fault in _faults(path, page, files, pages)]


def _faults(path: str, page: Page, files: Mapping[str, str], pages: Mapping[str, Page]) -> Iterator[str]:
    yield from page.faults
    yield from sorted({f"a <{tag}>" for tag, _ in page.elements if tag not in TAGS})
    names = {name for _, attributes in page.elements for name in attributes}
    yield from sorted(f"an attribute {name}" for name in names - ATTRIBUTES)
    if len(page.ids) != len(set(page.ids)):
        yield f"ids that are there twice: {sorted({one for one in page.ids if page.ids.count(one) > 1})}"
    if [meta["content"] for meta in page.of("meta") if "http-equiv" in meta] != [POLICY]:
        yield "no policy, or another one"
    if len(page.of("h1")) != 1:
        yield f"{len(page.of('h1'))} headings of the first level"
    scripts = [attributes["src"] for attributes in page.of("script")]
    if [posixpath.basename(script) for script in scripts] != ["site.js"]:
        yield f"other scripts: {scripts}"
    for target in page.links:
        yield from _dead(path, target, files, pages)


def _dead(path: str, target: str, files: Mapping[str, str], pages: Mapping[str, Page]) -> Iterator[str]:
    if _WEB.match(target):
        return
    to, _, anchor = target.partition("#")
    found = posixpath.normpath(posixpath.join(posixpath.dirname(path), to)) if to else path
    if found not in files:
        yield f"a link to {target}, where there is nothing"
    elif anchor and anchor not in pages[found].ids:
        yield f"a link to {target}, where there is no such anchor"


def script_value(files: Mapping[str, str], name: str) -> list[list[object]]:
    """What a script of data sets."""
    written = re.fullmatch(r"window\.\w+=(.*);\n", files[name])
    assert written is not None, name
    value: list[list[object]] = json.loads(written[1])
    return value


def search_targets(files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What search finds by its index, as the script does it: a name, and where it leads."""
    for kind, name, place, _, members in script_value(files, "search-index.js"):
        to = f"types/{place}" if kind == "t" else str(place)
        yield str(name), to
        if isinstance(members, str):
            for member in members.split():
                yield member, f"{to}.{member}" if "#" in to else f"{to}#field-{member}"
        else:
            assert isinstance(members, list)
            for label, anchor, _ in members:
                yield label or str(name), f"{to}#{anchor}" if anchor else to


def tree_targets(files: Mapping[str, str]) -> Iterator[str]:
    """Where the entries of the tree lead."""
    pending = [(entry, "") for entry in script_value(files, "tree.js")]
    while pending:
        (_, said, *below), above = pending.pop()
        target = f"{above.removesuffix('.html')}{said}.html" if str(said).startswith("/") else str(said)
        if said is not None:
            yield target
        for entries in below:
            assert isinstance(entries, list)
            pending += [(entry, target) for entry in entries]


def dead_targets(files: Mapping[str, str]) -> list[str]:
    """What search and the tree lead to and is not there."""
    pages = site_pages(files)
    targets = [*tree_targets(files), *(target for _, target in search_targets(files))]
    return [fault for target in targets for fault in _dead("index.html", target, files, pages)]
