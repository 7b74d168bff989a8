"""What is around the contents of each page of the site."""

from __future__ import annotations

from generator.ir.package import Package
from generator.python.code import Code
from generator.render.markdown import NOTHING, Markdown, words
from generator.values import Value


class Chrome(Value, kw_only=True):
    """What all pages have around them: the title of the API, and the name and version of the package."""

    title: Markdown
    project: Code
    version: Code


class Frame(Value, kw_only=True):
    """What is around one page: `root` leads to the folder of the site, `markdown` to the page's own text.

    `up` is a link to the page above it.
    """

    chrome: Chrome
    title: Code
    root: Code
    markdown: Code
    up: Markdown


def chrome(package: Package) -> Chrome:
    """The chrome of a package's pages."""
    return Chrome(
        title=words(package.title or package.project_name),
        project=Code(package.project_name),
        version=Code(package.version),
    )


def frame(chrome: Chrome, path: str, title: Code, up: Markdown = NOTHING) -> Frame:
    """The frame of a page."""
    return Frame(
        chrome=chrome,
        title=title,
        root=Code("../" * path.count("/")),
        markdown=Code(path.rpartition("/")[2]),
        up=up,
    )


def html_path(path: str) -> str:
    """The path of the HTML of a page."""
    return f"{path.removesuffix('.md')}.html"
