"""A difference as Markdown: for a pull request, and as an entry of a changelog."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diff.model import Change, Difference
from generator.diff.saying import HEADINGS, UNCHANGED, company, counts, migration, what, why
from generator.render.markdown import Markdown, code_span, words


def markdown(difference: Difference) -> Markdown:
    """The difference with the version that it asks for."""
    if not difference.changes:
        return Markdown(UNCHANGED)
    head = f"**{difference.bump.value.capitalize()} version**: {counts(difference)}."
    return Markdown("\n".join([head, "", *changes(difference, level=3)]).rstrip())


def changes(difference: Difference, *, level: int) -> Iterator[Markdown]:
    """Lines that list the changes by verdict, worst first, under headings of a level."""
    for verdict, found in difference.groups():
        yield Markdown(f"{'#' * level} {HEADINGS[verdict]}")
        yield Markdown("")
        yield from (_item(change) for change in found)
        yield Markdown("")


def _item(change: Change) -> Markdown:
    part = f" ({words(change.part)})" if change.part else ""
    sentences = [f"{code_span(change.subject)}{part} {what(change, code_span)}.", why(change)]
    advice = migration(change, code_span)
    if advice is not None:
        sentences.append(f"To migrate, {advice}")
    return Markdown(f"- {' '.join([*sentences, *company(change, code_span)])}")
