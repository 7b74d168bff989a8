"""A text says the same on the site as in the Markdown docs: both readings of a description have the same words."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.render import html
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
from generator.render.markdown import _visible, cell, line, prose
from tests.support.html_pages import read
from tests.support.program import SPEC
from tests.unit.docs.test_pages import HOSTILE
from tests.unit.python.hostile import HOSTILE_TEXTS

TEXT_KEYS = {"description", "summary", "title"}


def descriptions(path: Path) -> list[str]:
    """Every distinct text of a document that may be Markdown."""

    def texts(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            for key, value in node.items():
                if key in TEXT_KEYS and isinstance(value, str):
                    yield value
                yield from texts(value)
        elif isinstance(node, list):
            for value in node:
                yield from texts(value)

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return sorted(set(texts(yaml.load(path.read_text(encoding="utf-8"), loader))))


def said(found: Iterable[Block | Inline]) -> Iterator[str]:
    """The words of what the reader of descriptions has found."""
    for one in found:
        match one:
            case Text(text=words) | CodeSpan(text=words) | CodeBlock(text=words):
                yield words
            case Break():
                yield " "
            case Paragraph() | Heading() | Quote() | Emphasis() | Link():
                yield from said(one.children)
            case Listing():
                for item in one.items:
                    yield from said(item)
            case Table():
                for row in one.rows:
                    for entry in row:
                        yield from said(entry)


def bare(words: Iterable[str]) -> str:
    """Words without the space around them, which the two may break differently."""
    return "".join("".join(words).split())


def shown(written: str) -> str:
    page = read(written)
    assert page.faults == []
    return bare(page.text)


def differs(text: str) -> bool:
    return shown(html.blocks(prose(text))) != bare(said(parse(_visible(text))))


def test_descriptions_of_the_embedded_document() -> None:
    """Each of them, as it stands on pages."""
    texts = descriptions(SPEC)
    assert len(texts) > 1_000
    assert [text for text in texts if differs(text)] == []


@pytest.mark.skipif(not os.environ.get("SPEC_UPSTREAM"), reason="SPEC_UPSTREAM names no document")
def test_descriptions_of_the_published_document() -> None:
    """Each of them, too."""
    texts = descriptions(Path(os.environ["SPEC_UPSTREAM"]))
    assert [text for text in texts if differs(text)] == []


@pytest.mark.parametrize("text", [*HOSTILE_TEXTS, HOSTILE])
def test_hostile_texts(text: str) -> None:
    """What tries to be something else is words in both."""
    assert not differs(text.replace("\ud800", ""))


PIECES = st.sampled_from(
    [
        *(
            "a",
            "word ",
            "*",
            "**",
            "_",
            "`",
            "``",
            "[",
            "](",
            ")",
            "<",
            ">",
            "&lt;",
            "&",
            "\\",
            "\n",
            "\n\n",
            "- ",
            "1. ",
        ),
        *(
            "# ",
            "    ",
            "|",
            "| - |",
            "~~~",
            "```\n",
            "!",
            "https://a.example/",
            "é",
            "=",
            "---\n",
            "> ",
            "{{",
            "+",
            ":",
        ),
    ]
)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_whatever_is_written(text: str) -> None:
    """Markdown of all kinds, well formed or not; but for marks of emphasis between a letter and a sign, which are
    themselves in CommonMark.
    """
    marks = str.maketrans("", "", "*_")
    assert shown(html.blocks(prose(text))).translate(marks) == bare(said(parse(_visible(text)))).translate(marks)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_on_one_line(text: str) -> None:
    """The same for what is put on one line, as the first sentence of a page is."""
    words = shown(html.inline(line(text)))
    assert words == bare(html.plain(line(text)))
    assert shown(html.cell(cell(text))) == words
