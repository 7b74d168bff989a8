"""The pages of types: one a types package, which lists them all, and further ones where that is divided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, assert_never

from generator.ir.declarations import (
    Declaration,
    EnumAlias,
    EnumClass,
    EnumMember,
    ObjectModel,
    ObjectParams,
    PlainAlias,
    UnionAlias,
    types_of_declaration,
)
from generator.ir.package import Package
from generator.ir.types import LiteralOf, Named, Nullable, TypeExpr, UnionOf, named
from generator.python.code import Code
from generator.python.docstrings import first_sentence
from generator.python.literals import dotted, literal, name
from generator.render.docs.arrangement import TYPES, Page, TypesPackage, package_page, package_title, section_title
from generator.render.docs.mentions import types_of_operation
from generator.render.docs.rows import Row, rows
from generator.render.docs.samples import Method, methods
from generator.render.docs.site import INDEX, Links, Site, relative
from generator.render.docs.type_text import TypeText
from generator.render.markdown import NOTHING, Markdown, cell, code_span, fenced, joined, line, link, prose, words
from generator.render.meanings import called, value_words
from generator.render.recipes import Given, Later, Once, Recipe, opened
from generator.values import Value


class DeclarationView(Value, kw_only=True):
    """The section of one declaration. Empty parts are left out, as is the `heading` of what the page is about."""

    heading: Code
    title: Code
    kind: Markdown
    deprecated: bool
    doc: Markdown
    rows: tuple[Row, ...]
    has_defaults: bool
    extra: Markdown
    alternatives: tuple[Markdown, ...]
    faces: Markdown
    used_by: Markdown


class EntryView(Value, kw_only=True):
    """A line of a list: a link, and what it leads to."""

    link: Markdown
    doc: Markdown


class Lists(Value, kw_only=True):
    """What the page of a package lists: packages in it, its parts with pages of their own, types and their docs."""

    packages: tuple[Markdown, ...]
    parts: Markdown
    entries: tuple[tuple[Markdown, str], ...]


NO_LISTS = Lists(packages=(), parts=NOTHING, entries=())


class TypesView(Value, kw_only=True):
    """A page of types. The page of a package lists the packages in it, its parts where it is divided, and its types.

    `imports` shows how to import one of the types with a section on the page, and one of the inner ones. `leads`: the
    page is about one type.
    """

    title: Code
    packages: tuple[Markdown, ...]
    parts: Markdown
    entries: tuple[EntryView, ...]
    imports: Markdown
    has_inner: bool
    leads: bool
    declarations: tuple[DeclarationView, ...]
    index: Markdown


class Section(Value, kw_only=True):
    """What is said of one declaration beside what it is: links to what has to do with it.

    `arguments_of` is the method whose arguments it holds; that method's page describes them.
    """

    arguments_of: Markdown
    faces: Markdown
    used_by: Markdown


class TypePages:
    """Makes the pages of all types of a package."""

    def __init__(self, package: Package, declarations: Iterable[Once[Declaration]], site: Site) -> None:
        self._site = site
        self._declarations = {declaration.value.reference: declaration for declaration in declarations}
        self._base_url = package.docs_url or ""
        self._home = Code(f"{name(package.name)}.types")
        self._arguments_of = {m.operation.params: m for m in methods(package) if m.operation.params is not None}
        self._users = _Users(package, self._arguments_of.keys())
        self._faces: dict[str, list[Declaration]] = defaultdict(list)
        for declaration in package.declarations:
            if declaration.component:
                self._faces[declaration.component].append(declaration)

    def pages(self) -> Iterator[tuple[str, Recipe]]:
        """The path of each page, and what it is made from."""
        for path, given in self.given():
            yield path, Recipe("docs/types.md.jinja", types_view, given)

    def given(self) -> Iterator[tuple[str, Given]]:
        """The path of each page, and what `types_view` is given for it."""
        for package in self._site.types_packages:
            path = package.page.path
            up = link(Markdown("All types"), relative(path, TYPES)) if package.name else link(Markdown("Index"), INDEX)
            yield path, Later(partial(self._given, package.page, up, package))
            for part in package.parts.values():
                up = link(code_span(package.page.title), relative(part.path, path))
                yield part.path, Later(partial(self._given, part, up))

    def _given(self, page: Page, up: Markdown, listed: TypesPackage | None = None) -> tuple[Any, ...]:
        own = (declaration.reference for declaration in page.declarations)
        mentioned = named(type for declaration in page.declarations for type in types_of_declaration(declaration))
        contents = Contents(
            path=page.path,
            title=page.title,
            leads=page.leads,
            sections=tuple(self._section(page.path, declaration) for declaration in page.declarations),
            lists=NO_LISTS if listed is None else self._lists(listed),
            links=self._site.links.among((*own, *mentioned)),
            up=up,
            home=self._home,
            base_url=self._base_url,
        )
        declarations = tuple(self._declarations[declaration.reference] for declaration in page.declarations)
        return contents, declarations

    def _lists(self, package: TypesPackage) -> Lists:
        path, links = package.page.path, self._site.links
        parts = (
            link(words(part.capitalize()), relative(path, page.path))
            for part, page in package.parts.items()
            if not page.leads
        )
        public = (d for page in package.pages for d in page.declarations if d.public)
        return Lists(
            packages=tuple(link(code_span(package_title(p)), relative(path, package_page(p))) for p in package.inner),
            parts=joined(", ", parts),
            entries=tuple(
                (links.type_link(path, d.reference), d.doc) for d in sorted(public, key=lambda d: (d.name, d.module))
            ),
        )

    def _section(self, page: str, declaration: Declaration) -> Section:
        own, links = declaration.reference, self._site.links
        method = self._arguments_of.get(own)
        return Section(
            arguments_of=NOTHING if method is None else links.method_link(page, method),
            faces=self._other_faces(page, declaration),
            used_by=self._users.text(page, links, own),
        )

    def _other_faces(self, page: str, declaration: Declaration) -> Markdown:
        """The forms that the same component has for the other direction."""
        others = [d.reference for d in self._faces.get(declaration.component, ()) if d is not declaration]
        others.sort(key=_name_first)
        return joined(", ", (self._site.links.type_link(page, other) for other in others))


class Contents(Value, kw_only=True):
    """What a page of types is made from, beside its declarations: a section for each of them, in the same order.

    `links` lead to the declarations and all that they mention, `up` to the page above; `home` is the root of all types.
    Members are the rows of a table, unless not `in_table`.
    """

    path: str
    title: Code
    leads: bool
    sections: tuple[Section, ...]
    lists: Lists
    links: Links
    up: Markdown
    home: Code
    base_url: str
    in_table: bool = True


def types_view(page: Contents, declarations: Sequence[Once[Declaration]]) -> TypesView:
    """The view of a page."""
    members = opened(declarations)
    writer = _PageWriter(page)
    lines = import_lines(members, page.home)
    return TypesView(
        title=page.title,
        packages=page.lists.packages,
        parts=page.lists.parts,
        entries=tuple(
            EntryView(link=target, doc=cell(first_sentence(doc), page.base_url)) for target, doc in page.lists.entries
        ),
        imports=joined(", ", map(code_span, lines)) if page.leads else fenced("\n".join(lines), "python"),
        has_inner=not all(member.public for member in members),
        leads=page.leads,
        declarations=tuple(
            writer.section(member, section, _heading(member, number, page.leads))
            for number, (member, section) in enumerate(zip(members, page.sections, strict=True))
        ),
        index=page.up,
    )


def _heading(member: Declaration, number: int, leads: bool) -> Code:
    """What marks the heading of the section of a page that is the one of this number."""
    if leads:
        return Code("##") if number else Code("")
    return Code("##") if member.public else Code("###")


def import_lines(members: Iterable[Declaration], home: Code) -> list[str]:
    """How to import the first type that the package exports, and the first that only a module does."""
    lines: dict[bool, str] = {}
    for member in members:
        module = member.module.rpartition(".")[0] if member.public else member.module
        source = f"{home}.{dotted(module)}" if module else home
        lines.setdefault(member.public, f"from {source} import {name(member.name)}")
    return [lines[public] for public in sorted(lines, reverse=True)]


class _PageWriter:
    """Writes the sections of one page."""

    def __init__(self, page: Contents) -> None:
        self._types = TypeText(page.links, page.path)
        self._cells = TypeText(page.links, page.path, in_table=page.in_table)
        self._base_url = page.base_url

    def section(self, declaration: Declaration, section: Section, heading: Code) -> DeclarationView:
        arguments_of = section.arguments_of
        found = () if arguments_of else self._rows(declaration)
        return DeclarationView(
            heading=heading,
            title=section_title(declaration),
            kind=self._kind(declaration, arguments_of),
            deprecated=declaration.deprecated,
            doc=NOTHING if arguments_of else prose(declaration.doc, self._base_url),
            rows=found,
            has_defaults=any(row.default for row in found),
            extra=_extra(declaration, self._types),
            alternatives=self._alternatives(declaration),
            faces=section.faces,
            used_by=section.used_by,
        )

    def _kind(self, declaration: Declaration, arguments_of: Markdown) -> Markdown:
        match declaration:
            case ObjectModel():
                return Markdown("A model: what the API answers.")
            case ObjectParams() if arguments_of:
                what = f"A typed dictionary of the keyword arguments of {arguments_of}"
                return Markdown(f"{what}, which are listed there.")
            case ObjectParams():
                return Markdown("A typed dictionary: what you pass in.")
            case EnumAlias():
                return Markdown("One of these values:")
            case EnumClass():
                return Markdown("An enum, which takes any other value, too:")
            case UnionAlias(type=UnionOf(discriminator=str() as key)):
                return Markdown(f"One of these types, told apart by {code_span(key)}:")
            case UnionAlias():
                return Markdown("One of these types:")
            case PlainAlias():
                what = "An earlier name for" if declaration.is_earlier else "Another name for"
                return Markdown(f"{what} {self._types.of(declaration.type)}.")
            case _:
                assert_never(declaration)

    def _rows(self, declaration: Declaration) -> tuple[Row, ...]:
        match declaration:
            case ObjectModel() | ObjectParams():
                return rows(declaration.fields, self._cells, self._base_url)
            case EnumClass() | EnumAlias() | UnionAlias() | PlainAlias():
                return ()
            case _:
                assert_never(declaration)

    def _alternatives(self, declaration: Declaration) -> tuple[Markdown, ...]:
        match declaration:
            case EnumAlias() | UnionAlias():
                return tuple(self._choices(declaration.type))
            case EnumClass():
                return tuple(map(self._member, declaration.members))
            case ObjectModel() | ObjectParams() | PlainAlias():
                return ()
            case _:
                assert_never(declaration)

    def _member(self, member: EnumMember) -> Markdown:
        value = Markdown(f"{code_span(name(member.name))} = {code_span(literal(member.value))}")
        said = line(called(member.meaning, member.name), self._base_url)
        return Markdown(f"{value}: {said}") if said else value

    def _choices(self, type: TypeExpr) -> Iterator[Markdown]:
        match type:
            case Nullable():
                yield from self._choices(type.inner)
                yield Markdown("`None`")
            case LiteralOf():
                yield from self._values(type)
                if type.open:
                    yield Markdown("any other `str`")
            case UnionOf():
                for variant in type.variants:
                    if isinstance(variant, LiteralOf) and variant.meanings and not variant.open:
                        yield from self._values(variant)
                    else:
                        yield self._types.of(variant)
            case _:
                yield self._types.of(type)

    def _values(self, type: LiteralOf) -> Iterator[Markdown]:
        """The values of a literal type, with what is said of them."""
        said = {(one.value.__class__, one.value): one for one in type.meanings}
        for value, written in zip(type.values, self._types.values(type), strict=True):
            yield value_words(written, said.get((value.__class__, value)), self._base_url)


def _extra(declaration: Declaration, types: TypeText) -> Markdown:
    if not isinstance(declaration, ObjectModel | ObjectParams) or declaration.extra is None:
        return NOTHING
    return types.of(declaration.extra)


class _Users:
    """Who mentions each declaration: methods, and declarations of other modules."""

    def __init__(self, package: Package, arguments: Collection[Named]) -> None:
        self._methods: dict[Named, dict[tuple[str, ...], Method]] = defaultdict(dict)
        self._declarations: dict[Named, set[Named]] = defaultdict(set)
        for method in methods(package):
            for mention in named(types_of_operation(method.operation)):
                self._methods[mention][(*method.resource, method.operation.name)] = method
        for declaration in package.declarations:
            own = declaration.reference
            if own not in arguments:
                for mention in named(types_of_declaration(declaration)):
                    if mention.module != declaration.module:
                        self._declarations[mention].add(own)

    def text(self, page: str, links: Links, own: Named) -> Markdown:
        """Links to all users, in the order of their names."""
        users = self._methods.get(own, {})
        found = [links.method_link(page, users[user]) for user in sorted(users)]
        declared = sorted(self._declarations.get(own, ()), key=_name_first)
        return joined(", ", (*found, *(links.type_link(page, user) for user in declared)))


def _name_first(named: Named) -> tuple[str, str]:
    return named.name, named.module
