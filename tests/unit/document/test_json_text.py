"""JSON is read quickly, and as YAML's reader reads it: values, places and the spelling of what is no string."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Diagnostics
from generator.document.json_text import NotJsonError, read_json
from generator.document.load import Limits, Losses, _Builder, resolve_plain
from generator.document.nodes import FIRST_COLUMN, FIRST_LINE, ListNode, MapNode, Sources
from generator.ledger import Ledger

FIRST = FIRST_LINE + FIRST_COLUMN


def told(node: Any) -> Any:
    """All that a node says."""
    if isinstance(node, MapNode):
        return node.place, [(key, node.places[key], told(value)) for key, value in node.items()]
    if isinstance(node, ListNode):
        return node.place, [(place, told(item)) for place, item in zip(node.places, node, strict=True)]
    return type(node), repr(node)


def by_json(text: str, depth: int = Limits().depth) -> Any:
    written: dict[int, str] = {}
    root = read_json(text, FIRST, written, resolve_plain, depth=depth)
    return told(root), written


def by_yaml(text: str) -> Any:
    sources = Sources()
    sources.add("api.json", text)
    builder = _Builder(FIRST, sources, Losses(Diagnostics(), Ledger()), Limits())
    return told(builder.build(text)), sources.written


# What YAML takes for the end of a line, and for no character at all, is not read here.
STRINGS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters="\x85\u2028\u2029\ufeff")
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | STRINGS
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(STRINGS, inner), max_leaves=30)


@given(
    st.dictionaries(STRINGS, VALUES),
    st.sampled_from([None, 0, 2]),
    st.sampled_from([(",", ":"), (", ", ": "), (" ,", " : "), (",\n\n ", ":\n")]),
    st.sampled_from(["", "\n ", "\n\n"]),
)
def test_the_same_as_by_yaml(value: Any, indent: int | None, separators: tuple[str, str], around: str) -> None:
    """However JSON is laid out."""
    text = around + json.dumps(value, indent=indent, ensure_ascii=False, separators=separators) + around
    assert by_json(text) == by_yaml(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1.50,"b":1e3,"c":-0,"d":[true,null,[],{}],"":false}',
        "{ }",
        '{"<<": {"a": "\\u00e4\\/\\n"}}',
        '{"a":[[1],[{"b":2}]]}',
    ],
)
def test_what_is_seldom_written(text: str) -> None:
    """Numbers as they are written, an empty key, YAML's own key."""
    assert by_json(text) == by_yaml(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "[]",
        '"a"',
        "{",
        '{"a"',
        '{"a":',
        '{"a":1',
        '{"a":[',
        '{"a":"',
        '{"a":1}}',
        '{"a":1} b',
        '{"a":1}\n---\n{}',
        '{"a":1,}',
        '{"a":[1,]}',
        '{"a" 1}',
        '{"a":1 "b":2}',
        '{"a":[1 2]}',
        '{"a"::1}',
        "{a: 1}",
        "{'a': 1}",
        '{"a": b}',
        '{"a":01}',
        '{"a":.5}',
        '{"a":1.}',
        '{"a":+1}',
        '{"a":NaN}',
        '{"a":Infinity}',
        '{"a":True}',
        '{"a":truely}',
        '{"a":"\\x41"}',
        '{"a":"b\nc"}',
        '{"a":"b\tc"}',
        '{"a":1,"a":2}',
        '{"a":1} # said',
        '{"a": &b 1}',
        '{"a":\r\n1}',
        '{"a":' + "1" * 1001 + "}",
        '{"a":"\\ud83"}',
        '{"a":"b\x85c"}',
        '{"a":"b\u2028c"}',
        '{"a":"b\u2029c"}',
    ],
)
def test_what_is_not_json(text: str) -> None:
    """It is left to the reader of YAML, which knows what there is to be said about it."""
    with pytest.raises(NotJsonError):
        by_json(text)


def test_what_is_too_deep() -> None:
    """As deep as YAML may be, and no deeper."""
    assert by_json('{"a":[[1]]}', depth=3) == by_yaml('{"a":[[1]]}')
    with pytest.raises(NotJsonError):
        by_json('{"a":[[[1]]]}', depth=3)
    with pytest.raises(NotJsonError):
        by_json('{"a":' * 100_000, depth=100)


def test_what_was_read_in_vain_leaves_nothing() -> None:
    """Spellings are those of the reader that succeeds."""
    written: dict[int, str] = {}
    with pytest.raises(NotJsonError):
        read_json('{"a":1,"b":c}', FIRST, written, resolve_plain, depth=9)
    assert written == {}
