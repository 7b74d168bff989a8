"""The embedded document: valid, large enough, and with examples that hold."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import jsonschema
import pytest
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from generator.document.model import Document, MediaType, Operation
from generator.ir.operations import JsonResponse
from generator.ir.package import Package
from generator.render.docs.samples import methods
from generator.render.references import References
from tests.support.documents import plain
from tests.support.mock_api import example, success
from tests.support.program import CONFIG, SPEC, sdkgen


def bodies(operation: Operation) -> Iterator[MediaType]:
    """Every body of an operation: of its request, and of its answer when all went well."""
    if operation.body is not None:
        yield from operation.body.content
    yield from success(operation)


@pytest.fixture(scope="module")
def registry() -> Registry[Any]:
    return Registry().with_resource("urn:document", DRAFT202012.create_resource(plain(SPEC)))


def test_it_is_clean() -> None:
    """Neither the document nor the config gives a reason for as much as a note."""
    run = sdkgen("validate", SPEC, "--config", CONFIG)
    assert run.returncode == 0
    assert run.stdout == "0 errors, 0 warnings, 0 notes\n"


def test_its_size(described: Document, package: Package) -> None:
    """It describes 75 operations at least, each with a summary, and each is a method."""
    assert len(described.operations) >= 75
    assert [o.operation_id for o in described.operations if not o.summary] == []
    assert {m.operation.operation_id for m in methods(package)} == {o.operation_id for o in described.operations}


def test_every_body_has_a_valid_example(described: Document, registry: Registry[Any]) -> None:
    """Requests, answers and events: one example each, valid against its schema."""
    problems = []
    for operation in described.operations:
        for content in bodies(operation):
            where = f"{operation.operation_id} {content.media_type}"
            if len(content.examples) != 1:
                problems.append(f"{where}: {len(content.examples)} examples")
                continue
            schema = {"$ref": f"urn:document#{content.location.pointer}/schema"}
            validator = jsonschema.Draft202012Validator(schema, registry=registry)
            problems += [f"{where}: {error.message}" for error in validator.iter_errors(example(content))]
    assert problems == []


def test_invalid_examples_would_be_found(described: Document, registry: Registry[Any]) -> None:
    """The validator of the test above follows the references: an empty object is refused by most schemas."""
    refusing = 0
    for operation in described.operations:
        for content in success(operation):
            schema = {"$ref": f"urn:document#{content.location.pointer}/schema"}
            refusing += not jsonschema.Draft202012Validator(schema, registry=registry).is_valid({})
    assert refusing > 70


def test_answers_survive_their_models(described: Document, package: Package, openai_sdk: ModuleType) -> None:
    """Every JSON answer parses into the type its method returns, and comes back as the same JSON."""
    references = References(frozenset())
    decoding = importlib.import_module(f"{openai_sdk.__name__}._decoding")
    models = importlib.import_module(f"{openai_sdk.__name__}._models")
    answers = {o.operation_id: example(content) for o in described.operations for content in success(o)[:1]}
    changed, seen = [], 0
    for operation in (method.operation for method in methods(package)):
        if not isinstance(operation.response, JsonResponse):
            continue
        type = decoding.resolve_type(openai_sdk.__name__, references.reference(operation.response.type))
        parsed = models.decode_json(type, json.dumps(answers[operation.operation_id]))
        seen += 1
        if not isinstance(parsed, models.BaseModel) or parsed.to_dict(mode="json") != answers[operation.operation_id]:
            changed.append(operation.operation_id)
    assert changed == []
    assert seen >= 70
