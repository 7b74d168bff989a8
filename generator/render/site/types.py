"""The pages of types: each with what it consists of opened in place."""

from __future__ import annotations

from collections.abc import Iterable

from generator.ir.declarations import Declaration, ObjectModel, ObjectParams, types_of_declaration
from generator.ir.types import Named, TypeExpr, named
from generator.python.code import Code
from generator.python.literals import name
from generator.render.docs.rows import Row
from generator.render.docs.type_pages import Contents, DeclarationView, TypesView, import_lines, types_view
from generator.render.html import Html, text
from generator.render.markdown import NOTHING, Markdown
from generator.render.recipes import Given, Once, opened
from generator.render.site.frame import Chrome, Frame, frame
from generator.values import Value, replace

_DEEPEST = 4
"""How deep types stand in each other on a page; what is deeper follows."""


class FieldPart(Value, kw_only=True):
    """A field, and the types of the same page that stand in it."""

    anchor: Code
    said: Row
    opened: tuple[TypePart, ...]


class TypePart(Value, kw_only=True):
    """A type, and the types of the same page that stand in it, beside those that stand in its fields.

    `kind` says what it is; nothing for what stands in another and is as that one. `doc` is nothing where the field that
    it stands in says the same.
    """

    anchor: Code
    title: Code
    said: DeclarationView
    kind: Markdown
    doc: Markdown
    fields: tuple[FieldPart, ...]
    opened: tuple[TypePart, ...]


class TypePage(Value, kw_only=True):
    """The page of a type, or the list of a package; `rest` are types that stand nowhere else on the page."""

    frame: Frame
    said: TypesView
    imports: Html
    part: TypePart | None
    rest: tuple[TypePart, ...]


def type_page_view(path: str, given: Given, around: Once[Chrome]) -> TypePage:
    """The view of a page, from what its Markdown is made from."""
    contents, declarations = given.value
    members = opened(declarations)
    said = types_view(replace(contents, in_table=False), declarations)
    places = _Places(contents, members, said)
    part = places.take(members[0].reference, 0) if members else None
    rest = []
    for member in members:
        if (found := places.take(member.reference, 0)) is not None:
            rest.append(found)
    title = part.title if part is not None else said.title
    return TypePage(
        frame=frame(around.value, path, title, said.index),
        said=said,
        imports=_imports(members, contents.home),
        part=part,
        rest=tuple(rest),
    )


def _imports(members: Iterable[Declaration], home: Code) -> Html:
    """How to import what the page is about."""
    return Html("<br>".join(f"<code>{text(line)}</code>" for line in import_lines(members, home)[:1]))


class _Places:
    """The types of one page that have no place on it yet."""

    def __init__(self, contents: Contents, members: tuple[Declaration, ...], said: TypesView) -> None:
        self._links = contents.links
        self._left: dict[Named, tuple[Declaration, DeclarationView]] = {
            member.reference: (member, view) for member, view in zip(members, said.declarations, strict=True)
        }

    def take(self, reference: Named, depth: int, told: Markdown = NOTHING) -> TypePart | None:
        """A type with all that stands in it; None where it has its place already, or belongs to another page. `told` is
        what the field says that it stands in.
        """
        found = self._left.pop(reference, None) if depth <= _DEEPEST else None
        if found is None:
            return None
        member, said = found
        own = self._links.types[reference].partition("#")[2]
        prefix = f"{own}." if own else "field-"
        fields = []
        if isinstance(member, ObjectModel | ObjectParams) and said.rows:
            for field, row in zip(member.fields, said.rows, strict=True):
                anchor = Code(f"{prefix}{row.plain}")
                fields.append(FieldPart(anchor=anchor, said=row, opened=self._among((field.type,), depth, row.doc)))
        return TypePart(
            anchor=Code(own),
            title=name(member.name),
            said=said,
            kind=NOTHING if depth and fields else said.kind,
            doc=NOTHING if said.doc == told else said.doc,
            fields=tuple(fields),
            opened=self._among(types_of_declaration(member), depth),
        )

    def _among(self, types: Iterable[TypeExpr], depth: int, told: Markdown = NOTHING) -> tuple[TypePart, ...]:
        found = (self.take(mention, depth + 1, told) for mention in named(types))
        return tuple(part for part in found if part is not None)
