"""Where types stand: which of them share a page, and in what order.

A types package has one page, with a section for each of its types. One that is too large for that is divided by the
names of its modules: a page for each initial, and a page of its own for a first word that begins very many names.
What the package's name says already does not count, or all of package `beta` would stand under B.
A page so depends on its own package only, and stays below what repository hosts are willing to show; and creating a
file for each of some thousand types would cost more than generating the rest.

Pages of parts lie in a folder that no package can be named like (`types/chat/by-name/c.md`), in lower case.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from generator.ir.declarations import Declaration
from generator.python.code import Code
from generator.python.identifiers import file_name, safe_module_name
from generator.python.literals import dotted, name
from generator.render.markdown import words
from generator.values import Value

TYPES = "types.md"
PAGE_MODULES = 80
_LONGEST = 100
"""Characters of the path of a page; the output may stand deep in folders itself."""
_BY_NAME = "by-name"


class Page(Value, kw_only=True):
    """A page of types, with sections for some of them; `leads`: the page is about the first of them, and has its
    title."""

    path: str
    title: Code
    declarations: tuple[Declaration, ...]
    leads: bool = False


class TypesPackage(Value, kw_only=True):
    """A types package ("": the root) and the names of the packages in it.

    `page` lists its types, and has their sections unless `parts` have: pages by what the names of modules begin with.
    """

    name: str
    inner: tuple[str, ...]
    page: Page
    parts: dict[str, Page]

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages, in order."""
        return (self.page, *self.parts.values())


def page_path(folder: str, names: Iterable[str]) -> str:
    """The path of a page in a folder, after the names that lead to it: one that any file system can hold."""
    path = "/".join((folder, *map(file_name, names)))
    if len(path) > _LONGEST:
        path = f"{path[: _LONGEST - 9].rstrip('/')}-{hashlib.sha256(path.encode()).hexdigest()[:8]}"
    return f"{path}.md"


def package_page(package: str) -> str:
    """The page that lists a types package."""
    return page_path("types", package.split(".")) if package else TYPES


def package_title(package: str) -> Code:
    """The heading of that page."""
    return dotted(f"types.{package}" if package else "types")


def section_title(declaration: Declaration) -> Code:
    """The heading of a declaration: its name; with its module, where only that exports it."""
    if declaration.public:
        return name(declaration.name)
    return dotted(f"{_last(declaration.module)}.{declaration.name}")


def arrange(declarations: Iterable[Declaration]) -> tuple[TypesPackage, ...]:
    """Every types package with its pages, the root first. The order of the declarations does not matter."""
    members: dict[str, list[Declaration]] = {"": []}
    for declaration in declarations:
        package, _, _ = declaration.module.rpartition(".")
        members.setdefault(package, []).append(declaration)
    for package in list(members):
        while package := package.rpartition(".")[0]:
            members.setdefault(package, [])
    inner: dict[str, list[str]] = defaultdict(list)
    for package in sorted(members):
        if package:
            inner[package.rpartition(".")[0]].append(package)
    return tuple(_package(package, inner[package], members[package]) for package in sorted(members))


def _package(package: str, inner: Iterable[str], members: Iterable[Declaration]) -> TypesPackage:
    sections = defaultdict(list)
    leads = _leads(members)
    parts = _parts(package, leads)
    for member in sorted(members, key=lambda m: (leads[m.module], m.module, not m.public, m.name)):
        sections[parts[member.module]].append(member)
    title = package_title(package)
    return TypesPackage(
        name=package,
        inner=tuple(inner),
        page=Page(path=package_page(package), title=title, declarations=tuple(sections.pop("", ()))),
        parts={
            part: Page(
                path=_part_page(package, part),
                title=Code(f"{title}: {words(part.capitalize())}"),
                declarations=tuple(sections[part]),
            )
            for part in sorted(sections)
        },
    )


def _parts(package: str, modules: Collection[str]) -> dict[str, str]:
    """The part of its package that each module belongs to; "" where the package is not divided."""
    if len(modules) <= PAGE_MODULES:
        return dict.fromkeys(modules, "")
    first_words = {module: _first_word(module, _last(package)) for module in modules}
    counts = Counter(first_words.values())
    return {module: word if counts[word] > PAGE_MODULES else word[0] for module, word in first_words.items()}


def _first_word(module: str, package: str) -> str:
    own = _last(module)
    rest = own.removeprefix(f"{package}_")
    return (rest if rest[:1].isalpha() else own).partition("_")[0]


def _part_page(package: str, part: str) -> str:
    return page_path("types", (*filter(None, package.split(".")), _BY_NAME, safe_module_name(part)))


def _leads(members: Iterable[Declaration]) -> dict[str, str]:
    """The module that each one follows: faces of one component stand together, where the first of them would."""
    modules_of: dict[tuple[str, str], set[str]] = defaultdict(set)
    for member in members:
        modules_of[member.component, "" if member.component else member.module].add(member.module)
    leads: dict[str, str] = {}
    for modules in modules_of.values():
        lead = min(modules)
        for module in modules:
            leads[module] = min(lead, leads.get(module, lead))
    return leads


def _last(path: str) -> str:
    return path.rpartition(".")[2]
