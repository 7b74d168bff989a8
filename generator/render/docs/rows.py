"""Rows of the tables of arguments and fields."""

from __future__ import annotations

from collections.abc import Iterable

from generator.ir.declarations import Default, Field
from generator.python.code import Code
from generator.python.literals import literal, name
from generator.render.arguments import Argument
from generator.render.docs.limits import limit_words
from generator.render.docs.type_text import TypeText
from generator.render.markdown import NOTHING, Markdown, cell, code_span, joined, prose
from generator.render.meanings import with_meanings
from generator.values import Value

_YES = Markdown("yes")
_NO = Markdown("no")
_DEPRECATED = Markdown("**Deprecated.**")


class Row(Value):
    """One argument or field. `plain` is its name alone, `is_required` what `required` says in a word."""

    plain: Code
    is_required: bool
    name: Markdown
    type: Markdown
    required: Markdown
    default: Markdown
    doc: Markdown


def rows(members: Iterable[Argument | Field], types: TypeText, base_url: str) -> tuple[Row, ...]:
    """The rows of a table; where `types` are not for one, descriptions are blocks of their own."""
    return tuple(_row(member, types, base_url) for member in members)


def _row(member: Argument | Field, types: TypeText, base_url: str) -> Row:
    told = (cell if types.in_table else prose)(with_meanings(member.doc, member.type), base_url)
    doc = (_DEPRECATED if member.deprecated else NOTHING, told, limit_words(member.limits, in_table=types.in_table))
    return Row(
        name(member.name),
        member.required,
        _name(member, in_table=types.in_table),
        types.of(member.type),
        _YES if member.required else _NO,
        _default(member.default, in_table=types.in_table),
        joined(" " if types.in_table else "\n\n", filter(None, doc)),
    )


def _name(member: Argument | Field, *, in_table: bool) -> Markdown:
    plain = f"`{name(member.name)}`"
    if member.name == member.wire_name:
        return Markdown(plain)
    return Markdown(f"{plain} (on the wire: {code_span(member.wire_name, in_table=in_table)})")


def _default(default: Default | None, *, in_table: bool) -> Markdown:
    return NOTHING if default is None else code_span(literal(default.value), in_table=in_table)
