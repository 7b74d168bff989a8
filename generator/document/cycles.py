"""Schemas made of themselves: `$ref`, `allOf`, `anyOf` and `oneOf` that lead back without any property in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from generator.diagnostics import Diagnostics, Related
from generator.document.model import Schema
from generator.document.references import CYCLIC


def without_cycles(schemas: Mapping[str, Schema], diagnostics: Diagnostics) -> Mapping[str, Schema]:
    """The same schemas, each reference that closes such a cycle reported and left out."""
    broken = {key: closing for key, closing in _closing_references(schemas).items() if closing}
    if not broken:
        return schemas
    for closing in broken.values():
        for reference in closing:
            assert reference.ref is not None
            message = f"{reference.ref} leads back to itself; the reference is ignored"
            related = (Related("on the way from", schemas[reference.ref].location),)
            diagnostics.report(CYCLIC, message, reference.location, related=related)
    return {key: _without(schema, broken.get(key, ())) for key, schema in schemas.items()}


def _closing_references(schemas: Mapping[str, Schema]) -> dict[str, list[Schema]]:
    """The references that lead back to a schema being walked through, by the key of the schema that holds them."""
    closing: dict[str, list[Schema]] = {}
    done: set[str] = set()
    for start in schemas:
        if start in done:
            continue
        way = {start: _references(schemas[start])}  # a stack that keeps its order, and that can be asked
        while way:
            key, following = next(reversed(way.items()))
            reference = next(following, None)
            if reference is None:
                done.add(key)
                del way[key]
            elif reference.ref in way:
                closing.setdefault(key, []).append(reference)
            elif reference.ref is not None and reference.ref not in done:
                way[reference.ref] = _references(schemas[reference.ref])
    return closing


def _references(schema: Schema) -> Iterator[Schema]:
    """The references that a schema is made of."""
    if schema.ref is not None:
        yield schema
    for branch in (*schema.all_of, *schema.any_of, *schema.one_of):
        yield from _references(branch)


def _without(schema: Schema, closing: tuple[Schema, ...] | list[Schema]) -> Schema:
    if not closing:
        return schema
    return replace(
        schema,
        ref=None if schema in closing else schema.ref,
        all_of=tuple(_without(branch, closing) for branch in schema.all_of),
        any_of=tuple(_without(branch, closing) for branch in schema.any_of),
        one_of=tuple(_without(branch, closing) for branch in schema.one_of),
    )
