"""Types of both sides in one form, and what admits what."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from typing import IO, Annotated, Any, Literal, Optional

import pytest
import typing_extensions

from tests.parity.expressions import NamedClass, Unread, Verdict, expand, expression_of, judge, parse_expression, show


class Thing:
    """A class as a generated package has them."""


def same_name(official: NamedClass, ours: type) -> bool:
    return official.name == ours.__name__


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
        ("str", str, Verdict.EQUAL),
        ("float", int, Verdict.NARROWER),
        ("int", bool, Verdict.DIFFERENT),
        ("Literal['a']", Literal["a", "b"], Verdict.WIDER),
        ("Union[str, Literal['a']]", str, Verdict.EQUAL),
        ("Literal[1]", Literal[True], Verdict.DIFFERENT),
        ("List[str]", Sequence[str], Verdict.WIDER),
        ("Iterable[str]", list[str], Verdict.NARROWER),
        ("Dict[str, int]", Mapping[str, int], Verdict.WIDER),
        ("Dict[str, object]", dict[str, int], Verdict.NARROWER),
        ("object", Thing, Verdict.NARROWER),
        ("Thing", Thing, Verdict.EQUAL),
        ("Other", Thing, Verdict.DIFFERENT),
        ("Optional[Thing]", Thing, Verdict.NARROWER),
        ("Tuple[str, int]", tuple[str, float], Verdict.WIDER),
        ("Tuple[str, int]", tuple[str], Verdict.DIFFERENT),
        ("os.PathLike", PathLike[str], Verdict.EQUAL),
        ("IO[bytes]", IO[bytes], Verdict.EQUAL),
        ("IO[bytes]", IO[str], Verdict.DIFFERENT),
    ],
)
def test_verdicts(official: str, ours: Any, verdict: Verdict) -> None:
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
    assert show(parse_expression(text)) == (
        "'b' | Page[Thing] | dict[str, object] | list[int] | tuple[str, bytes] | None"
    )
    assert show(expression_of(Mapping[str, Thing])) == "mapping[str, Thing]"


def test_what_is_not_understood_stays_as_text() -> None:
    """A form of type that is not known equals only itself."""
    variable = typing.TypeVar("variable")
    assert expression_of(variable) == {Unread(text="~variable")}
    assert parse_expression("~variable") == {Unread(text="~variable")}
    assert judge(expression_of(variable), expression_of(str), same_name) is Verdict.DIFFERENT
