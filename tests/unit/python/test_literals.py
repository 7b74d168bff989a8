"""Literals survive any value."""

from __future__ import annotations

import ast
import math

import pytest

from generator.python.code import Code
from generator.python.literals import comment, dotted, literal, mapping, name, string, string_list, strings
from tests.unit.python.hostile import HOSTILE_TEXTS


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_strings_keep_their_value(text: str) -> None:
    """A string literal is one ASCII line that evaluates to the text."""
    written = string(text)
    assert isinstance(written, Code)
    assert written.isascii() and written.isprintable()
    assert ast.literal_eval(written) == text


@pytest.mark.parametrize("value", [None, True, False, 0, -1, 2**80, 1.5, -0.0, 1e300, "text"])
def test_scalars_keep_their_value_and_type(value: object) -> None:
    """JSON scalars come back as themselves."""
    read = ast.literal_eval(literal(value))  # type: ignore[arg-type]  # the parameters are JSON scalars
    assert read == value and type(read) is type(value)


@pytest.mark.parametrize("value", [b"x", [], {}, object, 1j])
def test_other_values_are_refused(value: object) -> None:
    """What is no JSON scalar has no literal here."""
    with pytest.raises(TypeError, match="is no JSON scalar"):
        literal(value)  # type: ignore[arg-type]  # that is the point


def test_numbers_that_are_no_literals() -> None:
    """Infinity and not-a-number have no literal and are still written as floats."""
    assert eval(literal(math.inf)) == math.inf  # the text is our own
    assert math.isnan(eval(literal(math.nan)))


def test_collections() -> None:
    """Collections of strings evaluate to what went in, whatever the number of items."""
    for texts in ([], HOSTILE_TEXTS[:1], HOSTILE_TEXTS):
        assert ast.literal_eval(strings(texts)) == tuple(texts)
        assert ast.literal_eval(string_list(texts)) == texts
        written = mapping((text, literal(index)) for index, text in enumerate(texts))
        assert ast.literal_eval(written) == {text: index for index, text in enumerate(texts)}


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_comments_stay_comments(text: str) -> None:
    """Every line of a comment is one, and nothing in it is code."""
    written = comment(text)
    assert written.isascii()
    assert ast.parse(written).body == []


@pytest.mark.parametrize(
    "text", [*(t for t in HOSTILE_TEXTS if not t.isidentifier()), "class", "a.b", "a b", "1a", "ä", "None"]
)
def test_names_are_checked(text: str) -> None:
    """Only identifiers pass as names: anything else is a defect of ours, and raises."""
    with pytest.raises(ValueError, match="is not an identifier"):
        name(text)
    with pytest.raises(ValueError, match="is not an identifier"):
        dotted(f"types.{text}".replace("a.b", ".."))


def test_dotted_names() -> None:
    """Identifiers joined by dots pass."""
    assert dotted("types.chat.completion") == "types.chat.completion"
