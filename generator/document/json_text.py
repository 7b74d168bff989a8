"""JSON as nodes, several times as quickly as by way of YAML's events.

It reads what is JSON to the letter, and nothing else: whatever else a text is, or what there is to be said about it, is
for the reader of YAML, which makes the same nodes of the same JSON. Strings are scanned by the library's own scanner.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # it is missing in the stub
from typing import Any, Final

from generator.document.nodes import FIRST_LINE, ListNode, MapNode

_WHITE: Final = " \n\t"
_SPACE: Final = re.compile(r"[ \n\t]+")
_BREAKS: Final = "\x85\u2028\u2029"
"""What ends a line in YAML, where findings are shown too, and not in JSON."""
_SCALAR: Final = re.compile(r"true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
MAX_DIGITS: Final = 1000
"""How many characters a number may have; a longer one is read as text, which has to be said."""


class NotJsonError(Exception):
    """The text is not JSON, or there is something to be said about it."""


def read_json(
    text: str, first_place: int, written: dict[int, str], resolve: Callable[[str], Any], *, depth: int
) -> MapNode:
    """The mapping that a text is.

    `first_place` is the place of its first character; `written` gets how scalars are written that are no strings, and
    `resolve` says what these mean. Raises `NotJsonError` for everything that is not JSON, nests deeper than `depth`,
    has a key twice, or lines that others count otherwise.
    """
    if any(character in text for character in _BREAKS):
        raise NotJsonError
    reader = _Reader(text, first_place, resolve, depth)
    try:
        root = reader.root()
    except (JSONDecodeError, IndexError):  # IndexError: it ends too early
        raise NotJsonError from None
    written.update(reader.written)
    return root


class _Reader:
    """Reads one text. A position is where the next token is looked for; `_shift` makes a place of it on its line."""

    def __init__(self, text: str, first_place: int, resolve: Callable[[str], Any], depth: int) -> None:
        self.written: dict[int, str] = {}
        self._text = text
        self._line_start = 0
        self._shift = first_place
        self._resolve = resolve
        self._depth = depth

    def root(self) -> MapNode:
        """The whole text."""
        at = self._skipped(0)
        if self._text[at] != "{":
            raise NotJsonError
        root, at = self._mapping(at + 1, self._shift + at, self._depth)
        if self._text[at:].strip(_WHITE):
            raise NotJsonError
        return root

    def _skipped(self, at: int) -> int:
        """The position of what comes after white space."""
        space = _SPACE.match(self._text, at)
        if space is None:
            return at
        end = space.end()
        lines = self._text.count("\n", at, end)
        if lines:
            # Columns count from the line's start, lines in steps: what was passed is taken from the column.
            line_start = self._text.rfind("\n", at, end) + 1
            self._shift += lines * FIRST_LINE - (line_start - self._line_start)
            self._line_start = line_start
        return end

    def _mapping(self, at: int, place: int, depth: int) -> tuple[MapNode, int]:
        """The mapping whose brace stands before a position, and the position after it."""
        text, node = self._text, MapNode(place)
        places = node.places
        at, goes_on = self._begun(at, "}")
        while goes_on:
            if text[at] != '"':
                raise NotJsonError
            key_place = self._shift + at
            key, at = scanstring(text, at + 1)
            if key in node:
                raise NotJsonError
            at = self._after(":", at)
            node[key], at = self._value(at, key_place, key_place if key else None, depth)
            places[key] = key_place
            at, goes_on = self._ended(at, "}")
        return node, at

    def _list(self, at: int, place: int, depth: int) -> tuple[ListNode, int]:
        """The list whose bracket stands before a position, and the position after it."""
        node = ListNode(place)
        at, goes_on = self._begun(at, "]")
        while goes_on:
            item_place = self._shift + at
            value, at = self._value(at, item_place, item_place, depth)
            node.add(value, item_place)
            at, goes_on = self._ended(at, "]")
        return node, at

    def _value(self, at: int, place: int, written_at: int | None, depth: int) -> tuple[Any, int]:
        """A value, and the position after it. A container has a `place`; how a scalar that is no string is written is
        noted by another, its own where there is none."""
        character = self._text[at]
        if character == '"':
            string: tuple[str, int] = scanstring(self._text, at + 1)
            return string
        if character in "{[":
            if depth <= 1:
                raise NotJsonError
            read = self._mapping if character == "{" else self._list
            return read(at + 1, place, depth - 1)
        found = _SCALAR.match(self._text, at)
        if found is None or found.end() - at > MAX_DIGITS:
            raise NotJsonError
        self.written[self._shift + at if written_at is None else written_at] = found[0]
        return self._resolve(found[0]), found.end()

    # What stands between values. Most of it is one character, so that white space is looked for behind a test.

    def _begun(self, at: int, closing: str) -> tuple[int, bool]:
        """Where the first value of a container is, and whether there is one; else the position after its end."""
        if self._text[at] in _WHITE:
            at = self._skipped(at)
        return (at + 1, False) if self._text[at] == closing else (at, True)

    def _ended(self, at: int, closing: str) -> tuple[int, bool]:
        """Behind a value: where the next one is, and whether there is one; else the position after the container."""
        at, goes_on = self._begun(at, closing)
        return (self._after(",", at) if goes_on else at), goes_on

    def _after(self, mark: str, at: int) -> int:
        """The position of what comes after a mark."""
        if self._text[at] in _WHITE:
            at = self._skipped(at)
        if self._text[at] != mark:
            raise NotJsonError
        at += 1
        return self._skipped(at) if self._text[at] in _WHITE else at
