"""What the document says of something, as one text."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any

import pytest

from generator.document.model import Constant, ExternalDocs, Schema
from generator.ir.package import all_resources
from generator.lower.said import describe, joined, with_link
from generator.render.commonmark import Link, Paragraph, parse
from generator.render.markdown import prose
from generator.source import Location
from tests.unit.lower.conftest import Built

AT = Location("spec.yaml", 1, 1, "")


def schema(**said: Any) -> Schema:
    """A schema that says this."""
    return Schema(location=AT, **said)


def test_nothing_is_said_twice() -> None:
    """A text that stands in another, however it is wrapped, is not repeated."""
    assert joined("One pet.", "", "One\npet.", "Two pets.") == "One pet.\n\nTwo pets."


def test_variants_are_a_list() -> None:
    """What variants say follows what the schema says; a single one is no list."""
    text, number = schema(description="Text."), schema(description="A number.\nOr more.")
    assert (
        describe(schema(description="Either.", any_of=(text, number))) == "Either.\n\n- Text.\n- A number.\n  Or more."
    )
    assert describe(schema(description="It.", any_of=(text, schema(const=Constant(None))))) == "It.\n\nText."


def test_items_and_values_are_told() -> None:
    """At any depth, up to what is a declaration itself."""
    pet = schema(description="A pet.", properties={"name": schema()})
    tags = schema(description="Tags.", items=schema(items=schema(description="A tag.")))
    assert describe(tags) == "Tags.\n\nA tag."
    assert describe(schema(description="Pets.", items=pet)) == "Pets."


def test_a_title_is_said_where_nothing_else_is() -> None:
    """Descriptions count more, also those of parts."""
    assert describe(schema(title="Pets")) == "Pets"
    assert describe(schema(title="Pets", items=schema(description="A pet."))) == "A pet."


def test_links() -> None:
    """A link has the words of the document."""
    more = ExternalDocs(url="https://a.example/b", description="All of it", location=AT)
    assert with_link("Said.", more) == "Said.\n\n[All of it](https://a.example/b)"


@pytest.mark.parametrize(
    ("url", "description"),
    [
        ("https://a.example/) [c](https://d", "e](f) <g> `h` *i*"),
        ("https://a.example/\n\n# b", "c\n\n# d"),
        ('https://a.example/ "title', "[a"),
        ("https://a.example/<b>\\", "\\"),
    ],
)
def test_hostile_links(url: str, description: str) -> None:
    """Whatever a URL and its description hold, they are one link on one line, and nothing else."""
    shown = prose(with_link("", ExternalDocs(url=url, description=description, location=AT)))
    (block,) = parse(shown)
    assert isinstance(block, Paragraph)
    (found,) = block.children
    assert isinstance(found, Link)
    assert found.target.startswith("https://a.example/")
    assert shown.endswith(")") and "\n" not in shown


def test_only_the_web_is_linked(built: Callable[[str], Built]) -> None:
    """Any other URL is in the ledger."""
    text = """
      paths:
        /pets:
          get: {externalDocs: {url: "javascript:alert(1)", description: Pets}, responses: {}}
    """
    found = built(textwrap.dedent(text))
    assert [operation.doc for operation in found.operations.values()] == [""]
    assert [entry.subject for entry in found.ledger.entries if entry.kind == "external docs"] == ["javascript:alert(1)"]


TAGS = """
tags:
- {name: Pet, description: By number.}
- {name: BIG CAGES, description: By case.}
- {name: Keeping, description: By what it holds.}
- {name: keepers, summary: Below another., parent: Pet}
- {name: Nobody, description: By nothing.}
paths:
  /pets: {get: {operationId: listPets, tags: [Pet], responses: {}}}
  /pets/keepers: {get: {operationId: listKeepers, tags: [Keeping], responses: {}}}
  /pets/keepers/shifts: {get: {operationId: listShifts, tags: [Keeping], responses: {}}}
  /big_cages: {get: {operationId: listCages, responses: {}}}
"""


def test_tags_introduce_resources(built: Callable[[str], Built]) -> None:
    """They are found in any number and case, below their parents, and by their operations; others are in the ledger."""
    found = built(TAGS)
    docs = {".".join(resource.path): resource.doc for resource in all_resources(found.package.resources)}
    assert docs == {
        "big_cages": "By case.",
        "pets": "By number.",
        "pets.keepers": "By what it holds.\n\nBelow another.",
        "pets.keepers.shifts": "",
    }
    assert [entry.subject for entry in found.ledger.entries if entry.kind == "tag"] == ["Nobody"]


def test_links_lead_to_methods(built: Callable[[str], Built]) -> None:
    """By the id of an operation or by its place; what has no method keeps its name."""
    text = """
      paths:
        /pets:
          post:
            operationId: createPet
            responses:
              "201":
                description: Made.
                links:
                  first: {operationId: createPet, parameters: {id: 1}}
                  second: {operationRef: "#/paths/~1pets/post", requestBody: {a: $request.body}}
                  third: {operationId: nobody, description: Elsewhere.}
    """
    (operation,) = built(textwrap.dedent(text)).operations.values()
    (answer,) = operation.answers
    assert [(call.resource, call.method, call.given) for call in answer.links] == [
        (("pets",), "create", (("id", "1"),)),
        (("pets",), "create", (("", '{"a": "$request.body"}'),)),
        ((), "", ()),
    ]
