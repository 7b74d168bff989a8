"""The order of fields: that of the document, or by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import pytest

from generator.config.model import Config
from generator.ir.declarations import ObjectModel, ObjectParams
from tests.unit.lower.conftest import Built

ZOO = """
paths:
  /zoos:
    post:
      operationId: createZoo
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Zoo'}}}}
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Zoo'}}}}}
components:
  schemas:
    Zoo: {type: object, properties: {gate: {$ref: '#/components/schemas/Gate'}}}
    Gate:
      type: object
      required: [width, token, colour, keeper]
      properties:
        width: {type: integer}
        age: {type: integer}
        id: {type: string}
        token: {type: string}
        keeper: {type: [string, 'null']}
        colour: {type: string}
"""


@pytest.mark.parametrize("place", ["gate.Gate", "gate_param.GateParam"])
@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        ("document", ["width", "age", "id", "token", "keeper", "colour"]),
        ("name", ["token", "colour", "keeper", "width", "id", "age"]),
    ],
)
def test_fields_by_name(
    built: Callable[..., Built], place: str, order: Literal["document", "name"], wanted: list[str]
) -> None:
    """The required ones (null or not) before the others, and of each what identifies the object before the rest."""
    config = Config()
    config = replace(config, types=replace(config.types, field_order=order))
    declared = built(ZOO, config).declarations[place]
    assert isinstance(declared, (ObjectModel, ObjectParams))
    assert [field.name for field in declared.fields] == wanted
