"""What the script of the site reads: the tree of its pages, and what search looks through.

Both are script files, since a page that is opened from a folder may not fetch anything else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.ir.declarations import Declaration, ObjectModel, ObjectParams
from generator.ir.package import Package, Resource
from generator.python.docstrings import first_sentence
from generator.render.arguments import arguments
from generator.render.docs.arrangement import TYPES, TypesPackage, package_page
from generator.render.docs.samples import methods
from generator.render.docs.site import CLIENT, INDEX, Site, resource_page, slugs
from generator.render.html import headings, plain, sections, target
from generator.render.markdown import Markdown, line

_LONGEST = 100
"""Characters of what search says of something."""
_WORD = re.compile(r"[^\W\d]\w{2,29}")


def tree(package: Package, site: Site, guides: Mapping[str, str]) -> str:
    """The pages as a tree: labels, targets, and what stands below them."""
    found = [["Start", _html(INDEX)]]
    groups: list[Any] = [
        ["Guides", None, [[_title(text), _html(path)] for path, text in guides.items() if path != INDEX]],
        ["Resources", None, list(_branches(package))],
        ["Types", _html(TYPES), _types("", {types.name: types for types in site.types_packages})],
    ]
    return tree_script([*found, *(group for group in groups if group[2])])


def tree_script(branches: list[Any]) -> str:
    """The script of a tree: each branch has a label, where it leads (None: nowhere), and branches below it, if any.

    "/x" leads to the page `x` in the folder of the page above, which is called like that one.
    """
    return _script("sdkTree", [_from_above(branch, None) for branch in branches])


def _from_above(branch: list[Any], above: str | None) -> list[Any]:
    label, to, *below = branch
    folder = "" if above is None else f"{above.removesuffix('.html')}/"
    is_below = folder and to is not None and to.startswith(folder) and to.endswith(".html")
    said = f"/{to.removeprefix(folder).removesuffix('.html')}" if is_below else to
    return [label, said, *([_from_above(one, to) for one in branches] for branches in below)]


def index_script(entries: list[Any]) -> str:
    """The script of what can be found."""
    return _script("sdkIndex", entries)


def _branches(package: Package) -> Iterator[Any]:
    if package.client_operations:
        yield ["client", _html(CLIENT)]
    yield from map(_branch, package.resources)


def _branch(resource: Resource) -> list[Any]:
    return [resource.path[-1], _html(resource_page(resource.path)), *_below([_branch(c) for c in resource.children])]


def _types(package: str, packages: Mapping[str, TypesPackage]) -> list[Any]:
    own = packages[package]
    inner = [[name.rpartition(".")[2], _html(package_page(name)), _types(name, packages)] for name in own.inner]
    pages = ([page.declarations[0].name, _html(page.path)] for page in own.parts.values())
    return [*inner, *sorted(pages)]


def _below(children: list[Any]) -> list[Any]:
    return [children] if children else []


def search_index(package: Package, site: Site, guides: Mapping[str, str]) -> str:
    """What can be found: a kind, a name, where it is, what is said of it, and the names of its members.

    Kinds are m (a method), t (a type) and g (a guide, whose members are sections: heading, anchor, and all words of it
    in lower case, each once). What stands above the first heading of a guide has neither heading nor anchor.
    """
    found: list[list[Any]] = []
    for method in methods(package):
        said = method.operation.summary or method.operation.doc
        names = (argument.name for argument in arguments(method.operation))
        found.append(["m", method.path, _html(site.links.methods[method.key]), _said(said), " ".join(names)])
    described_elsewhere = {method.operation.params for method in methods(package)}
    for declaration in sorted(package.declarations, key=lambda declared: (declared.name, declared.module)):
        members = () if declaration.reference in described_elsewhere else _members(declaration)
        place = _html(site.links.types[declaration.reference]).removeprefix("types/")
        found.append(["t", declaration.name, place, _said(declaration.doc), " ".join(members)])
    return index_script([*found, *guide_entries(guides)])


def guide_entries(guides: Mapping[str, str]) -> Iterator[list[Any]]:
    """What can be found of pages by their path: titles, and headings."""
    for path, text in guides.items():
        yield ["g", _title(text), _html(path), "", _sections(text)]


def _members(declaration: Declaration) -> Iterable[str]:
    return (field.name for field in declaration.fields) if isinstance(declaration, ObjectModel | ObjectParams) else ()


def _sections(text: str) -> list[list[str]]:
    found = sections(Markdown(text))
    anchors = slugs(heading for heading, _ in found)
    parts = [[heading, anchor, _distinct(said)] for (heading, said), anchor in zip(found, anchors, strict=True)]
    return [["", "", said] for _, _, said in parts[:1]] + parts[1:]


def _distinct(said: str) -> str:
    return " ".join(sorted(set(_WORD.findall(said.lower()))))


def _title(text: str) -> str:
    return next((words for _, words in headings(Markdown(text))), "")


def _said(doc: str) -> str:
    said = plain(line(first_sentence(doc)))
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST].rstrip()}…"


def _html(place: str) -> str:
    found = target(place)
    assert found is not None
    return found


def _script(variable: str, value: Any) -> str:
    """A statement that sets a variable; what could end a script or a line of it is escaped."""
    written = json.dumps(value, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
    return f"window.{variable}={written};\n"
