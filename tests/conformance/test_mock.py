"""The mock: it answers what a document describes, the same every time, and refuses what it does not allow."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.server import Received, Reply

from .mock import Mock
from .values import EndlessError, Values

PET = {
    "type": "object",
    "required": ["id", "born"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "born": {"type": "string", "format": "date"},
        "mood": {"type": "string", "enum": ["calm", "wild"]},
        "weight": {"type": "number", "minimum": 2, "exclusiveMinimum": True},
        "mother": {"$ref": "#/components/schemas/Pet"},
        "secret": {"type": "string", "writeOnly": True},
        "owner": {"type": "string", "nullable": True, "example": None},
        "tags": {"type": "array", "minItems": 2, "items": {"type": "string", "maxLength": 3}},
    },
}
JSON_PET = {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.3",
    "paths": {
        "/pets": {
            "post": {
                "requestBody": {"required": True, "content": JSON_PET},
                "responses": {"201": {"content": JSON_PET}, "400": {}},
            },
            "get": {
                "parameters": [{"$ref": "#/components/parameters/limit"}],
                "responses": {"200": {"content": {"text/event-stream": {"example": {"a": 1}}, **JSON_PET}}},
            },
            "put": {
                "requestBody": {
                    "content": {
                        "multipart/form-data": {"schema": {"type": "object", "required": ["photo"]}},
                        "application/x-www-form-urlencoded": {"schema": {"type": "object", "required": ["photo"]}},
                    }
                },
                "responses": {"204": {"description": "Done"}},
            },
        },
        "/pets/{id}": {
            "parameters": [{"name": "X-Trace", "in": "header", "required": True}],
            "get": {
                "responses": {"200": {"content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}}}
            },
            "delete": {"responses": {"204": {"content": JSON_PET}}},
        },
        "/pets/mine": {"get": {"responses": {"default": {"content": {"text/plain": {"example": "Mia"}}}}}},
    },
    "components": {
        "parameters": {"limit": {"name": "limit", "in": "query", "required": True}},
        "schemas": {"Pet": PET},
    },
}


def asked(verb: str, target: str, body: object = None, **headers: str) -> Reply:
    """What the mock answers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is not None and not isinstance(body, bytes):
        body, named = json.dumps(body).encode(), {"content-type": "application/json", **named}
    return Mock(DOCUMENT)(Received(method=verb, target=target, headers=named, body=body or b""))  # type: ignore[arg-type]


def said(reply: Reply) -> str:
    """Why a request is refused."""
    return str(json.loads(reply.body)["error"]["message"])


def test_a_value_has_everything_but_what_is_endless_or_only_sent() -> None:
    """Formats, enums, limits and examples are kept to."""
    made = Values(DOCUMENT).of({"$ref": "#/components/schemas/Pet"})
    assert made == {
        "id": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e",
        "born": "2019-12-27",
        "mood": "calm",
        "weight": 3.0,
        "owner": None,
        "tags": ["str", "str"],
    }
    assert Values(DOCUMENT).departure({"$ref": "#/components/schemas/Pet"}, made) is None


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"const": 7}, 7),
        ({"type": ["null", "integer"]}, 0),
        ({"example": "no number", "type": "integer", "default": 4}, 4),
        (
            {"allOf": [{"properties": {"a": {"type": "boolean"}}}], "properties": {"b": {"const": 1}}},
            {"a": True, "b": 1},
        ),
        ({"oneOf": [{"type": "null"}, {"type": "string", "minLength": 8}]}, "stringst"),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, {"foo": 0}),
        ({"prefixItems": [{"const": 1}, {"const": 2}], "type": "array"}, [1, 2]),
        ({"items": {"type": "null"}}, [None]),
        ({"type": "integer", "maximum": -3}, -3),
        ({}, {}),
        (True, {}),
    ],
)
def test_values(schema: Any, value: object) -> None:
    """Each way to say what a value is."""
    assert Values({}).of(schema) == value


def test_a_variant_says_which_one_it_is() -> None:
    """By the name that the discriminator has for it."""
    cat = {"type": "object", "properties": {"kind": {"type": "string"}}}
    union = {
        "oneOf": [{"$ref": "#/components/schemas/Cat"}],
        "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat"}},
    }
    assert Values({"components": {"schemas": {"Cat": cat}}}).of(union) == {"kind": "cat"}


def test_a_value_without_an_end() -> None:
    """A schema that needs itself has no value."""
    endless = {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/components/schemas/A"}}}
    with pytest.raises(EndlessError):
        Values({"components": {"schemas": {"A": endless}}}).of({"$ref": "#/components/schemas/A"})


def test_answers() -> None:
    """The first answer of success, in the media type that is asked for."""
    pet = {"id": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e", "born": "2019-12-27"}
    made = asked("POST", "/pets", pet)
    assert (made.status, json.loads(made.body)["mood"]) == (201, "calm")
    assert asked("GET", "/pets?limit=1").headers == {"content-type": "application/json"}
    assert asked("GET", "/pets?limit=1", accept="text/event-stream").chunks == (
        b'data: {"a": 1}\n\n',
        b"data: [DONE]\n\n",
    )
    assert asked("GET", "/pets?limit=1", {"stream": True}).headers == {"content-type": "text/event-stream"}
    assert asked("GET", "/pets/mine").body == b"Mia"
    assert asked("GET", "/pets/7", x_trace="t").headers == {"content-type": "image/png"}
    assert asked("PUT", "/pets").status == 204


def test_an_answer_that_http_has_no_body_for() -> None:
    """A document that describes one all the same gets it under another status."""
    assert asked("DELETE", "/pets/7", x_trace="t").status == 200


@pytest.mark.parametrize(
    ("verb", "target", "body", "headers", "reason"),
    [
        ("GET", "/toys", None, {}, "the document has no GET /toys"),
        ("GET", "/pets", None, {}, "the query lacks limit"),
        ("GET", "/pets/7", None, {}, "the header X-Trace is missing"),
        ("POST", "/pets", None, {}, "the body is missing"),
        ("POST", "/pets", b"{", {"content-type": "application/json"}, "the body is no JSON"),
        ("POST", "/pets", b"x", {"content-type": "text/plain"}, "the body is text/plain, none of application/json"),
        ("POST", "/pets", {"id": "a"}, {}, 'the body departs from its schema: it: "born" is a required property'),
        ("PUT", "/pets", b"a=1", {"content-type": "application/x-www-form-urlencoded"}, "the form lacks photo"),
        ("PUT", "/pets", b'; name="a"', {"content-type": "multipart/form-data; boundary=x"}, "the form lacks photo"),
    ],
)
def test_refusals(verb: str, target: str, body: object, headers: dict[str, str], reason: str) -> None:
    """What the document does not allow is refused, and the answer says why."""
    assert said(asked(verb, target, body, **headers)) == reason


def test_forms_are_read() -> None:
    """Members of forms in either writing, with what is inside of them."""
    form = {"content-type": "multipart/form-data; boundary=x"}
    assert (
        asked("PUT", "/pets", b'--x\r\nContent-Disposition: form-data; name="photo[a]"\r\n\r\n1', **form).status == 204
    )
    assert asked("PUT", "/pets", b"photo=1", content_type="application/x-www-form-urlencoded").status == 204
