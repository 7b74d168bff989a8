"""Components that others extend by `allOf`, where a property tells which: what stands for one may be any of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.document.model import Discriminator, Document, Schema
from generator.lower.written import extended, is_reference
from generator.values import Value


class Family(Value):
    """The schema `base` and all that extend it, over any number of levels, each after those that it extends itself.

    `discriminator` is its own or inherited.
    `values` says for each of them, by key, which values of the property stand for it.
    """

    base: str
    members: tuple[str, ...]
    discriminator: Discriminator
    values: Mapping[str, tuple[str, ...]]


class Families(Value):
    """The families of a document by the key of their base; `keys` are these by the id of the base's schema, `ties`
    the ids of members with those of their bases."""

    by_key: Mapping[str, Family]
    keys: Mapping[int, str]
    ties: frozenset[tuple[int, int]]


def find_families(document: Document) -> Families:
    """Every family by the key of its base. A base that lists its children itself is a union like any other."""
    lines = {key: line for key, schema in document.schemas.items() if (line := _ancestors(schema, document))}
    found: dict[str, Family] = {}
    for key, schema in document.schemas.items():
        discriminator = _discriminator(key, lines, document)
        if discriminator is None or schema.any_of or schema.one_of or is_reference(schema):
            continue
        members = dict.fromkeys(member for member, line in lines.items() if key in line)
        if schema.discriminator is not None:
            members |= dict.fromkeys(target for _, target in discriminator.mapping if target in document.schemas)
        members.pop(key, None)
        if members:
            values = {member: _values(member, discriminator, lines, document) for member in (*members, key)}
            ordered = tuple(sorted(members, key=lambda member: len(lines.get(member, ()))))
            found[key] = Family(key, ordered, discriminator, values)
    schemas = document.schemas
    ties = ((id(schemas[member]), id(schemas[key])) for key, family in found.items() for member in family.members)
    return Families(found, {id(schemas[key]): key for key in found}, frozenset(ties))


def lineage(base: Schema, branches: Sequence[Schema], document: Document) -> frozenset[int]:
    """The ids of the schemas through which branches of a union extend the very schema that the union stands in."""
    found: set[int] = set()

    def leads(schema: Schema, seen: frozenset[int]) -> bool:
        target = document.target(schema)
        if target is base or id(target) in seen:
            return target is base
        ways = [leads(part, seen | {id(target)}) for part in extended(target)]
        if not any(ways):
            return False
        found.update((id(schema), id(target)))
        return True

    for branch in branches:
        leads(branch, frozenset())
    return frozenset(found)


def _ancestors(schema: Schema, document: Document) -> tuple[str, ...]:
    """The keys of all that a schema extends, the nearest first."""
    found: dict[str, None] = {}
    pending = list(extended(schema))
    for part in pending:
        target = part
        while target.ref is not None and is_reference(target) and target.ref not in found:
            found[target.ref] = None
            target = document.schemas[target.ref]
        pending += extended(target)
    return tuple(found)


def _discriminator(key: str, lines: Mapping[str, tuple[str, ...]], document: Document) -> Discriminator | None:
    """The discriminator of a schema, else that of the nearest that it extends."""
    line = (document.schemas[ancestor] for ancestor in (key, *lines.get(key, ())))
    return next((one.discriminator for one in line if one.discriminator is not None), None)


def _values(
    member: str, discriminator: Discriminator, lines: Mapping[str, tuple[str, ...]], document: Document
) -> tuple[str, ...]:
    """The values that stand for a member: those mapped to it, else its name.

    What a member tells apart by another property has that member's values.
    """
    mapped = tuple(value for value, target in discriminator.mapping if target == member)
    if mapped:
        return mapped
    is_own = document.schemas[member].discriminator is discriminator
    for ancestor in () if is_own else lines.get(member, ()):
        own = document.schemas[ancestor].discriminator
        if own is discriminator:
            break
        if own is not None and own.property_name != discriminator.property_name:
            return _values(ancestor, discriminator, lines, document)
    return (document.components.get(member) or member.rpartition("/")[2],)
