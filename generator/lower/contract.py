"""The contract of an API: its operations as the document has them, in the form that the mock reads.

Whatever version a document is of, and however its SDK differs, this is one form: schemas are those of JSON Schema
2020-12, styles are the SDK's, since its config may say that an API reads another one than its document tells.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from generator.document import model as doc
from generator.document.model import Document
from generator.ir.contract import Contract
from generator.ir.declarations import Declaration
from generator.ir.operations import Encoding, FormBody, Operation, Place, argument_origins
from generator.ir.package import (
    Client,
    EventHandling,
    Package,
    PageScheme,
    SchemeKind,
    SecurityScheme,
    methods_of,
)
from generator.ir.types import Named, Primitive, PrimitiveKind, TypeExpr
from generator.lower.client import sendable
from generator.lower.contents import is_form, is_json, is_multipart_form, is_range
from generator.lower.reading import framing
from generator.lower.schema_json import SchemaWriter, key_of
from generator.lower.styles import written_style

Key = tuple[str, str]
_Method = tuple[str, Operation]
_SAID_ELSEWHERE: Final = frozenset({"accept", "authorization", "content-type", "user-agent"})


def contract_of(document: Document, package: Package) -> Contract:
    """The contract of a document; its operations have the names that they have in the package."""
    return _Reader(document, package).contract()


class _Reader:
    def __init__(self, document: Document, package: Package) -> None:
        self._document = document
        self._client = package.client
        self._schemes = {scheme.name: _scheme(scheme) for scheme in package.client.schemes}
        self._pages = {scheme.name: scheme for scheme in package.pages}
        self._declarations: dict[Named, Declaration] = {d.reference: d for d in package.declarations}
        self._write = SchemaWriter(document)
        self._methods: defaultdict[Key, list[_Method]] = defaultdict(list)
        for name, operation in _methods(package):
            self._methods[_key(operation)].append((name, operation))

    def contract(self) -> Contract:
        operations = tuple(self._operation(operation) for operation in self._document.operations)
        return Contract(
            title=self._document.title,
            bases=tuple(dict.fromkeys(self._bases())),
            schemes=self._schemes,
            schemas={key_of(key): self._write.schema(schema) for key, schema in self._document.schemas.items()},
            operations=operations,
            query=tuple(self._query()),
            stream_end=_stream_end(self._client),
            failing_events=_failing_events(self._client),
            failing_members=_failing_members(self._client),
        )

    def _bases(self) -> Iterator[str]:
        servers = [*self._document.servers, *(s for o in self._document.operations for s in o.servers)]
        for server in servers:
            url = server.url
            for name, variable in server.variables.items():
                url = url.replace(f"{{{name}}}", variable.default)
            yield _path_of(url)
        yield from (_path_of(server.url) for server in self._client.servers)

    def _query(self) -> Iterator[str]:
        """What clients put into any query: credentials, and what their options say."""
        yield from (scheme.parameter for scheme in self._client.schemes if scheme.kind is SchemeKind.QUERY)
        yield from (option.query for option in self._client.options if option.query is not None)

    def _operation(self, operation: doc.Operation) -> dict[str, Any]:
        methods = self._methods[operation.verb, operation.location.pointer]
        own = methods[0][1] if methods else None
        said: dict[str, Any] = {
            "id": operation.operation_id or (own.operation_id if own else f"{operation.verb} {operation.path}"),
            "method": operation.verb.upper() if operation.verb.islower() else operation.verb,
            "path": operation.path,
            "names": [name for name, _ in methods],
        }
        parameters = [self._parameter(one, own) for one in operation.parameters if not _is_said_elsewhere(one)]
        if parameters:
            said["parameters"] = parameters
        if operation.body is not None:
            said["body"] = self._body(operation.body, own)
        said["responses"] = {response.status: self._response(response, methods) for response in operation.responses}
        security = self._security(operation)
        if security and all(security):
            said["security"] = [list(together) for together in security]
        paged = next((method for _, method in methods if method.page is not None), None)
        if paged is not None and paged.page is not None:
            said["page"] = _page(self._pages[paged.page.scheme])
        said |= self._stream(methods) | self._cases(methods)
        return said

    def _cases(self, methods: list[_Method]) -> dict[str, Any]:
        """The schemas of answers that an argument decides, by its values."""
        deciding = next((method for _, method in methods if method.cases is not None), None)
        if deciding is None or deciding.cases is None:
            return {}
        schemas = {
            value: schema
            for case in deciding.cases.cases
            if (schema := self._schema_of(case.type)) is not None
            for value in case.values
        }
        return {"cases": {"argument": _wire_name(deciding, deciding.cases.argument), "schemas": schemas}}

    def _schema_of(self, type: TypeExpr) -> dict[str, str] | None:
        """The schema of a declared type that is a component; text is text."""
        if isinstance(type, Primitive) and type.kind is PrimitiveKind.STRING:
            return {"type": "string"}
        declaration = self._declarations.get(type) if isinstance(type, Named) else None
        key = f"#/components/schemas/{declaration.component}" if declaration and declaration.component else ""
        return {"$ref": key_of(key)} if key in self._document.schemas else None

    def _stream(self, methods: list[_Method]) -> dict[str, Any]:
        streaming = next((method for _, method in methods if method.stream is not None), None)
        if streaming is None or streaming.stream is None:
            return {}
        stream: dict[str, Any] = {}
        if streaming.stream.parameter is not None:
            stream["argument"] = _wire_name(streaming, streaming.stream.parameter)
        schema = self._schema_of(streaming.stream.event)
        if schema is not None:
            stream["schema"] = schema
        return {"stream": stream}

    # Requests

    def _security(self, operation: doc.Operation) -> tuple[tuple[str, ...], ...]:
        """The credentials of which one set is needed, as far as clients send them, which the config may say."""
        if operation.security is None:
            return self._client.security
        named = (tuple(name for name, _ in together) for together in operation.security)
        return sendable(named, self._schemes)

    def _parameter(self, written: doc.Parameter, own: Operation | None) -> dict[str, Any]:
        said: dict[str, Any] = {"name": written.name, "in": written.place}
        if written.required:
            said["required"] = True
        said["style"] = self._style(written, own)
        if written.place == Place.QUERY.value:
            said["nested"] = self._client.nested_format
        said["schema"] = self._write.schema(written.schema)
        return said

    def _style(self, written: doc.Parameter, own: Operation | None) -> str:
        """How the SDK writes a parameter: as the document says, unless its config says otherwise."""
        sent = None
        if own is not None:
            of_name = (p for p in own.parameters if (p.place.value, p.wire_name) == (written.place, written.name))
            parameter = next(of_name, None)
            sent = parameter.style if parameter is not None else None
            if sent is None and parameter is not None and written.place == Place.QUERY.value:
                return self._client.array_format
        if sent is None:
            sent = written_style(written)
        return sent.value

    def _body(self, body: doc.RequestBody, own: Operation | None) -> dict[str, Any]:
        said: dict[str, Any] = {"required": True} if body.required else {}
        said["content"] = {media.media_type: self._content(media, own) for media in body.content}
        return said

    def _content(self, media: doc.MediaType, own: Operation | None) -> dict[str, Any]:
        said = self._media(media)
        if media.item_schema is not None and media.schema is None and framing(media.media_type) is not None:
            said = {"schema": {"type": "array", "items": said["item"]}}
        if is_form(media.media_type) or media.media_type.startswith("multipart/"):
            said["members"] = self._members(media, own)
        return said

    def _members(self, media: doc.MediaType, own: Operation | None) -> dict[str, Any]:
        """How the members of a form are written, by their names; "*" stands for all others."""
        usual = self._client.form_array_format or ("form" if not is_multipart_form(media.media_type) else "repeat")
        nested = self._client.nested_format
        members = {"*": {"style": usual, "nested": nested}}
        body = None if own is None else own.body
        encodings: tuple[Encoding, ...] = body.encodings if isinstance(body, FormBody) else ()
        for encoding in encodings:
            if encoding.style is not None:
                members[encoding.member] = {"style": encoding.style.value, "nested": nested}
        return members

    # Answers

    def _response(self, response: doc.Response, methods: list[_Method]) -> dict[str, Any]:
        said: dict[str, Any] = {}
        if response.content:
            content = {media.media_type: self._media(media) for media in response.content}
            said["content"] = _as_asked(content, methods) if response.status.startswith("2") else content
            own = methods[0][1] if methods else None
            if own is not None and own.response_example is not None and response.status.startswith("2"):
                _add_example(said["content"], json.loads(own.response_example.json))
        headers = {h.name: self._write.schema(h.schema) for h in response.headers if h.schema is not None}
        if headers:
            said["headers"] = headers
        return said

    def _media(self, media: doc.MediaType) -> dict[str, Any]:
        said: dict[str, Any] = {}
        if media.schema is not None:
            said["schema"] = self._write.schema(media.schema)
        if media.item_schema is not None:
            said["item"] = self._write.schema(media.item_schema)
        if media.examples:
            said["examples"] = {example.name: self._example(media, example.value) for example in media.examples}
        return said

    def _example(self, media: doc.MediaType, value: Any) -> Any:
        """An example; where that of JSON is text in which an object or an array stands, it is meant as that."""
        if not (isinstance(value, str) and is_json(media.media_type) and value.lstrip()[:1] in ("{", "[")):
            return value
        schema = media.schema
        while schema is not None and schema.ref is not None:
            schema = self._document.schemas.get(schema.ref)
        if schema is not None and "string" in schema.types:
            return value
        try:
            return json.loads(value, parse_constant=_refuse)
        except (ValueError, RecursionError):
            return value


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _is_said_elsewhere(parameter: doc.Parameter) -> bool:
    """Whether it is a header of which media types and security schemes say what is sent, as OpenAPI has it, or one that
    clients send by themselves."""
    return parameter.place == Place.HEADER.value and parameter.name.lower() in _SAID_ELSEWHERE


def _methods(package: Package) -> Iterator[_Method]:
    """Every method by its dotted name; those under earlier names come last."""
    found = [(".".join((*resource, operation.name)), operation) for resource, operation in methods_of(package)]
    yield from sorted(found, key=lambda method: method[1].successor is not None)


def _key(operation: Operation) -> Key:
    return operation.verb, operation.location.pointer


def _path_of(url: str) -> str:
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:
        return ""


def _scheme(scheme: SecurityScheme) -> dict[str, str]:
    said = {"kind": scheme.kind.value}
    return {**said, "parameter": scheme.parameter} if scheme.parameter else said


def _wire_name(operation: Operation, argument: str) -> str:
    origins = ((name, place[-1]) for place, name in argument_origins(operation))
    return next((wire_name for name, wire_name in origins if name == argument), argument)


def _page(scheme: PageScheme) -> dict[str, Any]:
    said = {
        "kind": scheme.kind.value,
        "items": scheme.items,
        "param": scheme.cursor_param,
        "field": scheme.cursor_field,
        "item_id": scheme.item_id,
        "has_more": scheme.has_more,
        "total": scheme.total,
    }
    return {key: value for key, value in said.items() if value is not None}


def _stream_end(client: Client) -> str | None:
    done = (rule for rule in client.stream_rules if rule.handling is EventHandling.DONE and rule.data)
    return next((rule.data for rule in done), None)


def _failing_events(client: Client) -> tuple[str, ...]:
    failing = (rule for rule in client.stream_rules if rule.handling is EventHandling.ERROR)
    return tuple(event for rule in failing for event in rule.events or () if event is not None)


def _failing_members(client: Client) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rule.error for rule in client.stream_rules if rule.error is not None))


def _as_asked(content: dict[str, Any], methods: list[_Method]) -> dict[str, Any]:
    """The content of an answer, also under media types that methods ask for because the config says so."""
    asked = {method.accept[0] for _, method in methods if not any(_is_among(m, method.accept) for m in content)}
    return content | {media_type: next(iter(content.values())) for media_type in sorted(asked)}


def _is_among(media_type: str, accept: tuple[str, ...]) -> bool:
    """Whether a header that asks for media types, or ranges of them, asks for this one."""
    bare = media_type.partition(";")[0].strip().lower()
    ranges = (bare, f"{bare.partition('/')[0]}/*", "*/*")
    return is_range(bare) or any(entry.partition(";")[0].strip().lower() in ranges for entry in accept)


def _add_example(content: dict[str, Any], value: Any) -> None:
    """Give the SDK's own example to an answer that has none."""
    for media_type, said in content.items():
        if is_json(media_type) and "examples" not in said:
            said["examples"] = {"": value}
