"""The pages of types: one a module, and one a types package that lists its modules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
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
from generator.ir.types import LiteralOf, Named, UnionOf
from generator.python.code import Code
from generator.python.docstrings import first_sentence
from generator.python.literals import dotted, name
from generator.render.docs.layout import WIDTH, Group, lay_out
from generator.render.docs.mentions import named, types_of_declaration, types_of_operation
from generator.render.docs.rows import Row, rows
from generator.render.docs.samples import Method, methods
from generator.render.docs.site import (
    INDEX,
    TYPES,
    Site,
    module_page,
    module_title,
    package_page,
    relative,
)
from generator.render.docs.type_text import TypeText
from generator.render.markdown import NOTHING, Markdown, cell, code_span, fenced, joined, link, prose

Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationView:
    """The section of one declaration. Empty parts are left out."""

    name: Code
    kind: Markdown
    deprecated: bool
    doc: Markdown
    rows: tuple[Row, ...]
    extra: Markdown
    alternatives: tuple[Markdown, ...]
    faces: Markdown
    used_by: Markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesView:
    """The page of one types module; `home` is the module's name where it declares what the package does not export."""

    title: Code
    imports: Markdown
    home: Code
    declarations: tuple[DeclarationView, ...]
    index: Markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """A line of a list: a link, and what it leads to."""

    link: Markdown
    doc: Markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageView:
    """The page of one types package."""

    title: Code
    entries: tuple[EntryView, ...]
    packages: tuple[Markdown, ...]
    index: Markdown


class TypePages:
    """Makes the pages of all types of a package."""

    def __init__(self, package: Package, site: Site) -> None:
        self._package = package
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
        """The path of each module's page, with its view."""
        for module, members in self._site.modules.items():
            yield module_page(module), self._module(module, members)

    def packages(self) -> Iterator[tuple[str, PackageView]]:
        """The path of each package's page, with its view; first the one of the whole `types` package."""
        listed: dict[str, list[str]] = {"": []}
        for module in sorted(self._site.modules):
            package, _, _ = module.rpartition(".")
            listed.setdefault(package, []).append(module)
        for package in list(listed):
            parent, _, _ = package.rpartition(".")
            while parent not in listed:
                listed[parent] = []
                parent, _, _ = parent.rpartition(".")
        for package, modules in listed.items():
            inner = sorted(p for p in listed if p and p.rpartition(".")[0] == package)
            yield package_page(package), self._package_view(package, modules, inner)

    def _package_view(self, package: str, modules: list[str], inner: list[str]) -> PackageView:
        page = package_page(package)
        public = [d for module in modules for d in self._site.modules[module] if d.public]
        return PackageView(
            title=module_title(package) if package else Code("types"),
            entries=tuple(
                EntryView(
                    link=self._site.type_link(page, d.module, d.name),
                    doc=cell(first_sentence(d.doc), self._base_url),
                )
                for d in sorted(public, key=lambda d: d.name)
            ),
            packages=tuple(link(code_span(module_title(p)), relative(page, package_page(p))) for p in inner),
            index=link(Markdown("All types"), relative(page, TYPES)) if package else link(Markdown("Index"), INDEX),
        )

    def _module(self, module: str, members: list[Declaration]) -> TypesView:
        page = module_page(module)
        package, _, _ = module.rpartition(".")
        return TypesView(
            title=module_title(module),
            imports=self._imports(package, members),
            home=Code("" if all(m.public for m in members) else f"{self._home}.{dotted(module)}"),
            declarations=tuple(self._declaration(page, member) for member in members),
            index=link(code_span(module_title(package) if package else "types"), relative(page, package_page(package))),
        )

    def _imports(self, package: str, members: list[Declaration]) -> Markdown:
        """How to import what the types package exports."""
        names = sorted(name(member.name) for member in members if member.public)
        if not names:
            return NOTHING
        source = f"{self._home}.{dotted(package)}" if package else self._home
        before = f"from {source} import "
        flat = Code(f"{before}{', '.join(names)}")
        listed = Group("(", tuple(("", n) for n in names), ")")
        return fenced(flat if len(flat) <= WIDTH else lay_out(listed, before=before, spread=True), "python")

    def _declaration(self, page: str, declaration: Declaration) -> DeclarationView:
        types = TypeText(self._site, page)
        method = self._arguments_of.get((declaration.module, declaration.name))
        return DeclarationView(
            name=name(declaration.name),
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
        others = [d for d in self._faces.get(declaration.component, ()) if d is not declaration]
        return joined(", ", (self._site.type_link(page, d.module, d.name) for d in others))


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
