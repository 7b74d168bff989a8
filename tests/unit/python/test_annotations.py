"""Type expressions become annotations that mean the same."""

from __future__ import annotations

import ast

import pytest

from generator.ir.types import (
    Anything,
    ListOf,
    LiteralOf,
    MapOf,
    Named,
    Nullable,
    Primitive,
    PrimitiveKind,
    TypeExpr,
    UnionOf,
)
from generator.python.annotations import Annotator, Face
from generator.python.imports import External, Local
from tests.unit.python.hostile import HOSTILE_TEXTS

STRING = Primitive(kind=PrimitiveKind.STRING)
INTEGER = Primitive(kind=PrimitiveKind.INTEGER)
NUMBER = Primitive(kind=PrimitiveKind.NUMBER)
FILE = Primitive(kind=PrimitiveKind.FILE)
CAT = Named(module="cat", name="Cat")
DOG = Named(module="dog", name="Dog")
PLAIN = Annotator()


def union(*variants: TypeExpr, by: str | None = None) -> UnionOf:
    return UnionOf(variants=variants, discriminator=by)


@pytest.mark.parametrize(
    ("type", "model", "param"),
    [
        (STRING, "str", "str"),
        (Primitive(kind=PrimitiveKind.NULL), "None", "None"),
        (FILE, "bytes", "FileTypes"),
        (CAT, "Cat", "Cat"),
        (Primitive(kind=PrimitiveKind.DATE), "Annotated[date, Date]", "str | date"),
        (Primitive(kind=PrimitiveKind.BASE64), "Annotated[bytes, Base64]", "str | bytes"),
        (ListOf(item=Primitive(kind=PrimitiveKind.UUID)), "list[Annotated[UUID, Uuid]]", "SequenceNotStr[str | UUID]"),
        (
            UnionOf(variants=(DOG, CAT), discriminator="kind", open=True),
            'Annotated[Dog | Cat, PropertyInfo(discriminator="kind", otherwise=Cat)]',
            "Dog | Cat",
        ),
        (ListOf(item=STRING), "list[str]", "SequenceNotStr[str]"),
        (ListOf(item=CAT), "list[Cat]", "Iterable[Cat]"),
        (ListOf(item=union(STRING, INTEGER)), "list[str | int]", "SequenceNotStr[str | int]"),
        (MapOf(value=Anything()), "dict[str, object]", "Mapping[str, object]"),
        (Nullable(inner=Nullable(inner=STRING)), "str | None", "str | None"),
        (Nullable(inner=union(STRING, Nullable(inner=CAT))), "str | Cat | None", "str | Cat | None"),
        (LiteralOf(values=("a", 1, True)), 'Literal["a", 1, True]', 'Literal["a", 1, True]'),
        (LiteralOf(values=("a",), open=True), 'str | Literal["a"]', 'str | Literal["a"]'),
        (
            union(LiteralOf(values=("a",)), CAT, LiteralOf(values=("b", "a"))),
            'Literal["a", "b"] | Cat',
            'Literal["a", "b"] | Cat',
        ),
        (union(STRING, STRING, CAT), "str | Cat", "str | Cat"),
        (union(INTEGER, NUMBER), "int | float", "float"),
        (union(CAT, DOG, by="kind"), 'Annotated[Cat | Dog, PropertyInfo(discriminator="kind")]', "Cat | Dog"),
        (
            Nullable(inner=union(CAT, DOG, by="kind")),
            'Annotated[Cat | Dog, PropertyInfo(discriminator="kind")] | None',
            "Cat | Dog | None",
        ),
    ],
)
def test_annotations(type: TypeExpr, model: str, param: str) -> None:
    """Each kind of type, as it is parsed and as it is handed in."""
    assert PLAIN.annotate(type, Face.MODEL).code == model
    assert PLAIN.annotate(type, Face.PARAM).code == param


def test_values_that_compare_equal_stay_apart() -> None:
    """1 and True are two values of an enum."""
    assert PLAIN.annotate(LiteralOf(values=(1, True)), Face.MODEL).code == "Literal[1, True]"


def test_marks_are_for_models() -> None:
    """The mark of a union is for what is parsed: a result does without."""
    pets = ListOf(item=union(CAT, DOG, by="kind"))
    assert PLAIN.annotate(pets, Face.MODEL).code == 'list[Annotated[Cat | Dog, PropertyInfo(discriminator="kind")]]'
    assert PLAIN.annotate(pets, Face.RESULT).code == "list[Cat | Dog]"


def test_imports_are_reported() -> None:
    """What an annotation needs is known, in an order that does not depend on hashes."""
    found = PLAIN.annotate(MapOf(value=union(CAT, FILE, LiteralOf(values=("a",)))), Face.PARAM)
    assert found.imports == (
        External("collections.abc", "Mapping"),
        External("typing", "Literal"),
        Local("_types", "FileTypes"),
        Local("types.cat", "Cat"),
    )


def test_shadowed_builtins() -> None:
    """In a class that defines `list` or `object`, the builtin is reached through its module."""
    type = ListOf(item=MapOf(value=Anything()))
    written = PLAIN.annotate(type, Face.MODEL, frozenset({"list", "object", "int"}))
    assert written.code == "builtins.list[dict[str, builtins.object]]"
    assert External("builtins") in written.imports


def test_renamed_imports() -> None:
    """A name that the module knows under another one is written so."""
    renames = ((Local("types.cat", "Cat"), "OtherCat"),)
    assert PLAIN.annotate(ListOf(item=CAT), Face.MODEL, frozenset(), renames).code == "list[OtherCat]"


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_values(text: str) -> None:
    """Enum values and discriminators of any text stay inside their literals."""
    written = PLAIN.annotate(union(LiteralOf(values=(text,)), CAT, by=text), Face.MODEL).code
    expression = ast.parse(written, mode="eval").body
    assert isinstance(expression, ast.Subscript)
    constants = [node.value for node in ast.walk(expression) if isinstance(node, ast.Constant)]
    assert constants == [text, text]
