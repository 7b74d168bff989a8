"""The embedded document describes a part of the published one, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.document.model import Constant, Document, Operation, Schema
from tests.support.documents import document
from tests.support.program import SPEC
from tests.support.subset import Comparison, Difference

# Where the embedded document knows better, and why.
ALLOWED = {
    r" [45]\d\d( |$)": "the published document hardly says which errors an operation answers, or repeats their schema",
    r"^get /(containers/\{container_id\}/files|files)/\{file_id\}/content 200 application/octet-stream is unknown$": (
        "the content of a file is declared as a JSON string, or not at all"
    ),
    r"^post /completions 200 text/event-stream is unknown$": "streams, which is declared nowhere",
    r"(content\[\]|part|^component \w*Content)\.logprobs is required there$": "text of a program has none",
    r"^post /containers request is optional there$": "a body cannot be left out whose schema requires a name",
}


def told(difference: Difference) -> str:
    return f"{difference.where} {difference.what}"


@pytest.fixture(scope="module")
def published(upstream: Path) -> Document:
    return document(upstream)


@pytest.fixture(scope="module")
def differences(published: Document) -> list[str]:
    return [told(difference) for difference in Comparison(document(SPEC), published).differences()]


def test_everything_in_it_is_published(differences: list[str]) -> None:
    """Operations, parameters, properties and components exist, and are as wide, as nullable and as required there."""
    assert [text for text in differences if not any(re.search(pattern, text) for pattern in ALLOWED)] == []


@pytest.mark.parametrize("pattern", ALLOWED)
def test_no_allowance_is_left_over(differences: list[str], pattern: str) -> None:
    """Each entry of the table is needed."""
    assert any(re.search(pattern, text) for text in differences)


def changed_schema(name: str, change: Callable[[Schema], Schema]) -> Callable[[Document], Document]:
    """The embedded document with another component schema."""
    key = f"#/components/schemas/{name}"
    return lambda part: replace(part, schemas={**part.schemas, key: change(part.schemas[key])})


def changed_property(name: str, property: str, **attributes: Any) -> Callable[[Document], Document]:
    """The embedded document with a component's property described otherwise."""
    return changed_schema(
        name,
        lambda schema: replace(
            schema, properties={**schema.properties, property: replace(schema.properties[property], **attributes)}
        ),
    )


def changed_operation(operation_id: str, change: Callable[[Operation], Operation]) -> Callable[[Document], Document]:
    """The embedded document with another operation."""
    return lambda part: replace(
        part, operations=tuple(change(o) if o.operation_id == operation_id else o for o in part.operations)
    )


MISTAKES = {
    "an unknown operation": (
        changed_operation("listModels", lambda o: replace(o, path="/model")),
        "get /model is unknown",
    ),
    "another operationId": (
        changed_operation("listModels", lambda o: replace(o, operation_id="models")),
        "get /models is listModels there",
    ),
    "an unknown parameter": (
        changed_operation("listFiles", lambda o: replace(o, parameters=(replace(o.parameters[0], name="color"),))),
        "get /files query color is unknown",
    ),
    "a parameter that is required": (
        changed_operation("listFiles", lambda o: replace(o, parameters=(replace(o.parameters[0], required=True),))),
        "get /files query purpose is optional there",
    ),
    "an unknown property": (
        changed_schema(
            "Model", lambda s: replace(s, properties={**s.properties, "color": Schema(location=s.location)})
        ),
        "component Model.color is unknown",
    ),
    "another type": (
        changed_property("Model", "created", types=("string",)),
        "component Model.created cannot be string there",
    ),
    "a wider enum": (
        changed_property("Model", "object", enum=("model", "boat"), const=None),
        "component Model.object cannot be ['boat'] there",
    ),
    "another constant": (
        changed_property("Model", "object", enum=None, const=Constant("boat")),
        "component Model.object cannot be ['boat'] there",
    ),
    "a closed value that is open": (
        changed_property("Model", "object", enum=None, const=None),
        "component Model.object is one of ['model'] there",
    ),
    "a required property that may be left out": (
        changed_schema("Model", lambda s: replace(s, required=("id",))),
        "component Model.created is required there",
    ),
    "null where none is": (
        changed_property("Model", "id", nullable=True),
        "component Model.id cannot be null there",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_the_comparison_finds(published: Document, name: str) -> None:
    """Each kind of difference is told, at its place."""
    change, wanted = MISTAKES[name]
    assert wanted in map(told, Comparison(change(document(SPEC)), published).differences())
