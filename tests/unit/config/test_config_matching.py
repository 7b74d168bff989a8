"""Holding the config against a document, with the config that the repository ships among the examples."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from generator.config.matching import find_schema, report_unmatched
from generator.config.model import Config
from generator.diagnostics import Diagnostics
from generator.document.model import Document
from generator.document.nodes import Sources
from generator.document.read import read_document
from generator.ledger import Ledger
from tests.unit.config.config_reading import REPOSITORY, SHIPPED, read

PETS = """
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get:
      responses:
        "200":
          description: All pets.
          content: {application/json: {schema: {type: object, properties: {data: {type: array, items: {title: Row}}}}}}
components:
  schemas:
    a/b: {title: Slashed}
    Pet:
      title: Pet
      properties:
        owner: {anyOf: [{title: Owner, properties: {"the name": {title: Name}}}, {type: "null"}]}
        toy: {$ref: "#/components/schemas/Toy"}
    Toy: {title: Toy, additionalProperties: {title: Part}}
"""


def document_in(path: Path) -> Document:
    return read_document(str(path), sources=Sources(), diagnostics=Diagnostics(), ledger=Ledger())


@pytest.fixture(scope="module")
def pets(tmp_path_factory) -> Document:
    path = tmp_path_factory.mktemp("pets") / "pets.yaml"
    path.write_text(PETS)
    return document_in(path)


def misses(config: Config, document: Document) -> list[str]:
    diagnostics = Diagnostics()
    report_unmatched(config, document, diagnostics)
    return [found.message for found in diagnostics.sorted()]


@pytest.mark.parametrize(
    ("target", "title"),
    [
        ("Pet", "Pet"),
        ("a/b", "Slashed"),
        ("#/components/schemas/Pet", "Pet"),
        ("#/components/schemas/a~1b", "Slashed"),
        ("#/components/schemas/Pet/properties/owner/anyOf/0", "Owner"),
        ("#/components/schemas/Pet/properties/owner/anyOf/0/properties/the name", "Name"),
        ("#/components/schemas/Toy/additionalProperties", "Part"),
        ("#/paths/~1pets/get/responses/200/content/application~1json/schema/properties/data/items", "Row"),
    ],
)
def test_schemas_are_found_at_any_depth(pets, target, title):
    """A model may name a component, a schema within one, or one within an operation."""
    found = find_schema(pets, target)
    assert found is not None
    assert found.title == title


@pytest.mark.parametrize(
    "target",
    [
        "Pat",
        "",
        "#",
        "#/components/schemas/Pet/properties/own",
        "#/components/schemas/Pet/properties/toy/additionalProperties",
        "#/paths/~1pets",
    ],
)
def test_what_is_no_schema_is_not_found(pets, target):
    """A near miss, a way through a reference, and places that hold no schema lead nowhere."""
    assert find_schema(pets, target) is None


def test_an_empty_config_matches_anything(pets):
    """Nothing is said, so nothing is missed."""
    assert misses(Config(), pets) == []


def test_an_excerpt_may_lack_anything(pets, config_of: Callable):
    """In an excerpt of the document that a config is written for, no entry has to match."""
    config = config_of("resources: {cats: {models: {cat: Cat}, methods: {list: get /cats}}}").config
    assert len(misses(config, pets)) == 2
    assert misses(replace(config, excerpts=(pets.title,)), pets) == []


def test_families_of_types_must_match(pets, config_of: Callable):
    """Patterns, answers, nested names and events are held against the components."""
    config = config_of(
        """
        sdkgen:
          types:
            renames: {Pe*: "Animal*", Ca*: "*"}
            answers: [Pet, Cat]
            nested: {pet: {Tail: Tail}}
            events:
              pets:
                sent: Bark
                received: {name: Event, members: "*Event"}
        """
    ).config
    assert [message.split('"')[1] for message in misses(config, pets)] == ["Ca*", "Cat", "Tail", "Bark", "*Event"]


def test_answers_by_argument_must_be_there(pets, config_of: Callable):
    """The schema of a case is held against the components."""
    config = config_of(
        """
        sdkgen:
          operations:
            get /pets:
              response_by: {parameter: form, cases: [{values: [a], schema: Pat}, {values: [b], schema: Pet}]}
        """
    ).config
    assert misses(config, pets) == ['the document has no schema "Pat"']


def test_the_shipped_config_is_read_without_a_finding():
    """Everything in it is honoured."""
    reading = read(SHIPPED)
    assert reading.printed == []
    assert reading.ledger.entries == []


def test_the_shipped_config_fits_the_embedded_document():
    """The embedded document is marked as an excerpt, and has much of what the config speaks of."""
    document = document_in(REPOSITORY / "spec" / "openai.yaml")
    config = read(SHIPPED).config
    assert config.written_for(document.title)
    assert misses(config, document) == []
    assert misses(replace(config, excerpts=()), document) != []


@pytest.mark.skipif("SPEC_UPSTREAM" not in os.environ, reason="SPEC_UPSTREAM does not name the upstream document")
def test_every_entry_of_the_shipped_config_matches_upstream():
    """No entry outlives what it was written for."""
    document = document_in(Path(os.environ["SPEC_UPSTREAM"]))
    config = read(SHIPPED).config
    assert config.written_for(document.title)
    assert config.covers(document.title)
    assert misses(config, document) == []
