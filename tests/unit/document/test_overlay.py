"""Overlays remove, merge and copy, and what they bring in keeps its place."""

from __future__ import annotations

import io
from textwrap import dedent
from typing import Any

import pytest

from generator.diagnostics import Diagnostics
from generator.document.jsonpath import select
from generator.document.load import LoadedFile, load
from generator.document.nodes import Sources
from generator.document.overlay import apply_overlay
from generator.ledger import Ledger

DOCUMENT = """
info: &info {title: Shop, tags: [a, b]}
same: *info
paths:
  /a: {get: {operationId: listA, parameters: [{name: x}, {name: y}, {name: x}]}, put: {operationId: putA}}
  /b: {get: {operationId: listB}}
"""


def apply(actions: str, *, strict: bool = False) -> tuple[dict[str, Any], list[str], LoadedFile, Sources]:
    sources, diagnostics = Sources(), Diagnostics()

    def read(text: str) -> LoadedFile:
        return load("-", sources=sources, diagnostics=diagnostics, ledger=Ledger(), stdin=io.BytesIO(text.encode()))

    document = read(DOCUMENT)
    overlay = read("overlay: 1.1.0\ninfo: {title: x, version: '1'}\nactions:\n" + dedent(actions))
    changed = apply_overlay(overlay, document, sources, diagnostics, strict=strict)
    return changed.root, [found.code.id for found in diagnostics.sorted()], changed, sources


def test_mappings_are_merged_and_lists_appended():
    """Merging goes down through mappings; lists grow by an item or by all items of a list."""
    root, codes, _, _ = apply("""
        - {target: $.info, update: {title: Store, version: '2', tags: [c]}}
        - {target: $.info.tags, update: d}
        - {target: $.info.tags, update: [e, f]}
        - {target: $.info.version, update: '3'}
    """)
    assert root["info"] == {"title": "Store", "tags": list("abcdef"), "version": "3"}
    assert root["same"] == {"title": "Shop", "tags": ["a", "b"]}
    assert codes == []


def test_several_targets_do_not_share_what_they_get():
    """Each selected node gets a copy of its own."""
    root, codes, _, _ = apply("""
        - {target: $.paths.*.get, update: {extra: {n: 1}}}
        - {target: "$.paths['/a'].get.extra", update: {n: 2}}
    """)
    assert root["paths"]["/a"]["get"]["extra"] == {"n": 2}
    assert root["paths"]["/b"]["get"]["extra"] == {"n": 1}
    assert codes == []


def test_removing_items_and_keys():
    """All selected nodes go, whatever their order in a list and however they nest."""
    root, codes, _, _ = apply("""
        - {target: "$.paths['/a'].get.parameters[?@.name == 'x']", remove: true}
        - {target: "$..[?@.operationId == 'putA']", remove: true}
        - {target: "$['same', 'same']", remove: true}
    """)
    assert root["paths"]["/a"] == {"get": {"operationId": "listA", "parameters": [{"name": "y"}]}}
    assert "same" not in root
    assert codes == []


def test_copies():
    """`copy` merges a copy of one other node."""
    root, codes, _, _ = apply("""
        - {target: "$.paths['/b']", copy: "$.paths['/a']"}
        - {target: "$.paths['/b'].put", update: {operationId: putB}}
    """)
    assert root["paths"]["/b"]["put"] == {"operationId": "putB"}
    assert root["paths"]["/b"]["get"]["operationId"] == "listA"
    assert root["paths"]["/a"]["put"] == {"operationId": "putA"}
    assert codes == []


def test_places_lead_to_the_overlay():
    """What an overlay brings in is found in the overlay, and what was there stays where it was."""
    _, _, changed, sources = apply("""
        - target: $.info
          update:
            version: '2'
    """)
    info = changed.root["info"]
    assert sources.location(info.places["title"], "").line == 2
    assert sources.location(info.places["version"], "").line == 7


@pytest.mark.parametrize(
    ("action", "code"),
    [
        ("{target: $.nothing, remove: true}", "overlay-without-effect"),
        ("{target: $.info, update: 5}", "overlay-mismatch"),
        ("{target: $.info.title, update: {a: 1}}", "overlay-mismatch"),
        ("{target: $.info, copy: $.nothing}", "overlay-mismatch"),
        ("{target: $, remove: true}", "overlay-mismatch"),
        ("{target: info, update: {}}", "invalid-overlay"),
        ("{target: 5, update: {}}", "invalid-overlay"),
        ("{target: $.info}", "invalid-overlay"),
    ],
)
def test_actions_that_do_nothing_are_reported(action: str, code: str):
    """An action that cannot be carried out changes nothing and is reported."""
    root, codes, _, _ = apply(f"- {action}")
    assert codes == [code]
    assert root["info"] == {"title": "Shop", "tags": ["a", "b"]}


def test_later_actions_see_earlier_ones():
    """Actions are applied in order."""
    root, codes, _, _ = apply("""
        - {target: $, update: {new: {a: 1}}}
        - {target: $.new, update: {b: 2}}
    """)
    assert root["new"] == {"a": 1, "b": 2}
    assert codes == []


def test_queries_go_as_deep_as_documents():
    """A descendant query works on the deepest document that can be loaded."""
    text = "a: " + "{a: " * 90 + "1" + "}" * 90
    file = load("-", sources=Sources(), diagnostics=Diagnostics(), ledger=Ledger(), stdin=io.BytesIO(text.encode()))
    assert len(select(file.root, "$..a")) == 91


@pytest.mark.parametrize(
    ("action", "needed"),
    [
        ("{target: $.info.title, update: Shop}", False),
        ("{target: $.info.title, update: Store}", True),
        ("{target: $.info, update: {title: Shop}}", False),
        ("{target: $.info, update: {title: Shop, version: '1'}}", True),
        ("{target: $.info, update: {tags: []}}", False),
        ("{target: $.info, update: {tags: [a]}}", True),
        ("{target: $.info, update: {title: {a: b}}}", True),
        ("{target: $.paths, update: {/b: {get: {operationId: listB}}}}", False),
        ("{target: $.paths.*.get, update: {operationId: listA}}", True),
        ("{target: $.info, copy: $.info.title}", True),
        ("{target: $.info.gone, update: {a: b}}", False),
        ("{target: $.info.gone, remove: true}", False),
        ("{target: '$.info.tags[0]', remove: true}", True),
    ],
)
def test_an_action_that_changes_nothing_is_not_needed(action: str, needed: bool):
    """Its target is gone, or all that it merges in is there already; one change at one target is enough."""
    _, codes, _, _ = apply(f"- {action}")
    assert ("overlay-without-effect" in codes) is not needed


def test_one_and_true_are_different():
    """What Python takes for equal is a change all the same."""
    root, codes, _, _ = apply("""
        - {target: $.info, update: {title: 1}}
        - {target: $.info, update: {title: true}}
    """)
    assert root["info"]["title"] is True
    assert codes == []
