"""Types of both sides in one form, and what admits what."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from typing import IO, Annotated, Any, Literal, Optional

import pytest
import typing_extensions

from generator.compare.expressions import NamedClass, Relation, Unread, expand, judge, parse_expression, spelled
from tests.parity.expressions import expression_of


class Thing:
    """A class as a generated package has them."""


def same_name(official: NamedClass, ours: NamedClass) -> bool:
    return official.name == ours.name


@pytest.mark.parametrize(
    ("text", "annotation"),
    [
        ("builtins.str", str),
        ("Optional[int]", int | None),
        ("Union[str, List[int], None]", Optional[str | list[int]]),  # noqa: UP045 - both forms are read
        ("Literal['a', 1, True]", Literal["a", 1, True]),
        ("Required[Annotated[bool, PropertyInfo(alias='x')]]", typing_extensions.Required[Annotated[bool, "x"]]),
        ("Dict[str, object]", dict[str, Any]),
        ("Mapping[str, float]", Mapping[str, float]),
        ("Iterable[Sequence[str]]", Iterable[Sequence[str]]),
        ("Tuple[Optional[str], bytes]", tuple[str | None, bytes]),
        ("\"ForwardRef('int | None', module='m')\"", int | None),
        ("None", None),
        ("bytes", typing.TypeVar("Bound", bound=bytes)),
        ("List[Later]", list["Later"]),  # type: ignore[name-defined]  # noqa: F821 - it is a name, defined or not
        ("Optional[Mapping[str, int]]", Optional["Mapping[str, int]"]),
        ("Union[m.Protocol, None]", typing.NewType("Protocol", str) | None),
    ],
)
def test_forms(text: str, annotation: Any) -> None:
    """The same type reads the same from text and from an annotation."""
    assert parse_expression(text) == expression_of(annotation)


@pytest.mark.parametrize(
    ("official", "ours", "verdict"),
    [
        ("str", str, Relation.EQUAL),
        ("float", int, Relation.NARROWER),
        ("int", bool, Relation.DIFFERENT),
        ("Literal['a']", Literal["a", "b"], Relation.WIDER),
        ("Union[str, Literal['a']]", str, Relation.EQUAL),
        ("Literal[1]", Literal[True], Relation.DIFFERENT),
        ("List[str]", Sequence[str], Relation.WIDER),
        ("Iterable[str]", list[str], Relation.NARROWER),
        ("Dict[str, int]", Mapping[str, int], Relation.WIDER),
        ("Dict[str, object]", dict[str, int], Relation.NARROWER),
        ("object", Thing, Relation.NARROWER),
        ("Thing", Thing, Relation.EQUAL),
        ("Other", Thing, Relation.DIFFERENT),
        ("Optional[Thing]", Thing, Relation.NARROWER),
        ("Tuple[str, int]", tuple[str, float], Relation.WIDER),
        ("Tuple[str, int]", tuple[str], Relation.DIFFERENT),
        ("os.PathLike", PathLike[str], Relation.EQUAL),
        ("IO[bytes]", IO[bytes], Relation.EQUAL),
        ("IO[bytes]", IO[str], Relation.DIFFERENT),
    ],
)
def test_verdicts(official: str, ours: Any, verdict: Relation) -> None:
    """What one type admits of the other decides."""
    assert judge(parse_expression(official), expression_of(ours), same_name) is verdict


def test_aliases_are_expanded() -> None:
    """A name that is an alias counts as what it stands for, inside of others and through others, and ends in itself."""
    aliases = {"A": parse_expression("Union[B, None]"), "B": parse_expression("Union[int, List[A]]")}
    assert expand(parse_expression("List[A]"), aliases) == parse_expression("List[Union[int, List[A], None]]")
    text = {"B": parse_expression("str")}
    for name in ("B", "Dict[str, B]", "Tuple[B, int]", "Page[B]"):
        assert expand(parse_expression(name), text) == parse_expression(name.replace("B", "str"))


def test_text() -> None:
    """An expression is shown with its branches in order, None last."""
    text = "Union[None, List[int], Literal['b'], Dict[str, object], Page[Thing], Tuple[str, bytes]]"
    assert spelled(parse_expression(text)) == (
        "'b' | Page[Thing] | dict[str, object] | list[int] | tuple[str, bytes] | None"
    )
    assert spelled(expression_of(Mapping[str, Thing])) == "mapping[str, Thing]"


def test_what_is_not_understood_stays_as_text() -> None:
    """A form of type that is not known equals only itself."""
    variable = typing.TypeVar("variable")
    assert expression_of(variable) == {Unread(text="~variable")}
    assert parse_expression("~variable") == {Unread(text="~variable")}
    assert judge(expression_of(variable), expression_of(str), same_name) is Relation.DIFFERENT
