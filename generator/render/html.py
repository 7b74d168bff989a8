"""HTML from Markdown of ours: the encoder between the views of pages and the site.

What a view holds as Markdown, descriptions included, was written by `render/markdown.py` or is our own. A reader of
CommonMark makes HTML of it, and passes no HTML through: text and attributes are escaped, and links lead to the web, to
mail addresses, or to pages and anchors of the site. A page `x.md` is `x.html` here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from generator.python.code import Code
from generator.render.colours import coloured
from generator.render.markdown import Markdown


class Html(Code):
    """HTML that is safe to place: an encoder of this module made it, or it is our own."""

    __slots__ = ()


def text(plain: str) -> Html:
    """Words as they are, for text and for attributes in quotes."""
    return Html(plain if _SIMPLE.fullmatch(plain) else escape(plain))


def inline(markdown: Markdown) -> Html:
    """Markdown that is part of a line."""
    return _inline(markdown)


def cell(markdown: Markdown) -> Html:
    """Markdown that was written for a cell of a table, where pipes are escaped in code, too."""
    return _inline(markdown.replace("\\|", "|"))


def words(markdown: Markdown) -> Html:
    """The words of Markdown that is part of a line, where nothing can be marked."""
    return text(plain(markdown))


def blocks(markdown: Markdown) -> Html:
    """Markdown that stands for itself: paragraphs, lists, code."""
    return _blocks(markdown)


@lru_cache(maxsize=16384)
def item(markdown: Markdown) -> Html:
    """Markdown that is all of an item: blocks, but for a single paragraph, which needs no tag."""
    if _WORDS.fullmatch(markdown):
        return Html(markdown)
    tokens = _READER.parse(markdown)
    single = [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    return _written(tokens[1:2] if single else tokens)


def document(markdown: Markdown, anchors: Sequence[str]) -> Html:
    """A whole page, whose headings below the first level get these anchors."""
    left = iter(anchors)
    tokens = _READER.parse(markdown)
    for token in tokens:
        if token.type == "heading_open":
            token.meta["anchor"] = "" if token.tag == "h1" else next(left)
    return _written(tokens)


def headings(markdown: Markdown) -> tuple[tuple[int, str], ...]:
    """The headings of a page: their levels and words."""
    tokens = _READER.parse(markdown)
    return tuple(
        (int(token.tag[1:]), _words(content)) for token, content in pairwise(tokens) if token.type == "heading_open"
    )


def sections(markdown: Markdown) -> tuple[tuple[str, str], ...]:
    """The parts of a page that its headings begin: the words of each heading, and all words of the part."""
    found: list[tuple[str, list[str]]] = [("", [])]
    tokens = _READER.parse(markdown)
    for before, token in pairwise(tokens):
        if before.type == "heading_open":
            found.append((_words(token), []))
        elif token.type in _SAID:
            found[-1][1].append(_words(token) or token.content)
    return tuple((heading, " ".join(said)) for heading, said in found if heading)


def code(source: str, language: str = "") -> Html:
    """A block of code."""
    return Html(f'<pre><code tabindex="0">{coloured(source, language)}</code></pre>')


def target(to: str) -> str | None:
    """Where a link may lead; None for nowhere."""
    if _WEB.fullmatch(to):
        return to
    own = _OWN.fullmatch(to)
    if own is None or to.startswith("//"):
        return None
    page, anchor = own.groups(default="")
    return (f"{page[:-3]}.html" if page.endswith(".md") else page) + anchor


def plain(markdown: Markdown) -> str:
    """The words of Markdown that is part of a line."""
    return markdown if _WORDS.fullmatch(markdown) else "".join(map(_words, _READER.parseInline(markdown)))


_SIMPLE = re.compile(r"[A-Za-z0-9 .,;:()/%=+-]*")
_WORDS = re.compile(r"(?:[^\W\d_](?:[^\\`*_\[\]<>&!~\n]*[^\\`*_\[\]<>&!~\s])?)?")
"""Words that mean themselves to a reader of Markdown, as blocks and within a line: most texts, read without it."""
_TYPE_PART = re.compile(r"\[`(?P<linked>[\w.]+)`\]\((?P<to>[^)]*)\)|`(?P<name>[\w.]+)`")
_TYPE = re.compile(
    r"(?:[A-Za-z0-9 ,()]|(?<!`)`[\w.]+`(?!`)|\[`[\w.]+`\]\((?:\.\./)*[A-Za-z0-9_][A-Za-z0-9_./-]*(?:#[\w-]*)?\))*+"
)
"""What types in words are made of nearly always, which needs no reader: names as code, with links or without."""
_WEB = re.compile(r"https?://[^\s]+|mailto:[^\s]+", re.IGNORECASE)
_OWN = re.compile(r"([A-Za-z0-9_./-]*)(#[^\s\"'<>]*)?")


@lru_cache(maxsize=65536)
def _inline(markdown: str) -> Html:
    if _WORDS.fullmatch(markdown):
        return Html(markdown)
    if _TYPE.fullmatch(markdown):
        return Html(_TYPE_PART.sub(_part, markdown))
    return _written(_READER.parseInline(markdown))


def _part(found: re.Match[str]) -> str:
    """A name as code, or a link to what it names."""
    name, linked, to = found.group("name", "linked", "to")
    return f"<code>{name}</code>" if linked is None else f'<a href="{target(to)}"><code>{linked}</code></a>'


@lru_cache(maxsize=16384)
def _blocks(markdown: str) -> Html:
    return Html(f"<p>{markdown}</p>") if markdown and _WORDS.fullmatch(markdown) else _written(_READER.parse(markdown))


def _words(token: Token) -> str:
    """The words of what stands on a line."""
    return "".join(" " if child.type in _BREAKS else child.content for child in token.children or ())


_BREAKS: Final = frozenset({"softbreak", "hardbreak"})
_SAID: Final = frozenset({"inline", "fence", "code_block"})


def _written(tokens: Sequence[Token]) -> Html:
    return Html(_READER.renderer.render(tokens, _READER.options, {}).rstrip("\n"))


class _Renderer(RendererHTML):
    """Writes what the site has in a form of its own: code, tables, and headings.

    Headings have the anchor that `document` gave them; outside of whole pages they are bold words.
    """

    def heading_open(self, tokens: Sequence[Token], at: int, _options: OptionsDict, _env: EnvType) -> str:
        anchor = tokens[at].meta.get("anchor")
        if anchor is None:
            return "<p><strong>"
        return f'<{_level(tokens[at])} id="{escape(anchor)}">' if anchor else "<h1>"

    def heading_close(self, tokens: Sequence[Token], at: int, _options: OptionsDict, _env: EnvType) -> str:
        return "</strong></p>\n" if "anchor" not in tokens[at - 2].meta else f"</{_level(tokens[at])}>\n"

    def fence(self, tokens: Sequence[Token], at: int, _options: OptionsDict, _env: EnvType) -> str:
        return code(tokens[at].content.removesuffix("\n"), tokens[at].info.partition(" ")[0]) + "\n"

    def code_block(self, tokens: Sequence[Token], at: int, _options: OptionsDict, _env: EnvType) -> str:
        return code(tokens[at].content.removesuffix("\n")) + "\n"

    def table_open(self, _tokens: Sequence[Token], _at: int, _options: OptionsDict, _env: EnvType) -> str:
        return '<div class="scroll" tabindex="0"><table>'

    def table_close(self, _tokens: Sequence[Token], _at: int, _options: OptionsDict, _env: EnvType) -> str:
        return "</table></div>\n"

    def th_open(self, _tokens: Sequence[Token], _at: int, _options: OptionsDict, _env: EnvType) -> str:
        return "<th>"  # without a style for where its text stands, which pages may not have

    def td_open(self, _tokens: Sequence[Token], _at: int, _options: OptionsDict, _env: EnvType) -> str:
        return "<td>"

    def text(self, tokens: Sequence[Token], at: int, _options: OptionsDict, _env: EnvType) -> str:
        return escape(tokens[at].content, quote=False)

    def code_inline(self, tokens: Sequence[Token], at: int, _options: OptionsDict, _env: EnvType) -> str:
        return f"<code>{escape(tokens[at].content, quote=False)}</code>"

    def hardbreak(self, _tokens: Sequence[Token], _at: int, _options: OptionsDict, _env: EnvType) -> str:
        return "<br>"


def _level(token: Token) -> str:
    return min(token.tag, "h4")


class _Reader(MarkdownIt):
    """Reads what descriptions are written in, tables among it; no HTML, no images, no links by name."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False}, renderer_cls=_Renderer)
        self.enable("table").disable(["image", "reference", "html_block", "html_inline"])
        self.inline.ruler.before("autolink", "line_break", _line_break)

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the library's name
        """Where a link leads, "" for one that may not be."""
        return target(url) or ""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return bool(url)


def _line_break(state: StateInline, silent: bool) -> bool:
    """The one tag that our Markdown has, since there is no other break in a cell. Descriptions have theirs escaped."""
    if not state.src.startswith(_BREAK, state.pos):
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos += len(_BREAK)
    return True


_BREAK: Final = "<br>"
_READER: Final = _Reader()
