"""Docstrings from the document's Markdown."""

from __future__ import annotations

import re
from functools import lru_cache

from generator.python.code import Code

WIDTH = 100
_SUMMARY_LENGTH = 300

# Controls except newline, invisible formatting (bidi, joiners, BOM, tags), separators, lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile("[\t\xa0\u202f]")
_FENCE = re.compile(r"\s*(```|~~~)")
_VERBATIM = re.compile(r"\t| {4,}(?![-*+] |\d+[.)] )|\s*[|>#]")
_ITEM = re.compile(r"(\s*)([-*+]|\d{1,3}[.)])\s+(?=\S)")
_SENTENCE_END = re.compile(r"(?<!e\.g)(?<!i\.e)(?<!etc)[.!?](?=\s|$)")
_LINK = re.compile(r"\[([^\]\[]*)\]\([^()\s]*\)")
_EMPHASIS = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")


def docstring(text: str, indent: int = 0) -> Code:
    """The whole text as a docstring, wrapped, for a body indented by `indent` columns; "" when the text says nothing.

    The first line starts at the quotes; further lines carry the indentation.
    """
    return _docstring(text, indent)


def summary(text: str, indent: int = 0) -> Code:
    """The first sentence of the text as a docstring; "" when the text says nothing."""
    return _docstring(first_sentence(text), indent)


def first_sentence(text: str) -> str:
    """The first sentence of the first paragraph, with links reduced to their words. Still the document's text."""
    cleaned = _clean(text).strip()
    if not cleaned:
        return ""
    paragraph = " ".join(re.split(r"\n\s*\n|\n(?=\s*(?:[-*+|]|\d+\.|```))", cleaned, maxsplit=1)[0].split())
    paragraph = _EMPHASIS.sub(r"\1", _LINK.sub(r"\1", paragraph)).lstrip("#>*- ")
    end = _SENTENCE_END.search(paragraph)
    sentence = paragraph[: end.end()] if end else paragraph.removesuffix(":")
    if len(sentence) > _SUMMARY_LENGTH:
        sentence = sentence[:_SUMMARY_LENGTH].rpartition(" ")[0] + " ..."
    return sentence


@lru_cache(maxsize=65536)
def _docstring(text: str, indent: int) -> Code:
    width = WIDTH - indent
    if "\n" not in text and len(text) < width - 6 and text.isascii() and text.isprintable():
        lines = [text.strip()]
    else:
        lines = wrap(_clean(text), width)
    if not any(lines):
        return Code("")
    body = [_escaped(line) for line in lines]
    if len(body) == 1:
        return Code(f'"""{_closed(body[0])}"""')
    margin = " " * indent
    rest = "".join(f"\n{margin}{line}" if line else "\n" for line in body[1:])
    return Code(f'"""{_opened(body[0])}{rest}\n{margin}"""')


def _clean(text: str) -> str:
    """The text with newlines as the only control characters, and nothing invisible."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub("", _SPACE.sub(" ", _LINE_ENDS.sub("\n", text)))


def _escaped(line: str) -> str:
    if "\\" in line:
        line = line.replace("\\", "\\\\")
    return line.replace('"""', '\\"\\"\\"') if '"""' in line else line


def _closed(line: str) -> str:
    """A quote before the closing quotes gets a full stop: black would put a space there, which ruff would not."""
    return f"{_opened(line)}." if line.endswith('"') else _opened(line)


def _opened(line: str) -> str:
    return "\\" + line if line.startswith('"') else line


def wrap(text: str, width: int) -> list[str]:
    """Markdown as lines of at most `width` columns where words allow.

    Paragraphs and list items are filled; code, tables, quotes and headings stay as they are.
    """
    filler = _Filler(width)
    fenced = False
    for raw in text.split("\n"):
        line = raw.rstrip()
        fence = _FENCE.match(line) is not None
        if fenced or fence or not line or (_VERBATIM.match(line) and not (filler.words and line[0] in " \t")):
            filler.verbatim(line)
        else:
            filler.prose(line)
        fenced = fenced != fence
    filler.end_paragraph()
    return _trimmed(filler.lines)


class _Filler:
    """Collects the words of a paragraph and writes them as lines when it ends."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines: list[str] = []
        self.words: list[str] = []
        self.first = self.margin = ""

    def verbatim(self, line: str) -> None:
        self.end_paragraph()
        self.lines.append(line)

    def prose(self, line: str) -> None:
        item = _ITEM.match(line)
        if item:
            self.end_paragraph()
            self.first = f"{item[1]}{item[2]} "
            self.margin = " " * len(self.first)
            line = line[item.end() :]
        self.words += line.split()

    def end_paragraph(self) -> None:
        if self.words:
            self.lines += _filled(self.words, self.width, self.first, self.margin)
            self.words = []
        self.first = self.margin = ""


def _filled(words: list[str], width: int, first: str, margin: str) -> list[str]:
    lines: list[str] = []
    line = first + words[0]
    for word in words[1:]:
        if len(line) + 1 + len(word) > width:
            lines.append(line)
            line = margin + word
        else:
            line += " " + word
    lines.append(line)
    return lines


def _trimmed(lines: list[str]) -> list[str]:
    """Without blank lines at either end, and never two in a row."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return kept
