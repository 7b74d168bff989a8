"""What the API demands of a value beyond its type, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from generator.ir.declarations import JsonScalar, Limits
from generator.python.literals import literal
from generator.render.markdown import NOTHING, Markdown, code_span, joined

_COUNTED: Final = (
    ("minLength", "maxLength", "character", "characters"),
    ("minItems", "maxItems", "item", "items"),
    ("minProperties", "maxProperties", "entry", "entries"),
)


def limit_words(limits: Limits, *, in_table: bool = True) -> Markdown:
    """The limits as one sentence, for a table's cell or not; empty where there are none."""
    found = list(_words(dict(limits), in_table=in_table))
    return Markdown(f"Limits: {joined(', ', found)}.") if found else NOTHING


def _words(limits: Mapping[str, JsonScalar], *, in_table: bool) -> Iterator[Markdown]:
    for least, most, one, several in _COUNTED:
        words = _range(limits.get(least) or None, limits.get(most))  # at least none is no limit
        if words:
            only_one = words.rpartition(" ")[2] == "1"
            yield Markdown(f"{words} {one if only_one else several}")
    words = _range(limits.get("minimum"), limits.get("maximum"))
    if words:
        yield words
    for keyword, said in (
        ("exclusiveMinimum", "more than"),
        ("exclusiveMaximum", "less than"),
        ("multipleOf", "a multiple of"),
    ):
        if keyword in limits:
            yield Markdown(f"{said} {_number(limits[keyword])}")
    if limits.get("uniqueItems"):
        yield Markdown("no item twice")
    pattern = limits.get("pattern")
    if isinstance(pattern, str):
        yield Markdown(f"matching {code_span(pattern, in_table=in_table)}")


def _range(least: JsonScalar, most: JsonScalar) -> Markdown:
    match least, most:
        case None, None:
            return NOTHING
        case None, _:
            return Markdown(f"at most {_number(most)}")
        case _, None:
            return Markdown(f"at least {_number(least)}")
        case _:
            return Markdown(_number(least) if least == most else f"{_number(least)} to {_number(most)}")


def _number(value: JsonScalar) -> str:
    return f"{value:,}" if isinstance(value, int) else literal(value)
