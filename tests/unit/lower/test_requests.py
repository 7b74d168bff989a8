"""What operations send: each argument once, at its place."""

from __future__ import annotations

from collections.abc import Callable

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
