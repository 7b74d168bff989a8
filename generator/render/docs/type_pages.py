"""The pages of types: one a types package, which lists them all, and further ones where that is divided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from generator.ir.declarations import (
    Declaration,
    EnumAlias,
    ObjectModel,
    ObjectParams,
    PlainAlias,
    UnionAlias,
)
from generator.ir.package import Package
from generator.ir.types import LiteralOf, Named, UnionOf, named
from generator.python.code import Code
from generator.python.docstrings import first_sentence
from generator.python.literals import dotted, name
from generator.render.docs.arrangement import TYPES, Page, TypesPackage, package_page, package_title, section_title
from generator.render.docs.mentions import types_of_declaration, types_of_operation
from generator.render.docs.rows import Row, rows
from generator.render.docs.samples import Method, methods
from generator.render.docs.site import INDEX, Site, relative
from generator.render.docs.type_text import TypeText
from generator.render.markdown import NOTHING, Markdown, cell, code_span, fenced, joined, link, prose, words

Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationView:
    """The section of one declaration; `is_inner`: only its own module exports it. Empty parts are left out."""

    title: Code
    is_inner: bool
    kind: Markdown
    deprecated: bool
    doc: Markdown
    rows: tuple[Row, ...]
    extra: Markdown
    alternatives: tuple[Markdown, ...]
    faces: Markdown
    used_by: Markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """A line of a list: a link, and what it leads to."""

    link: Markdown
    doc: Markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesView:
    """A page of types. The page of a package lists the packages in it, its parts where it is divided, and its types.

    `imports` shows how to import one of the types with a section on the page, and one of the inner ones.
    """

    title: Code
    packages: tuple[Markdown, ...]
    parts: Markdown
    entries: tuple[EntryView, ...]
    imports: Markdown
    has_inner: bool
    declarations: tuple[DeclarationView, ...]
    index: Markdown


class TypePages:
    """Makes the pages of all types of a package."""

    def __init__(self, package: Package, site: Site) -> None:
        self._site = site
        self._base_url = package.docs_url or ""
        self._home = f"{name(package.name)}.types"
        self._arguments_of = {_key(m.operation.params): m for m in methods(package) if m.operation.params is not None}
        self._users = _Users(package, self._arguments_of)
        self._faces: dict[str, list[Declaration]] = defaultdict(list)
        for declaration in package.declarations:
            if declaration.component:
                self._faces[declaration.component].append(declaration)

    def pages(self) -> Iterator[tuple[str, TypesView]]:
        """The path of each page, with its view."""
        for package in self._site.types_packages:
            yield package.page.path, self._package(package)
            for part in package.parts.values():
                up = link(code_span(package.page.title), relative(part.path, package.page.path))
                yield part.path, self._page(part, index=up)

    def _package(self, package: TypesPackage) -> TypesView:
        """The page of a package: the lists, and the sections that no part has."""
        path = package.page.path
        up = link(Markdown("All types"), relative(path, TYPES)) if package.name else link(Markdown("Index"), INDEX)
        parts = (link(words(part.capitalize()), relative(path, page.path)) for part, page in package.parts.items())
        return replace(
            self._page(package.page, index=up),
            packages=tuple(link(code_span(package_title(p)), relative(path, package_page(p))) for p in package.inner),
            parts=joined(", ", parts),
            entries=tuple(self._entries(package)),
        )

    def _entries(self, package: TypesPackage) -> Iterator[EntryView]:
        public = (d for page in package.pages for d in page.declarations if d.public)
        for d in sorted(public, key=lambda d: (d.name, d.module)):
            target = self._site.type_link(package.page.path, d.module, d.name)
            yield EntryView(link=target, doc=cell(first_sentence(d.doc), self._base_url))

    def _page(self, page: Page, index: Markdown) -> TypesView:
        return TypesView(
            title=page.title,
            packages=(),
            parts=NOTHING,
            entries=(),
            imports=self._imports(page.declarations),
            has_inner=not all(member.public for member in page.declarations),
            declarations=tuple(self._declaration(page.path, member) for member in page.declarations),
            index=index,
        )

    def _imports(self, members: Iterable[Declaration]) -> Markdown:
        """How to import the first type that the package exports, and the first that only a module does."""
        lines: dict[bool, str] = {}
        for member in members:
            home = member.module.rpartition(".")[0] if member.public else member.module
            source = f"{self._home}.{dotted(home)}" if home else self._home
            lines.setdefault(member.public, f"from {source} import {name(member.name)}")
        return fenced("\n".join(lines[public] for public in sorted(lines, reverse=True)), "python")

    def _declaration(self, page: str, declaration: Declaration) -> DeclarationView:
        types = TypeText(self._site, page)
        method = self._arguments_of.get((declaration.module, declaration.name))
        return DeclarationView(
            title=section_title(declaration),
            is_inner=not declaration.public,
            kind=self._kind(page, declaration, types, method),
            deprecated=declaration.deprecated,
            doc=prose(declaration.doc, self._base_url) if method is None else NOTHING,
            rows=self._rows(page, declaration) if method is None else (),
            extra=_extra(declaration, types),
            alternatives=_alternatives(declaration, types),
            faces=self._other_faces(page, declaration),
            used_by=self._users.text(page, self._site, (declaration.module, declaration.name)),
        )

    def _kind(self, page: str, declaration: Declaration, types: TypeText, method: Method | None) -> Markdown:
        match declaration:
            case ObjectModel():
                return Markdown("A model: what the API answers.")
            case ObjectParams() if method is not None:
                arguments = self._site.method_link(page, method)
                return Markdown(f"A typed dictionary of the keyword arguments of {arguments}, which are listed there.")
            case ObjectParams():
                return Markdown("A typed dictionary: what you pass in.")
            case EnumAlias():
                return Markdown("One of these values:")
            case UnionAlias(type=UnionOf(discriminator=str() as key)):
                return Markdown(f"One of these types, told apart by {code_span(key)}:")
            case UnionAlias():
                return Markdown("One of these types:")
            case PlainAlias():
                return Markdown(f"Another name for {types.of(declaration.type)}.")
            case _:
                assert_never(declaration)

    def _rows(self, page: str, declaration: Declaration) -> tuple[Row, ...]:
        types = TypeText(self._site, page, in_table=True)
        match declaration:
            case ObjectModel():
                return rows(declaration.fields, types, self._base_url)
            case ObjectParams():
                return rows(declaration.fields, types, self._base_url, as_sent=True)
            case EnumAlias() | UnionAlias() | PlainAlias():
                return ()
            case _:
                assert_never(declaration)

    def _other_faces(self, page: str, declaration: Declaration) -> Markdown:
        """The forms that the same component has for the other direction."""
        others = sorted((d.name, d.module) for d in self._faces.get(declaration.component, ()) if d is not declaration)
        return joined(", ", (self._site.type_link(page, module, other) for other, module in others))


def _extra(declaration: Declaration, types: TypeText) -> Markdown:
    if not isinstance(declaration, ObjectModel | ObjectParams) or declaration.extra is None:
        return NOTHING
    return types.of(declaration.extra)


def _alternatives(declaration: Declaration, types: TypeText) -> tuple[Markdown, ...]:
    match declaration:
        case EnumAlias(type=LiteralOf() as literals):
            listed = types.values(literals)
            return (*listed, Markdown("any other `str`")) if literals.open else tuple(listed)
        case UnionAlias(type=UnionOf(variants=variants)):
            return tuple(types.of(variant) for variant in variants)
        case EnumAlias() | UnionAlias():
            return (types.of(declaration.type),)
        case ObjectModel() | ObjectParams() | PlainAlias():
            return ()
        case _:
            assert_never(declaration)


class _Users:
    """Who mentions each declaration: methods, and declarations of other modules."""

    def __init__(self, package: Package, arguments_of: dict[Key, Method]) -> None:
        self._methods: dict[Key, dict[tuple[str, ...], Method]] = defaultdict(dict)
        self._declarations: dict[Key, set[Key]] = defaultdict(set)
        for method in methods(package):
            for mention in named(types_of_operation(method.operation)):
                self._methods[_key(mention)][(*method.resource, method.operation.name)] = method
        for declaration in package.declarations:
            key = (declaration.module, declaration.name)
            if key not in arguments_of:
                for mention in named(types_of_declaration(declaration)):
                    if mention.module != declaration.module:
                        self._declarations[_key(mention)].add(key)

    def text(self, page: str, site: Site, key: Key) -> Markdown:
        """Links to all users, in the order of their names."""
        users = self._methods.get(key, {})
        found = [site.method_link(page, users[user]) for user in sorted(users)]
        declared = sorted(self._declarations.get(key, ()), key=lambda user: (user[1], user[0]))
        return joined(", ", (*found, *(site.type_link(page, *user) for user in declared)))


def _key(mention: Named) -> Key:
    return mention.module, mention.name
