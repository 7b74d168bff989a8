"""Annotations: type expressions as Python."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import TypeAlias, assert_never

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
from generator.python.imports import BUILTINS, External, Import, Local, import_order
from generator.python.literals import literal, name, string
from generator.values import Value


class Face(Enum):
    """Where an annotation stands: in a model that is parsed, on what the caller hands in, on what a method returns.

    Stubs write models as results: what only the runtime reads is left out.
    """

    MODEL = "model"
    PARAM = "param"
    RESULT = "result"


class Annotation(Value):
    """An annotation, what a module must import for it, and the builtins it uses by their bare name."""

    code: Code
    imports: tuple[Import, ...]
    builtins: frozenset[str]


Renames: TypeAlias = tuple[tuple[Import, str], ...]

_NOTHING: frozenset[str] = frozenset()
_SCALARS = {
    PrimitiveKind.STRING: "str",
    PrimitiveKind.INTEGER: "int",
    PrimitiveKind.NUMBER: "float",
    PrimitiveKind.BOOLEAN: "bool",
    PrimitiveKind.BINARY: "bytes",
}
_OBJECTS: dict[PrimitiveKind, Import] = {
    PrimitiveKind.DATETIME: External("datetime", "datetime"),
    PrimitiveKind.DATE: External("datetime", "date"),
    PrimitiveKind.TIME: External("datetime", "time"),
    PrimitiveKind.DURATION: External("datetime", "timedelta"),
    PrimitiveKind.UUID: External("uuid", "UUID"),
    PrimitiveKind.DECIMAL: External("decimal", "Decimal"),
}
_READ: dict[PrimitiveKind, Import] = {
    PrimitiveKind.DATETIME: Local("_formats", "DateTime"),
    PrimitiveKind.DATE: Local("_formats", "Date"),
    PrimitiveKind.TIME: Local("_formats", "Time"),
    PrimitiveKind.DURATION: Local("_formats", "Duration"),
    PrimitiveKind.UUID: Local("_formats", "Uuid"),
    PrimitiveKind.DECIMAL: Local("_formats", "ExactNumber"),
    PrimitiveKind.BASE64: Local("_formats", "Base64"),
}
OBJECT_NAMES = frozenset(item.name for table in (_OBJECTS, _READ) for item in table.values())
"""What classes of objects that are read from text are called; members of these names stand in the way of them."""
_SENT = {PrimitiveKind.FILE: "FileTypes", PrimitiveKind.CONTENT: "RawContent"}


class Annotator:
    """Writes annotations, each once."""

    def __init__(self) -> None:
        self._plain: dict[tuple[TypeExpr, Face], Annotation] = {}

    def annotate(
        self, type: TypeExpr, face: Face, shadowed: frozenset[str] = _NOTHING, renames: Renames = ()
    ) -> Annotation:
        """The annotation for a type.

        `shadowed` are names of the class scope that the annotation stands in; a builtin of that name is written
        `builtins.name`. `renames` are imported names that the module knows under another name.
        """
        plain = self._plain.get((type, face))
        if plain is None:
            plain = self._plain[type, face] = self._written(type, face, _NOTHING, ())
        if plain.builtins.isdisjoint(shadowed) and not renames:
            return plain
        return self._written(type, face, plain.builtins & shadowed, renames)

    def _written(self, type: TypeExpr, face: Face, shadowed: frozenset[str], renames: Renames) -> Annotation:
        builder = _Builder(face, shadowed, renames)
        code = builder.union(builder.members(type))
        return Annotation(Code(code), tuple(sorted(builder.imports, key=import_order)), frozenset(builder.builtins))


class _Builder:
    """Writes one annotation and collects what it needs."""

    def __init__(self, face: Face, shadowed: frozenset[str], renames: Renames) -> None:
        self.face = face
        self.shadowed = shadowed
        self.renames = dict(renames)
        self.imports: set[Import] = set()
        self.builtins: set[str] = set()

    def members(self, type: TypeExpr) -> list[str | LiteralOf]:
        """The alternatives of a type, in order; closed literals are kept apart so that they can be merged."""
        match type:
            case Primitive():
                return self.scalar(type.kind)
            case Named():
                return [self.declared(type)]
            case ListOf():
                return [self.array(type.item)]
            case TupleOf():
                return [self.positions(type)]
            case MapOf():
                return [self.generic_map(self.union(self.members(type.value)))]
            case Nullable():
                return [*(m for m in self.members(type.inner) if m != "None"), "None"]
            case LiteralOf():
                return [self.builtin("str"), LiteralOf(values=type.values)] if type.open else [type]
            case UnionOf():
                return self.alternatives(type)
            case Anything():
                return [self.builtin("object")]
            case _:
                assert_never(type)

    def declared(self, type: Named) -> str:
        return self.imported(Local(f"types.{type.module}", type.name))

    def scalar(self, kind: PrimitiveKind) -> list[str | LiteralOf]:
        """A scalar; callers may hand in text in place of what is read from it."""
        if kind not in _READ:
            return [self.primitive(kind)]
        return [self.builtin("str"), self.read(kind)] if self.face is Face.PARAM else [self.read(kind)]

    def read(self, kind: PrimitiveKind) -> str:
        """An object that is read from text; where a model is parsed with the class that reads it as a mark."""
        plain = self.imported(_OBJECTS[kind]) if kind in _OBJECTS else self.builtin("bytes")
        if self.face is not Face.MODEL:
            return plain
        self.imports.add(External("typing", "Annotated"))
        return f"Annotated[{plain}, {self.imported(_READ[kind])}]"

    def imported(self, item: Import) -> str:
        self.imports.add(item)
        return name(self.renames.get(item, item.name))

    def alternatives(self, type: UnionOf) -> list[str | LiteralOf]:
        """The variants; where a model is parsed, as one union that carries the mark the runtime reads."""
        members = [member for variant in type.variants for member in self.members(variant)]
        if type.discriminator is None or self.face is not Face.MODEL:
            return members
        self.imports |= {External("typing", "Annotated"), Local("_models", "PropertyInfo")}
        variants = self.union(member for member in members if member != "None")
        marked = f"Annotated[{variants}, PropertyInfo({self.mark(type, type.discriminator)})]"
        return [marked, "None"] if "None" in members else [marked]

    def mark(self, type: UnionOf, discriminator: str) -> str:
        """What the runtime is told of a union."""
        told = f"discriminator={string(discriminator)}"
        if type.open:
            told += f", otherwise={self.union(self.members(type.variants[-1]))}"
        return f"{told}, absent=True" if type.has_default else told

    def union(self, members: Iterable[str | LiteralOf]) -> str:
        """The members as one expression: each once, literals merged, None last."""
        texts: dict[str, None] = {}
        values: dict[tuple[type, str | int | bool], None] = {}
        for member in members:
            if isinstance(member, LiteralOf):
                texts.setdefault(_LITERALS)
                values.update(dict.fromkeys((value.__class__, value) for value in member.values))
            else:
                texts.setdefault(member)
        if "None" in texts:
            texts["None"] = texts.pop("None")
        if self.face is Face.PARAM and "float" in texts:
            texts.pop("int", None)
        return " | ".join(self.literals(values) if text is _LITERALS else text for text in texts)

    def literals(self, values: Iterable[tuple[type, str | int | bool]]) -> str:
        self.imports.add(External("typing", "Literal"))
        return f"Literal[{', '.join(literal(value) for _, value in values)}]"

    def primitive(self, kind: PrimitiveKind) -> str:
        if kind is PrimitiveKind.NULL:
            return "None"
        if kind in _SENT:
            if self.face is not Face.PARAM:
                return self.builtin("bytes")
            self.imports.add(Local("_types", _SENT[kind]))
            return _SENT[kind]
        return self.builtin(_SCALARS[kind])

    def array(self, item: TypeExpr) -> str:
        inner = self.union(self.members(item))
        if self.face is not Face.PARAM:
            return f"{self.builtin('list')}[{inner}]"
        if _is_text(item):
            self.imports.add(Local("_types", "SequenceNotStr"))
            return f"SequenceNotStr[{inner}]"
        self.imports.add(External("collections.abc", "Iterable"))
        return f"Iterable[{inner}]"

    def positions(self, type: TupleOf) -> str:
        """A tuple; where a model is parsed with the mark that the runtime reads, since it knows no tuple in a tuple."""
        items = [self.union(self.members(item)) for item in type.every]
        if self.face is Face.MODEL:
            self.imports |= {External("typing", "Annotated"), Local("_models", "PropertyInfo")}
            info = "PropertyInfo()" if type.rest is None else "PropertyInfo(goes_on=True)"
            return f"Annotated[{self.builtin('tuple')}[{', '.join(items)}], {info}]"
        if type.rest is not None:
            self.imports.add(External("typing_extensions", "Unpack"))
            items[-1] = f"Unpack[{self.builtin('tuple')}[{items[-1]}, ...]]"
        return f"{self.builtin('tuple')}[{', '.join(items)}]"

    def generic_map(self, value: str) -> str:
        key = self.builtin("str")
        if self.face is not Face.PARAM:
            return f"{self.builtin('dict')}[{key}, {value}]"
        self.imports.add(External("collections.abc", "Mapping"))
        return f"Mapping[{key}, {value}]"

    def builtin(self, name: str) -> str:
        if name in self.shadowed:
            self.imports.add(BUILTINS)
            return f"builtins.{name}"
        self.builtins.add(name)
        return name


_LITERALS = "Literal"


def _is_text(type: TypeExpr) -> bool:
    """Whether a string could be mistaken for a list of this: it is a sequence of strings itself, though of no literals.

    Pyright finds no literals in brackets where the protocol that keeps strings out is expected.
    """
    match type:
        case Primitive():
            return type.kind is PrimitiveKind.STRING or type.kind in _READ
        case LiteralOf():
            return type.open
        case Nullable():
            return _is_text(type.inner)
        case UnionOf():
            return any(_is_text(variant) for variant in type.variants)
        case Named() | ListOf() | TupleOf() | MapOf() | Anything():
            return False
        case _:
            assert_never(type)
