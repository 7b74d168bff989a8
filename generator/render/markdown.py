"""Markdown from text of the document: the encoder between descriptions and the docs.

Descriptions are Markdown themselves. Their formatting is kept, but nothing in them is passed through: a text is parsed
and written anew, so it cannot leave its place on the page, bring in HTML, open a fence that never closes, add to the
page's outline, or link to anything but web pages. Every character that could mean something in Markdown is escaped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import assert_never
from urllib.parse import urljoin

from generator.python.code import Code
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
    parse,
)


class Markdown(Code):
    """Markdown that is safe to print: an encoder of this module made it, or it is our own."""

    __slots__ = ()


NOTHING = Markdown("")


def prose(text: str, base_url: str = "") -> Markdown:
    """A description as blocks of its own. Relative links start from `base_url`; without one only their words stay."""
    return _prose(text, base_url)


def cell(text: str, base_url: str = "") -> Markdown:
    """A description inside a table cell: one line, paragraphs and list items apart by line breaks."""
    return _one_line(text, base_url, in_table=True)


def line(text: str, base_url: str = "") -> Markdown:
    """A description on one line outside of tables."""
    return _one_line(text, base_url, in_table=False)


def words(text: str) -> Markdown:
    """Text that is no Markdown (a title, a name) on one line, fit for a heading."""
    return Markdown(_at_line_start(_escaped(" ".join(_visible(text).split())).replace("#", "\\#")))


def code_span(text: str, *, in_table: bool = False) -> Markdown:
    """Text as code within a line."""
    return Markdown(_code_span(" ".join(_visible(text).split("\n")), in_table))


def fenced(code: str, language: str = "") -> Markdown:
    """A block of code with fences around it that nothing in it can close."""
    body = _visible(code)
    fence = "`" * (max((len(run) for run in _TICKS.findall(body)), default=0) + 1)
    fence = max(fence, "```", key=len)
    return Markdown(f"{fence}{language if _LANGUAGE.fullmatch(language) else ''}\n{body}\n{fence}")


def link(label: Markdown, target: str) -> Markdown:
    """A link of ours; `target` is a relative path or a URL."""
    return Markdown(f"[{label}]({_url_escaped(target)})")


def joined(separator: str, parts: Iterable[Markdown]) -> Markdown:
    """`str.join` for Markdown. `separator` is our own text."""
    return Markdown(separator.join(parts))


# Characters

_TICKS = re.compile("`{3,}")
_SPAN_TICKS = re.compile("`+")
_LANGUAGE = re.compile(r"[A-Za-z0-9+#._-]{1,20}")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = frozenset(["Cc", "Cf", "Cs"])
_SPECIAL = re.compile(r"[\\`*\[\]<|~]|(?<![^\W_])_|_(?![^\W_])|&(?=[#A-Za-z])|\{(?=[{%#])|(?<=\{)\{")
_ENTITIES = {"<": "&lt;", "&": "&amp;"}
_LINE_START = re.compile(r"([#+=:-]|>)|(\d+)([.)])")


def _visible(text: str) -> str:
    """The text with newlines as its only controls and nothing invisible in it."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    text = _LINE_ENDS.sub("\n", text).expandtabs(4)
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in _INVISIBLE)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda m: _ENTITIES.get(m[0]) or "\\" + m[0], text)


def _at_line_start(text: str) -> str:
    """The line with its beginning escaped where that would start a block."""
    mark = _LINE_START.match(text)
    if mark is None:
        return text
    if mark[1]:
        return ("&gt;" if mark[1] == ">" else "\\" + mark[1]) + text[1:]
    return f"{mark[2]}\\{mark[3]}{text[mark.end() :]}"


def _code_span(text: str, in_table: bool) -> str:
    if not text.strip():
        return ""
    if in_table and "\\|" in text:
        return _escaped(text)  # where a backslash stands before a pipe, tables cannot hold code
    ticks = "`" * (max((len(run) for run in _SPAN_TICKS.findall(text)), default=0) + 1)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    if in_table:
        text = text.replace("|", "\\|")
    return f"{ticks}{pad}{text}{pad}{ticks}"


# Links

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SAFE_SCHEME = re.compile(r"(?:https?://[^/?#]|mailto:[^/])", re.IGNORECASE)
_URL_UNSAFE = re.compile(r"[^A-Za-z0-9:/?#@!$&'*+,;=%._~-]")


def web_target(target: str, base_url: str) -> str | None:
    """Where a link of a description leads: an absolute URL of the web, None for anything else."""
    target = "".join(_visible(target).split())
    if not _SCHEME.match(target):
        if not base_url or not target or target.startswith("#"):
            return None
        try:
            target = urljoin(base_url, target)
        except ValueError:
            return None
    return _url_escaped(target) if _SAFE_SCHEME.match(target) else None


def _url_escaped(url: str) -> str:
    return _URL_UNSAFE.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode()), url)


# Blocks

_SOFT_BREAK = re.compile(r" *\n *")


@lru_cache(maxsize=16384)
def _prose(text: str, base_url: str) -> Markdown:
    return Markdown("\n".join(_Writer(base_url, in_table=False).blocks(parse(_visible(text)))))


@lru_cache(maxsize=16384)
def _one_line(text: str, base_url: str, *, in_table: bool) -> Markdown:
    writer = _Writer(base_url, in_table=in_table)
    separator = "<br><br>" if in_table else " "
    flat = writer.flat(parse(_visible(text)), separator, "<br>" if in_table else " ")
    return Markdown(flat if in_table else _at_line_start(flat))


class _Writer:
    """Writes blocks and inlines; `in_table` for a place where a pipe ends the cell and a newline the table."""

    def __init__(self, base_url: str, *, in_table: bool) -> None:
        self.base_url = base_url
        self.in_table = in_table

    def blocks(self, blocks: Iterable[Block]) -> list[str]:
        """Blocks as lines, a blank one between them."""
        lines: list[str] = []
        for block in blocks:
            body = self.block(block)
            if lines and body:
                lines.append("")
            lines += body
        return lines

    def block(self, block: Block) -> list[str]:
        match block:
            case Paragraph():
                return self.paragraph(block.children)
            case Heading():
                return [bold] if (bold := self.bold(block.children)) else []
            case CodeBlock():
                return fenced(block.text, block.language).split("\n")
            case Quote():
                return [f"> {line}".rstrip() for line in self.blocks(block.children)]
            case Listing():
                return self.listing(block)
            case Table():
                return self.table(block)
            case _:
                assert_never(block)

    def paragraph(self, children: tuple[Inline, ...]) -> list[str]:
        text = self.inlines(children)
        return [_at_line_start(line) for raw in text.split("\n") if (line := raw.strip())]

    def bold(self, children: tuple[Inline, ...]) -> str:
        text = _SOFT_BREAK.sub(" ", self.inlines(_weakened(children))).strip()
        return f"**{text}**" if text else ""

    def listing(self, block: Listing) -> list[str]:
        loose = any(sum(not isinstance(child, Listing) for child in item) > 1 for item in block.items)
        lines: list[str] = []
        for number, item in enumerate(block.items, block.start or 0):
            body = self.item(item, loose)
            if not body:
                continue  # a bare dash could be read as the underline of a heading
            mark = f"{block.mark} " if block.start is None else f"{number}{block.mark} "
            if loose and lines:
                lines.append("")
            lines += [f"{mark}{body[0]}", *(" " * len(mark) + line if line else "" for line in body[1:])]
        return lines

    def item(self, blocks: tuple[Block, ...], loose: bool) -> list[str]:
        return self.blocks(blocks) if loose else [line for block in blocks for line in self.block(block)]

    def table(self, block: Table) -> list[str]:
        writer = _Writer(self.base_url, in_table=True)
        rows = [
            "| " + " | ".join(_SOFT_BREAK.sub(" ", writer.inlines(entry)) for entry in row) + " |" for row in block.rows
        ]
        return [rows[0], "|" + " --- |" * len(block.rows[0]), *rows[1:]]

    def flat(self, blocks: Iterable[Block], separator: str, line_end: str) -> str:
        """Blocks on one line."""
        return separator.join(part for block in blocks if (part := self.flat_block(block, separator, line_end)))

    def flat_block(self, block: Block, separator: str, line_end: str) -> str:
        match block:
            case Paragraph():
                return _SOFT_BREAK.sub(" ", self.inlines(block.children)).strip()
            case Heading():
                return self.bold(block.children)
            case CodeBlock():
                return line_end.join(_code_span(line, self.in_table) for line in block.text.split("\n") if line.strip())
            case Quote():
                return self.flat(block.children, separator, line_end)
            case Listing():
                items = [self.flat(item, line_end, line_end) for item in block.items]
                if block.start is None:
                    return line_end.join(f"• {item}" for item in items)
                numbered = enumerate(items, block.start)
                return line_end.join(f"{number}\\{block.mark} {item}" for number, item in numbered)
            case Table():
                rows = ([_SOFT_BREAK.sub(" ", self.inlines(entry)) for entry in row] for row in block.rows)
                return line_end.join(", ".join(entry for entry in row if entry) for row in rows)
            case _:
                assert_never(block)

    def inlines(self, children: Iterable[Inline]) -> str:
        text = ""
        for child in children:
            part = self.inline(child)
            if text.endswith("!") and part.startswith("["):
                text = f"{text[:-1]}\\!"  # else the link would be an image
            text += part
        return text

    def inline(self, child: Inline) -> str:
        match child:
            case Text():
                return _escaped(_visible(child.text))  # an entity stands for any character
            case CodeSpan():
                return _code_span(child.text, self.in_table)
            case Break():
                return "<br>" if self.in_table else "\\\n"
            case Emphasis():
                text = self.inlines(child.children)
                mark = "**" if child.strong else "*"
                return f"{mark}{text}{mark}" if text.strip() == text and text else text
            case Link():
                label = self.inlines(child.children)
                target = web_target(child.target, self.base_url)
                return f"[{label}]({target})" if target and label else label
            case _:
                assert_never(child)


def _weakened(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The inlines without bold ones, for a place that is bold itself."""
    flat: list[Inline] = []
    for child in children:
        if isinstance(child, Emphasis) and child.strong:
            flat += _weakened(child.children)
        else:
            flat.append(child)
    return tuple(flat)
