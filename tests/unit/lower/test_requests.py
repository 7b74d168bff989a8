"""What operations send: each argument once, at its place."""

from __future__ import annotations

from collections.abc import Callable

from generator.ir.operations import Encoding, Parts, WholeBody
from tests.unit.lower.conftest import Built

Make = Callable[..., Built]


def test_a_query_in_a_path_is_sent_once(built: Make) -> None:
    """What the query of a path names, and a parameter declares, is the parameter; what nothing declares stays."""
    made = built("""
paths:
  /search?q={q}&kind=all&page={p}:
    get:
      operationId: search
      parameters: [{name: q, in: query, required: true, schema: {type: string}}]
      responses: {}
  /find?q={q}:
    get:
      operationId: find
      parameters: [{name: q, in: query, schema: {type: array, items: {type: string}}}]
      responses: {}
""")
    sent = {o.path: [(p.name, p.place.value) for p in o.parameters] for o in made.operations.values()}
    assert sent == {"/search?kind=all&page={p}": [("p", "path"), ("q", "query")], "/find": [("q", "query")]}


def test_parts_without_names(built: Make) -> None:
    """The encodings of positions; what a part cannot be is in the ledger, and reaches no code."""
    made = built("""
paths:
  /parts:
    post:
      operationId: send
      requestBody:
        content:
          multipart/mixed:
            schema:
              type: array
              minItems: 2
              maxItems: 2
              prefixItems: [{type: string}, {type: array, items: {type: string}}]
            prefixEncoding:
              - {contentType: "text/x\\r\\nX: y", encoding: {a: {contentType: text/plain}}}
              - {contentType: text/csv}
            itemEncoding: {contentType: text/css}
      responses: {}
  /loop:
    post:
      operationId: loop
      requestBody: {content: {multipart/related: {schema: {$ref: "#/components/schemas/Loop"}}}}
      responses: {}
  /any:
    post:
      operationId: any
      requestBody: {content: {multipart/mixed: {itemSchema: true, itemEncoding: {contentType: image/png}}}}
      responses: {}
components: {schemas: {Loop: {type: array, items: {$ref: "#/components/schemas/Loop"}}}}
""")
    bodies = {o.path: o.body for o in made.operations.values()}
    parts = {path: body.parts for path, body in bodies.items() if isinstance(body, WholeBody)}
    usual = Encoding(member="")
    assert parts == {
        "/parts": Parts(rest=usual),
        "/loop": Parts(rest=usual),
        "/any": Parts(rest=Encoding(member="", media_type="image/png")),
    }
    reasons = [entry.reason for entry in made.ledger.entries]
    for said in ("is no media type", "parts in its turn", "a list is not written as text/csv", "no such item"):
        assert any(said in reason for reason in reasons), said
