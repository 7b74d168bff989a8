"""Transforms change the document in their order, and what they put in keeps its place in the config."""

from __future__ import annotations

import io
from textwrap import dedent
from typing import Any

import pytest

from generator.diagnostics import Diagnostics, Severity
from generator.document.load import Limits, LoadedFile, load
from generator.document.nodes import MapNode, Sources
from generator.document.transforms import Transform, apply_transforms
from generator.ledger import Ledger

DOCUMENT = """
info: &info {title: Shop, version: '1'}
same: *info
paths:
  /a: {get: {summary: Read}, put: {summary: Write}}
components:
  schemas:
    Pet: {type: object, required: [id], properties: {id: {type: integer}, tag: {type: string}, age: {type: integer}}}
    Error: {type: object, properties: {code: {type: string}}}
    First: {properties: {oops: {type: object, properties: {code: {type: string}}}}}
    Second: {items: {properties: {code: {type: string}}, type: object}}
    Any: {oneOf: [{type: string}], examples: [{oneOf: [1]}], properties: {example: {oneOf: [{type: string}]}}}
"""


class Result:
    """The document after transforms, and what was said."""

    def __init__(self, transforms: str, *, strict: bool = False, limits: Limits | None = None) -> None:
        self.sources, self.diagnostics, self.ledger = Sources(), Diagnostics(), Ledger()

        def read(name: str, text: str) -> LoadedFile:
            stdin = io.BytesIO(text.encode())
            return load("-", sources=self.sources, diagnostics=self.diagnostics, ledger=self.ledger, stdin=stdin)

        document, config = read("spec", DOCUMENT), read("config", "transforms:\n" + dedent(transforms))
        self.config = config.root
        listed = config.root["transforms"]
        self.root: dict[str, Any] = apply_transforms(
            [
                Transform(
                    key="transforms",
                    command=one["command"],
                    args=one.get("args") or MapNode(0),
                    location=self.sources.location(one.place, f"/transforms/{index}"),
                )
                for index, one in enumerate(listed)
            ],
            document,
            sources=self.sources,
            diagnostics=self.diagnostics,
            ledger=self.ledger,
            limits=limits or Limits(),
            strict=strict,
        ).root
        self.codes = [found.code.id for found in self.diagnostics.found]

    @property
    def schemas(self) -> dict[str, Any]:
        schemas: dict[str, Any] = self.root["components"]["schemas"]
        return schemas


def test_values_are_replaced() -> None:
    """By one path or several, texts by a template, items of lists too; each target gets a copy of its own."""
    found = Result("""
        - {command: update, args: {target: $.components.schemas.Pet.properties.id.type, value: string}}
        - {command: update, args: {target: [$.paths.*.get, $.paths.*.put], value: {summary: Do}}}
        - {command: update, args: {target: $.paths.*.get.summary, value: '{{value}} ({{value}})', template: true}}
        - {command: update, args: {target: '$.components.schemas.Pet.required[0]', value: tag}}
        - {command: update, args: {target: $.info.title, value: Store}}
    """)
    assert found.codes == []
    assert found.schemas["Pet"]["properties"]["id"]["type"] == "string"
    assert found.root["paths"]["/a"] == {"get": {"summary": "Do (Do)"}, "put": {"summary": "Do"}}
    assert found.schemas["Pet"]["required"] == ["tag"]
    assert (found.root["info"]["title"], found.root["same"]["title"]) == ("Store", "Shop")


def test_what_is_put_in_keeps_its_place() -> None:
    """A later finding about it leads into the config."""
    found = Result("""
        - command: merge
          args:
            target: $.components.schemas.Pet
            value:
              properties:
                id: {type: string}
    """)
    node = found.schemas["Pet"]["properties"]["id"]
    assert found.sources.location(node.places["type"], "").line == 8


def test_mappings_are_merged_and_lists_appended() -> None:
    """`merge` goes down; `mergeObject` is its older name."""
    found = Result("""
        - command: merge
          args:
            target: $.components.schemas.Pet
            value: {title: P, required: [tag], properties: {id: {format: int64}}}
        - {command: mergeObject, args: {target: [$.components.schemas], object: {New: {type: string}}}}
    """)
    assert found.codes == []
    pet = found.schemas["Pet"]
    assert (pet["title"], pet["required"], pet["properties"]["id"]) == (
        "P",
        ["id", "tag"],
        {"type": "integer", "format": "int64"},
    )
    assert found.schemas["New"] == {"type": "string"}


def test_what_is_appended_must_be_new() -> None:
    """Items and keys are added; where one is there already nothing is, at none of the targets."""
    found = Result("""
        - {command: append, args: {target: $.components.schemas.Pet.required, value: tag}}
        - {command: append, args: {target: $.components.schemas.Pet.required, value: [age, x]}}
        - {command: append, args: {target: $.components.schemas.Error.properties, value: {id: {type: string}}}}
        - command: append
          args: {target: ['$.components.schemas[?(@.required)]', $.info], value: {version: '2', title: X}}
    """)
    assert found.schemas["Pet"]["required"] == ["id", "tag", "age", "x"]
    assert list(found.schemas["Error"]["properties"]) == ["code", "id"]
    assert found.codes == ["transform-mismatch"]
    assert (found.root["info"]["version"], "title" in found.schemas["Pet"]) == ("1", False)


def test_nodes_and_keys_are_removed() -> None:
    """Nodes in each other, items of lists, and keys of nodes."""
    found = Result("""
        - {command: remove, args: {target: [$.components.schemas.First, $..oops, '$.paths./a.put']}}
        - {command: append, args: {target: $.components.schemas.Pet.required, value: [a, b, c]}}
        - {command: remove, args: {target: ['$..required[0]', '$..required[2]', '$..required[1]']}}
        - {command: remove, args: {target: $.components.schemas.*, keys: [type, properties]}}
    """)
    assert found.codes == []
    assert list(found.root["paths"]["/a"]) == ["get"]
    assert found.schemas["Pet"] == {"required": ["c"]}
    assert "First" not in found.schemas


def test_nodes_are_copied_and_moved() -> None:
    """Copies go to several places; a moved node keeps its position where only its name changes."""
    found = Result("""
        - command: copy
          args: {from: $.components.schemas.Error, to: [$.components.schemas.E2, $.components.schemas.Second.not]}
        - {command: update, args: {target: $.components.schemas.E2.type, value: string}}
        - command: move
          args: {from: $.components.schemas.Pet.properties.id, to: $.components.schemas.Pet.properties.key}
        - {command: move, args: {source: $.components.schemas.First, target: $.components.schemas.Error.not}}
    """)
    assert found.codes == []
    assert found.schemas["Error"]["type"] == "object"
    assert found.schemas["E2"]["type"] == "string"
    assert found.schemas["Second"]["not"]["type"] == "object"
    assert list(found.schemas["Pet"]["properties"]) == ["key", "tag", "age"]
    assert "First" not in found.schemas
    assert "oops" in found.schemas["Error"]["not"]["properties"]


def test_equal_schemas_are_found() -> None:
    """`matches_schema` hits what is equal in whatever order, but for what is to be ignored."""
    found = Result("""
        - command: update
          args:
            target:
              - {matches_schema: $.components.schemas.Error, ignore: $.components.schemas.Error}
            value: {$ref: '#/components/schemas/Error'}
    """)
    assert found.codes == []
    reference = {"$ref": "#/components/schemas/Error"}
    assert found.schemas["First"]["properties"]["oops"] == reference
    assert found.schemas["Second"]["items"] == reference
    assert "type" in found.schemas["Error"]


def test_older_commands() -> None:
    """`oneOfToAnyOf` leaves values alone that only look like schemas; `replaceProperties` replaces."""
    found = Result("""
        - {command: oneOfToAnyOf}
        - command: replaceProperties
          args: {filter: {only: [$.components.schemas.Pet.properties.id]}, value: {type: string}}
    """)
    assert found.codes == []
    assert list(found.schemas["Any"]) == ["anyOf", "examples", "properties"]
    assert found.schemas["Any"]["examples"] == [{"oneOf": [1]}]
    assert "anyOf" in found.schemas["Any"]["properties"]["example"]
    assert found.schemas["Pet"]["properties"]["id"] == {"type": "string"}


def test_each_is_counted_and_one_costs_itself_only() -> None:
    """The ledger knows how many there are and how many took effect, and has an entry for each that did not."""
    found = Result("""
        - {command: remove, args: {target: $.nothing}}
        - {command: nonsense}
        - {command: append, args: {target: $.info, value: {title: x}}}
        - {command: update, args: {target: $.info.title, value: Store}}
    """)
    assert (found.ledger.read["transform"], found.ledger.generated["transform"]) == (4, 1)
    assert [(entry.kind, entry.subject, entry.location.line) for entry in found.ledger.entries] == [
        ("transform", "openapi.transforms.remove", 3),
        ("transform", "openapi.transforms.nonsense", 4),
        ("transform", "openapi.transforms.append", 5),
    ]
    assert found.codes == ["transform-without-effect", "invalid-transform", "transform-mismatch"]
    assert found.root["info"]["title"] == "Store"


def test_strict_makes_errors() -> None:
    """With `--strict-overlays` a transform that is not needed any more fails the run."""
    found = Result("- {command: remove, args: {target: $.nothing}}", strict=True)
    assert [one.code.severity for one in found.diagnostics.found] == [Severity.ERROR]


@pytest.mark.parametrize(
    "transforms",
    [
        "- {command: copy, args: {from: $, to: $.copy}}\n" * 9,
        "".join(f"- {{command: copy, args: {{from: $, to: $.copy{n}}}}}\n" for n in range(20)),
    ],
)
def test_the_document_stays_within_its_limits(transforms: str) -> None:
    """Copies of copies end where a document ends that is read."""
    found = Result(transforms, limits=Limits(nodes=2_000, depth=12))
    assert "transform-mismatch" in found.codes


def test_texts_stay_within_their_limits() -> None:
    """A template that repeats the text over and over is refused before it fills the memory."""
    twice = "- {command: update, args: {target: $.info.title, value: '{{value}}{{value}}', template: true}}\n"
    found = Result(twice * 40)
    assert len(found.root["info"]["title"]) <= 1_000_000
    assert set(found.codes) == {"transform-mismatch"}
