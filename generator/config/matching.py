"""Holding the config against a document: every entry has to match something in it."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator
from typing import TypeAlias

from generator.config.model import Config, HttpMethod, ModelConfig, OperationConfig, StreamConfig, UnspecifiedOperation
from generator.config.patterns import matches
from generator.diagnostics import Diagnostics, Severity, register
from generator.document.model import Document, Operation, Schema
from generator.source import Location, pointer_token
from generator.values import Value

_Entry: TypeAlias = HttpMethod | OperationConfig | UnspecifiedOperation

UNMATCHED = register(
    "unmatched-config",
    Severity.WARNING,
    "An entry of the SDK config matches nothing in the document; it has no effect.",
)


def report_unmatched(config: Config, document: Document, diagnostics: Diagnostics) -> None:
    """Report each entry that matches nothing; in an excerpt of what the config is written for, any may."""
    if not config.covers(document.title):
        return
    for miss in _Matcher(config, document).misses():
        near = difflib.get_close_matches(miss.name, miss.known, n=1)
        message = f'{miss.where} has no {miss.kind} "{miss.name}"'
        diagnostics.report(UNMATCHED, message, miss.location, hint=f"did you mean {near[0]}?" if near else None)


def schema_key(target: str) -> str:
    """The key in `Document.schemas` of what the config names by its name or by a JSON pointer."""
    return target if target.startswith("#") else f"#/components/schemas/{pointer_token(target)}"


def enclosing_component(key: str) -> str:
    """The key of the component that a key leads into: its first three steps."""
    return "/".join(key.split("/")[:4])


def find_schema(document: Document, target: str) -> Schema | None:
    """The schema that a component's name or a JSON pointer of any depth leads to, by way of no reference."""
    target = schema_key(target)
    if target in document.schemas:
        return document.schemas[target]
    outer = document.schemas.get(enclosing_component(target))
    roots = _inline_schemas(document) if outer is None else (outer,)
    return _within(roots, target[1:])


def _inline_schemas(document: Document) -> Iterator[Schema]:
    """The schemas that stand in operations."""
    webhooks = (operation for webhook in document.webhooks for operation in webhook.operations)
    for operation in (*document.operations, *webhooks):
        yield from (parameter.schema for parameter in operation.parameters)
        contents = [response.content for response in operation.responses]
        if operation.body is not None:
            contents.append(operation.body.content)
        yield from (media.schema for content in contents for media in content if media.schema is not None)


def _within(schemas: Iterable[Schema], pointer: str) -> Schema | None:
    """The schema at a pointer, which may be one of these or stand inside of one."""
    for schema in schemas:
        if schema.location.pointer == pointer:
            return schema
        if pointer.startswith(f"{schema.location.pointer}/") and (found := _within(_children(schema), pointer)):
            return found
    return None


def _children(schema: Schema) -> Iterator[Schema]:
    yield from schema.properties.values()
    yield from schema.pattern_properties.values()
    yield from schema.prefix_items
    yield from (*schema.all_of, *schema.any_of, *schema.one_of)
    for child in (schema.items, schema.additional_properties, schema.not_):
        if isinstance(child, Schema):
            yield child


class _Miss(Value):
    """Something that an entry names and that `where` lacks; `known` are the names of that kind which are there."""

    kind: str
    name: str
    known: Collection[str]
    location: Location
    where: str = "the document"


class _Matcher(Value):
    config: Config
    document: Document

    def misses(self) -> Iterator[_Miss]:
        yield from self._operations()
        yield from self._models()
        yield from self._families()
        places = [(said.place, said.location) for said in self.config.formats]
        places += [(said.place, said.location) for said in self.config.enums]
        for place, location in places:
            if place is not None:
                yield from self._schema(place, location)
        yield from self._schemes()

    def _operations(self) -> Iterator[_Miss]:
        operations = {operation.key: operation for operation in self.document.operations}
        left_out = {operation.key for operation in self.document.whole.operations} - operations.keys()
        methods = (method for method in self.config.methods if isinstance(method, HttpMethod))
        entries: tuple[_Entry, ...] = (
            *methods,
            *self.config.operations,
            *self.config.unspecified,
        )
        for entry in entries:
            operation = operations.get((entry.verb, entry.path))
            if (entry.verb, entry.path) in left_out:
                continue
            if operation is None:
                yield from self._no_operation(entry)
            elif isinstance(entry, HttpMethod):
                yield from self._method(entry, operation)
            elif isinstance(entry, OperationConfig):
                yield from self._operation(entry, operation)

    def _no_operation(self, entry: _Entry) -> Iterator[_Miss]:
        verbs = {operation.key[0]: None for operation in self.document.operations if operation.path == entry.path}
        if verbs:
            yield _Miss("operation", entry.verb, verbs, entry.location, where=entry.path)
        else:
            paths = {operation.path: None for operation in self.document.operations}
            yield _Miss("path", entry.path, paths, entry.location)

    def _method(self, method: HttpMethod, operation: Operation) -> Iterator[_Miss]:
        yield from self._event(method.streaming)
        names = [parameter.name for parameter in operation.parameters if parameter.place == "path"]
        for name in method.positional_params or ():
            if name not in names:
                yield _Miss("path parameter", name, names, method.location, where=method.path)
        if method.body_param_name is not None and operation.body is None:
            yield _Miss("request body", method.body_param_name, (), method.location, where=method.path)

    def _operation(self, entry: OperationConfig, operation: Operation) -> Iterator[_Miss]:
        if entry.streaming:
            yield from self._event(entry.streaming)
        for case in entry.response_by.cases if entry.response_by else ():
            if case.schema is not None:
                yield from self._schema(case.schema, case.location)
        if entry.body is not None:
            declared = [content.media_type for content in operation.body.content] if operation.body else []
            if entry.body not in declared:
                yield _Miss(
                    "request media type", entry.body, declared, entry.location, where=f"{entry.verb} {entry.path}"
                )

    def _event(self, streaming: StreamConfig | None) -> Iterator[_Miss]:
        if streaming is not None and streaming.event is not None:
            yield from self._schema(streaming.event, streaming.location)

    def _models(self) -> Iterator[_Miss]:
        for model in self.config.models:
            if isinstance(model, ModelConfig):
                yield from self._schema(model.target, model.location)

    def _families(self) -> Iterator[_Miss]:
        types, names = self.config.types, self.document.whole.components.values()
        patterns = [(rename.pattern, rename.location) for rename in types.renames]
        patterns += [(family.members, family.location) for family in types.events if family.members is not None]
        for pattern, location in patterns:
            if not any(matches(pattern, name) for name in names):
                yield _Miss("schema", pattern, names, location)
        for answer in types.answers:
            yield from self._schema(answer.component, answer.location)
        for nested in types.nested:
            yield from self._schema(nested.target, nested.location)
        for family in types.events:
            if family.members is None:
                yield from self._schema(family.name, family.location)

    def _schema(self, target: str, location: Location) -> Iterator[_Miss]:
        if find_schema(self.document, target) is None and not self._is_left_out(target):
            known = self.document.components.keys() if target.startswith("#") else self.document.components.values()
            yield _Miss("schema", target, known, location)

    def _is_left_out(self, target: str) -> bool:
        """Whether a schema is one that the document has, but not the part of it that is read."""
        component = enclosing_component(schema_key(target))
        if component in self.document.whole.components:
            return component not in self.document.components
        return target.startswith("#/paths/") and self.document.outline is not None

    def _schemes(self) -> Iterator[_Miss]:
        names = {scheme.name for scheme in (*self.config.security_schemes, *self.document.security_schemes)}
        for option in self.config.options:
            if option.auth is not None and option.auth.security_scheme not in names:
                yield _Miss("security scheme", option.auth.security_scheme, sorted(names), option.auth.location)
