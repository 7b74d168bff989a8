"""Schemas made of themselves: `$ref`, `allOf`, `anyOf` and `oneOf` that lead back without any property in between.

One kind of these makes sense: a base that lists its children in `oneOf`, which take its properties over by `allOf`.
What they mean there is the base without its children: that is no cycle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from generator.diagnostics import Diagnostics, Related
from generator.document.bundle import CYCLIC
from generator.document.model import Schema
from generator.ledger import Ledger
from generator.values import replace

_Follow: TypeAlias = Callable[[str], Iterator[Schema]]


def without_cycles(schemas: Mapping[str, Schema], diagnostics: Diagnostics, ledger: Ledger) -> Mapping[str, Schema]:
    """The same schemas, each reference that closes such a cycle reported and left out."""
    members = {key: _members(key, schemas) for key, schema in schemas.items() if schema.any_of or schema.one_of}

    def made_of(key: str) -> Iterator[Schema]:
        for reference, extends in _references(schemas[key]):
            if not (extends and key in members.get(reference.ref or "", ())):
                yield reference

    def extended(key: str) -> Iterator[Schema]:
        return (reference for reference, extends in _references(schemas[key]) if extends)

    broken = _closing_references(schemas, made_of)
    for key, closing in _closing_references(schemas, extended).items():
        broken[key] = list(dict.fromkeys((*broken.get(key, ()), *closing)))
    if not broken:
        return schemas
    for closing in broken.values():
        for reference in closing:
            assert reference.ref is not None
            message = f"{reference.ref} leads back to itself; the reference is ignored"
            related = (Related("on the way from", schemas[reference.ref].location),)
            diagnostics.report(CYCLIC, message, reference.location, related=related)
            ledger.dropped("reference", reference.ref, "it leads back to itself", reference.location)
    return {key: _without(schema, broken.get(key, ())) for key, schema in schemas.items()}


def _members(key: str, schemas: Mapping[str, Schema]) -> set[str]:
    """The keys of a union, of its alternatives, of theirs, and so on."""
    found, pending = {key}, [key]
    while pending:
        schema = schemas[pending.pop()]
        for branch in (*schema.any_of, *schema.one_of):
            if branch.ref is not None and branch.ref not in found:
                found.add(branch.ref)
                pending.append(branch.ref)
    return found


def _closing_references(schemas: Mapping[str, Schema], follow: _Follow) -> dict[str, list[Schema]]:
    """The references that lead back to a schema being walked through, by the key of the schema that holds them."""
    closing: dict[str, list[Schema]] = {}
    done: set[str] = set()
    for start in schemas:
        if start in done:
            continue
        way = {start: follow(start)}  # a stack that keeps its order, and that can be asked
        while way:
            key, following = next(reversed(way.items()))
            reference = next(following, None)
            if reference is None:
                done.add(key)
                del way[key]
            elif reference.ref in way:
                closing.setdefault(key, []).append(reference)
            elif reference.ref is not None and reference.ref not in done:
                way[reference.ref] = follow(reference.ref)
    return closing


def _references(schema: Schema) -> Iterator[tuple[Schema, bool]]:
    """The references that a schema is made of, and whether it extends what they refer to."""
    if schema.ref is not None:
        yield schema, False
    for branch in schema.all_of:
        yield from ((reference, extends or reference is branch) for reference, extends in _references(branch))
    for branch in (*schema.any_of, *schema.one_of):
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
