"""Values for samples: what the document gives as an example where it fits the type, else made from the type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, assert_never

from generator.ir.declarations import (
    Declaration,
    EnumAlias,
    EnumClass,
    Field,
    JsonScalar,
    ObjectModel,
    ObjectParams,
    PlainAlias,
    UnionAlias,
)
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
from generator.python.code import Code
from generator.python.literals import literal, string
from generator.render.docs.layout import Expression, Group
from generator.render.docs.making import Maker, Outer, text_of

FILE = Code('Path("file.bin")')
_NONE = Code("None")


def _sample_file(_: object, __: PrimitiveKind) -> Code:
    return FILE


class Values:
    """Makes expressions for values of any type of the package. `content` writes what stands for a file, or for a body
    that is sent as it is, of what its JSON value would be."""

    def __init__(
        self, declarations: Iterable[Declaration], content: Callable[[object, PrimitiveKind], Code] = _sample_file
    ) -> None:
        self._declarations = {(d.module, d.name): d for d in declarations}
        self._content = content
        self._maker = _ExpressionMaker(self._declarations.values())

    def express(self, value: Any, type: TypeExpr) -> Expression | None:
        """A JSON value as an expression of the type; None where it is none of it."""
        match type:
            case Primitive():
                return self._express_scalar(value, type.kind)
            case LiteralOf():
                known = any(value == v and value.__class__ is v.__class__ for v in type.values)
                return plain(value) if known or (type.open and isinstance(value, str)) else None
            case ListOf():
                return self._express_list(value, type)
            case TupleOf():
                return self._express_tuple(value, type)
            case MapOf():
                return self._express_map(value, type)
            case Nullable():
                return _NONE if value is None else self.express(value, type.inner)
            case UnionOf():
                return self._express_variant(value, type)
            case Named():
                return self._express_declared(value, self._declarations[type.module, type.name])
            case Anything():
                return anything(value)
            case _:
                assert_never(type)

    def _express_scalar(self, value: Any, kind: PrimitiveKind) -> Code | None:
        is_content = kind in (PrimitiveKind.FILE, PrimitiveKind.CONTENT)
        return self._content(value, kind) if is_content else _scalar(value, kind)

    def _express_list(self, value: Any, type: ListOf) -> Expression | None:
        if not isinstance(value, list):
            return None
        return _bracketed("[", [("", self.express(item, type.item)) for item in value], "]")

    def _express_tuple(self, value: Any, type: TupleOf) -> Expression | None:
        further = len(value) - len(type.items) if isinstance(value, list) else -1
        if further < 0 or (further and type.rest is None):
            return None
        types = (*type.items, *(type.rest for _ in range(further) if type.rest is not None))
        return _tuple([self.express(item, own) for item, own in zip(value, types, strict=True)])

    def _express_map(self, value: Any, type: MapOf) -> Expression | None:
        if not isinstance(value, Mapping):
            return None
        return _bracketed("{", [(_key(key), self.express(item, type.value)) for key, item in value.items()], "}")

    def _express_variant(self, value: Any, type: UnionOf) -> Expression | None:
        """As the first variant that fits.

        A list of objects has none where several variants are lists: mypy finds no type for such brackets there.
        """
        objects = isinstance(value, list) and any(isinstance(item, Mapping) for item in value)
        if objects and sum(map(self._is_list, type.variants)) > 1:
            return None
        found = (self.express(value, variant) for variant in type.variants)
        return next((expression for expression in found if expression is not None), None)

    def _is_list(self, type: TypeExpr) -> bool:
        """Whether a type is a list, or the name of one."""
        while isinstance(type, Named):
            declaration = self._declarations[type.module, type.name]
            if not isinstance(declaration, PlainAlias):
                return False
            type = declaration.type
        return isinstance(type, ListOf)

    def _express_declared(self, value: Any, declaration: Declaration) -> Expression | None:
        match declaration:
            case EnumClass() | EnumAlias() | UnionAlias() | PlainAlias():
                return self.express(value, declaration.type)
            case ObjectModel() | ObjectParams():
                return self._express_object(value, declaration)
            case _:
                assert_never(declaration)

    def _express_object(self, value: Any, declaration: ObjectModel | ObjectParams) -> Expression | None:
        fields = {field.wire_name: field for field in declaration.fields}
        if not isinstance(value, Mapping) or any(f.required and f.wire_name not in value for f in declaration.fields):
            return None
        members: list[tuple[str, Expression | None]] = []
        for key, member in value.items():
            type = fields[key].type if key in fields else declaration.extra
            if type is None:
                return None
            members.append((_key(fields[key].name if key in fields else key), self.express(member, type)))
        return _bracketed("{", members, "}")

    def synthesise(self, type: TypeExpr, name: str) -> Expression:
        """A value of the type, of something called `name`, with no more in it than the type requires."""
        made = self._maker.made(type, name)
        return Group("{", (), "}") if made is None else made


class _ExpressionMaker(Maker[Expression]):
    """Writes values as callers do, with no more in them than is required."""

    def primitive(self, type: Primitive, name: str) -> Expression:
        match type.kind:
            case PrimitiveKind.FILE | PrimitiveKind.CONTENT:
                return FILE
            case PrimitiveKind.NULL:
                return _NONE
            case PrimitiveKind.BINARY:
                return Code('b"content"')
            case PrimitiveKind.BOOLEAN:
                return Code("True")
            case PrimitiveKind.INTEGER:
                return Code("1")
            case PrimitiveKind.NUMBER:
                return Code("1.0")
            case _:
                return string(text_of(type, name))

    def scalar(self, value: JsonScalar) -> Expression:
        return plain(value)

    def listed(self, items: Sequence[Expression]) -> Expression:
        return Group("[", tuple(("", item) for item in items), "]")

    def tupled(self, items: Sequence[Expression]) -> Expression:
        return Group("(", tuple(("", item) for item in items), ",)" if len(items) == 1 else ")")

    def mapped(self, members: Sequence[tuple[str, Expression]]) -> Expression:
        return Group("{", tuple((_key(key), value) for key, value in members), "}")

    def object(self, fields: tuple[Field, ...], outer: Outer) -> Expression | None:
        required = (field for field in fields if field.required)
        return _bracketed("{", [(_key(f.name), self.made(f.type, f.name, outer)) for f in required], "}")


def _tuple(items: list[Expression | None]) -> Group | None:
    """The items as a tuple, which is no tuple without a comma."""
    return _bracketed("(", [("", item) for item in items], ",)" if len(items) == 1 else ")")


def anything(value: Any) -> Expression:
    """Any JSON value as an expression."""
    if isinstance(value, list):
        return Group("[", tuple(("", anything(item)) for item in value), "]")
    if isinstance(value, Mapping):
        return Group("{", tuple((_key(key), anything(item)) for key, item in value.items()), "}")
    return plain(value)


def plain(value: JsonScalar) -> Code:
    """A scalar as a literal, as formatters write it."""
    return quoted(value) if isinstance(value, str) else literal(value)


def quoted(text: str) -> Code:
    """A string literal with the quotes that need fewer escapes."""
    code = string(text)
    if text.count('"') <= text.count("'"):
        return code
    body = code[1:-1].replace('\\"', '"').replace("'", "\\'")
    return Code(f"'{body}'")


def _key(key: object) -> str:
    return f"{quoted(str(key))}: "


def _bracketed(opening: str, items: list[tuple[str, Expression | None]], closing: str) -> Group | None:
    """The items in brackets; None where one of them is none."""
    present = [(prefix, item) for prefix, item in items if item is not None]
    return Group(opening, tuple(present), closing) if len(present) == len(items) else None


def _scalar(value: Any, kind: PrimitiveKind) -> Code | None:
    match kind:
        case PrimitiveKind.NULL:
            return _NONE if value is None else None
        case PrimitiveKind.BINARY:
            return Code(f"b{quoted(value.encode().decode('latin-1'))}") if isinstance(value, str) else None
        case (
            PrimitiveKind.STRING
            | PrimitiveKind.DATETIME
            | PrimitiveKind.DATE
            | PrimitiveKind.TIME
            | PrimitiveKind.DURATION
            | PrimitiveKind.UUID
            | PrimitiveKind.DECIMAL
            | PrimitiveKind.BASE64
        ):
            fits = isinstance(value, str)
        case PrimitiveKind.BOOLEAN:
            fits = isinstance(value, bool)
        case PrimitiveKind.INTEGER:
            fits = isinstance(value, int) and not isinstance(value, bool)
        case PrimitiveKind.NUMBER:
            fits = isinstance(value, int | float) and not isinstance(value, bool)
        case PrimitiveKind.FILE | PrimitiveKind.CONTENT:
            fits = False
        case _:
            assert_never(kind)
    return plain(value) if fits else None
