"""Schema objects: nodes -> `Schema`, with the dialect of OpenAPI 3.0 folded into the forms of 3.1.

Documents mix the dialects, so the declared version decides nothing here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from generator.diagnostics import Severity, register
from generator.document.faults import INVALID_STRUCTURE
from generator.document.hints import ANY, OVERRIDE, SKIP, is_skipped
from generator.document.keywords import CONSTRAINTS, ENUM_EXTENSIONS
from generator.document.load import LoadedFile, resolve_plain
from generator.document.model import Constant, Discriminator, Schema, ToldValue
from generator.document.nodes import ListNode, MapNode, kind_of
from generator.document.reading import WRONG_TYPE, Context, NodeReader
from generator.document.references import Target
from generator.document.told import joined, told_values
from generator.source import Location, pointer_name, pointer_token

NOT_A_SCHEMA = register("not-a-schema", Severity.WARNING, "A schema is neither a mapping nor a boolean.")
UNKNOWN_TYPE = register(
    "unknown-type", Severity.WARNING, "A schema names a type that JSON does not have; it is ignored."
)
BOUND_WITHOUT_VALUE = register(
    "bound-without-value",
    Severity.WARNING,
    "`exclusiveMinimum: true` or its twin stands without the bound it is about.",
)

WRONG_ENUM_VALUE = register("wrong-enum-value", Severity.WARNING, "An enum has a value that its type does not allow.")
UNUSABLE_ENUM_NAMES = register(
    "unusable-enum-names", Severity.WARNING, "What names or describes the values of an enum does not fit them."
)
WRONG_DEFAULT = register("wrong-default", Severity.WARNING, "A default is not of the type of its own schema.")

TYPES: Final = frozenset({"string", "integer", "number", "boolean", "array", "object"})
_COMPONENT = re.compile(r"/components/schemas/[^/]+")

_Fields = dict[str, Any]
_Keyword = Callable[["SchemaReader", _Fields, str, Any, MapNode, str], None]


class SchemaReader(NodeReader):
    """Reads the schemas of one file. Each node is read once, however many places or references lead to it."""

    def __init__(self, context: Context, file: LoadedFile) -> None:
        super().__init__(context, file)
        self._resource = ""  # pointer of the schema that `$recursiveRef: "#"` means here

    def read(self, value: Any, pointer: str, location: Location) -> Schema | None:
        """The schema that a node stands for; None, reported at `location`, where it is no schema."""
        if isinstance(value, MapNode):
            self._resource = pointer
            return self._read(value, pointer)
        if isinstance(value, bool):
            return Schema(location=location, always=value)
        self._report_no_schema(value, location)
        return None

    def read_target(self, target: Target) -> Schema:
        """The schema that a reference to some place in this file leads to."""
        place = getattr(target.node, "place", self.file.root.place)
        location = self.context.sources.location(place, target.pointer)
        return self.read(target.node, target.pointer, location) or Schema(location=location)

    def _report_no_schema(self, value: Any, location: Location) -> None:
        message = f"{kind_of(value)} stands where a schema is needed; any value is accepted"
        self.context.diagnostics.report(NOT_A_SCHEMA, message, location)
        self.context.ledger.approximated("schema", pointer_name(location.pointer), message, location)

    def _read(self, node: MapNode, pointer: str) -> Schema:
        known = self.context.seen.get(("schema", id(node)))
        if known is not None:
            return known  # type: ignore[no-any-return] # the kind says what it is
        context = self.context
        context.accounts.count("schema", node, pointer)
        if isinstance(other := node.get(OVERRIDE), MapNode) and OVERRIDE not in other:
            reason = f"`{OVERRIDE}` stands in its place"
            context.ledger.approximated("schema", pointer_name(pointer), reason, self.location(node, pointer))
            context.seen["schema", id(node)] = made = self._read(other, pointer)
            return made
        outer = self._resource
        if node.get("$recursiveAnchor") is True or "$dynamicAnchor" in node:
            self._resource = pointer
        fields: _Fields = {"location": context.sources.location(node.place, pointer)}
        keywords = _KEYWORDS
        for key, value in node.items():
            keyword = keywords.get(key)
            if keyword is not None:
                keyword(self, fields, key, value, node, pointer)
            elif key.startswith("x-"):
                fields.setdefault("extensions", {})[key] = value
        self._resource = outer
        self._heed(fields, node)
        if "constraints" in fields:
            self._fold_bounds(fields, node, pointer)
        self._fit_values(fields, node, pointer)
        self._tell_values(fields, node, pointer)
        _fold_null(fields)
        schema = context.seen["schema", id(node)] = Schema(**fields)
        context.every_schema.append(schema)
        context.nodes[id(schema)] = node
        return schema

    def _child(self, node: MapNode | ListNode, key: str | int, pointer: str) -> Schema | None:
        """The schema under a key or index; `pointer` is its own."""
        value = node[key]  # type: ignore[index] # a mapping is asked for its keys, a list for its indexes
        if value.__class__ is MapNode:
            return self._read(value, pointer)
        if isinstance(value, bool):
            return Schema(location=self.location(node, pointer.rpartition("/")[0], key), always=value)
        self.wrong(node, key, pointer.rpartition("/")[0], "a schema")
        return None

    # Each of the following reads one keyword into the fields of the schema it stands in.

    def _text(self, fields: _Fields, key: str, value: Any, node: MapNode, pointer: str) -> None:
        if isinstance(value, str):
            fields[_FIELDS.get(key, key)] = value
        else:
            self.wrong(node, key, pointer, "a string")

    def _flag(self, fields: _Fields, key: str, value: Any, node: MapNode, pointer: str) -> None:
        if isinstance(value, bool):
            fields[_FIELDS.get(key, key)] = value
        else:
            self.wrong(node, key, pointer, "a boolean")

    def _type(self, fields: _Fields, key: str, value: Any, node: MapNode, pointer: str) -> None:
        names = [value] if isinstance(value, str) else value
        if isinstance(names, list) and None in names:
            message = 'null without quotes is no type; "null" is meant'
            self.context.diagnostics.report(UNKNOWN_TYPE, message, self.location(node, pointer, key))
            names = ["null" if name is None else name for name in names]
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            self.wrong(node, key, pointer, "a type or a list of types")
            return
        for name in names:
            if name not in TYPES and name != "null":
                hint = "binary data is {type: string, format: binary}" if name == "file" else None
                message = f'"{name}" is no type; it is ignored'
                self.context.diagnostics.report(UNKNOWN_TYPE, message, self.location(node, pointer, key), hint=hint)
        fields["types"] = tuple(dict.fromkeys(name for name in names if name in TYPES))
        if "null" in names:
            fields["nullable"] = True
            if not fields["types"]:
                fields["const"] = Constant(None)

    def _enum(self, fields: _Fields, key: str, _value: Any, node: MapNode, pointer: str) -> None:
        values = self.sequence(node, key, pointer)
        if values is not None:
            fields["enum"] = tuple(values)

    def _const(self, fields: _Fields, _key: str, value: Any, _node: MapNode, _pointer: str) -> None:
        fields["const"] = Constant(value)

    def _default(self, fields: _Fields, _key: str, value: Any, _node: MapNode, _pointer: str) -> None:
        fields["default"] = Constant(value)

    def _example(self, fields: _Fields, _key: str, value: Any, _node: MapNode, _pointer: str) -> None:
        fields["examples"] = (*fields.get("examples", ()), value)

    def _examples(self, fields: _Fields, key: str, _value: Any, node: MapNode, pointer: str) -> None:
        values = self.sequence(node, key, pointer)
        if values is not None:
            fields["examples"] = (*fields.get("examples", ()), *values)

    def _schema_map(self, fields: _Fields, key: str, _value: Any, node: MapNode, pointer: str) -> None:
        children = self.mapping(node, key, pointer)
        if children is not None:
            below = f"{pointer}/{key}"
            found: dict[str, Schema] = {}
            for name in children:
                if self._is_left_out(children, name, below):
                    continue
                schema = self._child(children, name, f"{below}/{pointer_token(name)}")
                found[name] = schema or Schema(location=self.location(children, below, name))
            fields[_FIELDS.get(key, key)] = found

    def _definitions(self, _fields: _Fields, key: str, value: Any, node: MapNode, pointer: str) -> None:
        self._schema_map({}, key, value, node, pointer)  # only references use them; here they are counted
        for name, inner in value.items() if isinstance(value, MapNode) else ():
            location = self.location(value, f"{pointer}/{key}", name)
            self.context.defined[id(inner)] = ("schema", name, location)

    def _schema_list(self, fields: _Fields, key: str, _value: Any, node: MapNode, pointer: str) -> None:
        children = self.sequence(node, key, pointer)
        if children is not None:
            below = f"{pointer}/{key}"
            kept = (index for index in range(len(children)) if not self._is_left_out(children, index, below))
            found = (self._child(children, index, f"{below}/{index}") for index in kept)
            fields[_FIELDS.get(key, key)] = tuple(schema for schema in found if schema)

    def _is_left_out(self, children: MapNode | ListNode, key: str | int, pointer: str) -> bool:
        """Whether the document leaves a property, or an arm, out of SDKs like ours; that is entered in the ledger."""
        left_out = is_skipped(children[key])  # type: ignore[index] # a mapping is asked for its keys, a list for its indexes
        if left_out:
            self.context.ledger.dropped("schema", str(key), f"`{SKIP}` says so", self.location(children, pointer, key))
        return left_out

    def _schema(self, fields: _Fields, key: str, _value: Any, node: MapNode, pointer: str) -> None:
        schema = self._child(node, key, f"{pointer}/{key}")
        if schema:
            fields[_FIELDS.get(key, key)] = schema

    def _items(self, fields: _Fields, key: str, value: Any, node: MapNode, pointer: str) -> None:
        if isinstance(value, ListNode):  # a tuple, as drafts before 2020-12 write it
            below = f"{pointer}/{key}"
            found = (self._child(value, index, f"{below}/{index}") for index in range(len(value)))
            fields["prefix_items"] = tuple(schema for schema in found if schema)
        else:
            self._schema(fields, key, value, node, pointer)

    def _additional_properties(self, fields: _Fields, key: str, value: Any, node: MapNode, pointer: str) -> None:
        if isinstance(value, bool):
            fields["additional_properties"] = value
        else:
            self._schema(fields, key, value, node, pointer)

    def _required(self, fields: _Fields, key: str, _value: Any, node: MapNode, pointer: str) -> None:
        fields["required"] = tuple(dict.fromkeys(self.strings(node, key, pointer)))

    def _stated(self, fields: _Fields, key: str, value: Any, node: MapNode, pointer: str) -> None:
        if isinstance(value, bool):
            fields.setdefault("constraints", {})[key] = value
        else:
            self._schema({}, key, value, node, pointer)
            reason = "what is not known beforehand has no type"
            self.context.ledger.dropped("schema", key, reason, self.location(node, pointer, key))

    def _constraint(self, fields: _Fields, key: str, value: Any, node: MapNode, pointer: str) -> None:
        folded = isinstance(value, bool) and key in _BOUNDS
        if folded or (isinstance(value, CONSTRAINTS[key]) and isinstance(value, bool) is (CONSTRAINTS[key] is bool)):
            fields.setdefault("constraints", {})[key] = value
        else:
            self.wrong(node, key, pointer, _CONSTRAINT_WORDS[CONSTRAINTS[key]])

    def _discriminator(self, fields: _Fields, key: str, _value: Any, node: MapNode, pointer: str) -> None:
        if isinstance(node[key], str):
            self._named_discriminator(fields, key, node, pointer)
            return
        found = self.mapping(node, key, pointer)
        if found is None:
            return
        below = f"{pointer}/{key}"
        self.context.accounts.count("discriminator", found, below)
        name = self.text(found, "propertyName", below)
        if name is None:
            location = self.location(node, pointer, key)
            self.context.ledger.dropped("keyword", "schema.discriminator", "it names no property", location)
            if "propertyName" not in found:
                self.context.diagnostics.report(INVALID_STRUCTURE, '"propertyName" is missing', location)
            return
        mapping = self.mapping(found, "mapping", below) or MapNode(found.place)
        pairs = ((value, self._mapped(mapping, value, f"{below}/mapping")) for value in mapping)
        fields["discriminator"] = Discriminator(
            property_name=name,
            mapping=tuple((value, target) for value, target in pairs if target),
            location=self.location(found, below),
            default=self._mapped(found, "defaultMapping", below) if "defaultMapping" in found else None,
        )

    def _external_docs(self, fields: _Fields, _key: str, _value: Any, node: MapNode, pointer: str) -> None:
        fields["external_docs"] = self.external_docs(node, pointer)

    def _named_discriminator(self, fields: _Fields, key: str, node: MapNode, pointer: str) -> None:
        """The name of the property alone, as the format before OpenAPI 3 has it."""
        location = self.location(node, pointer, key)
        message = f"`{key}` is a string where a mapping is needed; it is read as its `propertyName`"
        self.context.diagnostics.report(WRONG_TYPE, message, location)
        self.context.ledger.approximated("keyword", "schema.discriminator", message, location)
        fields["discriminator"] = Discriminator(property_name=node[key], mapping=(), location=location)

    def _mapped(self, mapping: MapNode, value: str, pointer: str) -> str | None:
        """The schema key that a value, or the lack of one, stands for: given by component name or by reference."""
        name = self.text(mapping, value, pointer)
        if name is None:
            return None
        is_reference = any(mark in name for mark in "#/") or name.endswith((".yaml", ".yml", ".json"))
        reference = name if is_reference else f"#/components/schemas/{pointer_token(name)}"
        return self._target(reference, self.location(mapping, pointer, value))

    def _ref(self, fields: _Fields, key: str, value: Any, node: MapNode, pointer: str) -> None:
        if not isinstance(value, str):
            self.wrong(node, key, pointer, "a string")
            return
        fields["ref"] = self._target(value, self.location(node, pointer, key))

    def _enclosing(self, fields: _Fields, key: str, value: Any, node: MapNode, pointer: str) -> None:
        if isinstance(value, str) and value.startswith("#/"):
            self._ref(fields, key, value, node, pointer)
        else:
            component = _COMPONENT.match(self._resource)
            enclosing = component[0] if component else self._resource
            fields["ref"] = self._target(f"#{enclosing}", self.location(node, pointer, key))

    def _target(self, reference: str, location: Location) -> str | None:
        """The key of the schema that a reference leads to, which is then read in its turn."""
        target = self.context.references.find(reference, location)
        if target is None:
            why = "the reference leads to nothing: it says nothing of the value"
            self.context.ledger.approximated("reference", reference, why, location)
            return None
        self.context.referred.add(id(target.node))
        if target.key not in self.context.schemas:
            self.context.pending.setdefault(target.key, target)
        return target.key

    def _heed(self, fields: _Fields, node: MapNode) -> None:
        """What is left of a schema whose value has no type, or of whose properties some are left out."""
        if fields.get("extensions", {}).get(ANY) is True:
            for name in fields.keys() - _BESIDE_TYPE:
                del fields[name]
        properties = node.get("properties")
        if "required" in fields and isinstance(properties, MapNode):
            fields["required"] = tuple(n for n in fields["required"] if not is_skipped(properties.get(n)))

    def _fit_values(self, fields: _Fields, node: MapNode, pointer: str) -> None:
        """Read the values of a schema as its type says that they are meant: `false` beside `type: string` is text."""
        types = fields.get("types", ())
        fit = _FITTING.get(types[0]) if len(types) == 1 else None
        if fit is None:
            return
        for keyword, code in _VALUES.items():
            if keyword not in fields:
                continue
            values = fields[keyword] if keyword == "enum" else (fields[keyword].value,)
            meant = tuple(fit(value, self._written(node, keyword, index)) for index, value in enumerate(values))
            for value, other in zip(values, meant, strict=True):
                if value is not other:
                    message = f"`{keyword}` has {kind_of(value)} where the type is {types[0]}; it is read as {other!r}"
                    location = self.location(node, pointer, keyword)
                    self.context.diagnostics.report(code, message, location)
                    self.context.ledger.approximated("value", str(other), f"{keyword} of type {types[0]}", location)
            fields[keyword] = meant if keyword == "enum" else Constant(meant[0])

    def _written(self, node: MapNode, keyword: str, index: int) -> str | None:
        """How the value of a keyword, or an item of its list, is written, where that is no text."""
        values = node[keyword]
        place = values.places[index] if keyword == "enum" else node.places[keyword]
        return self.context.sources.written.get(place)

    def _tell_values(self, fields: _Fields, node: MapNode, pointer: str) -> None:
        """Read what vendor extensions call the values of an enum, and say of them."""
        extensions = fields.get("extensions", {})
        present = [name for name in ENUM_EXTENSIONS if name in extensions]
        if not present:
            return
        values = (fields["const"].value,) if "const" in fields else fields.get("enum", ())
        told = [ToldValue() for _ in values]
        for name in present:
            location = self.location(node, pointer, name)
            try:
                told = list(map(joined, told, told_values(name, extensions[name], values)))
            except ValueError as error:
                self.context.diagnostics.report(UNUSABLE_ENUM_NAMES, f"`{name}` {error}; it is ignored", location)
                self.context.ledger.dropped("keyword", f"schema.{name}", str(error), location)
        if extensions.get("x-ms-enum"):
            reason = "its `values` are read; its `name` and `modelAsString` are not"
            location = self.location(node, pointer, "x-ms-enum")
            self.context.ledger.approximated("keyword", "schema.x-ms-enum", reason, location)
        if any(one != ToldValue() for one in told):
            fields["told"] = tuple(told)

    def _fold_bounds(self, fields: _Fields, node: MapNode, pointer: str) -> None:
        """Bring `exclusiveMinimum: true` beside `minimum`, and its twin, into the form of 3.1."""
        constraints = fields["constraints"]
        for exclusive, bound in _BOUNDS.items():
            value = constraints.get(exclusive)
            if value is True and bound in constraints:
                constraints[exclusive] = constraints.pop(bound)
            elif isinstance(value, bool):
                del constraints[exclusive]
                if value:
                    message = f"`{exclusive}: true` needs a `{bound}` beside it; it is ignored"
                    location = self.location(node, pointer, exclusive)
                    self.context.diagnostics.report(BOUND_WITHOUT_VALUE, message, location)
        fields["constraints"] = tuple(constraints.items())


_KEYWORDS: Final[dict[str, _Keyword]] = {
    "$ref": SchemaReader._ref,
    "$recursiveRef": SchemaReader._enclosing,
    "$dynamicRef": SchemaReader._enclosing,
    "type": SchemaReader._type,
    "enum": SchemaReader._enum,
    "const": SchemaReader._const,
    "default": SchemaReader._default,
    "properties": SchemaReader._schema_map,
    "patternProperties": SchemaReader._schema_map,
    "$defs": SchemaReader._definitions,
    "definitions": SchemaReader._definitions,
    "required": SchemaReader._required,
    "additionalProperties": SchemaReader._additional_properties,
    "unevaluatedProperties": SchemaReader._stated,
    "items": SchemaReader._items,
    "prefixItems": SchemaReader._schema_list,
    "allOf": SchemaReader._schema_list,
    "anyOf": SchemaReader._schema_list,
    "oneOf": SchemaReader._schema_list,
    "not": SchemaReader._schema,
    "contentSchema": SchemaReader._schema,
    "discriminator": SchemaReader._discriminator,
    "externalDocs": SchemaReader._external_docs,
    "example": SchemaReader._example,
    "examples": SchemaReader._examples,
    **dict.fromkeys(("title", "description", "format", "contentMediaType", "contentEncoding"), SchemaReader._text),
    **dict.fromkeys(("nullable", "deprecated", "readOnly", "writeOnly"), SchemaReader._flag),
    **dict.fromkeys(CONSTRAINTS, SchemaReader._constraint),
}
"""What reads each keyword. A reader has no table of its own methods: that would hold it, and all nodes by it."""


def _fold_null(fields: _Fields) -> None:
    """Take null out of `enum`: it is what `nullable` says."""
    values = fields.get("enum")
    if values and None in values:
        fields["nullable"] = True
        fields["told"] = tuple(
            told for told, value in zip(fields.get("told", ()), values, strict=False) if value is not None
        )
        fields["enum"] = tuple(value for value in values if value is not None)
        if not fields["enum"]:
            del fields["enum"]
            fields["const"] = Constant(None)


# What a value means beside a type that it is not of: itself where that is no question.


def _as_text(value: Any, written: str | None) -> Any:
    if isinstance(value, bool | int | float):
        return json.dumps(value) if written is None else written
    return value


def _as_number(value: Any, _written: str | None) -> Any:
    number = resolve_plain(value) if isinstance(value, str) else value
    return number if isinstance(number, int | float) and not isinstance(number, bool) else value


def _as_integer(value: Any, written: str | None) -> Any:
    number = _as_number(value, written)
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _as_boolean(value: Any, _written: str | None) -> Any:
    meant = resolve_plain(value) if isinstance(value, str) else value
    return meant if isinstance(meant, bool) else value


_FIELDS: Final[Mapping[str, str]] = {
    "patternProperties": "pattern_properties",
    "additionalProperties": "additional_properties",
    "prefixItems": "prefix_items",
    "allOf": "all_of",
    "anyOf": "any_of",
    "oneOf": "one_of",
    "not": "not_",
    "readOnly": "read_only",
    "writeOnly": "write_only",
    "contentMediaType": "content_media_type",
    "contentEncoding": "content_encoding",
    "contentSchema": "content_schema",
}
_BESIDE_TYPE: Final = frozenset(
    {"location", "extensions", "title", "description", "deprecated", "read_only", "write_only", "default"}
    | {"examples", "external_docs"}
)
_VALUES: Final = {"enum": WRONG_ENUM_VALUE, "const": WRONG_ENUM_VALUE, "default": WRONG_DEFAULT}
_FITTING: Final[Mapping[str, Callable[[Any, str | None], Any]]] = {
    "string": _as_text,
    "integer": _as_integer,
    "number": _as_number,
    "boolean": _as_boolean,
}
_BOUNDS: Final = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}
_CONSTRAINT_WORDS: Final[Mapping[Any, str]] = {
    int: "an integer",
    str: "a string",
    bool: "a boolean",
    (int, float): "a number",
}
