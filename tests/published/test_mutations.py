"""However a document says what it says, the names of its SDK stay, once they are published."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, note
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.properties.bounds import bounded
from tests.properties.grammar import VERSIONS, answered, samples
from tests.properties.making import document_of
from tests.published.otherwise import NAMED_ANEW, WAYS, otherwise
from tests.published.stages import Stage, changes, stage

DOCUMENTS = {path.stem: yaml.safe_load(path.read_text()) for path in Path(__file__).parent.glob("documents/*.yaml")}
DRAWN = 40
# What a way of writing may change: words and examples, how an operation is reached, the names that it asks for.
WORDS = frozenset({"docs-changed", "example-changed", "limits-changed", "encoding-changed"})
OTHER_PATH = frozenset({"deprecated", "route-changed", "resource-added", "method-added", "method-named-anew"})
OTHER_NAMES = frozenset({"type-named-anew", "type-added"})
MAY: dict[str, frozenset[str]] = {
    **dict.fromkeys(NAMED_ANEW, OTHER_NAMES),
    "path_moved": OTHER_PATH,
    "union_split": OTHER_NAMES,
    "part_of_component": OTHER_NAMES,
    "wrapped": OTHER_NAMES,
    "wrapped_with_description": OTHER_NAMES,
}


def test_every_way_is_gone() -> None:
    """Each way finds a place in one of the documents, and writes there what was not there before."""
    texts = {name: json.dumps(document) for name, document in DOCUMENTS.items()}
    gone = {
        way
        for way in WAYS
        for name, document in DOCUMENTS.items()
        if (changed := otherwise(document, way)) is not None and json.dumps(changed) != texts[name]
    }
    assert gone == WAYS.keys()


@pytest.fixture(scope="module")
def first() -> dict[str, Stage]:
    """The SDKs of the documents as they stand."""
    return {name: stage(document) for name, document in DOCUMENTS.items()}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_everywhere(name: str, way: str, first: dict[str, Stage]) -> None:
    """All that can be written otherwise in one way is: the surface is the same, and the lock is settled."""
    document = otherwise(DOCUMENTS[name], way)
    if document is None:
        pytest.skip("the document has no place for it")
    hold(first[name], document, [way])


SINGLE = ("schema_as_component", "component_inline", "component_renamed", "described_as_component", "union_of_unions")


@pytest.mark.parametrize(
    ("name", "way", "number"),
    [
        (name, way, number)
        for name in sorted(DOCUMENTS)
        for way in SINGLE
        for number in range(0, len(WAYS[way](copy.deepcopy(DOCUMENTS[name]))), 3)
    ],
)
def test_in_one_place(name: str, way: str, number: int, first: dict[str, Stage]) -> None:
    """What asks for other names is done in one place: all else around it stays."""
    document = otherwise(DOCUMENTS[name], way, number)
    assert document is not None
    hold(first[name], document, [way])


def hold(old: Stage, document: dict[str, Any], ways: list[str]) -> None:
    """A document that was written otherwise has the names of the one before."""
    new = stage(document, old, version="0.2.0")
    allowed = WORDS.union(*(MAY.get(way, frozenset()) for way in ways))
    assert changes(old, new, without=allowed) == []
    second = {line[0] for line in new.lines if line[1] == "alias"}
    assert [name for name in sorted(old.names - new.names) if _owner(name) not in second] == []
    if not any(MAY.get(way) for way in ways):
        assert sorted(new.names - old.names) == []
    assert stage(document, new, version="0.3.0").lock == new.lock


def _owner(name: str) -> str:
    return name.rpartition(".")[0]


@st.composite
def drawn(draw: DrawFn) -> tuple[dict[str, Any], list[tuple[str, int]]]:
    """A document of the grammar, and what is done to it, one after the other."""
    version = draw(st.sampled_from(sorted(VERSIONS)))
    kinds = st.one_of(samples(version), answered(version))
    document = document_of(draw(st.lists(kinds, min_size=1, max_size=3)))
    steps = st.tuples(st.sampled_from(sorted(WAYS)), st.integers(0, 50))
    return document, draw(st.lists(steps, min_size=1, max_size=3).filter(_inlines_once))


def _inlines_once(steps: list[tuple[str, int]]) -> bool:
    """Written out is one component at most: see the test below of one that only another one mentions."""
    return [way for way, _ in steps].count("component_inline") < 2


@bounded(DRAWN)
@given(drawn())
def test_any_document(case: tuple[dict[str, Any], list[tuple[str, int]]]) -> None:
    """The same for any document of the grammar, written otherwise in a few ways at once."""
    document, steps = case
    note(json.dumps(document))
    changed = document
    for way, number in steps:
        changed = otherwise(changed, way, number) or changed
    note(json.dumps(changed))
    hold(stage(document), changed, [way for way, _ in steps])


@pytest.mark.xfail(
    strict=True, reason="a name that became several things is that of the first; the others have new ones"
)
def test_a_shared_response_written_out() -> None:
    """What two answers had in common stays one type where each of them says it by itself."""
    content = {"application/json": {"schema": {"type": "object", "properties": {"parts": _PARTS}}}}
    shared = {"$ref": "#/components/responses/Refused"}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "paths": {
            path: {"get": {"operationId": f"list{path[1:].title()}", "responses": {"400": shared}}}
            for path in ("/pets", "/rooms")
        },
        "components": {"responses": {"Refused": {"description": "Not so.", "content": content}}},
    }
    changed = otherwise(document, "described_inline")
    assert changed is not None
    hold(stage(document), changed, ["described_inline"])


@pytest.mark.xfail(strict=True, reason="what a component stood for has no place of its own once both are written out")
def test_a_component_and_what_it_stands_for_written_out() -> None:
    """A component that is another one keeps its name where neither is a component any more."""
    base = {"type": "object", "properties": {"name": {"type": "string"}}}
    parts = [{"$ref": "#/components/schemas/Base"}, {"type": "object", "properties": {"size": {"type": "number"}}}]

    def document(answer: dict[str, Any], **schemas: Any) -> dict[str, Any]:
        content = {"application/json": {"schema": answer}}
        return {
            "openapi": "3.1.0",
            "info": {"title": "Shop", "version": "1"},
            "paths": {
                "/pets": {
                    "get": {"operationId": "getPet", "responses": {"200": {"description": "", "content": content}}}
                }
            },
            "components": {"schemas": {"Base": base, **schemas}},
        }

    reference = {"$ref": "#/components/schemas/Pet"}
    old = document(reference, Pet={"$ref": "#/components/schemas/Animal"}, Animal={"allOf": parts})
    hold(stage(old), document({"allOf": parts}), ["component_inline"])


_PARTS = {"type": "array", "items": {"type": "object", "properties": {"code": {"type": "string"}}}}
