"""What is taken out of a document before a mock of others answers from it."""

from __future__ import annotations

from pathlib import Path

from .answerable import repaired, without_departing_examples

TEXT = {"type": "string"}


def test_examples_that_depart_are_left_out() -> None:
    """Of schemas, of media types and of parameters; those that fit stay, and so does what only bears the name."""
    document = {
        "paths": {
            "/pets": {
                "get": {
                    "parameters": [{"name": "a", "in": "query", "schema": TEXT, "example": 1}],
                    "responses": {
                        "200": {
                            "content": {
                                "application/json": {"schema": {"$ref": "#/components/schemas/Pet"}, "example": {}},
                                "text/plain": {"schema": TEXT, "examples": {"one": {"value": "x"}}},
                                "text/csv": {"schema": TEXT, "examples": {"one": {"value": 1}}},
                            }
                        }
                    },
                }
            }
        },
        "components": {
            "schemas": {
                "Pet": {
                    "required": ["example"],
                    "properties": {
                        "example": {**TEXT, "example": "Rex"},
                        "age": {"type": "integer", "examples": ["1"]},
                    },
                    "example": {"example": "Rex"},
                }
            }
        },
    }
    found = without_departing_examples(document)
    operation = found["paths"]["/pets"]["get"]
    content = operation["responses"]["200"]["content"]
    assert operation["parameters"] == [{"name": "a", "in": "query", "schema": TEXT}]
    assert content["application/json"] == {"schema": {"$ref": "#/components/schemas/Pet"}}
    assert content["text/plain"]["examples"] == {"one": {"value": "x"}}
    assert content["text/csv"] == {"schema": TEXT}
    pet = found["components"]["schemas"]["Pet"]
    assert pet["properties"] == {"example": {**TEXT, "example": "Rex"}, "age": {"type": "integer"}}
    assert pet["example"] == {"example": "Rex"}


def test_only_the_document_that_it_is_written_for_is_repaired(tmp_path: Path) -> None:
    """The overlay of OpenAI's SDK does nothing to another document."""
    skills = '{"paths": {"/skills": {"post": {"requestBody": {"required": true}}}}, "info": {"title": "%s"}}'
    found = []
    for title in ("OpenAI API", "Pets"):
        file = tmp_path / f"{title}.json"
        file.write_text(skills % title, encoding="utf-8")
        found.append(repaired(file)["paths"]["/skills"]["post"]["requestBody"]["required"])
    assert found == [False, True]
