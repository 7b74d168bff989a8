"""Which resources use a component, and which way it travels, is found through whatever leads to it."""

from __future__ import annotations

from collections.abc import Callable

from tests.unit.lower.conftest import Built

ANSWER = (
    "responses: {'200': {description: One, content: {application/json: {schema: {$ref: '#/components/schemas/%s'}}}}}"
)
PARAMETER = "parameters: [{name: id, in: path, required: true, schema: {type: string}}]"
DOCUMENT = f"""
paths:
  /zoo/{{id}}/cats/{{id}}: {{get: {{{PARAMETER}, {ANSWER % "Cat"}}}}}
  /zoo/{{id}}/paws/{{id}}: {{get: {{{PARAMETER}, {ANSWER % "Paw"}}}}}
  /farm/{{id}}/dogs/{{id}}: {{get: {{{PARAMETER}, {ANSWER % "Tail"}}}}}
components:
  schemas:
    Cat:
      type: object
      properties: {{tail: {{$ref: '#/components/schemas/Tail'}}, paw: {{$ref: '#/components/schemas/Paw'}}}}
    Tail: {{type: object, properties: {{of: {{$ref: '#/components/schemas/CAT'}}}}}}
    Paw: {{type: object, properties: {{claw: {{$ref: '#/components/schemas/Claw'}}}}}}
    Claw: {{type: object, properties: {{length: {{type: integer}}}}}}
"""


def homes(built: Callable[[str], Built], tail_leads_to: str) -> dict[str, str]:
    """The packages of components by their names."""
    declarations = built(DOCUMENT.replace("CAT", tail_leads_to)).package.declarations
    return {one.name: one.module.rpartition(".")[0] for one in declarations if one.component}


def test_what_leads_to_a_component_uses_it(built: Callable[[str], Built]) -> None:
    """A component belongs where all that lead to it have their place, however far away they stand."""
    assert homes(built, "Claw") == {"Cat": "zoo", "Paw": "zoo", "Tail": "", "Claw": ""}


def test_components_that_lead_to_each_other_have_the_same_users(built: Callable[[str], Built]) -> None:
    """A resource that uses one of a circle uses all of it, and all that it leads to."""
    assert homes(built, "Cat") == {"Cat": "", "Tail": "", "Paw": "", "Claw": ""}
