"""A difference as Markdown: for a pull request, and as an entry of a changelog."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diff.codes import Verdict
from generator.diff.model import Change, Difference
from generator.diff.saying import HEADINGS, UNCHANGED, company, counts, listed, migration, what, why
from generator.render.markdown import Markdown, code_span, words


def markdown(difference: Difference) -> Markdown:
    """The difference with the version that it asks for."""
    if not difference.changes:
        return Markdown(UNCHANGED)
    head = f"**{difference.bump.value.capitalize()} version**: {counts(difference)}."
    return Markdown("\n".join([head, "", *change_list(difference, level=3)]).rstrip())


def change_list(difference: Difference, *, level: int) -> Iterator[Markdown]:
    """Lines that list the changes by verdict, worst first, under headings of a level."""
    for verdict, found in difference.groups():
        yield Markdown(f"{'#' * level} {HEADINGS[verdict]}")
        yield Markdown("")
        if verdict is Verdict.DOCS:
            yield from (_described(change, subjects) for change, subjects in difference.described())
        else:
            yield from (_item(change) for change in found)
        yield Markdown("")


def _item(change: Change) -> Markdown:
    sentences = [f"{code_span(change.subject)}{_part(change)} {what(change, code_span)}.", why(change)]
    advice = migration(change, code_span)
    if advice is not None:
        sentences.append(f"To migrate, {advice}")
    return Markdown(f"- {' '.join([*sentences, *company(change, code_span)])}")


def _described(change: Change, subjects: tuple[str, ...]) -> Markdown:
    return Markdown(f"- {listed(subjects, code_span)}{_part(change)}: {what(change, code_span)}.")


def _part(change: Change) -> str:
    return f" ({words(change.part)})" if change.part else ""
