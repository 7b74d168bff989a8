"""Types on the site: a page for each, in folders like those of their modules, and a page that lists each package.

What only its own module exports stands on the page of the type that it is a part of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from generator.ir.declarations import Declaration
from generator.render.docs.arrangement import Page, TypesPackage, arrange, page_path, section_title
from generator.values import replace


def a_page_each(declarations: Iterable[Declaration]) -> tuple[TypesPackage, ...]:
    """Every types package with a page for each of its types, the root first."""
    return tuple(map(_divided, arrange(declarations)))


def _divided(package: TypesPackage) -> TypesPackage:
    modules: dict[str, list[Declaration]] = defaultdict(list)
    for declaration in (declaration for page in package.pages for declaration in page.declarations):
        modules[declaration.module].append(declaration)
    return replace(
        package,
        page=replace(package.page, declarations=()),
        parts={module: _page(module, modules[module]) for module in sorted(modules)},
    )


def _page(module: str, members: Iterable[Declaration]) -> Page:
    declarations = tuple(sorted(members, key=lambda member: (not member.public, member.name)))
    return Page(
        path=page_path("types", module.split(".")),
        title=section_title(declarations[0]),
        declarations=declarations,
        leads=True,
    )
