"""Whether one document says nothing but what another one says: the operations, parameters and properties of a part."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from generator.document.model import Document, MediaType, Operation, Schema

Schemas = tuple[Schema, ...]
"""Schemas that hold together, as in `allOf`."""


class Direction(Enum):
    """Who writes the value: the caller, or the API."""

    REQUEST = "request"
    RESPONSE = "response"


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """What the part says otherwise: where (operation, place, property path), and what."""

    where: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One alternative of a schema, references followed and `allOf` merged. Without types it is any value."""

    types: frozenset[str] = frozenset()
    values: frozenset[Any] | None = None
    binary: bool = False
    properties: Mapping[str, Schemas] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    items: Schemas = ()
    additional: Schemas | bool | None = None

    @property
    def is_anything(self) -> bool:
        return not self.types


NULL = Variant(types=frozenset({"null"}), values=frozenset({None}))
_KINDS = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}


class Side:
    """One of the two documents."""

    def __init__(self, document: Document) -> None:
        self._schemas = document.schemas
        self._known: dict[tuple[int, ...], tuple[Variant, ...]] = {}

    def variants(self, schemas: Schemas) -> tuple[Variant, ...]:
        """The alternatives of schemas that hold together."""
        key = tuple(map(id, schemas))
        if key not in self._known:
            each = (self._expanded(schema) for schema in schemas)
            self._known[key] = tuple(_merged(combination) for combination in itertools.product(*each))
        return self._known[key]

    def _expanded(self, schema: Schema) -> tuple[Variant, ...]:
        parts: list[Schemas] = [schema.all_of] if schema.all_of else []
        if schema.ref is not None:
            parts.append((self._schemas[schema.ref],))
        choices = [variant for choice in (*schema.any_of, *schema.one_of) for variant in self.variants((choice,))]
        together = [[_own(schema)], *(self.variants(part) for part in parts), *([choices] if choices else [])]
        found = [_merged(combination) for combination in itertools.product(*together)]
        nullable = schema.nullable or NULL in found
        return (*(variant for variant in found if variant != NULL), *([NULL] if nullable else []))


def _own(schema: Schema) -> Variant:
    """What the keywords of a schema say beside `$ref`, `allOf`, `anyOf` and `oneOf`."""
    values = frozenset(map(_hashable, schema.enum)) if schema.enum is not None else None
    if schema.const is not None:
        values = frozenset({_hashable(schema.const.value)})
    types = set(schema.types)
    if not types and values is not None:
        types = {_KINDS[type(value)] for value in values if type(value) in _KINDS}
    if not types and (schema.properties or isinstance(schema.additional_properties, Schema)):
        types = {"object"}
    if not types and schema.items is not None:
        types = {"array"}
    additional = schema.additional_properties
    return Variant(
        types=frozenset(types),
        values=values,
        binary=schema.format == "binary",
        properties={name: (property,) for name, property in schema.properties.items()},
        required=frozenset(schema.required),
        items=() if schema.items is None else (schema.items,),
        additional=(additional,) if isinstance(additional, Schema) else additional,
    )


def _merged(variants: tuple[Variant, ...]) -> Variant:
    """What holds where all variants hold. Null in one of them is null: older documents write `nullable` in a branch."""
    if NULL in variants:
        return NULL
    result = variants[0] if variants else Variant()
    for other in variants[1:]:
        properties = dict(result.properties)
        for name, schemas in other.properties.items():
            properties[name] = (*properties.get(name, ()), *schemas)
        both = result.types & other.types
        result = replace(
            result,
            types=both or result.types | other.types,
            values=other.values if result.values is None else result.values & (other.values or result.values),
            binary=result.binary or other.binary,
            properties=properties,
            required=result.required | other.required,
            items=(*result.items, *other.items),
            additional=result.additional if other.additional is None else other.additional,
        )
    return result


class Comparison:
    """Compares what a part says with what the whole says."""

    def __init__(self, part: Document, whole: Document) -> None:
        self._documents = (part, whole)
        self._part, self._whole = Side(part), Side(whole)
        self._known: dict[tuple[Any, ...], tuple[tuple[str, str], ...]] = {}

    def differences(self) -> Iterator[Difference]:
        """Everything that the part says otherwise, or says alone."""
        part, whole = self._documents
        routes = {(o.verb, o.path): o for o in whole.operations}
        for operation in part.operations:
            yield from self._operation(operation, routes.get((operation.verb, operation.path)))
        events = {webhook.name: webhook for webhook in whole.webhooks}
        for webhook in part.webhooks:
            where = f"webhook {webhook.name}"
            if webhook.name not in events:
                yield Difference(where, "is unknown")
                continue
            for ours, theirs in zip(webhook.operations, events[webhook.name].operations, strict=True):
                if ours.body is not None and theirs.body is not None:
                    yield from self._contents(where, ours.body.content, theirs.body.content, Direction.RESPONSE)
        named = {name: whole.schemas[key] for key, name in whole.components.items()}
        for key, name in part.components.items():
            if name not in named:
                yield Difference(f"component {name}", "is unknown")
                continue
            for where, what in self._schemas((part.schemas[key],), (named[name],), None):
                yield Difference(f"component {name}{where}", what)

    def _operation(self, ours: Operation, theirs: Operation | None) -> Iterator[Difference]:
        where = f"{ours.verb} {ours.path}"
        if theirs is None or ours.operation_id != theirs.operation_id:
            yield Difference(where, "is unknown" if theirs is None else f"is {theirs.operation_id} there")
            return
        known = {(parameter.place, parameter.name): parameter for parameter in theirs.parameters}
        for parameter in ours.parameters:
            place = f"{where} {parameter.place} {parameter.name}"
            match = known.pop((parameter.place, parameter.name), None)
            if match is None:
                yield Difference(place, "is unknown")
                continue
            if parameter.required is not match.required:
                yield Difference(place, f"is {'optional' if parameter.required else 'required'} there")
            for below, what in self._schemas((parameter.schema,), (match.schema,), Direction.REQUEST):
                yield Difference(f"{place}{below}", what)
        for place, name in sorted(key for key, parameter in known.items() if parameter.required):
            yield Difference(f"{where} {place} {name}", "is missing, and required there")
        yield from self._bodies(where, ours, theirs)

    def _bodies(self, where: str, ours: Operation, theirs: Operation) -> Iterator[Difference]:
        if (ours.body is None) is not (theirs.body is None):
            yield Difference(f"{where} request", "has no body there" if theirs.body is None else "has a body there")
        elif ours.body is not None and theirs.body is not None:
            if ours.body.required is not theirs.body.required:
                yield Difference(f"{where} request", f"is {'optional' if ours.body.required else 'required'} there")
            yield from self._contents(f"{where} request", ours.body.content, theirs.body.content, Direction.REQUEST)
        known = {response.status: response for response in theirs.responses}
        for response in ours.responses:
            place = f"{where} {response.status}"
            if response.status not in known:
                yield Difference(place, "is unknown")
                continue
            yield from self._contents(place, response.content, known[response.status].content, Direction.RESPONSE)

    def _contents(
        self, where: str, ours: tuple[MediaType, ...], theirs: tuple[MediaType, ...], direction: Direction
    ) -> Iterator[Difference]:
        known = {content.media_type: content for content in theirs}
        for content in ours:
            match = known.get(content.media_type)
            if match is None:
                yield Difference(f"{where} {content.media_type}", "is unknown")
            elif content.schema is not None and match.schema is not None:
                for below, what in self._schemas((content.schema,), (match.schema,), direction):
                    yield Difference(f"{where} {content.media_type}{below}", what)

    def _schemas(self, ours: Schemas, theirs: Schemas, direction: Direction | None) -> tuple[tuple[str, str], ...]:
        """Where below two schemas they differ, and how."""
        key = (tuple(map(id, ours)), tuple(map(id, theirs)), direction)
        if key not in self._known:
            self._known[key] = ()  # what leads back to itself differs nowhere else
            self._known[key] = tuple(dict.fromkeys(self._unions(ours, theirs, direction)))
        return self._known[key]

    def _unions(self, ours: Schemas, theirs: Schemas, direction: Direction | None) -> Iterator[tuple[str, str]]:
        mine, candidates = self._part.variants(ours), self._whole.variants(theirs)
        if any(candidate.is_anything and not candidate.required for candidate in candidates):
            return
        if direction is Direction.RESPONSE and NULL in candidates and NULL not in mine and not _is_anything(mine):
            yield "", "may be null there"
        for variant in mine:
            possible = [candidate for candidate in candidates if _have_types_of(candidate, variant)]
            likely = [candidate for candidate in possible if not self._apart(variant, candidate)] or possible
            attempts = [tuple(self._variants(variant, candidate, direction)) for candidate in likely]
            if not attempts:
                yield "", f"cannot be {_described(variant)} there"
            else:
                yield from min(attempts, key=len)

    def _variants(self, ours: Variant, theirs: Variant, direction: Direction | None) -> Iterator[tuple[str, str]]:
        if ours.values is None and theirs.values is not None:
            yield "", f"is one of {sorted(map(str, theirs.values))} there"
        elif ours.values is not None and theirs.values is not None and not ours.values <= theirs.values:
            yield "", f"cannot be {sorted(map(str, ours.values - theirs.values))} there"
        if ours.binary is not theirs.binary:
            yield "", "is binary here" if ours.binary else "is binary there"
        if ours.items and theirs.items:
            for below, what in self._schemas(ours.items, theirs.items, direction):
                yield f"[]{below}", what
        yield from self._properties(ours, theirs, direction)

    def _property(
        self, name: str, schemas: Schemas, ours: Variant, theirs: Variant, direction: Direction | None
    ) -> Iterator[tuple[str, str]]:
        match = theirs.properties.get(name)
        if match is not None:
            if (name in ours.required) is not (name in theirs.required):
                yield "", f"is {'optional' if name in ours.required else 'required'} there"
            yield from self._schemas(schemas, match, direction)
        elif isinstance(theirs.additional, tuple):
            yield from self._schemas(schemas, theirs.additional, direction)
        elif theirs.additional is not True:
            yield "", "is unknown"

    def _apart(self, ours: Variant, theirs: Variant) -> bool:
        """Whether a property with one value only, such as `type`, tells two variants apart."""
        for name in ours.properties.keys() & theirs.properties.keys():
            mine = _only_values(self._part, ours.properties[name])
            other = _only_values(self._whole, theirs.properties[name])
            if mine and other and mine.isdisjoint(other):
                return True
        return False

    def _properties(self, ours: Variant, theirs: Variant, direction: Direction | None) -> Iterator[tuple[str, str]]:
        for name, schemas in ours.properties.items():
            for below, what in self._property(name, schemas, ours, theirs, direction):
                yield f".{name}{below}", what
        if direction is not Direction.RESPONSE:
            for name in sorted(theirs.required & theirs.properties.keys() - ours.properties.keys()):
                yield f".{name}", "is missing, and required there"
        if isinstance(ours.additional, tuple) and isinstance(theirs.additional, tuple):
            for below, what in self._schemas(ours.additional, theirs.additional, direction):
                yield f".*{below}", what


def _have_types_of(theirs: Variant, ours: Variant) -> bool:
    """Whether every JSON type that we name is possible there."""
    if ours.is_anything:
        return theirs.is_anything
    return ours.types <= theirs.types | ({"integer"} if "number" in theirs.types else set())


def _only_values(side: Side, schemas: Schemas) -> frozenset[Any]:
    """The value of a property that has one only, as those that tell variants apart."""
    variants = side.variants(schemas)
    values = variants[0].values if len(variants) == 1 else None
    return values if values is not None and len(values) == 1 else frozenset()


def _is_anything(variants: tuple[Variant, ...]) -> bool:
    return any(variant.is_anything for variant in variants)


def _described(variant: Variant) -> str:
    names = f" with {', '.join(sorted(variant.properties)[:5])}" if variant.properties else ""
    return f"{'/'.join(sorted(variant.types)) or 'anything'}{names}"


def _hashable(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | None) else repr(value)
