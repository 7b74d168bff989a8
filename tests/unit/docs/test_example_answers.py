"""Example answers: the document's, and those that are made from types, which its schemas allow."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from generator.ir.declarations import Default, Field, ObjectModel
from generator.ir.operations import BinaryResponse, JsonResponse, Operation
from generator.ir.types import ListOf, Nullable, Primitive, PrimitiveKind, TypeExpr
from generator.lower.contents import is_json
from generator.render.docs.example_answers import ExampleAnswers, json_text
from generator.render.docs.layout import WIDTH
from generator.render.docs.samples import methods
from tests.support.documents import document, plain
from tests.support.generated import run
from tests.support.mock_api import success
from tests.support.program import CONFIG, SPEC
from tests.unit.docs.zoo import HERE, INTEGER, RETRIEVE, STRING, WATCH, field, named


def answer(type: TypeExpr, *declarations: ObjectModel, **rest: Any) -> Any:
    """The example that is made for a method that answers with a type."""
    operation = replace(RETRIEVE, response=JsonResponse(type=type, **rest), response_example=None)
    shown = ExampleAnswers(declarations).of(operation)
    return json.loads(shown.removeprefix("```json\n").removesuffix("\n```"))


def model(name: str, *fields: Field) -> ObjectModel:
    return ObjectModel(name=name, module="m", location=HERE, fields=fields)


def test_the_example_of_the_document_is_shown() -> None:
    """As the document has it; one that is no JSON as text."""
    assert RETRIEVE.response_example is not None
    shown = ExampleAnswers(()).of(RETRIEVE)
    assert json.loads(shown.split("\n", 1)[1].removesuffix("```")) == json.loads(RETRIEVE.response_example.json)
    text = replace(RETRIEVE, response_example=replace(RETRIEVE.response_example, json='"a,b"'))
    assert ExampleAnswers(()).of(text) == "```\na,b\n```"


def test_others_are_made_from_the_type() -> None:
    """Under the names of the wire, with defaults, and numbers within their limits; what is deprecated is left out."""
    found = answer(
        named("m", "Pet"),
        model(
            "Pet",
            field("id_", STRING, wire_name="$id"),
            field("born", Primitive(kind=PrimitiveKind.DATE), required=False),
            field("tail", INTEGER, limits=(("minimum", 3),)),
            field("kind", STRING, required=False, default=Default(value="cat")),
            field("old", STRING, required=False, deprecated=True),
        ),
    )
    assert found == {"$id": "id_", "born": "2025-01-31", "tail": 3, "kind": "cat"}


def test_objects_within_have_what_is_required() -> None:
    """Or a few of their fields, where nothing is."""
    many = tuple(field(f"f{number}", INTEGER, required=False) for number in range(9))
    found = answer(
        named("m", "A"),
        model("A", field("b", named("m", "B"))),
        model("B", field("c", named("m", "C"))),
        model("C", field("d", named("m", "D")), field("left_out", STRING, required=False)),
        model("D", *many),
    )
    assert found == {"b": {"c": {"d": {"f0": 1, "f1": 1, "f2": 1, "f3": 1}}}}


def test_what_holds_itself_comes_to_an_end() -> None:
    """An object in a list, and one that may be null."""
    node = named("m", "Node")
    found = answer(
        node, model("Node", field("below", ListOf(item=node)), field("next", Nullable(inner=node), required=False))
    )
    assert found == {"below": [], "next": None}


def test_what_is_unwrapped_comes_wrapped() -> None:
    """The example is what the API answers, not what the method makes of it."""
    assert answer(STRING, unwrap="data") == {"data": "result"}


def test_a_stream_is_shown_by_an_event() -> None:
    """Where there is nothing else; what is no JSON is not shown."""
    assert WATCH.stream is not None
    stream = replace(WATCH, stream=replace(WATCH.stream, event=INTEGER), response_example=None)
    assert ExampleAnswers(()).of(stream) == "```json\n1\n```"
    binary = replace(RETRIEVE, response=BinaryResponse(media_type="image/png"), response_example=None)
    assert ExampleAnswers(()).of(binary) == ""


def test_json_takes_a_line_for_what_fits_on_one() -> None:
    """Short objects and lists stay whole, and it reads back as what it was."""
    value = {"a": [1, 2], "b": {"c": "x" * WIDTH, "d": {"é": None}}, "e": []}
    written = json_text(value)
    assert json.loads(written) == value
    assert '  "a": [1, 2],\n' in written
    assert '    "d": {"é": null}\n' in written


def _operations() -> list[Operation]:
    package = run(SPEC, CONFIG, "openai_sdk").package
    assert package is not None
    return [method.operation for method in methods(package)]


@pytest.fixture(scope="module")
def registry() -> Registry[Any]:
    registry: Registry[Any] = Registry().with_resource("urn:document", DRAFT202012.create_resource(plain(SPEC)))
    return registry


def test_schemas_allow_what_is_made(registry: Registry[Any]) -> None:
    """Every answer of the embedded document, made as if it had no examples."""
    package = run(SPEC, CONFIG, "openai_sdk").package
    assert package is not None
    examples, checked, problems = ExampleAnswers(package.declarations), 0, []
    schemas = {
        operation.operation_id: content.schema.location.pointer
        for operation in document(SPEC).operations
        for content in success(operation)[:1]
        if content.schema and is_json(content.media_type)
    }
    for operation in _operations():
        pointer = schemas.get(operation.operation_id)
        if pointer is None or operation.cases is not None:
            continue
        made = examples.of(replace(operation, response_example=None))
        value = json.loads(made.removeprefix("```json\n").removesuffix("\n```"))
        validator = jsonschema.Draft202012Validator({"$ref": f"urn:document#{pointer}"}, registry=registry)
        problems += [f"{operation.operation_id}: {error.message}" for error in validator.iter_errors(value)]
        checked += 1
    assert problems == []
    assert checked > 60
