"""Schemas as JSON Schema 2020-12: what was read of a document, whatever its version, written in one dialect."""

from __future__ import annotations

from typing import Any, Final

from generator.document.model import Document, Schema

_COMPONENTS: Final = "#/components/schemas/"


def key_of(reference: str) -> str:
    """What a schema is called in the table: a component by its name alone."""
    name = reference.removeprefix(_COMPONENTS)
    return name if name != reference and "/" not in name else reference


class SchemaWriter:
    """Writes the schemas of one document. What is said for people is left out."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def schema(self, schema: Schema) -> Any:
        """A schema as JSON, with references to keys of the table."""
        if schema.always is not None:
            return schema.always
        said = self._own(schema)
        if not schema.nullable or schema.const is not None:
            return said
        if "type" in said:
            types = said["type"] if isinstance(said["type"], list) else [said["type"]]
            said["type"] = [*types, "null"]
            if "enum" in said:
                said["enum"] = [*said["enum"], None]
            return said if not said.keys() & _COMBINING else {"anyOf": [said, {"type": "null"}]}
        if "enum" in said:
            said["enum"] = [*said["enum"], None]
            return said
        return {"anyOf": [said, {"type": "null"}]} if said else said

    def _own(self, schema: Schema) -> dict[str, Any]:
        said: dict[str, Any] = {}
        if schema.ref is not None:
            said["$ref"] = key_of(schema.ref)
        if schema.types:
            said["type"] = schema.types[0] if len(schema.types) == 1 else list(schema.types)
        if schema.const is not None:
            said["const"] = schema.const.value
        if schema.enum is not None:
            said["enum"] = list(schema.enum)
        if schema.format is not None:
            said["format"] = schema.format
        said |= dict(schema.constraints)
        said |= self._objects(schema) | self._arrays(schema) | self._combined(schema)
        if schema.default is not None:
            said["default"] = schema.default.value
        if schema.examples:
            said["examples"] = list(schema.examples)
        if schema.read_only:
            said["readOnly"] = True
        if schema.write_only:
            said["writeOnly"] = True
        return said

    def _objects(self, schema: Schema) -> dict[str, Any]:
        said: dict[str, Any] = {}
        if schema.properties:
            said["properties"] = {name: self.schema(inner) for name, inner in schema.properties.items()}
        if schema.required:
            said["required"] = list(schema.required)
        if schema.pattern_properties:
            said["patternProperties"] = {name: self.schema(s) for name, s in schema.pattern_properties.items()}
        further = schema.additional_properties
        if further is not None and further is not True:
            said["additionalProperties"] = self.schema(further) if isinstance(further, Schema) else further
        return said

    def _arrays(self, schema: Schema) -> dict[str, Any]:
        said: dict[str, Any] = {}
        if schema.prefix_items:
            said["prefixItems"] = [self.schema(item) for item in schema.prefix_items]
        if schema.items is not None:
            said["items"] = self.schema(schema.items)
        return said

    def _combined(self, schema: Schema) -> dict[str, Any]:
        combined = {"allOf": schema.all_of, "anyOf": schema.any_of, "oneOf": schema.one_of}
        said: dict[str, Any] = {name: [self.schema(s) for s in parts] for name, parts in combined.items() if parts}
        if schema.not_ is not None:
            said["not"] = self.schema(schema.not_)
        if schema.discriminator is not None:
            mapping = {value: key_of(key) for value, key in schema.discriminator.mapping}
            said["discriminator"] = {"propertyName": schema.discriminator.property_name, "mapping": mapping}
        return said


_COMBINING: Final = frozenset({"$ref", "allOf", "anyOf", "oneOf", "not"})
