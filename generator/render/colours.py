"""Code in colours: the few kinds of tokens that readers look for, in Python, JSON, YAML and shells.

One expression a language finds them, in time that grows linearly with the text, whatever a description holds.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from html import escape
from types import MappingProxyType
from typing import Final

_TEXT: Final = r"\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?"
"""A string; one that does not end does so with its line, and is not looked for again from its next character on."""
_NUMBER: Final = r"(?<![\w.])-?\d[\w.]*+"
_KEYWORDS: Final = "|".join(keyword.kwlist)
_PYTHON: Final = re.compile(
    rf"(?P<s>(?:\b[rbfRBF]{{1,2}})?(?:\"\"\"(?s:.)*?(?:\"\"\"|\Z)|{_TEXT}))|(?P<c>\#[^\n]*)"
    rf"|(?P<k>\b(?:{_KEYWORDS})\b)|(?P<m>{_NUMBER})|(?P<name>\b[A-Za-z_]\w*+)"
)
_JSON: Final = re.compile(
    rf"(?P<n>\"(?:[^\"\\\n]|\\.)*+\"(?=\s*:))|(?P<s>{_TEXT})|(?P<k>\b(?:true|false|null)\b)|(?P<m>{_NUMBER})"
)
_SHELL: Final = re.compile(rf"(?P<c>(?<!\S)\#[^\n]*)|(?P<s>{_TEXT})|(?P<k>(?<!\S)--?[A-Za-z][\w-]*+)")
_YAML: Final = re.compile(
    rf"(?P<c>(?<!\S)\#[^\n]*)|(?P<n>(?<![\w.$*/-])[\w.$*/-]++(?=:(?:\s|\Z)))|(?P<s>{_TEXT})"
    rf"|(?P<k>(?<![\w.$*/-])(?:true|false|null)(?![\w.$*/-]))|(?P<m>{_NUMBER})"
)
_LANGUAGES: Final = {
    **dict.fromkeys(("yaml", "yml"), _YAML),
    **dict.fromkeys(("python", "py", "python3"), _PYTHON),
    **dict.fromkeys(("json", "jsonc", "javascript", "js", "typescript", "ts"), _JSON),
    **dict.fromkeys(("bash", "sh", "shell", "console", "curl"), _SHELL),
}
_NOWHERE: Final[Mapping[str, str]] = MappingProxyType({})


def coloured(source: str, language: str, links: Mapping[str, str] = _NOWHERE) -> str:
    """Code as HTML; names among `links` lead to their targets."""
    pattern = _LANGUAGES.get(language.lower())
    return source.translate(_ESCAPES) if pattern is None else _marked(source, pattern, links)


def _marked(source: str, pattern: re.Pattern[str], links: Mapping[str, str]) -> str:
    pieces: list[str] = []
    at = 0
    for token in pattern.finditer(source):
        pieces += (source[at : token.start()].translate(_ESCAPES), _token(token, links))
        at = token.end()
    pieces.append(source[at:].translate(_ESCAPES))
    return "".join(pieces)


def _token(token: re.Match[str], links: Mapping[str, str]) -> str:
    kind, words = token.lastgroup, token[0].translate(_ESCAPES)
    if kind == "name":
        return f'<a href="{escape(links[words])}">{words}</a>' if words in links else words
    return f'<b class="{kind}">{words}</b>'


_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
