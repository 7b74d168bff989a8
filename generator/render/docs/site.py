"""The site: which page and anchor everything has, and the relative links between them.

Resources have a page each. Types share pages as `arrangement` says. No two pages can meet: their paths are those of
resources and of types packages, and those of parts are in folders of their own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from generator.ir.declarations import Declaration
from generator.ir.package import Guide, Package, all_resources
from generator.ir.types import Named
from generator.python.code import Code
from generator.python.literals import dotted, name
from generator.render.docs.arrangement import TypesPackage, arrange, page_path, section_title
from generator.render.docs.samples import Method, call_of
from generator.render.markdown import Markdown, code_span, link
from generator.values import Value

INDEX = "index.md"
CLIENT = "client.md"
CLIENTS = "clients.md"
ERRORS = "errors.md"
STREAMING = "streaming.md"
PAGINATION = "pagination.md"
UPLOADS = "uploads.md"
WEBHOOKS = "webhooks.md"
CALLBACKS = "callbacks.md"
CHANGELOG = "changelog.md"
RETRIES = "retries.md"
RAW_ANSWERS = "raw-answers.md"
TESTING = "testing.md"
LLMS = "llms.txt"

_DROPPED = re.compile(r"[^\w\- ]")


def guide_page(guide: Guide) -> str:
    """The page of a guide in the owner's own words."""
    return page_path("guides", [guide.name])


def slug(heading: str) -> str:
    """The anchor that renderers give to a heading."""
    return _DROPPED.sub("", heading.lower()).replace(" ", "-")


def slugs(headings: Iterable[str]) -> list[str]:
    """The anchors of all headings of one page, in order: repeated ones are counted."""
    seen: dict[str, int] = defaultdict(int)
    found = []
    for heading in headings:
        plain = slug(heading)
        found.append(f"{plain}-{seen[plain]}" if seen[plain] else plain)
        seen[plain] += 1
    return found


def relative(page: str, target: str) -> str:
    """The link from a page to a target (a page, perhaps with an anchor); all paths are below `docs/`."""
    if target.startswith(page):
        same, separator, anchor = target.partition("#")
        if same == page and separator:
            return f"#{anchor}"
    home, path = page.split("/")[:-1], target.split("/")
    shared = 0
    while shared < min(len(home), len(path) - 1) and home[shared] == path[shared]:
        shared += 1
    return "../" * (len(home) - shared) + "/".join(path[shared:])


def resource_title(path: tuple[str, ...]) -> Code:
    """The heading of a resource's page: how it is reached. The empty path is the client itself."""
    return dotted(".".join(("client", *path)))


def resource_page(path: tuple[str, ...]) -> str:
    """The page of a resource."""
    return page_path("resources", path) if path else CLIENT


MethodKey: TypeAlias = tuple[tuple[str, ...], str]
"""A method: the path of its resource, and its name."""


class Links(Value):
    """Where declarations and methods are described: pages with anchors, below `docs/`."""

    types: Mapping[Named, str]
    methods: Mapping[MethodKey, str]

    def among(self, types: Iterable[Named], methods: Iterable[MethodKey] = ()) -> Links:
        """Only the places of these, which is what one page knows of the others."""
        return Links(
            {named: self.types[named] for named in types},
            {method: self.methods[method] for method in methods},
        )

    def type_link(self, page: str, named: Named) -> Markdown:
        """A link to a declaration, by its name."""
        return Markdown(f"[`{name(named.name)}`]({relative(page, self.types[named])})")

    def method_link(self, page: str, method: Method, label: Markdown | None = None) -> Markdown:
        """A link to a method."""
        return link(label or code_span(method.call), relative(page, self.methods[method.key]))

    def to_method(self, page: str, key: MethodKey) -> Markdown:
        """The same, by the path of its resource and its name."""
        return link(code_span(call_of(*key)), relative(page, self.methods[key]))


Arrangement: TypeAlias = Callable[[Iterable[Declaration]], tuple[TypesPackage, ...]]
"""Divides types among pages."""


class Site:
    """Knows the place of every declaration and operation of one package."""

    def __init__(self, package: Package, arrange: Arrangement = arrange) -> None:
        self.types_packages = arrange(package.declarations)
        types: dict[Named, str] = {}
        for page in (page for types_package in self.types_packages for page in types_package.pages):
            titles = [section_title(declaration) for declaration in page.declarations]
            anchors = slugs(titles) if page.leads else _anchors(page.title, titles)
            for number, (declaration, anchor) in enumerate(zip(page.declarations, anchors, strict=True)):
                types[declaration.reference] = page.path if page.leads and not number else f"{page.path}#{anchor}"
        methods: dict[MethodKey, str] = {}
        for resource, operations in (
            ((), package.client_operations),
            *((resource.path, resource.operations) for resource in all_resources(package.resources)),
        ):
            names = [operation.name for operation in operations]
            for method, anchor in zip(names, _anchors(resource_title(resource), names), strict=True):
                methods[resource, method] = f"{resource_page(resource)}#{anchor}"
        self.links = Links(types, methods)


def _anchors(title: str, headings: Iterable[str]) -> list[str]:
    return slugs((title, *headings))[1:]
