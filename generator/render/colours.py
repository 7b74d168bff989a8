"""Code in colours: tokens as Pygments finds them, in a few classes of our own.

Pygments is an extra of the generator (`sdkgen[site]`), and is loaded when the first code is coloured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pygments.lexer import Lexer

_LANGUAGES: Final = {
    "python": "python",
    "py": "python",
    "json": "json",
    "bash": "bash",
    "sh": "bash",
    "shell": "bash",
    "curl": "bash",
    "console": "bash",
    "javascript": "javascript",
    "js": "javascript",
    "node": "javascript",
    "typescript": "typescript",
    "ts": "typescript",
    "yaml": "yaml",
}
_LONGEST: Final = 20_000
"""Characters of a block that are coloured: descriptions come from anybody, and readers of languages can be slow."""
_NOWHERE: Final[Mapping[str, str]] = MappingProxyType({})


def coloured(source: str, language: str, links: Mapping[str, str] = _NOWHERE) -> str:
    """Code as HTML; names among `links` lead to their targets."""
    known = _LANGUAGES.get(language.lower())
    if known is None or len(source) > _LONGEST:
        return escape(source)
    return "".join(_marked(kind, value, links) for kind, value in _tokens(source, known))


def _marked(kind: str, value: str, links: Mapping[str, str]) -> str:
    words = escape(value, quote=False)
    if not kind and value in links:
        return f'<a href="{escape(links[value])}">{words}</a>'
    return f'<b class="{kind}">{words}</b>' if kind else words


@lru_cache(maxsize=4096)
def _tokens(source: str, language: str) -> tuple[tuple[str, str], ...]:
    """The text in pieces, each with its class; neighbours of one class are one piece."""
    lexer, classify = _lexer(language)
    pieces: list[tuple[str, str]] = []
    for token, value in lexer.get_tokens(source):
        kind = classify(token)
        if pieces and pieces[-1][0] == kind and kind:
            pieces[-1] = (kind, pieces[-1][1] + value)
        elif value:
            pieces.append((kind, value))
    return tuple(pieces)


@cache
def _lexer(language: str) -> tuple[Lexer, Callable[[object], str]]:
    from pygments import token  # noqa: PLC0415 - an extra
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415

    classes = (
        (token.Keyword, "k"),
        (token.Name.Tag, "n"),  # keys of JSON and YAML
        (token.Name.Function, "f"),
        (token.Operator.Word, "k"),
        (token.Literal.String, "s"),
        (token.Literal.Number, "m"),
        (token.Comment, "c"),
    )

    @cache
    def classify(found: object) -> str:
        return next((name for kind, name in classes if found in kind), "")

    return get_lexer_by_name(language, stripnl=False, ensurenl=False), classify
