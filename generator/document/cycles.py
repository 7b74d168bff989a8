"""Schemas made of themselves: `$ref`, `allOf`, `anyOf` and `oneOf` that lead back without any property in between.

One kind of these makes sense: a base that lists its children in `oneOf`, which take its properties over by `allOf`.
What they mean there is the base without its children.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from generator.diagnostics import Diagnostics, Related
from generator.document.model import Schema
from generator.document.references import CYCLIC
from generator.ledger import Ledger


def without_cycles(schemas: Mapping[str, Schema], diagnostics: Diagnostics, ledger: Ledger) -> Mapping[str, Schema]:
    """The same schemas, each reference that closes such a cycle reported and left out, or read as what it means."""
    schemas = _with_bases(schemas)
    broken = {key: closing for key, closing in _closing_references(schemas).items() if closing}
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


def _with_bases(schemas: Mapping[str, Schema]) -> Mapping[str, Schema]:
    """The same schemas, where each that is an alternative of its own base has of that base what is no alternative."""
    members = {key: _members(key, schemas) for key, schema in schemas.items() if schema.any_of or schema.one_of}
    bases = {key: _bare(schemas[key]) for key in members}
    if not bases:
        return schemas
    return {
        key: _on_bases(schema, {base: bases[base] for base, found in members.items() if key in found})
        for key, schema in schemas.items()
    }


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


def _bare(schema: Schema) -> Schema:
    return replace(schema, any_of=(), one_of=(), discriminator=None)


def _on_bases(schema: Schema, bases: Mapping[str, Schema]) -> Schema:
    """A schema in which `allOf` means the bare bases, wherever it stands in no property."""
    if not bases or not (schema.all_of or schema.any_of or schema.one_of):
        return schema
    return replace(
        schema,
        all_of=tuple(_base_meant(branch, bases) or _on_bases(branch, bases) for branch in schema.all_of),
        any_of=tuple(_on_bases(branch, bases) for branch in schema.any_of),
        one_of=tuple(_on_bases(branch, bases) for branch in schema.one_of),
    )


def _base_meant(schema: Schema, bases: Mapping[str, Schema]) -> Schema | None:
    """The bare base that a reference means, which has nothing beside it that says more of the value."""
    says_more = schema.properties or schema.required or schema.all_of or schema.any_of or schema.one_of
    return None if schema.ref is None or says_more else bases.get(schema.ref)


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
