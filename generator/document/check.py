"""Rules that a parsed document has to keep: one small function each, all listed in `RULES`.

A rule yields what it finds; it neither repairs nor stops anything. What the parser has to repair, it reports itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from generator.diagnostics import Diagnostic, Diagnostics, Related, Severity, register
from generator.document.contents import IGNORED_HEADER
from generator.document.model import Document, Operation, Schema, Tag
from generator.document.nodes import MapNode, Sources, kind_of, place_within
from generator.document.schemas import WRONG_DEFAULT, WRONG_ENUM_VALUE
from generator.source import Location
from generator.values import Value

DUPLICATE_OPERATION_ID = register(
    "duplicate-operation-id", Severity.WARNING, "Two operations have the same operationId; both are kept."
)
DUPLICATE_PATH = register(
    "duplicate-path", Severity.WARNING, "Two paths differ in the names of their placeholders only: they are the same."
)
MISSING_RESPONSES = register("missing-responses", Severity.WARNING, "An operation says nothing about its responses.")
UNKNOWN_SECURITY_SCHEME = register(
    "unknown-security-scheme",
    Severity.WARNING,
    "A security requirement names a scheme that the document does not define.",
)
UNDECLARED_SERVER_VARIABLE = register(
    "undeclared-server-variable", Severity.WARNING, "A server's URL has a placeholder without a default."
)
ABSENT_REQUIRED = register("absent-required", Severity.WARNING, "`required` names a property that the schema lacks.")
ITEMS_WITHOUT_ARRAY = register("items-without-array", Severity.WARNING, "`items` stands in a schema that is no array.")
LONE_DISCRIMINATOR = register(
    "lone-discriminator",
    Severity.WARNING,
    "A discriminator stands where there is no union and nothing that extends it.",
)
EMPTY_ENUM = register("empty-enum", Severity.WARNING, "An enum has no values.")
DUPLICATE_ENUM_VALUE = register("duplicate-enum-value", Severity.WARNING, "An enum has a value twice.")
MISPLACED_CONSTRAINT = register(
    "misplaced-constraint", Severity.WARNING, "A constraint stands in a schema of a type that it does not apply to."
)
DUPLICATE_TAG = register("duplicate-tag", Severity.WARNING, "Two tags have the same name; the first counts.")
UNKNOWN_PARENT_TAG = register(
    "unknown-parent-tag", Severity.WARNING, "A tag's parent is no tag of the document, or stands below it."
)
REFERENCE_SIBLINGS = register(
    "reference-siblings",
    Severity.WARNING,
    "Keywords stand beside the `$ref` of a schema, which OpenAPI 3.0 ignores; they are read as 3.1 reads them.",
)


class Subject(Value):
    """What the rules look at: a document, all of its schemas wherever they stand, and the nodes of those."""

    document: Document
    schemas: tuple[Schema, ...]
    nodes: Mapping[int, MapNode]
    sources: Sources

    def at(self, schema: Schema, keyword: str) -> Location:
        """The location of a keyword of a schema."""
        place = place_within(self.nodes[id(schema)], keyword)
        return self.sources.location(place, f"{schema.location.pointer}/{keyword}")


Findings = Iterator[Diagnostic]
Rule = Callable[[Subject], Findings]


def check(subject: Subject, diagnostics: Diagnostics) -> None:
    """Report everything that breaks a rule."""
    for rule in RULES:
        for finding in rule(subject):
            diagnostics.add(finding)


# Operations

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_IGNORED_HEADERS: Final = frozenset({"accept", "content-type", "authorization"})


def _operations(subject: Subject) -> Iterator[Operation]:
    yield from subject.document.operations
    for webhook in subject.document.webhooks:
        yield from webhook.operations
    called: dict[Location, Operation] = {}  # several operations may refer to one callback
    for operation in subject.document.operations:
        for callback in operation.callbacks:
            called |= {request.operation.location: request.operation for request in callback.requests}
    yield from called.values()


def duplicate_operation_ids(subject: Subject) -> Findings:
    """An operationId names one operation."""
    first: dict[str, Operation] = {}
    for operation in _operations(subject):
        name = operation.operation_id
        if name is None or first.setdefault(name, operation) is operation:
            continue
        related = (Related("first used", first[name].location),)
        message = f'the operationId "{name}" is used twice; paths and verbs tell the operations apart'
        yield Diagnostic(DUPLICATE_OPERATION_ID, message, operation.location, related=related)


def duplicate_paths(subject: Subject) -> Findings:
    """The names of placeholders do not tell paths apart."""
    first: dict[tuple[str, str], Operation] = {}
    for operation in subject.document.operations:
        other = first.setdefault((operation.verb, _PLACEHOLDER.sub("{}", operation.path)), operation)
        if other.path != operation.path:
            message = f"{operation.verb} {operation.path} is the same as {other.verb} {other.path}"
            yield Diagnostic(
                DUPLICATE_PATH, message, operation.location, related=(Related("first declared", other.location),)
            )


def missing_responses(subject: Subject) -> Findings:
    """An operation has one response at least; a webhook's need not."""
    for operation in subject.document.operations:
        if not operation.responses:
            message = f"{operation.verb} {operation.path} says nothing about its responses"
            yield Diagnostic(MISSING_RESPONSES, message, operation.location)


def unknown_security_schemes(subject: Subject) -> Findings:
    """A security requirement names a scheme of the document."""
    document = subject.document
    known = {scheme.name for scheme in document.security_schemes}
    places = [(document.security, document.location)]
    places += [(operation.security or (), operation.location) for operation in _operations(subject)]
    for requirements, location in places:
        for name in {name: None for requirement in requirements for name, _ in requirement if name not in known}:
            yield Diagnostic(UNKNOWN_SECURITY_SCHEME, f'there is no security scheme "{name}"', location)


def undeclared_server_variables(subject: Subject) -> Findings:
    """Each placeholder of a server's URL has a default."""
    servers = list(subject.document.servers)
    for operation in _operations(subject):
        servers += operation.servers
    for server in servers:
        for name in _PLACEHOLDER.findall(server.url):
            if name not in server.variables:
                message = f'{server.url} has no default for "{name}"'
                yield Diagnostic(UNDECLARED_SERVER_VARIABLE, message, server.location)


def ignored_headers(subject: Subject) -> Findings:
    """Accept, Content-Type and Authorization follow from media types and security, not from parameters."""
    for operation in _operations(subject):
        for parameter in operation.parameters:
            if parameter.place == "header" and parameter.name.lower() in _IGNORED_HEADERS:
                message = f"OpenAPI gives a parameter named {parameter.name} no meaning"
                yield Diagnostic(IGNORED_HEADER, message, parameter.location)


# Tags


def duplicate_tags(subject: Subject) -> Findings:
    """A tag's name is its own."""
    first: dict[str, Tag] = {}
    for tag in subject.document.tags:
        if first.setdefault(tag.name, tag) is not tag:
            related = (Related("first declared", first[tag.name].location),)
            yield Diagnostic(DUPLICATE_TAG, f'there is another tag "{tag.name}"', tag.location, related=related)


def unknown_parent_tags(subject: Subject) -> Findings:
    """A tag belongs below another one, and never below itself."""
    parents = {tag.name: tag.parent for tag in subject.document.tags}
    for tag in subject.document.tags:
        if tag.parent and tag.parent not in parents:
            message = f'there is no tag "{tag.parent}" for "{tag.name}" to be below'
            yield Diagnostic(UNKNOWN_PARENT_TAG, message, tag.location)
        elif tag.parent and _is_below_itself(tag.name, parents):
            yield Diagnostic(UNKNOWN_PARENT_TAG, f'"{tag.name}" is below itself', tag.location)


def _is_below_itself(name: str, parents: Mapping[str, str]) -> bool:
    above, passed = parents[name], {name}
    while above in parents and above not in passed:
        passed.add(above)
        above = parents[above]
    return above == name


# Schemas


def reference_siblings(subject: Subject) -> Findings:
    """Before 3.1 nothing stands beside the `$ref` of a schema."""
    if not subject.document.version.startswith("3.0"):
        return
    for schema in subject.schemas:
        node = subject.nodes[id(schema)]
        beside = [key for key in node if not key.startswith("x-") and key != "$ref"] if "$ref" in node else []
        if beside:
            message = f"before OpenAPI 3.1 `{beside[0]}` says nothing beside `$ref`; it is read as in 3.1"
            hint = "put the reference into an `allOf`"
            yield Diagnostic(REFERENCE_SIBLINGS, message, subject.at(schema, beside[0]), hint)


_PYTHON_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}
_APPLIES_TO: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("minLength", "maxLength", "pattern"), ("string",)),
    **dict.fromkeys(
        ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), ("integer", "number")
    ),
    **dict.fromkeys(("minItems", "maxItems", "uniqueItems"), ("array",)),
    **dict.fromkeys(("minProperties", "maxProperties", "unevaluatedProperties"), ("object",)),
}


def _is_of(value: Any, types: tuple[str, ...]) -> bool:
    if isinstance(value, bool):
        return "boolean" in types
    if isinstance(value, float) and value.is_integer() and "integer" in types:
        return True
    return any(isinstance(value, _PYTHON_TYPES[name]) for name in types)


def absent_required(subject: Subject) -> Findings:
    """A required property is one of the properties, where nothing else can bring it in."""
    branches = {id(branch) for schema in subject.schemas for branch in schema.all_of}
    for schema in subject.schemas:
        if not schema.required or not schema.properties or id(schema) in branches:
            continue
        if schema.ref or schema.all_of or schema.any_of or schema.one_of:
            continue
        for name in schema.required:
            if name not in schema.properties:
                message = f'"{name}" is required and no property'
                yield Diagnostic(ABSENT_REQUIRED, message, subject.at(schema, "required"))


def wrong_defaults(subject: Subject) -> Findings:
    """A default is a value of the type that stands beside it, or of that of the schema referred to."""
    for schema in subject.schemas:
        if schema.default is None:
            continue
        value = schema.default.value
        target = subject.document.target(schema)
        if value is None:
            fits = schema.nullable or target.nullable or not target.types
        else:
            fits = not target.types or _is_of(value, target.types)
        if not fits:
            message = f"the default is {kind_of(value)}, the type is {' or '.join(target.types)}"
            yield Diagnostic(WRONG_DEFAULT, message, subject.at(schema, "default"))


def items_without_array(subject: Subject) -> Findings:
    """`items` belongs to an array."""
    for schema in subject.schemas:
        if schema.items and "array" not in schema.types:
            what = "/".join(schema.types) if schema.types else "a schema without a type"
            yield Diagnostic(ITEMS_WITHOUT_ARRAY, f"`items` stands in {what}", subject.at(schema, "items"))


def lone_discriminators(subject: Subject) -> Findings:
    """A discriminator tells the branches of a union apart, or the schemas that extend its own by `allOf`."""
    extended = {branch.ref for schema in subject.schemas for branch in schema.all_of}
    bases = {id(schema) for key, schema in subject.document.schemas.items() if key in extended}
    for schema in subject.schemas:
        if schema.discriminator and not (schema.any_of or schema.one_of or schema.ref or id(schema) in bases):
            message = "the discriminator has no union to tell apart"
            yield Diagnostic(LONE_DISCRIMINATOR, message, schema.discriminator.location)


def empty_enums(subject: Subject) -> Findings:
    """An enum has values."""
    for schema in subject.schemas:
        if schema.enum == ():
            yield Diagnostic(EMPTY_ENUM, "the enum has no values", subject.at(schema, "enum"))


def duplicate_enum_values(subject: Subject) -> Findings:
    """Each value of an enum is there once."""
    for schema in subject.schemas:
        if not schema.enum:
            continue
        seen: set[str] = set()
        for value in schema.enum:
            text = json.dumps(value, sort_keys=True)
            if text in seen:
                yield Diagnostic(DUPLICATE_ENUM_VALUE, f"the enum has {text} twice", subject.at(schema, "enum"))
            seen.add(text)


def wrong_enum_values(subject: Subject) -> Findings:
    """Each value of an enum is of the type beside it."""
    for schema in subject.schemas:
        for value in (schema.enum or ()) if schema.types else ():
            if not _is_of(value, schema.types):
                message = f"the enum has {kind_of(value)}, the type is {' or '.join(schema.types)}"
                yield Diagnostic(WRONG_ENUM_VALUE, message, subject.at(schema, "enum"))


def misplaced_constraints(subject: Subject) -> Findings:
    """A constraint applies to the type that it stands beside."""
    for schema in subject.schemas:
        for keyword, _ in schema.constraints if schema.types else ():
            if not any(name in schema.types for name in _APPLIES_TO[keyword]):
                message = f"`{keyword}` says nothing about the type {' or '.join(schema.types)}"
                yield Diagnostic(MISPLACED_CONSTRAINT, message, subject.at(schema, keyword))


RULES: Final[tuple[Rule, ...]] = (
    duplicate_operation_ids,
    duplicate_paths,
    missing_responses,
    unknown_security_schemes,
    undeclared_server_variables,
    ignored_headers,
    duplicate_tags,
    unknown_parent_tags,
    reference_siblings,
    absent_required,
    wrong_defaults,
    items_without_array,
    lone_discriminators,
    empty_enums,
    duplicate_enum_values,
    wrong_enum_values,
    misplaced_constraints,
)
