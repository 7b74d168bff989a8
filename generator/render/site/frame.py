"""What is around the contents of each page of the site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.ir.package import Package
from generator.python.code import Code
from generator.render.docs.site import INDEX, relative
from generator.render.markdown import Markdown, link, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Chrome:
    """What all pages have around them: the title of the API, and the name and version of the package."""

    title: Markdown
    project: Code
    version: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """An entry of the list of what is on a page."""

    anchor: Code
    label: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is around one page: `root` leads to the folder of the site, `markdown` to the page's own text.

    `crumbs` are the pages above it.
    """

    chrome: Chrome
    title: Code
    root: Code
    markdown: Code
    crumbs: tuple[Markdown, ...]
    headings: tuple[Heading, ...]


def chrome(package: Package) -> Chrome:
    """The chrome of a package's pages."""
    return Chrome(
        title=words(package.title or package.project_name),
        project=Code(package.project_name),
        version=Code(package.version),
    )


def frame(
    chrome: Chrome, path: str, title: Code, crumbs: Iterable[tuple[Markdown, str]], headings: Iterable[Heading]
) -> Frame:
    """The frame of a page; `crumbs` are labels and paths."""
    return Frame(
        chrome=chrome,
        title=title,
        root=Code("../" * path.count("/")),
        markdown=Code(path.rpartition("/")[2]),
        crumbs=tuple(link(label, relative(path, target)) for label, target in ((START, INDEX), *crumbs)),
        headings=tuple(headings),
    )


START = Markdown("Start")


def html_path(path: str) -> str:
    """The path of the HTML of a page."""
    return f"{path.removesuffix('.md')}.html"
