"""A reader for the Markdown that descriptions are written in: text in, blocks and inlines out.

It understands the part of CommonMark (and GitHub's tables) that descriptions use, and takes everything else for plain
words: raw HTML, images, footnotes, link definitions. What comes out is a tree, never a string, so that whoever writes
it decides about every character: there is no raw part that could pass through. Time and depth are bounded.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import TypeAlias

from generator.values import Mutable, Value

_MAX_DEPTH = 8


class Text(Value):
    """Words, as the reader is to see them. A newline in them is a space."""

    text: str


class CodeSpan(Value):
    """Code within a line."""

    text: str


class Break(Value):
    """The end of a line that must stay one."""


class Emphasis(Value):
    """Words set apart; `strong` in bold."""

    children: tuple[Inline, ...]
    strong: bool


class Link(Value):
    """A link, with its target as written: untrusted."""

    children: tuple[Inline, ...]
    target: str


Inline: TypeAlias = Text | CodeSpan | Break | Emphasis | Link


class Paragraph(Value):
    """A paragraph."""

    children: tuple[Inline, ...]


class Heading(Value):
    """A heading of a level (1: the highest)."""

    children: tuple[Inline, ...]
    level: int = 1


class CodeBlock(Value):
    """Lines of code, and the word that names their language."""

    text: str
    language: str


class Quote(Value):
    """Quoted blocks."""

    children: tuple[Block, ...]


class Listing(Value):
    """A list. `mark` stands before each item (`-`, `*`, `+`), or after its number (`.`, `)`), counted from `start`."""

    items: tuple[tuple[Block, ...], ...]
    mark: str
    start: int | None


class Table(Value):
    """A table; the first row is its head, and every row has as many cells."""

    rows: tuple[tuple[tuple[Inline, ...], ...], ...]


Block: TypeAlias = Paragraph | Heading | CodeBlock | Quote | Listing | Table

_SIMPLE = re.compile(r"[A-Za-z0-9(\"'$][A-Za-z0-9 .,;:()'\"/%?$=-]*")
_NUMBERED = re.compile(r"\d+[.)]")


def parse(text: str) -> tuple[Block, ...]:
    """The blocks of a text."""
    text = text.strip()
    if _SIMPLE.fullmatch(text) and not _NUMBERED.match(text):
        return (Paragraph((Text(text),)),)
    return _blocks(text.expandtabs(4).split("\n"), 0)


# Blocks

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,}) *([^`\s]*)[^`]*")
_ATX = re.compile(r" {0,3}(#{1,6})(?: +(.*?))?(?: +#*)? *")
_SETEXT = re.compile(r" {0,3}(?:=+|-+) *")
_RULE = re.compile(r" {0,3}(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})")
_QUOTE = re.compile(r" {0,3}> ?")
_BULLET = re.compile(r"( *)([-*+]|\d{1,9}[.)])( +|$)")
_TABLE_RULE = re.compile(r" *\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *")
_CELL_END = re.compile(r"(?<!\\)\|")


class _Lines:
    """The lines of a text, read one after the other."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.at = 0

    def __bool__(self) -> bool:
        return self.at < len(self.lines)

    def peek(self, ahead: int = 0) -> str:
        """A line that is still to be read, "" beyond the end."""
        at = self.at + ahead
        return self.lines[at] if at < len(self.lines) else ""

    def take(self) -> str:
        """The next line, read."""
        self.at += 1
        return self.lines[self.at - 1]


def _blocks(lines: list[str], depth: int) -> tuple[Block, ...]:
    source = _Lines(lines)
    blocks: list[Block] = []
    while source:
        block = _block(source, depth)
        if block is not None:
            blocks.append(block)
    return tuple(blocks)


def _block(source: _Lines, depth: int) -> Block | None:
    """The next block; None where the next line is blank or a rule."""
    line = source.peek()
    if not line.strip() or _RULE.fullmatch(line):
        source.take()
        return None
    if fence := _FENCE.fullmatch(line):
        return _fenced(source, fence[1], fence[2])
    if heading := _ATX.fullmatch(line):
        source.take()
        return Heading(inlines(heading[2] or ""), len(heading[1]))
    if line.startswith("    "):
        return _indented(source)
    if depth < _MAX_DEPTH and _QUOTE.match(line):
        return _quote(source, depth)
    if depth < _MAX_DEPTH and _BULLET.match(line):
        return _listing(source, depth)
    if _begins_table(line, source.peek(1)):
        return _table(source)
    return _paragraph(source)


def _fenced(source: _Lines, fence: str, language: str) -> CodeBlock:
    indent = source.take().index(fence)
    closing = re.compile(f" {{0,3}}{re.escape(fence[0])}{{{len(fence)},}} *")
    body: list[str] = []
    while source:
        line = source.take()
        if closing.fullmatch(line):
            break
        body.append(line.removeprefix(" " * min(indent, len(line) - len(line.lstrip(" ")))))
    return CodeBlock("\n".join(body), language)


def _indented(source: _Lines) -> CodeBlock:
    body: list[str] = []
    while source and (source.peek().startswith("    ") or not source.peek().strip()):
        body.append(source.take()[4:])
    return CodeBlock("\n".join(body).strip("\n"), "")


def _quote(source: _Lines, depth: int) -> Quote:
    body: list[str] = []
    while source and (mark := _QUOTE.match(source.peek())):
        body.append(source.take()[mark.end() :])
    return Quote(_blocks(body, depth + 1))


def _listing(source: _Lines, depth: int) -> Listing:
    first = _BULLET.match(source.peek())
    assert first is not None
    kind = first[2][-1]
    items: list[tuple[Block, ...]] = []
    while source and (mark := _BULLET.match(source.peek())) and mark[2][-1] == kind:
        if _RULE.fullmatch(source.peek()):
            break
        items.append(_blocks(_item_lines(source, mark), depth + 1))
    return Listing(tuple(items), kind, int(first[2][:-1]) if first[2][0].isdigit() else None)


def _item_lines(source: _Lines, mark: re.Match[str]) -> list[str]:
    """The lines of one item without their indentation: its own, those under it, those that continue its paragraph."""
    outer = len(mark[1])
    body = [source.take()[mark.end() :]]
    while source:
        line = source.peek()
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip():
            following = source.peek(1)
            if not following.strip() or len(following) - len(following.lstrip(" ")) <= outer:
                break
        elif indent <= outer and (not body[-1].strip() or _interrupts(line) or _BULLET.match(line)):
            break
        source.take()
        body.append(line[min(indent, mark.end()) :])
    while source and not source.peek().strip() and not source.peek(1).strip():
        source.take()
    if not source.peek().strip() and _BULLET.match(source.peek(1)):
        source.take()
    return body


def _begins_table(line: str, rule: str) -> bool:
    both = "|" in line and "|" in rule
    return both and bool(_TABLE_RULE.fullmatch(rule)) and len(_cells(line)) == len(_cells(rule))


def _table(source: _Lines) -> Table:
    head = _cells(source.take())
    source.take()
    rows = [head]
    while source and "|" in source.peek():
        cells = _cells(source.take())
        rows.append((cells + [""] * len(head))[: len(head)])
    return Table(tuple(tuple(inlines(cell.replace("\\|", "|")) for cell in row) for row in rows))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _CELL_END.split(line.strip().removeprefix("|").removesuffix("|"))]


def _paragraph(source: _Lines) -> Block:
    body = [source.take().lstrip()]
    while source and source.peek().strip():
        line = source.peek()
        if _SETEXT.fullmatch(line):
            level = 1 if source.take().lstrip().startswith("=") else 2
            return Heading(inlines("\n".join(body)), level)
        if _interrupts(line):
            break
        body.append(source.take().lstrip())
    return Paragraph(inlines("\n".join(body)))


def _interrupts(line: str) -> bool:
    """Whether a line begins a block of its own even right below a paragraph."""
    mark = _BULLET.match(line)
    return bool(
        (mark and mark[3] and mark[2] in ("-", "*", "+", "1.", "1)"))
        or _FENCE.fullmatch(line)
        or _ATX.fullmatch(line)
        or _QUOTE.match(line)
        or _RULE.fullmatch(line)
    )


# Inlines

_TOKEN = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<ticks>`+)"
    r"|(?P<run>\*+|_+)"
    r"|(?P<open>!?\[)"
    r"|(?P<close>\](?:\((?P<target> {0,3}(?:<[^<>\n]{0,2000}>|(?:[^\s()<>]|\([^\s()<>]{0,500}\)){0,2000})"
    r"(?:\s{1,3}(?:\"[^\"]{0,500}\"|'[^']{0,500}'))?\s{0,3})\))?)"
    r"|<(?P<auto>(?:https?://|mailto:)[^\s<>]{1,2000})>"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<hard>\\\n| {2,}\n|<br ?/?>)"
)
_TITLE = re.compile(r"\s+(?:\"[^\"]*\"|'[^']*')\s*$")


class _Frame(Mutable):
    """Something opened and not closed yet: what opened it, and what followed."""

    opener: str
    children: list[Inline]


def inlines(text: str) -> tuple[Inline, ...]:
    """The inlines of a paragraph."""
    return _InlineReader(text).read()


class _InlineReader:
    """Reads one paragraph from left to right. An opener that is never closed turns out to be plain words."""

    def __init__(self, text: str) -> None:
        self.source = text
        self.frames = [_Frame("", [])]
        self.opened: Counter[str] = Counter()
        self.ticks: dict[int, list[int]] = {}
        for run in re.finditer("`+", text):
            self.ticks.setdefault(len(run[0]), []).append(run.start())
        for starts in self.ticks.values():
            starts.reverse()

    def read(self) -> tuple[Inline, ...]:
        at = 0
        while token := _TOKEN.search(self.source, at):
            self.text(self.source[at : token.start()])
            at = self.token(token)
        self.text(self.source[at:])
        self.unwind(1)
        return _merged(self.frames[0].children)

    def token(self, token: re.Match[str]) -> int:
        """Take in one token; where to read on."""
        match token.lastgroup:
            case "ticks":
                return self.code(token)
            case "run":
                self.run(token)
            case "open":
                self.open(token[0])
            case "close" | "target":
                self.close(token)
            case "auto":
                self.add(Link((Text(token["auto"]),), token["auto"]))
            case "entity":
                self.text(unescape(token[0]))
            case "hard":
                self.add(Break())
            case _:
                self.text(token["escaped"])
        return token.end()

    def add(self, inline: Inline) -> None:
        self.frames[-1].children.append(inline)

    def text(self, text: str) -> None:
        if text:
            self.add(Text(text))

    def code(self, token: re.Match[str]) -> int:
        length = len(token[0])
        later = self.ticks.get(length, [])
        while later and later[-1] <= token.start():
            later.pop()
        if not later:
            self.text(token[0])
            return token.end()
        end = later.pop()
        code = self.source[token.end() : end].replace("\n", " ")
        if code.strip() and code.startswith(" ") and code.endswith(" "):
            code = code[1:-1]
        self.add(CodeSpan(code))
        return end + length

    def run(self, token: re.Match[str]) -> None:
        """A run of `*` or `_`: it closes what an equal run opened, or opens, or is just there."""
        run = token[0]
        before = self.source[token.start() - 1 : token.start()] or " "
        after = self.source[token.end() : token.end() + 1] or " "
        intraword = run[0] == "_" and before.isalnum() and after.isalnum()
        if len(run) > 3 or intraword:
            self.text(run)
        elif self.opened[run] and not before.isspace():
            children = self.pop_to(run)
            inner = Emphasis(children, strong=len(run) > 1)
            self.add(Emphasis((inner,), strong=False) if len(run) == 3 else inner)
        elif not after.isspace():
            self.open(run)
        else:
            self.text(run)

    def open(self, opener: str) -> None:
        if len(self.frames) > _MAX_DEPTH:
            self.text(opener)
            return
        self.frames.append(_Frame(opener, []))
        self.opened[opener] += 1

    def close(self, token: re.Match[str]) -> None:
        """A closing bracket: the end of a link where a target follows, else a bracket like any other."""
        opener = next((f.opener for f in reversed(self.frames) if f.opener.endswith("[")), None)
        if opener is None or token["target"] is None:
            if opener is not None:
                self.unwind(self.index(opener))
            self.text(token[0])
            return
        children = self.pop_to(opener)
        self.add(
            Link(_without_links(children), _TITLE.sub("", token["target"]).strip().removeprefix("<").removesuffix(">"))
        )

    def index(self, opener: str) -> int:
        return next(i for i in range(len(self.frames) - 1, 0, -1) if self.frames[i].opener == opener)

    def pop_to(self, opener: str) -> tuple[Inline, ...]:
        """Close the innermost frame with that opener; its children."""
        self.unwind(self.index(opener) + 1)
        frame = self.frames.pop()
        self.opened[opener] -= 1
        return _merged(frame.children)

    def unwind(self, depth: int) -> None:
        """Give up the frames from `depth` on: their openers are words."""
        while len(self.frames) > depth:
            frame = self.frames.pop()
            self.opened[frame.opener] -= 1
            self.text(frame.opener)
            self.frames[-1].children += frame.children


def _merged(children: list[Inline]) -> tuple[Inline, ...]:
    """With neighbouring words in one piece, so that a writer sees them in their context."""
    merged: list[Inline] = []
    pending: list[str] = []
    for child in children:
        if isinstance(child, Text):
            pending.append(child.text)
            continue
        if pending:
            merged.append(Text("".join(pending)))
            pending = []
        merged.append(child)
    if pending:
        merged.append(Text("".join(pending)))
    return tuple(merged)


def _without_links(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Links do not stand in links: an inner one is reduced to its words."""
    flat: list[Inline] = []
    for child in children:
        match child:
            case Link():
                flat += child.children
            case Emphasis():
                flat.append(Emphasis(_without_links(child.children), child.strong))
            case _:
                flat.append(child)
    return tuple(flat)
