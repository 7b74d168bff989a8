"""A document as a mock can answer from it: repaired, and without examples that are none of their own schemas.

A mock takes the examples of a document for answers, and many of a real document depart from what they exemplify: strict
clients then refuse answers that no API gives.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from generator.diagnostics import Diagnostics
from generator.document.load import load
from generator.document.nodes import Sources
from generator.document.overlay import apply_overlay, is_written_for
from generator.ledger import Ledger
from tests.support.program import OVERLAY

from .values import Values

_NAMED_BY_CALLERS: Final = frozenset({"properties", "patternProperties", "$defs", "schemas", "headers", "examples"})
"""Keywords whose members bear any name, `example` too."""


def repaired(document: Path) -> Any:
    """A document as plain values, with the overlay of OpenAI's SDK where that is written for it."""
    sources, diagnostics, ledger = Sources(), Diagnostics(), Ledger()
    file = load(str(document), sources=sources, diagnostics=diagnostics, ledger=ledger)
    overlay = load(str(OVERLAY), sources=sources, diagnostics=diagnostics, ledger=ledger)
    return (apply_overlay(overlay, file, sources, diagnostics) if is_written_for(overlay, file) else file).root


def without_departing_examples(document: Any) -> Any:
    """A copy of a document without the examples that depart from what they stand beside."""
    values = Values(document)

    def kept(node: Any, *, named_by_callers: bool) -> Any:
        match node:
            case dict() if named_by_callers:
                return {name: kept(value, named_by_callers=False) for name, value in node.items()}
            case dict():
                dropped = set(_departing(values, node))
                return {
                    key: kept(value, named_by_callers=key in _NAMED_BY_CALLERS)
                    for key, value in node.items()
                    if key not in dropped
                }
            case list():
                return [kept(item, named_by_callers=False) for item in node]
            case _:
                return node

    return kept(document, named_by_callers=False)


def _departing(values: Values, node: dict[str, Any]) -> Iterator[str]:
    """The keys of a media type, a parameter or a schema that hold an example which is none."""
    schema = node.get("schema", node)
    if "example" in node and values.departure(schema, node["example"]) is not None:
        yield "example"
    examples = node.get("examples")
    if isinstance(examples, dict):  # of a media type; of a schema they are a list
        shown = [values.resolved(example) for example in examples.values()]
        examples = [example["value"] for example in shown if isinstance(example, dict) and "value" in example]
    if isinstance(examples, list) and any(values.departure(schema, example) is not None for example in examples):
        yield "examples"
