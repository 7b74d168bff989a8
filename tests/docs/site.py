"""The pages of `docs/` as a site, by the code that makes the sites of SDKs.

A link to a file of the repository leads to a copy of it in the site (`repository/`), which is a page where it is
Markdown.
"""

from __future__ import annotations

import posixpath
import re
from typing import Any, Final

from generator import __version__
from generator.python.code import Code
from generator.render.docs.site import relative
from generator.render.environment import TEMPLATES, render
from generator.render.markdown import words
from generator.render.recipes import Once
from generator.render.site import ASSETS
from generator.render.site.frame import Chrome, html_path
from generator.render.site.guides import text_page
from generator.render.site.scripts import guide_entries, index_script, tree_script
from tests.docs.pages import REPOSITORY, contents, written_pages

_COMMENT: Final = re.compile(r"^<!-- .*? -->\n", re.MULTILINE)
_LINK: Final = re.compile(r"(?<=\]\()(?!https?:|mailto:|#)([^)#\s]+)")
_FENCED: Final = re.compile(r"(^(`{3,}).*?^\2$)", re.MULTILINE | re.DOTALL)


def docs_site() -> dict[str, str]:
    """The text of every file of the site, by its path."""
    around = Once(Chrome(title=words("sdkgen"), project=Code("sdkgen"), version=Code(__version__)))
    pages, copies = _reached()
    files = {**pages, **copies}
    for path, text in pages.items():
        files[html_path(path)] = render("site/guide.html.jinja", text_page(path, text, around))
    files["tree.js"] = tree_script(_tree(pages))
    files["search-index.js"] = index_script(list(guide_entries(pages)))
    return files | {name: (TEMPLATES / "site" / name).read_text(encoding="utf-8") for name in ASSETS}


def _reached() -> tuple[dict[str, str], dict[str, str]]:
    """The pages of the site as Markdown, and the copies of other files: all of `docs/`, and what links lead to."""
    pages: dict[str, str] = {}
    copies: dict[str, str] = {}
    pending = [f"docs/{path}" for path in written_pages()]
    while pending:
        source = pending.pop(0)
        path = _place(source)
        if path in pages or path in copies:
            continue
        text = (REPOSITORY / source).read_text(encoding="utf-8")
        if source.endswith(".md"):
            pages[path], found = _linked(source, _COMMENT.sub("", text))
            pending += found
        else:
            copies[path] = text
    return pages, copies


def _place(source: str) -> str:
    """Where a file of the repository stands in the site."""
    return source.removeprefix("docs/") if source.startswith("docs/") else f"repository/{source}"


def _linked(source: str, text: str) -> tuple[str, list[str]]:
    """A page with its links as they are in the site, and the files of the repository that they lead to."""
    found: list[str] = []

    def link(match: re.Match[str]) -> str:
        found.append(posixpath.normpath(posixpath.join(posixpath.dirname(source), match[1])))
        return relative(_place(source), _place(found[-1]))

    parts = _FENCED.split(text)
    # Each block of code is followed by its fence, which the expression has found, too.
    prose = [_LINK.sub(link, part) if at % 3 == 0 else part for at, part in enumerate(parts) if at % 3 != 2]
    return "".join(prose), found


def _tree(pages: dict[str, str]) -> list[list[Any]]:
    """The tree: what the index lists, in its groups, and what else there is."""
    listed: list[list[Any]] = []
    for group, entries in contents():
        below: list[list[Any]] = [[title, html_path(page)] for title, page in entries]
        listed += [[group, None, below]] if group else below
    others = [path for path in pages if path.startswith("repository/")]
    rest: list[list[Any]] = [[posixpath.basename(path).removesuffix(".md"), html_path(path)] for path in others]
    return [*listed, *([["Repository", None, rest]] if rest else [])]
