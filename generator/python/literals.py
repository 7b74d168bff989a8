"""Python literals from values of the document."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from generator.ir.declarations import JsonScalar
from generator.python.code import Code
from generator.python.identifiers import is_identifier

_PLAIN = re.compile(r"[ !#-\[\]-~]*")
_SHORT_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def literal(value: JsonScalar) -> Code:
    """The value as a Python expression on one line, in ASCII. Raises TypeError for anything but a JSON scalar."""
    match value:
        case str():
            return string(value)
        case float() if not math.isfinite(value):
            return Code(f'float("{value}")')
        case None | bool() | int() | float():
            return Code(repr(value))
        case _:
            raise TypeError(f"{type(value).__name__} is no JSON scalar")


def string(text: str) -> Code:
    """A string literal in double quotes, everything beyond printable ASCII escaped: what is read is what is there."""
    if _PLAIN.fullmatch(text):
        return Code(f'"{text}"')
    return Code('"' + "".join(_escaped(character) for character in text) + '"')


def strings(texts: Iterable[str]) -> Code:
    """A tuple of string literals."""
    return expressions(map(string, texts))


def expressions(items: Iterable[Code]) -> Code:
    """A tuple of expressions."""
    listed = list(items)
    return Code(f"({', '.join(listed)}{',' if len(listed) == 1 else ''})")


def string_list(texts: Iterable[str]) -> Code:
    """A list of string literals."""
    return Code(f"[{', '.join(map(string, texts))}]")


def mapping(entries: Mapping[str, Code] | Iterable[tuple[str, Code]]) -> Code:
    """A dict literal from keys of the document to expressions."""
    pairs = entries.items() if isinstance(entries, Mapping) else entries
    return Code("{" + ", ".join(f"{string(key)}: {value}" for key, value in pairs) + "}")


@lru_cache(maxsize=65536)
def name(text: str) -> Code:
    """A name that the build stage assigned. Anything that is no identifier is a defect of ours and raises."""
    if not is_identifier(text):
        raise ValueError(f"{text!r} is not an identifier")
    return Code(text)


@lru_cache(maxsize=65536)
def dotted(text: str) -> Code:
    """A dotted name whose parts the build stage assigned."""
    for part in text.split("."):
        name(part)
    return Code(text)


def comment(text: str) -> Code:
    """A comment of one or more lines."""
    return Code("\n".join(f"# {line}".rstrip() for line in _comment_lines(text)))


def _comment_lines(text: str) -> list[str]:
    return ["".join(c if c.isascii() and c.isprintable() else _escaped(c) for c in line) for line in text.splitlines()]


def _escaped(character: str) -> str:
    short = _SHORT_ESCAPES.get(character)
    if short is not None:
        return short
    code = ord(character)
    if 32 <= code < 127:
        return character
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
