"""Code in colours: the few kinds of tokens that readers look for, in the languages that descriptions have code in.

What is coloured comes from a document, so only lexers are used whose time grows linearly with the text, whatever it is,
or on texts too short to matter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape
from types import MappingProxyType
from typing import Final

from pygments.lexer import Lexer
from pygments.lexers.data import JsonLexer, YamlLexer
from pygments.lexers.python import PythonLexer
from pygments.lexers.shell import BashLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType

_PYTHON: Final = PythonLexer()
_YAML: Final = YamlLexer()
_LANGUAGES: Final[Mapping[str, Lexer]] = {
    **dict.fromkeys(("yaml", "yml"), _YAML),
    **dict.fromkeys(("python", "py", "python3"), _PYTHON),
    **dict.fromkeys(("json", "jsonc"), JsonLexer()),
    **dict.fromkeys(("bash", "sh", "shell", "console", "curl"), BashLexer()),
}
_LINKED: Final = "name"
_KINDS: Final[tuple[tuple[_TokenType, str], ...]] = (
    (Name.Tag, "n"),
    (String, "s"),
    (Number, "m"),
    (Comment, "c"),
    (Keyword, "k"),
    (Operator.Word, "k"),
    (Name, _LINKED),
)
"""The classes of elements by the kinds of tokens; what is of none of them stays as it is."""
_NOWHERE: Final[Mapping[str, str]] = MappingProxyType({})
_LONGEST: Final = 100_000
"""Characters of the longest block in colours: nobody reads a longer one."""
_LONGEST_YAML: Final = 5_000
"""The same of YAML, whose lexer takes time that grows with the square of what stands in a line."""


def coloured(source: str, language: str, links: Mapping[str, str] = _NOWHERE) -> str:
    """Code as HTML; names among `links` lead to their targets."""
    lexer = _LANGUAGES.get(language.lower())
    if lexer is None or len(source) > (_LONGEST_YAML if lexer is _YAML else _LONGEST):
        return source.translate(_ESCAPES)
    parts = source.split("\n") if lexer is _PYTHON and not _REACHES_ON.search(source) else [source]
    return "\n".join("".join([_marked(kind, text, links) for kind, text in _tokens(lexer, part)]) for part in parts)


_REACHES_ON: Final = re.compile(r"\"{3}|'{3}|\\\n")
"""Where a line of Python decides what the next one is. Without it each is read for itself, and programs share most."""


@lru_cache(maxsize=16384)
def _tokens(lexer: Lexer, source: str) -> tuple[tuple[str, str], ...]:
    """Kinds and texts, of neighbours of one kind together."""
    found: list[tuple[str, str]] = []
    last, pieces = "", ""
    for _, token, text in lexer.get_tokens_unprocessed(source):
        kind = _kind(token)
        if kind == last and kind != _LINKED:
            pieces += text
        else:
            found.append((last, pieces))
            last, pieces = kind, text
    return (*found, (last, pieces))


@cache
def _kind(token: _TokenType) -> str:
    return next((kind for parent, kind in _KINDS if token[: len(parent)] == parent), "")


def _marked(kind: str, text: str, links: Mapping[str, str]) -> str:
    words = text.translate(_ESCAPES)
    if not kind:
        return words
    if kind != _LINKED:
        return f'<b class="{kind}">{words}</b>'
    return f'<a href="{escape(links[text])}">{words}</a>' if text in links else words


_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
