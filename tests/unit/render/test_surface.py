"""The surface: what a line says, that order means nothing, and that text of the document cannot add lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.ir.declarations import EnumAlias, Field, ObjectParams
from generator.ir.types import LiteralOf, Primitive, PrimitiveKind
from generator.render.surface import surface
from tests.unit.python.hostile import HOSTILE_TEXTS
from tests.unit.render.sample import HERE, PACKAGE

LINES = surface(PACKAGE).splitlines()


@pytest.mark.parametrize(
    "line",
    [
        "client.things.parts.retrieve(thing_id: str, part: int, /) -> other.Thing",
        "client.things.create(stream=True) -> Stream[things.ThingEvent]",
        "client.things.create(labels: dict[str, str] = ..., deprecated)",
        "little.AsyncLittle",
        "types.things.Thing: model",
    ],
)
def test_a_line_says_where_its_subject_is(line: str) -> None:
    """It can be read by itself."""
    assert line in LINES


def test_order_means_nothing() -> None:
    """Declarations, resources and fields the other way round give the same text."""
    turned = tuple(
        replace(declaration, fields=declaration.fields[::-1]) if isinstance(declaration, ObjectParams) else declaration
        for declaration in PACKAGE.declarations[::-1]
    )
    assert surface(replace(PACKAGE, declarations=turned, resources=PACKAGE.resources[::-1])) == surface(PACKAGE)


def test_docs_are_no_part_of_it() -> None:
    """Other words change nothing."""
    described = tuple(replace(declaration, doc="Other words.") for declaration in PACKAGE.declarations)
    assert surface(replace(PACKAGE, declarations=described, doc="Other words.")) == surface(PACKAGE)


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_text_of_the_document_adds_no_lines(text: str) -> None:
    """Wire names and values are literals, whatever stands in them."""
    field = Field(name="a", wire_name=text, type=Primitive(kind=PrimitiveKind.STRING), required=True, location=HERE)
    hostile = (
        ObjectParams(name="HostileParam", module="hostile_param", location=HERE, fields=(field,)),
        EnumAlias(name="Hostile", module="hostile", location=HERE, type=LiteralOf(values=(text,))),
    )
    lines = surface(replace(PACKAGE, declarations=(*PACKAGE.declarations, *hostile))).splitlines()
    assert len(lines) == len(LINES) + 3
