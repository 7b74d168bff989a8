"""JSON values of a document's schemas: what it gives as an example, else made up; the same every time.

Works on the plain document, and shares no code with the generator: a second reading of the same schemas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from typing import Any, Final, TypeAlias
from urllib.parse import unquote

import jsonschema_rs

Schema: TypeAlias = Mapping[str, Any]

_FORMATS: Final[Mapping[str, Any]] = {
    "date-time": "2019-12-27T18:11:19.117Z",
    "date": "2019-12-27",
    "time": "18:11:19Z",
    "duration": "P3D",
    "uuid": "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e",
    "uri": "https://example.com",
    "url": "https://example.com",
    "email": "someone@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "byte": "aGVsbG8=",
}
_PLAIN: Final[Mapping[str, Any]] = {"string": "string", "integer": 0, "number": 0.0, "boolean": True, "null": None}
_DEEPEST: Final = 24
_DOCUMENT: Final = "urn:document"


class EndlessError(Exception):
    """A schema needs itself, so no value of it ends."""


class Values:
    """Makes values of the schemas of one document, and says how others depart from them."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._validators: dict[int, jsonschema_rs.Draft202012Validator | None] = {}

    def resolved(self, node: Any) -> Any:
        """A node, or what it refers to."""
        seen: set[str] = set()
        while isinstance(node, Mapping) and isinstance(reference := node.get("$ref"), str) and reference not in seen:
            seen.add(reference)
            node = self._at(reference)
        return node

    def _at(self, reference: str) -> Any:
        node: Any = self._document
        for step in unquote(reference).removeprefix("#").split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            match node:
                case Mapping():
                    node = node.get(name)
                case list() if name.isdigit() and int(name) < len(node):
                    node = node[int(name)]
                case _:
                    return {}
        return {} if node is None else node

    def of(self, schema: Any) -> Any:
        """A value of a schema: its example where that is one, else everything that it has room for."""
        return self._value(schema, ())

    def _value(self, schema: Any, above: tuple[int, ...]) -> Any:
        schema = self.resolved(schema)
        if not isinstance(schema, Mapping):
            return {}
        if id(schema) in above or len(above) > _DEEPEST:
            raise EndlessError
        for example in _examples(schema):
            if self.departure(schema, example) is None:
                return example
        return self._made(schema, (*above, id(schema)))

    def _made(self, schema: Schema, above: tuple[int, ...]) -> Any:
        if parts := schema.get("allOf"):
            values = [self._value(part, above) for part in parts]
            own = {key: value for key, value in schema.items() if key != "allOf"}
            if any(key in own for key in ("properties", "type", "additionalProperties")):
                values.append(self._made(own, above))
            objects = [value for value in values if isinstance(value, dict)]
            return {key: value for part in objects for key, value in part.items()} if objects else values[0]
        for key in ("oneOf", "anyOf"):
            if variants := schema.get(key):
                return self._variant(schema, variants, above)
        match _type_of(schema):
            case "object":
                return self._object(schema, above)
            case "array":
                return self._array(schema, above)
            case "string":
                return _text(schema)
            case "integer" | "number" as kind:
                return _number(schema, kind)
            case str(kind):
                return _PLAIN.get(kind)
            case _:
                return {}

    def _variant(self, schema: Schema, variants: list[Any], above: tuple[int, ...]) -> Any:
        """The first variant that ends, together with what stands beside the variants."""
        own = {key: value for key, value in schema.items() if key not in ("oneOf", "anyOf")}
        for variant in [v for v in variants if _type_of(self.resolved(v)) != "null"] or variants:
            try:
                value = self._value(variant, above)
            except EndlessError:
                continue
            if isinstance(value, dict) and "properties" in own:
                value = {**self._object(own, above), **value}
            return self._named(schema, variant, value)
        raise EndlessError

    @staticmethod
    def _named(schema: Schema, variant: Any, value: Any) -> Any:
        """A variant says which one it is where the schema asks for that and the variant itself does not."""
        discriminator = schema.get("discriminator")
        if not isinstance(discriminator, Mapping) or not isinstance(value, dict) or not isinstance(variant, Mapping):
            return value
        reference = str(variant.get("$ref", ""))
        names = [n for n, target in (discriminator.get("mapping") or {}).items() if target == reference]
        return {**value, discriminator["propertyName"]: names[0]} if names else value

    def _object(self, schema: Schema, above: tuple[int, ...]) -> dict[str, Any]:
        required = schema.get("required") or ()
        members: dict[str, Any] = {}
        for name, inner in (schema.get("properties") or {}).items():
            if isinstance(inner, Mapping) and inner.get("writeOnly"):
                continue
            try:
                members[name] = self._value(inner, above)
            except EndlessError:
                if name in required:
                    raise
        further = schema.get("additionalProperties")
        if isinstance(further, Mapping) and not members:
            with suppress(EndlessError):
                members["foo"] = self._value(further, above)
        return members

    def _array(self, schema: Schema, above: tuple[int, ...]) -> list[Any]:
        if "prefixItems" in schema:
            return [self._value(item, above) for item in schema["prefixItems"]]
        try:
            return [self._value(schema.get("items", {}), above)] * max(1, schema.get("minItems", 1))
        except EndlessError:
            return []

    def departure(self, schema: Any, value: Any) -> str | None:
        """Where and how a value departs from a schema; None where it does not, or where that cannot be told."""
        validator = self._validator(schema)
        error = None if validator is None else next(iter(validator.iter_errors(value)), None)
        return None if error is None else f"{'/'.join(map(str, error.instance_path)) or 'it'}: {error.message}"

    def _validator(self, schema: Any) -> jsonschema_rs.Draft202012Validator | None:
        if id(schema) not in self._validators:
            try:
                made = jsonschema_rs.Draft202012Validator(_as_json_schema(schema), registry=self._registry)
            except (ValueError, TypeError, jsonschema_rs.ReferencingError):
                made = None
            self._validators[id(schema)] = made
        return self._validators[id(schema)]

    @cached_property
    def _registry(self) -> jsonschema_rs.Registry:
        """What schemas refer to."""
        return jsonschema_rs.Registry([(_DOCUMENT, _as_json_schema(dict(self._document)))])


def _examples(schema: Schema) -> Iterator[Any]:
    """What a schema itself says a value looks like, the surest first."""
    if "const" in schema:
        yield schema["const"]
    if "example" in schema:
        yield schema["example"]
    if isinstance(examples := schema.get("examples"), list):
        yield from examples
    if schema.get("default") is not None:
        yield schema["default"]
    if isinstance(values := schema.get("enum"), list):
        yield from values


def _type_of(schema: Any) -> str | None:
    """The type of a schema, or what its keywords are about."""
    if not isinstance(schema, Mapping):
        return None
    said = schema.get("type")
    if isinstance(said, list):
        return next((str(kind) for kind in said if kind != "null"), "null")
    if isinstance(said, str):
        return said
    if "properties" in schema or "additionalProperties" in schema:
        return "object"
    return "array" if "items" in schema else None


def _text(schema: Schema) -> str:
    text = str(_FORMATS.get(schema.get("format", ""), _PLAIN["string"]))
    shortest, longest = schema.get("minLength", 0), schema.get("maxLength")
    text = text if len(text) >= shortest else (text * shortest)[:shortest]
    return text[:longest]


def _number(schema: Schema, kind: str) -> float | int:
    least, most = schema.get("minimum"), schema.get("maximum")
    above = schema.get("exclusiveMinimum")
    if isinstance(above, int | float) and not isinstance(above, bool):
        least = above + 1
    elif above is True and least is not None:
        least += 1
    value: float = 0 if least is None else least
    value = most if most is not None and value > most else value
    return int(value) if kind == "integer" else float(value)


def _as_json_schema(node: Any) -> Any:
    """A copy with OpenAPI 3.0's own keywords as JSON Schema 2020-12 has them, and with references to the document.

    What is no schema has none of these keywords, so it need not be told apart.
    """
    match node:
        case dict():
            return _folded({key: _as_json_schema(value) for key, value in node.items() if key != "$schema"})
        case list():
            return [_as_json_schema(value) for value in node]
        case _:
            return node


def _folded(schema: dict[str, Any]) -> dict[str, Any]:
    if isinstance(reference := schema.get("$ref"), str) and reference.startswith("#"):
        schema["$ref"] = f"{_DOCUMENT}{reference}"
    if schema.get("nullable") is True:
        if isinstance(kind := schema.get("type"), str):
            schema["type"] = [kind, "null"]
        if isinstance(values := schema.get("enum"), list) and None not in values:
            schema["enum"] = [*values, None]
    for bound, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(schema.get(bound), bool) and schema.pop(bound) and limit in schema:
            schema[bound] = schema.pop(limit)
    return schema
