"""Expressions of documents: they match what they do elsewhere, and none of them takes long."""

from __future__ import annotations

import random
import re
import time

import pytest

from generator.mock.engine import engine_module

EXPRESSIONS = engine_module("_expressions")
COSTLY = [
    ("^(a+)+$", "a" * 5000 + "b"),
    ("^(a|aa)+$", "a" * 3000 + "b"),
    ("(x+x+)+y", "x" * 5000),
    ("((a{0,100}){0,100}){0,100}b", "a" * 2000),
    ("(a|a)" * 40 + "b", "a" * 45),
    ("^([a-z0-9]+-)*[a-z0-9]+$", "abc-" * 500 + "!"),
]


@pytest.mark.parametrize(("pattern", "text"), COSTLY)
def test_costly_ones_are_decided_all_the_same(pattern: str, text: str) -> None:
    """Where one way after the other takes for ever, the verdict comes in a moment."""
    began = time.process_time()
    assert EXPRESSIONS.compiled(pattern).search(text) is None
    assert time.process_time() - began < 3


def test_what_cannot_be_bounded_otherwise_is_given_up() -> None:
    """After so many steps, a text counts as one that matches; what looks back at groups is not tried at all."""
    began = time.process_time()
    assert EXPRESSIONS.compiled("(?=(a+)+b)" * 3).search("a" * 3000) is not None
    assert time.process_time() - began < 5
    assert EXPRESSIONS.compiled("^(.*)*(.*)*\\1$") is None


@pytest.mark.parametrize(
    ("pattern", "right", "wrong"),
    [
        ("^a$", "a", "a\n"),
        ("^[a$]$", "$", "\\Z"),
        ("^\\$$", "$", ""),
        ("^(?<year>\\d{4})$", "2025", "٢٠٢٥"),
        ("^\\d+$", "1", "x"),
        ("^(a$|b$)", "b", "b\n"),
    ],
)
def test_they_mean_what_documents_mean(pattern: str, right: str, wrong: str) -> None:
    """The end is the end of the text, groups are named in one way, and digits are those of ASCII."""
    found = EXPRESSIONS.compiled(pattern)
    assert found.search(right) is not None
    assert found.search(wrong) is None


@pytest.mark.parametrize("pattern", ["[", "(?<!a)(", "\\p{L}", "(" * 500])
def test_what_python_does_not_read_is_let_through(pattern: str) -> None:
    """It is none, rather than an error."""
    assert EXPRESSIONS.compiled(pattern) is None


def test_all_ways_lead_where_one_after_the_other_does() -> None:
    """On thousands of drawn expressions and texts, both find a match or neither."""
    draw = random.Random(17)
    for _ in range(4000):
        pattern = drawn(draw, 0)
        text = "".join(draw.choice("abc 1") for _ in range(draw.randrange(7)))
        own = EXPRESSIONS._AllWays(EXPRESSIONS.parsed_as_python(pattern)).search(text)
        other = re.compile(pattern.replace("$", r"\Z"), re.ASCII).search(text)
        assert (own is None) is (other is None), (pattern, text)


def drawn(draw: random.Random, depth: int) -> str:
    """An expression by chance."""
    match draw.randrange(9 if depth < 3 else 4):
        case 0 | 1:
            return draw.choice([*"abc", "[ab]", "[^a]", ".", r"\w", r"\D", r"\b", "^", "$", r"[\s\d]", r"[^\W_]"])
        case 2 | 3:
            return draw.choice("abc") + draw.choice(["*", "+", "?", "{1,2}", "*?", "{2}"])
        case 4:
            return f"({drawn(draw, depth + 1)}|{drawn(draw, depth + 1)})"
        case 5:
            return f"(?:{drawn(draw, depth + 1)}){draw.choice(['*', '+', '?', '{0,3}', '{2}'])}"
        case 6:
            return draw.choice(["(?=", "(?!"]) + drawn(draw, depth + 1) + ")"
        case _:
            return drawn(draw, depth + 1) + drawn(draw, depth + 1)
