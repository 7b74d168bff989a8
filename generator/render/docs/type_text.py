"""Types in words, with links to what they name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from generator.ir.types import (
    Anything,
    ListOf,
    LiteralOf,
    MapOf,
    Named,
    Nullable,
    Primitive,
    PrimitiveKind,
    TupleOf,
    TypeExpr,
    UnionOf,
)
from generator.python.literals import literal
from generator.render.docs.site import UPLOADS, Links, relative
from generator.render.markdown import Markdown, code_span, words

_WORDS = {
    PrimitiveKind.STRING: "`str`",
    PrimitiveKind.INTEGER: "`int`",
    PrimitiveKind.NUMBER: "`float`",
    PrimitiveKind.BOOLEAN: "`bool`",
    PrimitiveKind.NULL: "`None`",
    PrimitiveKind.BINARY: "`bytes`",
    PrimitiveKind.CONTENT: "`bytes`, text, an open file or a path",
    PrimitiveKind.DATETIME: "`datetime`",
    PrimitiveKind.DATE: "`date`",
    PrimitiveKind.TIME: "`time`",
    PrimitiveKind.DURATION: "`timedelta`",
    PrimitiveKind.UUID: "`UUID`",
    PrimitiveKind.DECIMAL: "`Decimal`",
    PrimitiveKind.BASE64: "`bytes`",
}


class TypeText:
    """Writes types for one page."""

    def __init__(self, links: Links, page: str, *, in_table: bool = False) -> None:
        self._links = links
        self._page = page
        self.in_table = in_table

    def of(self, type: TypeExpr) -> Markdown:
        """The type in words: "list of `str`, or `None`"."""
        return Markdown(self._text(type))

    def _text(self, type: TypeExpr) -> str:
        match type:
            case Primitive():
                return self._primitive(type)
            case Named():
                return self._links.type_link(self._page, type)
            case ListOf():
                return f"list of {self._within(type.item)}"
            case TupleOf():
                rest = () if type.rest is None else (f"any number of {self._within(type.rest)}",)
                return f"tuple of {', '.join([*map(self._within, type.items), *rest])}"
            case MapOf():
                return f"map of `str` to {self._within(type.value)}"
            case LiteralOf():
                values = ", ".join(self.values(type))
                return f"{values} or any other `str`" if type.open else values
            case Nullable() | UnionOf():
                return " or ".join(dict.fromkeys(self._text(variant) for variant in _variants(type)))
            case Anything():
                return "any JSON value"
            case _:
                assert_never(type)

    def _within(self, type: TypeExpr) -> str:
        text = self._text(type)
        several = isinstance(type, UnionOf | Nullable) or (isinstance(type, LiteralOf) and len(type.values) > 1)
        return f"({text})" if several else text

    def _primitive(self, type: Primitive) -> str:
        if type.kind is PrimitiveKind.FILE:
            return f"[file]({relative(self._page, UPLOADS)})"
        text = _WORDS[type.kind]
        return f"{text} ({words(type.format)})" if type.format else text

    def values(self, type: LiteralOf) -> list[Markdown]:
        """The values of a literal type, each as code."""
        return [code_span(literal(value), in_table=self.in_table) for value in type.values]


def _variants(type: TypeExpr) -> Iterator[TypeExpr]:
    """The alternatives of a type, None last."""
    match type:
        case Nullable():
            yield from _variants(type.inner)
            yield Primitive(kind=PrimitiveKind.NULL)
        case UnionOf():
            for variant in type.variants:
                yield from _variants(variant)
        case _:
            yield type
