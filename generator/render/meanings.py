"""What the document says of the values of enums, beside the descriptions of what holds them."""

from __future__ import annotations

from generator.ir.types import Meaning, TypeExpr, meanings
from generator.python.literals import literal
from generator.render.markdown import NOTHING, Markdown, code_span, line, words


def with_meanings(doc: str, type: TypeExpr) -> str:
    """A description, and a list of the values that have names or descriptions. Still the document's text."""
    listed = "\n".join(map(_item, meanings((type,))))
    return "\n\n".join(filter(None, (doc, listed)))


def called(meaning: Meaning, member: str) -> str:
    """What is said of a member of an enum, and its name in the document where that says more. Still the document's
    text."""
    title = meaning.name if _bare(meaning.name) not in (_bare(member), _bare(str(meaning.value))) else ""
    return "\n\n".join(filter(None, (title, meaning.doc)))


def value_words(value: Markdown, meaning: Meaning | None, base_url: str) -> Markdown:
    """A value with its name and its description."""
    if meaning is None:
        return value
    called = f" ({words(meaning.name)})" if _has_name(meaning) else NOTHING
    said = f": {line(meaning.doc, base_url)}" if meaning.doc else NOTHING
    return Markdown(f"{value}{called}{said}")


def _item(meaning: Meaning) -> str:
    called = f" ({' '.join(meaning.name.split())})" if _has_name(meaning) else ""
    said = f": {' '.join(meaning.doc.split())}" if meaning.doc else ""
    return f"- {code_span(literal(meaning.value))}{called}{said}"


def _has_name(meaning: Meaning) -> bool:
    return meaning.name not in ("", str(meaning.value))


def _bare(name: str) -> str:
    return "".join(character for character in name.upper() if character.isalnum())
