"""YAML and JSON files become nodes with places, by the rules of YAML 1.2."""

from __future__ import annotations

import io
import json
import math
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostics, Severity, UnusableInput
from generator.document.load import Limits, LoadedFile, load, resolve_plain
from generator.document.nodes import MapNode, Sources, copied
from generator.ledger import Ledger


def load_text(text: str | bytes, *, limits: Limits | None = None) -> tuple[LoadedFile, Sources, list[str]]:
    sources, diagnostics = Sources(), Diagnostics()
    content = text.encode() if isinstance(text, str) else text
    file = load(
        "-", sources=sources, diagnostics=diagnostics, ledger=Ledger(), limits=limits, stdin=io.BytesIO(content)
    )
    return file, sources, [found.code.id for found in diagnostics.sorted()]


def failure(text: str | bytes, *, limits: Limits | None = None) -> tuple[str, int, int]:
    """The code and the place of what makes a text unusable."""
    with pytest.raises(UnusableInput) as caught:
        load_text(text, limits=limits)
    location = caught.value.diagnostic.location
    assert location is not None
    return caught.value.diagnostic.code.id, location.line, location.column


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("Null", None),
        ("nULL", "nULL"),
        ("true", True),
        ("FALSE", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("n", "n"),
        ("0", 0),
        ("-17", -17),
        ("+3", 3),
        ("007", 7),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("190:20:30", "190:20:30"),
        ("1.5", 1.5),
        ("1.", 1.0),
        (".5", 0.5),
        ("-1e3", -1000.0),
        ("1e", "1e"),
        ("-", "-"),
        (".", "."),
        ("2024-10-01", "2024-10-01"),
        ("2024-10-01T00:00:00Z", "2024-10-01T00:00:00Z"),
        ("-.INF", -math.inf),
        ("+.inf", math.inf),
        (".Inf", math.inf),
        ("=", "="),
        ("3.1.0", "3.1.0"),
        ("9223372036854775808", 9223372036854775808),
        ("١٢", "١٢"),
    ],
)
def test_plain_scalars_follow_the_core_schema(text: str, value: object):
    """Numbers, booleans and null are those of YAML 1.2; everything else is a string, dates and `no` included."""
    resolved = resolve_plain(text)
    assert (resolved, type(resolved)) == (value, type(value))


def test_nan_is_a_number():
    """Not-a-number is a float."""
    assert math.isnan(resolve_plain(".NaN"))


def test_quoted_scalars_and_keys_are_text():
    """Quotes make a string of anything, and a key is what is written, so a status need not be quoted."""
    file, _, codes = load_text("'a': '1'\n200: \"true\"\nnull: |\n  12\non: !!str 3\n")
    assert dict(file.root) == {"a": "1", "200": "true", "null": "12\n", "on": "3"}
    assert codes == []


def test_places_are_those_of_keys_and_items():
    """A value under a key is found at its key, an item of a list at its own beginning."""
    file, sources, _ = load_text("a:\n  b: 1\n  list:\n    - x\n    - {y: 2}\n")
    outer = file.root["a"]

    def at(place: int) -> tuple[int, int]:
        location = sources.location(place, "")
        return location.line, location.column

    assert at(file.root.place) == (1, 1)
    assert at(outer.place) == (1, 1)
    assert at(outer.places["b"]) == (2, 3)
    assert at(outer["list"].place) == (3, 3)
    assert [at(place) for place in outer["list"].places] == [(4, 7), (5, 7)]
    assert at(outer["list"][1].places["y"]) == (5, 8)


def test_places_are_kept_for_each_file():
    """Places of several files are told apart."""
    sources, diagnostics = Sources(), Diagnostics()
    files = [
        load("-", sources=sources, diagnostics=diagnostics, ledger=Ledger(), stdin=io.BytesIO(b"x: 1")),
        load("-", sources=sources, diagnostics=diagnostics, ledger=Ledger(), stdin=io.BytesIO(b"\n\n x: 1")),
    ]
    assert [sources.location(file.root.places["x"], "/x").line for file in files] == [1, 3]


def test_a_byte_order_mark_and_other_line_ends_are_accepted():
    """Files from other systems read the same."""
    plain, _, _ = load_text("a: |\n  x\n  y\nb: 2\n")
    marked, _, _ = load_text(b"\xef\xbb\xbfa: |\r\n  x\r\n  y\r\nb: 2\r\n")
    assert plain.root == marked.root


def test_json_reads_like_json():
    """Escapes beyond the basic plane, escaped backslashes before a `u`, tabs and slashes mean what JSON says."""
    value = {
        "smile": "\U0001f600",
        "backslash": "\\ud83d\\ude00",
        "mixed": "\\\U0001f600",
        "n": [1e3, -0.5, None, True],
    }
    text = json.dumps(value, indent="\t").replace("0.5", "0.5 ").replace("smile", "smi\\/le")
    file, _, codes = load_text(text)
    assert file.root == {"smi/le": value["smile"], **{key: value[key] for key in ("backslash", "mixed", "n")}}
    assert codes == []


def test_half_a_surrogate_pair_is_replaced():
    """Half a character is no text."""
    file, _, codes = load_text('{"a": "\\ud83d", "b": "x\\udE00\\ud83d\\ude00", "c": "\\\\ud83d"}')
    assert dict(file.root) == {"a": "\ufffd", "b": "x\ufffd\U0001f600", "c": "\\ud83d"}
    assert codes == ["invalid-character"] * 2


def test_anchors_may_be_used_again():
    """YAML 1.2 allows an anchor to be defined twice; an alias means the one before it."""
    file, _, codes = load_text("a: &x 1\nb: *x\nc: &x [2]\nd: *x\n")
    assert dict(file.root) == {"a": 1, "b": 1, "c": [2], "d": [2]}
    assert codes == []
    assert file.aliased


def test_merge_keys_fill_in_what_is_missing():
    """Own keys count before merged ones, and mappings merged earlier before later ones."""
    file, _, codes = load_text("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: 0\nd: {'<<': text}\n")
    assert file.root["c"] == {"x": 0, "y": 1, "z": 2}
    assert file.root["d"] == {"<<": "text"}
    assert codes == []


def test_duplicate_keys_are_all_reported():
    """Reading goes on after a duplicate key, and both places are given."""
    sources, diagnostics = Sources(), Diagnostics()
    load(
        "-",
        sources=sources,
        diagnostics=diagnostics,
        ledger=Ledger(),
        stdin=io.BytesIO(b"a: 1\nb: {c: 1, c: 2}\na: 3\n"),
    )
    found = [(one.location, one.related[0].location) for one in diagnostics.sorted()]
    assert [(str(at), at and at.pointer, str(first)) for at, first in found] == [
        ("<stdin>:2:11", "/b/c", "<stdin>:2:5"),
        ("<stdin>:3:1", "/a", "<stdin>:1:1"),
    ]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "empty-document", 1, 1),
        ("# only this\n---\n", "empty-document", 1, 1),
        ("- a\n- b\n", "not-a-mapping", 1, 1),
        ("text", "not-a-mapping", 1, 1),
        ("a: b: c", "yaml-syntax", 1, 5),
        ("a: 1\n\tb: 2", "yaml-syntax", 2, 1),
        ("a: 'x\n", "yaml-syntax", 2, 1),
    ],
)
def test_unusable_files_are_refused_with_a_place(text: str | bytes, code: str, line: int, column: int):
    """Whatever the file holds, the error says what and where."""
    assert failure(text) == (code, line, column)


@pytest.mark.parametrize(
    ("text", "value", "code", "line", "column"),
    [
        ("a: x\nb: y\x00z\x07", {"a": "x", "b": "y z"}, "invalid-character", 2, 5),
        ("a: x\nb: 'y\x7f'", {"a": "x", "b": "y "}, "invalid-character", 2, 6),
        (b"a: x\nb: caf\xc3\xa9 \xe9", {"a": "x", "b": "café é"}, "invalid-utf8", 2, 9),
        ("a: &x [*x]", {"a": [None]}, "unknown-alias", 1, 8),
        ("a: *x", {"a": None}, "unknown-alias", 1, 4),
        ("{a: 1}: 2", {}, "invalid-key", 1, 1),
        ("a: {{{host}}: 1}\nb: 2", {"a": {}, "b": 2}, "invalid-key", 1, 5),
        ("a: &x [1]\n*x : 2\nb: 3", {"a": [1], "b": 3}, "invalid-key", 2, 1),
        ("a: 1\n---\nb: [", {"a": 1}, "several-documents", 2, 1),
        ("a: {<<: 5, b: 1}", {"a": {"b": 1}}, "invalid-merge", 1, 5),
        ("a: 1\na: 2", {"a": 2}, "duplicate-key", 2, 1),
    ],
)
def test_defects_are_read_over(text: str | bytes, value: object, code: str, line: int, column: int):
    """What can be read around a defect is read; what it costs is reported, and in the ledger."""
    sources, diagnostics, ledger = Sources(), Diagnostics(), Ledger()
    content = io.BytesIO(text.encode() if isinstance(text, str) else text)
    file = load("-", sources=sources, diagnostics=diagnostics, ledger=ledger, stdin=content)
    assert file.root == value
    found = diagnostics.sorted()[0]
    assert found.location is not None
    assert (found.code.id, found.location.line, found.location.column) == (code, line, column)
    assert found.code.severity is Severity.WARNING
    assert len(ledger.entries) == len(diagnostics.found)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_a_mark_at_the_beginning_says_the_encoding(encoding: str):
    """Editors write files in other encodings of Unicode, with a mark that tells which."""
    file, _, codes = load_text("a: café\n".encode(encoding))
    assert dict(file.root) == {"a": "café"}
    assert codes == []


def test_depth_has_a_limit_with_and_without_aliases():
    """Depth counts as if aliases were written out."""
    limits = Limits(depth=5)
    load_text("a: [[[[]]]]", limits=limits)
    assert failure("a: [[[[[]]]]]", limits=limits)[0] == "too-deep"
    load_text("a: &a [[]]\nb: &b [[*a]]\n", limits=limits)
    assert failure("a: &a [[]]\nb: &b [[*a]]\nc: [*b]\n", limits=limits)[0] == "too-deep"


def test_size_has_a_limit():
    """A file of the very size is read, one byte more is not."""
    load_text("a: 12345", limits=Limits(size=8))
    with pytest.raises(UnusableInput, match="larger"):
        load_text("a: 123456", limits=Limits(size=8))


def test_a_bomb_of_aliases_is_refused_before_it_goes_off():
    """Nodes count as if aliases were written out."""
    text = "a: &a [1, 1]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
    load_text(text, limits=Limits(nodes=24))
    assert failure(text, limits=Limits(nodes=23)) == ("alias-bomb", 3, 12)


def test_a_path_that_no_system_allows_is_an_error(tmp_path: Path):
    """A NUL in a path is reported like any other path that cannot be opened."""
    with pytest.raises(UnusableInput) as caught:
        load(f"{tmp_path}/a\0b", sources=Sources(), diagnostics=Diagnostics(), ledger=Ledger())
    assert caught.value.diagnostic.code.id == "file-unreadable"


def test_a_copy_shares_nothing():
    """Changing a copy changes neither values nor places of the original."""
    file, _, _ = load_text("a: {b: [1]}")
    copy = copied(file.root)
    assert isinstance(copy, MapNode)
    copy["a"]["b"].add(2, 0)
    copy["a"].put("c", 3, 0)
    assert file.root == {"a": {"b": [1]}}
    assert list(file.root["a"].places) == ["b"]
