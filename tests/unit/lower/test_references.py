"""References into the middle of things, and such that lead back to where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from textwrap import dedent
from typing import Any

import pytest

from generator.ir.declarations import Declaration
from generator.ir.types import Named, named
from tests.unit.lower.conftest import Built

Make = Callable[[str], Built]
OBJECT = "{type: object, properties: {a: {type: object, properties: {b: {type: string}}}}}"
MIDDLES = {
    "an object": OBJECT,
    "an array": f"{{type: array, items: {OBJECT}}}",
    "a map": f"{{type: object, additionalProperties: {OBJECT}}}",
    "a union": f"{{oneOf: [{OBJECT}, {{type: array, items: {OBJECT}}}]}}",
    "an enum": "{enum: [a, b]}",
    "a text": "{type: string}",
}
HOLDERS = {
    "a later operation": "#/paths/~1z/get/responses/200/content/application~1json/schema",
    "a later body": "#/paths/~1z/get/requestBody/content/application~1json/schema",
    "a parameter": "#/paths/~1z/get/parameters/0/schema",
    "a webhook": "#/webhooks/w/post/requestBody/content/application~1json/schema",
    "a component": "#/components/schemas/C/properties/p",
    "an answer": "#/components/responses/R/content/application~1json/schema",
}


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("middle", MIDDLES)
def test_references_into_the_middle_of_anything(built: Make, middle: str, holder: str) -> None:
    """What a reference names has a declaration, wherever it stands and whoever refers to it."""
    schema, reference = MIDDLES[middle], f"{{$ref: '{HOLDERS[holder]}'}}"
    content = f"content: {{application/json: {{schema: {schema}}}}}"
    refers = f"content: {{application/json: {{schema: {reference}}}}}"
    text = f"""
        paths:
          /a: {{get: {{responses: {{'200': {{description: x, {refers}}}, '400': {{description: x, {refers}}}}}}}}}
          /b: {{post: {{requestBody: {{{refers}}}, responses: {{'200': {{description: x}}}}}}}}
          /z:
            get:
              parameters: [{{name: p, in: query, schema: {schema}}}]
              requestBody: {{{content}}}
              responses: {{'200': {{description: x, {content}}}}}
        webhooks: {{w: {{post: {{requestBody: {{{content}}}}}}}, v: {{post: {{requestBody: {{{refers}}}}}}}}}
        components:
          schemas: {{C: {{type: object, properties: {{p: {schema}}}}}}}
          responses: {{R: {{description: x, {content}}}}}
    """
    found = built(dedent(text))
    declared = {(d.module, d.name) for d in found.package.declarations}
    mentioned = {(n.module, n.name) for d in found.package.declarations for n in _named(d)}
    assert mentioned <= declared
    assert len(found.operations) == 3
    assert len(found.package.webhooks) == 2


def named_so(built: Built, name: str) -> Any:
    """The declaration of that name."""
    return next(d for d in built.package.declarations if d.name == name)


def _named(declaration: Declaration) -> Iterable[Named]:
    types = [field.type for field in getattr(declaration, "fields", ())]
    return named([*types, *([declaration.type] if hasattr(declaration, "type") else [])])


def test_a_base_that_lists_its_children(built: Make) -> None:
    """Children have the properties of the base, and are its variants, whichever of them the document has first."""
    child = "{allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {x: {type: string}}}]}"
    base = """{type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind},
        oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}"""
    for schemas in (f"{{Base: {base}, A: {child}, B: {child}}}", f"{{A: {child}, B: {child}, Base: {base}}}"):
        found = built(f"paths: {{}}\ncomponents: {{schemas: {schemas}}}")
        assert [field.name for field in named_so(found, "A").fields] == ["kind", "x"]
        variants = named_so(found, "Base").type.variants
        assert [variant.name for variant in variants] == ["A", "B"]
        assert found.diagnostics.found == {}
