"""TOML strings and keys: the encoders for `pyproject.toml`."""

from __future__ import annotations

import re
from typing import Final

from generator.python.code import Code

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


def toml_string(text: str) -> Code:
    """A basic string on one line, in ASCII. Lone surrogates, which TOML cannot hold, become U+FFFD."""
    return Code('"' + "".join(map(_escaped, text)) + '"')


def toml_key(text: str) -> Code:
    """A key, bare where it can be."""
    return Code(text) if _BARE.fullmatch(text) else toml_string(text)


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    code = ord(character)
    if 32 <= code < 127:
        return character
    if 0xD800 <= code < 0xE000:
        code = 0xFFFD
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
