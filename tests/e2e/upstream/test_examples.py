"""The answers that the published document shows as examples can be read, and written back as they were."""

from __future__ import annotations

import importlib
import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from generator.diagnostics import Diagnostics
from generator.document.load import load
from generator.document.nodes import Sources
from generator.ir.declarations import ObjectParams
from generator.ir.operations import JsonResponse, Operation
from generator.ir.package import Resource
from generator.ledger import Ledger
from generator.lower.contents import is_json
from generator.pipeline import Outcome
from generator.render.references import References
from generator.source import pointer_join
from tests.support.compatibility import written

Case = tuple[str, Any, dict[str, Any]]


def examples(document: dict[str, Any]) -> Iterator[Case]:
    """Each JSON answer shown beside an operation: operationId, the answer, its schema."""
    for path, item in document["paths"].items():
        for verb, operation in item.items():
            meta = operation.get("x-oaiMeta", {}).get("examples", {})
            schema = answer_schema(pointer_join("/paths", path, verb), operation)
            for shown in meta if isinstance(meta, list) else [meta]:
                try:
                    answer = json.loads(shown.get("response") or "")
                except ValueError:
                    continue
                if schema is not None:
                    yield operation["operationId"], answer, schema


def component_examples(document: dict[str, Any]) -> Iterator[Case]:
    """The JSON shown beside a component schema: the component's name, the JSON, its schema."""
    for name, schema in document["components"]["schemas"].items():
        try:
            shown = json.loads(schema.get("x-oaiMeta", {}).get("example") or "")
        except ValueError:
            continue
        yield name, shown, {"$ref": f"urn:document#{pointer_join('/components/schemas', name)}"}


def answer_schema(at: str, operation: dict[str, Any]) -> dict[str, Any] | None:
    """A schema that refers to the one of the JSON answer of success."""
    for status, response in operation["responses"].items():
        for media_type in response.get("content", {}):
            if status.startswith("2") and is_json(media_type):
                return {
                    "$ref": f"urn:document#{pointer_join(at, 'responses', status, 'content', media_type, 'schema')}"
                }
    return None


def operations(resources: tuple[Resource, ...]) -> Iterator[Operation]:
    """Every operation of a resource tree."""
    for resource in resources:
        yield from resource.operations
        yield from operations(resource.children)


@pytest.fixture(scope="module")
def cases(upstream: Path) -> list[tuple[Case, bool]]:
    """Every example, and whether it is valid as written."""
    document: dict[str, Any] = load(str(upstream), sources=Sources(), diagnostics=Diagnostics(), ledger=Ledger()).root
    registry: Registry[Any] = Registry().with_resource("urn:document", DRAFT202012.create_resource(document))
    found = []
    for case in (*examples(document), *component_examples(document)):
        validator = jsonschema.Draft202012Validator(case[2], registry=registry)
        found.append((case, validator.is_valid(case[1])))
    return found


@pytest.fixture(scope="module")
def decode(outcome: Outcome, package: ModuleType) -> Any:
    """Read an operation's answer, or what a component describes, as the client does."""
    assert outcome.package is not None
    references = References(frozenset())
    types = {
        d.component: references.reference(d.reference)
        for d in outcome.package.declarations
        if d.component and not isinstance(d, ObjectParams)
    } | {
        o.operation_id: references.reference(o.response.type)
        for o in operations(outcome.package.resources)
        if isinstance(o.response, JsonResponse)
    }
    decoding = importlib.import_module(f"{package.__name__}._decoding")
    models = importlib.import_module(f"{package.__name__}._models")

    def read(operation_id: str, answer: Any) -> Any:
        annotation = decoding.resolve_type(package.__name__, types[operation_id])
        return models.decode_json(annotation, json.dumps(answer))

    read.known = set(types)  # type: ignore[attr-defined]  # what the caller may ask for
    return read


def test_valid_examples_survive(cases: list[tuple[Case, bool]], decode: Any) -> None:
    """An answer that is valid against its schema parses and comes back as the same JSON, without a warning."""
    valid = [case for case, is_valid in cases if is_valid and case[0] in decode.known]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        changed = [name for name, answer, _ in valid if written(decode(name, answer)) != answer]
    assert len(valid) >= 350
    assert not changed


def test_invalid_examples_survive_too(cases: list[tuple[Case, bool]], decode: Any) -> None:
    """So does an answer with missing or null fields: nothing raises, nothing is lost."""
    invalid = [case for case, is_valid in cases if not is_valid and case[0] in decode.known]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        changed = [name for name, answer, _ in invalid if written(decode(name, answer)) != answer]
    assert len(invalid) >= 130
    assert not changed
