"""HTML from Markdown of ours: the encoder between the views of pages and the site.

What a view holds as Markdown is read by the same reader as descriptions, and written from the tree, so that there is no
raw part which could pass through: tags are those that this module writes, text and attributes are escaped, and links
lead to the web, to mail addresses, or to pages and anchors of the site. A page `x.md` is `x.html` here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import assert_never

from generator.python.code import Code
from generator.render.colours import coloured
from generator.render.commonmark import (
    Block,
    Break,
    CodeBlock,
    CodeSpan,
    Emphasis,
    Heading,
    Inline,
    Link,
    Listing,
    Paragraph,
    Quote,
    Table,
    Text,
    inlines,
    parse,
)
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


def words(markdown: Markdown) -> Html:
    """The words of Markdown that is part of a line, where nothing can be marked."""
    return text(plain(inlines(markdown)))


def blocks(markdown: Markdown) -> Html:
    """Markdown that stands for itself: paragraphs, lists, code."""
    return _blocks(markdown)


def item(markdown: Markdown) -> Html:
    """Markdown that is all of an item: blocks, but for a single paragraph, which needs no tag."""
    found = _blocks(markdown)
    single = found.startswith("<p>") and found.count("<p>") == 1 and found.endswith("</p>")
    return Html(found[3:-4]) if single and found.count("<pre") + found.count("<ul") + found.count("<ol") == 0 else found


def document(markdown: Markdown, anchors: Sequence[str]) -> Html:
    """A whole page, whose headings below the first level get these anchors."""
    return Html(_Writer(anchors).blocks(parse(markdown)))


def headings(markdown: Markdown) -> tuple[tuple[int, str], ...]:
    """The headings of a page: their levels and words."""
    return tuple((block.level, plain(block.children)) for block in parse(markdown) if isinstance(block, Heading))


def code(source: str, language: str = "") -> Html:
    """A block of code."""
    return Html(f'<pre><code tabindex="0">{coloured(source, language)}</code></pre>')


def target(to: str) -> str | None:
    """Where a link may lead; None for nowhere."""
    if _WEB.match(to):
        return to
    own = _OWN.fullmatch(to)
    if own is None or to.startswith("//"):
        return None
    page, anchor = own.groups(default="")
    return (f"{page[:-3]}.html" if page.endswith(".md") else page) + anchor


def plain(children: Iterable[Inline]) -> str:
    """The words of inlines."""
    return "".join(map(_words, children))


_SIMPLE = re.compile(r"[A-Za-z0-9 .,;:()/%=+-]*")
_TYPE_PART = re.compile(r"\[`(?P<linked>[\w.]+)`\]\((?P<to>[^)]*)\)|`(?P<name>[\w.]+)`")
_TYPE = re.compile(
    r"(?:[A-Za-z0-9 ,()]|(?<!`)`[\w.]+`(?!`)|\[`[\w.]+`\]\((?:\.\./)*[A-Za-z0-9_][A-Za-z0-9_./-]*(?:#[\w-]*)?\))*+"
)
"""What types in words are made of nearly always, which needs no reader: names as code, with links or without."""
_WEB = re.compile(r"https?://[^\s]+|mailto:[^\s]+", re.IGNORECASE)
_OWN = re.compile(r"([A-Za-z0-9_./-]*)(#[^\s\"'<>]*)?")


@lru_cache(maxsize=65536)
def _inline(markdown: str) -> Html:
    if _SIMPLE.fullmatch(markdown):
        return Html(markdown)
    if _TYPE.fullmatch(markdown):
        return Html(_TYPE_PART.sub(_part, markdown))
    return Html(_PLAIN.inlines(inlines(markdown)))


def _part(found: re.Match[str]) -> str:
    """A name as code, or a link to what it names."""
    name, linked, to = found.group("name", "linked", "to")
    return f"<code>{name}</code>" if linked is None else f'<a href="{target(to)}"><code>{linked}</code></a>'


@lru_cache(maxsize=16384)
def _blocks(markdown: str) -> Html:
    return Html(_PLAIN.blocks(parse(markdown)))


def _words(child: Inline) -> str:
    match child:
        case Text(text=words) | CodeSpan(text=words):
            return words
        case Break():
            return " "
        case Emphasis(children=children) | Link(children=children):
            return plain(children)
        case _:
            assert_never(child)


class _Writer:
    """Writes blocks and inlines. Headings take the next of the anchors; outside of whole pages they are bold words."""

    def __init__(self, anchors: Sequence[str] | None = None) -> None:
        self._anchors = None if anchors is None else list(reversed(anchors))

    def blocks(self, found: Iterable[Block]) -> str:
        return "\n".join(map(self.block, found))

    def block(self, block: Block) -> str:
        match block:
            case Paragraph():
                return f"<p>{self.inlines(block.children)}</p>"
            case Heading():
                return self.heading(block)
            case CodeBlock():
                return code(block.text, block.language)
            case Quote():
                return f"<blockquote>{self.blocks(block.children)}</blockquote>"
            case Listing():
                return self.listing(block)
            case Table():
                return self.table(block)
            case _:
                assert_never(block)

    def heading(self, block: Heading) -> str:
        words = self.inlines(block.children)
        if self._anchors is None:
            return f"<p><strong>{words}</strong></p>"
        if block.level == 1:
            return f"<h1>{words}</h1>"
        anchor, level = escape(self._anchors.pop()), min(block.level, 4)
        return f'<h{level} id="{anchor}">{words}</h{level}>'

    def listing(self, block: Listing) -> str:
        tag, start = ("ul", "") if block.start is None else ("ol", f' start="{block.start}"' * (block.start != 1))
        items = "".join(f"<li>{self.item(item)}</li>" for item in block.items)
        return f"<{tag}{start}>{items}</{tag}>"

    def item(self, children: tuple[Block, ...]) -> str:
        """An item; its only paragraph needs no tag."""
        if sum(isinstance(child, Paragraph) for child in children) > 1:
            return self.blocks(children)
        return "".join(
            self.inlines(child.children) if isinstance(child, Paragraph) else self.block(child) for child in children
        )

    def table(self, block: Table) -> str:
        head, *rows = block.rows
        body = "".join(map(self.row, rows))
        return (
            f'<div class="scroll" tabindex="0"><table><thead>{self.row(head, "th")}</thead>'
            f"<tbody>{body}</tbody></table></div>"
        )

    def row(self, entries: tuple[tuple[Inline, ...], ...], tag: str = "td") -> str:
        cells = (self.inlines(entry) for entry in entries)
        return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' if cell else '<td></td>' for cell in cells)}</tr>"

    def inlines(self, children: Iterable[Inline]) -> str:
        return "".join(map(self.inline, children))

    def inline(self, child: Inline) -> str:
        match child:
            case Text():
                return escape(child.text, quote=False)
            case CodeSpan():
                return f"<code>{escape(child.text, quote=False)}</code>"
            case Break():
                return "<br>"
            case Emphasis():
                tag = "strong" if child.strong else "em"
                return f"<{tag}>{self.inlines(child.children)}</{tag}>"
            case Link():
                label, to = self.inlines(child.children), target(child.target)
                return label if to is None else f'<a href="{escape(to)}">{label}</a>'
            case _:
                assert_never(child)


_PLAIN = _Writer()
