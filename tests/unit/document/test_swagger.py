"""Swagger 2.0 becomes the same package as the OpenAPI 3 that it was converted from, and survives anything."""

from __future__ import annotations

import copy
import io
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.diff.compare import compare
from generator.pipeline import Outcome, validate
from generator.request import Request

PET = {"$ref": "#/definitions/Pet"}
LIST: dict[str, Any] = {"in": "query", "name": "tags", "type": "array", "items": {"type": "string"}}
SWAGGER: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "Shop", "version": "1"},
    "host": "api.shop.example",
    "basePath": "/v1",
    "schemes": ["https"],
    "consumes": ["application/json"],
    "produces": ["application/json"],
    "securityDefinitions": {
        "Basic": {"type": "basic"},
        "Token": {
            "type": "oauth2",
            "flow": "application",
            "tokenUrl": "https://a.example",
            "scopes": {"read": "Read."},
        },
    },
    "security": [{"Basic": []}],
    "parameters": {"Limit": {"in": "query", "name": "limit", "type": "integer", "maximum": 9}},
    "responses": {"Missing": {"description": "None.", "schema": {"$ref": "#/definitions/Error"}}},
    "paths": {
        "/pets": {
            "parameters": [{"$ref": "#/parameters/Limit"}],
            "get": {
                "operationId": "listPets",
                "parameters": [{**LIST, "collectionFormat": "pipes"}],
                "responses": {"200": {"description": "All.", "schema": PET}, "404": {"$ref": "#/responses/Missing"}},
            },
            "post": {
                "operationId": "createPet",
                "parameters": [{"in": "body", "name": "pet", "required": True, "schema": PET}],
                "responses": {"200": {"description": "One.", "schema": PET, "examples": {"application/json": {}}}},
            },
        },
        "/photos": {
            "post": {
                "operationId": "createPhoto",
                "consumes": ["multipart/form-data"],
                "produces": ["image/png"],
                "parameters": [
                    {"in": "formData", "name": "file", "type": "file", "required": True},
                    {"in": "formData", "name": "note", "type": "string", "x-nullable": True},
                ],
                "responses": {"200": {"description": "Bytes.", "schema": {"type": "file"}}},
            }
        },
    },
    "definitions": {
        "Error": {"type": "object", "properties": {"why": {"type": "string", "x-nullable": True}}},
        "Pet": {
            "type": "object",
            "discriminator": "kind",
            "required": ["kind"],
            "properties": {"kind": {"type": "string"}},
        },
        "Cat": {"x-discriminator-value": "felis", "allOf": [PET, {"properties": {"claws": {"type": "integer"}}}]},
    },
}
NEW_PET = {"$ref": "#/components/schemas/Pet"}
OPENAPI: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Shop", "version": "1"},
    "servers": [{"url": "https://api.shop.example/v1"}],
    "security": [{"Basic": []}],
    "paths": {
        "/pets": {
            "parameters": [{"$ref": "#/components/parameters/Limit"}],
            "get": {
                "operationId": "listPets",
                "parameters": [
                    {
                        "in": "query",
                        "name": "tags",
                        "style": "pipeDelimited",
                        "explode": False,
                        "schema": {"type": "array", "items": {"type": "string"}},
                    }
                ],
                "responses": {
                    "200": {"description": "All.", "content": {"application/json": {"schema": NEW_PET}}},
                    "404": {"$ref": "#/components/responses/Missing"},
                },
            },
            "post": {
                "operationId": "createPet",
                "requestBody": {"required": True, "content": {"application/json": {"schema": NEW_PET}}},
                "responses": {
                    "200": {"description": "One.", "content": {"application/json": {"schema": NEW_PET, "example": {}}}}
                },
            },
        },
        "/photos": {
            "post": {
                "operationId": "createPhoto",
                "requestBody": {
                    "required": True,
                    "content": {
                        "multipart/form-data": {
                            "schema": {
                                "type": "object",
                                "properties": {
                                    "file": {"type": "string", "format": "binary"},
                                    "note": {"type": "string", "nullable": True},
                                },
                                "required": ["file"],
                            }
                        }
                    },
                },
                "responses": {
                    "200": {
                        "description": "Bytes.",
                        "content": {"image/png": {"schema": {"type": "string", "format": "binary"}}},
                    }
                },
            }
        },
    },
    "components": {
        "securitySchemes": {
            "Basic": {"type": "http", "scheme": "basic"},
            "Token": {
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": "https://a.example", "scopes": {"read": "Read."}}},
            },
        },
        "parameters": {"Limit": {"in": "query", "name": "limit", "schema": {"type": "integer", "maximum": 9}}},
        "responses": {
            "Missing": {
                "description": "None.",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
            }
        },
        "schemas": {
            "Error": {"type": "object", "properties": {"why": {"type": "string", "nullable": True}}},
            "Pet": {
                "type": "object",
                "discriminator": {"propertyName": "kind", "mapping": {"felis": "#/components/schemas/Cat"}},
                "required": ["kind"],
                "properties": {"kind": {"type": "string"}},
            },
            "Cat": {"allOf": [NEW_PET, {"properties": {"claws": {"type": "integer"}}}]},
        },
    },
}


def run(document: object, *overlays: Path) -> Outcome:
    """What becomes of a document from standard input."""
    request = Request(spec="-", overlays=overlays)
    return validate(request, stdin=io.BytesIO(json.dumps(document).encode()), progress=lambda _: None)


def codes(outcome: Outcome) -> set[str]:
    return {found.code.id for found in outcome.diagnostics.found}


def test_the_successor_is_the_same_package() -> None:
    """Moving a document on to OpenAPI 3 changes nothing for those who call."""
    old, new = run(SWAGGER), run(OPENAPI)
    assert codes(old) == {"swagger-2"}
    assert codes(new) == set()
    assert old.package is not None and new.package is not None
    assert compare(old.package, new.package).changes == ()
    changed = copy.deepcopy(OPENAPI)
    del changed["paths"]["/photos"]
    other = run(changed).package
    assert other is not None
    assert compare(old.package, other).changes


def test_keywords_are_counted() -> None:
    """What is converted is counted under the name that it is written by, and lost nowhere."""
    counted = run(SWAGGER).ledger.keywords
    for keyword in ("document.host", "document.produces", "operation.consumes", "parameter.collectionFormat"):
        assert counted[keyword] == 1, keyword
    assert counted["schema.x-nullable"] == 2
    assert counted["schema.nullable"] == 2


def test_overlays_are_for_the_document_as_it_is_written(tmp_path: Path) -> None:
    """An overlay finds what the author of the document sees."""
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text(
        "overlay: 1.1.0\ninfo: {title: x, version: '1'}\nactions:\n"
        "  - {target: '$.definitions.Pet.properties', update: {age: {type: integer, x-nullable: true}}}\n"
    )
    outcome = run(SWAGGER, overlay)
    assert codes(outcome) == {"swagger-2"}
    assert outcome.ledger.keywords["schema.x-nullable"] == 3


ODD: tuple[Any, ...] = (
    None, True, 0, -1.5, "", "body", "formData", "#/definitions/Pet", "#/paths/~1pets/post/parameters/0", "array",
    [], [None], ["a"], {}, {"$ref": "#/definitions/Nowhere"}, {"$ref": 1}, {"$ref": "#/parameters/Limit"},
    {"in": "body"}, {"in": "formData", "name": 1}, {"type": "file"}, {"type": ["file"]}, [{"$ref": "#"}],
)  # fmt: skip


def places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every container of a value with each of its keys."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield node, key
        yield from places(value)


@pytest.mark.parametrize("seed", range(12))
def test_mutations(seed: int) -> None:
    """Whatever stands in a document, it is read or refused, and nothing breaks."""
    chance = random.Random(seed)
    for _ in range(25):
        document = copy.deepcopy(SWAGGER)
        for _ in range(chance.choice((1, 1, 2, 5))):
            holder, key = chance.choice(list(places(document)))
            if chance.random() < 0.2:
                del holder[key]
            elif chance.random() < 0.3 and isinstance(holder, dict):
                holder[chance.choice(("$ref", "schema", "in", "type", "items", "discriminator", "x-nullable"))] = (
                    copy.deepcopy(chance.choice(ODD))
                )
            else:
                holder[key] = copy.deepcopy(chance.choice(ODD))
        if "swagger" in document:
            outcome = run(document)
            assert outcome.package is not None or outcome.diagnostics.errors
