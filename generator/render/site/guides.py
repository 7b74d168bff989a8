"""The pages that say nothing of single methods and types: their Markdown as HTML."""

from __future__ import annotations

import re

from generator.python.code import Code
from generator.render.docs.site import slugs
from generator.render.environment import render
from generator.render.html import Html, code, document, headings
from generator.render.markdown import Markdown
from generator.render.recipes import Given, Once
from generator.render.site.frame import Chrome, Frame, frame
from generator.values import Value

_FOOT = re.compile(r"\n---\n\n\[[^\n]*\n?\Z")
"""The end of a page of Markdown: a way back, which pages of the site have in their frame."""
_PROGRAMS = "```python\n"


class GuidePage(Value, kw_only=True):
    """A page of a guide."""

    frame: Frame
    text: Html
    programs: tuple[Program, ...]
    rest: Html


class Program(Value, kw_only=True):
    """One of several programs that do the same."""

    label: Html
    code: Html


def guide_page(path: str, template: str, given: Given, around: Once[Chrome], programs: tuple[str, ...]) -> GuidePage:
    """The page of a guide, from the view of its Markdown; `programs` stand in place of as many of its first ones."""
    return text_page(path, render(template, *given.value), around, programs)


def without_foot(page: str) -> str:
    """The Markdown of a page without its way back, which the site's pages have in their frame."""
    return _FOOT.sub("", page)


def text_page(path: str, page: str, around: Once[Chrome], programs: tuple[str, ...] = ()) -> GuidePage:
    """A page from its Markdown, which is ours; its links lead to pages of the same site."""
    text = Markdown(without_foot(page))
    found = headings(text)
    anchors = slugs(words for _, words in found)[1:]
    before, after = _around_programs(text, len(programs))
    split = len(headings(before)) - 1
    return GuidePage(
        frame=frame(around.value, path, Code(found[0][1]) if found else Code("")),
        text=document(before, anchors[:split]),
        programs=tuple(
            Program(label=Html(label), code=code(program, "python"))
            for label, program in zip(("Sync", "Async"), programs, strict=False)
        ),
        rest=document(after, anchors[split:]),
    )


def _around_programs(text: Markdown, count: int) -> tuple[Markdown, Markdown]:
    """What is before the first programs of a page, which follow each other, and what is after so many of them."""
    before, fence, after = text.partition(_PROGRAMS)
    if not count or not fence:
        return text, Markdown("")
    for _ in range(count):
        after = after.partition("\n```\n")[2]
    return Markdown(before), Markdown(after)
