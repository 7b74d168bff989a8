"""Which documents are whole: nothing of another file, or from elsewhere in the same one, has to be put in its place."""

from __future__ import annotations

import io

import pytest

from generator.diagnostics import Diagnostics
from generator.document.bundle import is_whole
from generator.document.load import load
from generator.document.nodes import Sources
from generator.ledger import Ledger


def told(text: str) -> bool:
    """Whether a document that consists of this text is whole."""
    sources = Sources()
    file = load("-", sources=sources, diagnostics=Diagnostics(), ledger=Ledger(), stdin=io.BytesIO(text.encode()))
    return is_whole(file, sources.values())


@pytest.mark.parametrize(
    "text",
    [
        "a: {$ref: '#/components/schemas/A'}",
        '{"a": {"$ref":"#/components/schemas/A"}}',
        "a: {$ref: '#'}",
        "example: {path: /mnt/data/tsconfig.json, config: a.yaml}",
        "group: threads\npath: threads/delete\n",
        "a: {discriminator: {propertyName: kind, mapping: {dog: '#/components/schemas/Dog'}}}",
        "a: {discriminator: {propertyName: kind, mapping: {1: 2}}}\nb: settings.json",
        "a: {discriminator: kind}\nb: settings.json",
        "a: {discriminator: {mapping: []}}\nb: settings.json",
        "a: {$ref: '#/paths/~1forget'}",
        '{"/pets/{id}/$ref":{"get":{}}}',
        "/pets/$ref:\n  get: {}\n",
    ],
)
def test_whole(text: str) -> None:
    """Names of files and of verbs are no references where nothing refers by them."""
    assert told(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: {$ref: other.yaml}",
        "a: {$ref: 'other.yaml#/a'}",
        "a:\n  $ref:\n    other.yaml\n",
        "a: &there other.yaml\nb: {$ref: *there}",
        "a: {$ref: !!str '#/a'}",
        "a: {$id: here}",
        "a: {$dynamicRef: '#node'}",
        "a: {discriminator: {propertyName: kind, mapping: {dog: dog.json}}}",
        "a:\n  discriminator:\n    mapping:\n      dog: dogs/dog.yml\n",
        '{"a":{"discriminator":{"mapping":{"dog":"dog.json"}}}}',
        "all: [{one: [{discriminator: {mapping: {dog: dog.yaml}}}]}]",
        "a: {$ref: '#/paths/~1pets/get'}",
        '{"a":{"$ref":"#/paths/~1pets/post"}}',
        "a:\n  $ref:\n    '#/paths/~1pet''s/get'\n",
        r'a: {"$ref": "#/paths/~1\"pets\"/delete"}',
        r'{"a": {"\u0024ref": "other.yaml"}}',
        r'{"a": {"$\u0072ef": "other.yaml"}}',
        r'a: {"\x24ref": other.yaml}',
        r'{"a": {"$\u0069d": "here"}}',
    ],
)
def test_not_whole(text: str) -> None:
    """Each way to refer elsewhere, however it is written."""
    assert not told(text)
