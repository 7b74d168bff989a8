"""Parameters, request bodies, responses and what they hold: nodes -> values, with references followed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

from generator.diagnostics import Related, Severity, register
from generator.document.bundle import CYCLIC
from generator.document.faults import MISPLACED_KEYWORD
from generator.document.files import DANGLING
from generator.document.hints import SKIP, is_skipped
from generator.document.keywords import FLOWS
from generator.document.load import LoadedFile
from generator.document.model import (
    Encoding,
    Example,
    Header,
    MediaType,
    OAuthFlow,
    Parameter,
    RequestBody,
    Response,
    ResponseLink,
    Schema,
    SecurityScheme,
)
from generator.document.nodes import MapNode, kind_of
from generator.document.reading import Context, NodeReader
from generator.document.schemas import SchemaReader
from generator.source import Location, pointer_name
from generator.values import Value, replace

INVALID_PARAMETER = register(
    "invalid-parameter", Severity.WARNING, "A parameter lacks a name, or a place to be sent in; it is left out."
)
DUPLICATE_PARAMETER = register(
    "duplicate-parameter", Severity.WARNING, "A parameter is declared twice in one list; the first counts."
)
INVALID_STATUS = register("invalid-status", Severity.WARNING, "A key of `responses` is no status.")
NO_SCHEMA = register("parameter-without-schema", Severity.WARNING, "A parameter has neither `schema` nor `content`.")
SEVERAL_TYPES = register("several-media-types", Severity.WARNING, "A parameter has not exactly one media type.")
IGNORED_HEADER = register(
    "ignored-header", Severity.WARNING, "A header is declared that OpenAPI leaves to media types and security."
)

T = TypeVar("T", bound=Value)
_Read = Callable[[Any, MapNode, str], T | None]
_STATUS: Final = re.compile(r"[1-5](?:[0-9]{2}|XX)|default")
_ALMOST_STATUS: Final = re.compile(r"\s*([1-5](?:[0-9]{2}|XX)|default)(?![0-9A-Z]).*", re.IGNORECASE | re.DOTALL)
_STYLES: Final = {"query": "form", "cookie": "form", "path": "simple", "header": "simple", "querystring": ""}
"""The places of parameters, with the style that each has where none is given; a whole query string has no style."""
_FLAGS: Final = {"allowReserved": ("query", "path", "cookie"), "allowEmptyValue": ("query",)}
_FLAGS_3_0: Final = {"allowReserved": ("query",), "allowEmptyValue": ("query",)}
"""The places of parameters that flags say something of."""
_EXPLODED_STYLES: Final = frozenset({"form", "cookie"})


class ContentReader(NodeReader):
    """Reads the objects of one file that stand between operations and schemas."""

    def __init__(self, context: Context, file: LoadedFile) -> None:
        super().__init__(context, file)
        self.schemas = SchemaReader(context, file)

    def follow(self, kind: str, node: MapNode, pointer: str, read: _Read[T]) -> T | None:
        """An object that may be a reference, each read once. A text beside the `$ref` replaces its own.

        One that cannot be read is entered as dropped, here where something is the poorer for it.
        """
        found = self._end(kind, node, pointer)
        result = None if found is None else self._once(kind, *found, read)
        if result is None and (found is None or kind != "example"):  # an example may do without a value
            name = pointer_name(pointer)
            self.context.ledger.dropped(kind, name, "it cannot be read", self.location(node, pointer))
        if result is None or "$ref" not in node:
            return result
        beside = {key: self.text(node, key, pointer) for key in ("summary", "description") if hasattr(result, key)}
        texts = {key: text for key, text in beside.items() if text is not None}
        return replace(result, **texts) if texts else result

    def _end(self, kind: str, node: MapNode, pointer: str) -> tuple[MapNode, str] | None:
        """The object at the end of a chain of references, with its pointer."""
        found: tuple[MapNode, str] | None = (node, pointer)
        passed = {id(node)}
        while found is not None and "$ref" in found[0]:
            found = self._step(kind, *found)
            if found is not None and id(found[0]) in passed:
                location = self.location(node, pointer, "$ref")
                self.context.diagnostics.report(
                    CYCLIC, f"{node['$ref']} leads back to itself; it is left out", location
                )
                return None
            if found is not None:
                passed.add(id(found[0]))
        return found

    def _step(self, kind: str, node: MapNode, pointer: str) -> tuple[MapNode, str] | None:
        """One step along a chain of references."""
        if self.context.first_time("reference", node):
            self.context.accounts.count("reference", node, pointer)
        reference = self.text(node, "$ref", pointer)
        location = self.location(node, pointer, "$ref")
        target = None if reference is None else self.context.references.find(reference, location)
        if target is None:
            return None
        if not isinstance(target.node, MapNode):
            message = f"{reference} leads to {kind_of(target.node)}, not to a {kind}; it is left out"
            self.context.diagnostics.report(DANGLING, message, location)
            return None
        self.context.referred.add(id(target.node))
        return target.node, target.pointer

    def _once(self, kind: str, node: MapNode, pointer: str, read: _Read[T]) -> T | None:
        if self.context.first_time(kind, node):
            self.context.accounts.count(kind, node, pointer)
            self.context.seen[kind, id(node)] = read(self, node, pointer)
        return self.context.seen[kind, id(node)]  # type: ignore[no-any-return] # the kind says what it is

    def schema(self, node: MapNode, pointer: str) -> Schema | None:
        """The schema under the key `schema`, if there is one."""
        return self._schema_at("schema", node, pointer)

    def _schema_at(self, key: str, node: MapNode, pointer: str) -> Schema | None:
        if key not in node:
            return None
        return self.schemas.read(node[key], f"{pointer}/{key}", self.location(node, pointer, key))

    # Parameters

    def parameters(self, node: MapNode, pointer: str) -> tuple[Parameter, ...]:
        """The parameters that a path item or an operation lists, each (name, place) once."""
        found: dict[tuple[str, str], tuple[Parameter, MapNode, str]] = {}
        for item, below in self.items(node, "parameters", pointer):
            parameter = self.follow("parameter", item, below, ContentReader.parameter)
            if parameter is None or self._is_left_out(parameter, item, below):
                continue
            first = found.setdefault((parameter.name, parameter.place), (parameter, item, below))
            if first[1] is not item:
                related = (Related("first declared", self.location(first[1], first[2])),)
                self._report_duplicate(parameter, self.location(item, below), related, same=first[1] == item)
        return tuple(parameter for parameter, _, _ in found.values())

    def _is_left_out(self, parameter: Parameter, node: MapNode, pointer: str) -> bool:
        """Whether the document leaves a parameter out of SDKs like ours. A path cannot do without."""
        said = (node, parameter.extensions, parameter.schema.extensions)
        left_out = parameter.place != "path" and any(map(is_skipped, said))
        if left_out:
            self.context.ledger.dropped("parameter", parameter.name, f"`{SKIP}` says so", self.location(node, pointer))
        return left_out

    def _report_duplicate(
        self, parameter: Parameter, location: Location, related: tuple[Related, ...], *, same: bool
    ) -> None:
        """Report that a parameter is declared before; only where it says something else there, something is lost."""
        message = f'"{parameter.name}" in {parameter.place} is declared twice; '
        message += "both say the same" if same else "the first counts"
        self.context.diagnostics.report(DUPLICATE_PARAMETER, message, location, related=related)
        if not same:
            self.context.ledger.dropped("parameter", parameter.name, "it is declared otherwise before", location)

    def parameter(self, node: MapNode, pointer: str) -> Parameter | None:
        """A parameter object."""
        name = self.text(node, "name", pointer)
        place = self.text(node, "in", pointer)
        if not name:
            location = self.location(node, pointer)
            self.context.diagnostics.report(INVALID_PARAMETER, "the parameter has no name; it is left out", location)
            return None
        if place not in _STYLES:
            why = "does not say where it is sent" if place is None else f"cannot be sent in {place}"
            message = f'"{name}" {why}; it is left out'
            hint = "`in` is one of " + ", ".join(_STYLES) + "; a body is a `requestBody`"
            self.context.diagnostics.report(INVALID_PARAMETER, message, self.location(node, pointer, "in"), hint=hint)
            return None
        self._check_flags(node, pointer, place)
        schema, content = self._parameter_schema(node, pointer, name)
        style = self.text(node, "style", pointer) or _STYLES[place]
        explode = self.flag(node, "explode", pointer)
        return Parameter(
            name=name,
            place=place,
            required=bool(self.flag(node, "required", pointer)) or place == "path",
            schema=schema,
            style=style,
            explode=style in _EXPLODED_STYLES if explode is None else explode,
            location=self.location(node, pointer),
            description=self.text(node, "description", pointer) or "",
            deprecated=bool(self.flag(node, "deprecated", pointer)),
            allow_reserved=bool(self.flag(node, "allowReserved", pointer)),
            allow_empty_value=bool(self.flag(node, "allowEmptyValue", pointer)),
            content_type=None if content is None else content.media_type,
            content_description="" if content is None else content.description,
            encodings=() if content is None else content.encodings,
            examples=self.examples(node, pointer) or (() if content is None else content.examples),
            extensions=self.extensions(node),
        )

    def _check_flags(self, node: MapNode, pointer: str, place: str) -> None:
        """Report flags that have no meaning in a place."""
        for key, places in (_FLAGS_3_0 if self._is_3_0() else _FLAGS).items():
            if key in node and place not in places:
                location = self.location(node, pointer, key)
                self.context.diagnostics.report(MISPLACED_KEYWORD, f"`{key}` says nothing of a {place}", location)

    def _is_3_0(self) -> bool:
        return str(self.file.root.get("openapi")).startswith("3.0")

    def _exclude(self, node: MapNode, pointer: str, key: str, *, beside: str) -> None:
        """Report a key where another one excludes it."""
        if key in node and beside in node:
            location = self.location(node, pointer, key)
            self.context.diagnostics.report(MISPLACED_KEYWORD, f"`{key}` is not allowed beside `{beside}`", location)

    def _parameter_schema(self, node: MapNode, pointer: str, name: str) -> tuple[Schema, MediaType | None]:
        """The schema of a parameter, and the media type that it stands in, if it does."""
        schema = self.schema(node, pointer)
        if schema is not None:
            return schema, None
        location = self.location(node, pointer)
        content = self.content(node, pointer)
        if "content" in node and len(content) != 1:
            message = f'"{name}" has {len(content)} media types where one is needed'
            self.context.diagnostics.report(SEVERAL_TYPES, message, self.location(node, pointer, "content"))
        if content:
            return content[0].schema or Schema(location=location), content[0]
        self.context.diagnostics.report(NO_SCHEMA, f'"{name}" has no schema; any value is accepted', location)
        return Schema(location=location), None

    # Bodies and responses

    def request_body(self, node: MapNode, pointer: str) -> RequestBody:
        """A request body object."""
        return RequestBody(
            content=self.content(node, pointer),
            required=self.flag(node, "required", pointer),
            location=self.location(node, pointer),
            description=self.text(node, "description", pointer) or "",
        )

    def responses(self, node: MapNode, pointer: str) -> tuple[Response, ...]:
        """The responses of an operation."""
        return tuple(self._responses(node, pointer))

    def _responses(self, node: MapNode, pointer: str) -> Iterator[Response]:
        found = tuple(self.objects(node, "responses", pointer, extensible=True))
        known = {key for key, _, _ in found if _STATUS.fullmatch(key)}
        for key, item, below in found:
            status = key if key in known else self._mended_status(key, known, self.location(item, below))
            if status is None:
                continue
            response = self.follow("response", item, below, ContentReader.response)
            if response is not None:
                yield replace(response, status=status)

    def _mended_status(self, key: str, known: set[str], location: Location) -> str | None:
        """The status that a key nearly is, which is then known; None where it is none, or one that is there already."""
        almost = _ALMOST_STATUS.fullmatch(key)
        status = "" if almost is None else almost[1].lower() if almost[1][0] in "dD" else almost[1].upper()
        hint = 'a status is a number such as 200, a range such as 4XX, or "default"'
        if not status or status in known:
            message = f'"{key}" is no status; the response is left out'
            self.context.ledger.dropped("response", key, "its key is no status", location)
        else:
            message = f'"{key}" is no status; it is read as {status}'
            self.context.ledger.approximated("response", key, f"its key is read as {status}", location)
        self.context.diagnostics.report(INVALID_STATUS, message, location, hint=hint)
        if not status or status in known:
            return None
        known.add(status)
        return status

    def response(self, node: MapNode, pointer: str) -> Response:
        """A response object, without the status it stands under."""
        return Response(
            status="",
            content=self.content(node, pointer),
            location=self.location(node, pointer),
            summary=self.text(node, "summary", pointer) or "",
            description=self.text(node, "description", pointer) or "",
            headers=tuple(self._headers(node, pointer)),
            links=tuple(self._links(node, pointer)),
        )

    def _links(self, node: MapNode, pointer: str) -> Iterator[ResponseLink]:
        for name, item, below in self.objects(node, "links", pointer):
            link = self.follow("link", item, below, ContentReader.link)
            if link is not None:
                yield replace(link, name=name)

    def link(self, node: MapNode, pointer: str) -> ResponseLink:
        """A link object, without the name it stands under."""
        given = self.mapping(node, "parameters", pointer) or MapNode(node.place)
        return ResponseLink(
            name="",
            location=self.location(node, pointer),
            operation_id=self.text(node, "operationId", pointer) or "",
            operation_ref=self.text(node, "operationRef", pointer) or "",
            description=self.text(node, "description", pointer) or "",
            parameters=tuple((name, _as_said(value)) for name, value in given.items()),
            body=_as_said(node["requestBody"]) if "requestBody" in node else "",
        )

    def _headers(self, node: MapNode, pointer: str) -> Iterator[Header]:
        for name, item, below in self.objects(node, "headers", pointer):
            if name.lower() == "content-type":
                message = f"OpenAPI gives a header named {name} no meaning: the media type says it"
                self.context.diagnostics.report(IGNORED_HEADER, message, self.location(item, below))
            header = self.follow("header", item, below, ContentReader.header)
            if header is not None:
                yield replace(header, name=name)

    def header(self, node: MapNode, pointer: str) -> Header:
        """A header object, without the name it stands under."""
        content = self.content(node, pointer)
        return Header(
            name="",
            schema=self.schema(node, pointer) or (content[0].schema if content else None),
            location=self.location(node, pointer),
            required=bool(self.flag(node, "required", pointer)),
            description=self.text(node, "description", pointer) or "",
        )

    # What they hold

    def content(self, node: MapNode, pointer: str) -> tuple[MediaType, ...]:
        """The media types under the key `content`."""
        return tuple(self._content(node, pointer))

    def _content(self, node: MapNode, pointer: str) -> Iterator[MediaType]:
        for name, item, below in self.objects(node, "content", pointer):
            media_type = self.follow("media-type", item, below, ContentReader.media_type)
            if media_type is not None:
                yield replace(media_type, media_type=name)

    def media_type(self, node: MapNode, pointer: str) -> MediaType:
        """A media type object, without the name it stands under."""
        return MediaType(
            media_type="",
            schema=self.schema(node, pointer),
            location=self.location(node, pointer),
            description=self.text(node, "description", pointer) or "",
            item_schema=self._schema_at("itemSchema", node, pointer),
            encodings=self._encodings(node, pointer),
            prefix_encodings=self._prefix_encodings(node, pointer),
            item_encoding=self._item_encoding(node, pointer),
            examples=self.examples(node, pointer),
        )

    def _encodings(self, node: MapNode, pointer: str) -> tuple[Encoding, ...]:
        found = self.objects(node, "encoding", pointer)
        return tuple(self._encoding(property_name, item, below) for property_name, item, below in found)

    def _prefix_encodings(self, node: MapNode, pointer: str) -> tuple[Encoding, ...]:
        return tuple(self._encoding("", item, below) for item, below in self.items(node, "prefixEncoding", pointer))

    def _item_encoding(self, node: MapNode, pointer: str) -> Encoding | None:
        item = self.mapping(node, "itemEncoding", pointer)
        return None if item is None else self._encoding("", item, f"{pointer}/itemEncoding")

    def _encoding(self, property_name: str, node: MapNode, pointer: str) -> Encoding:
        if self.context.first_time("encoding", node):
            self.context.accounts.count("encoding", node, pointer)
        return Encoding(
            property_name=property_name,
            location=self.location(node, pointer),
            content_type=self.text(node, "contentType", pointer),
            style=self.text(node, "style", pointer),
            explode=self.flag(node, "explode", pointer),
            allow_reserved=bool(self.flag(node, "allowReserved", pointer)),
            headers=tuple(self._headers(node, pointer)),
            encodings=self._encodings(node, pointer),
            prefix_encodings=self._prefix_encodings(node, pointer),
            item_encoding=self._item_encoding(node, pointer),
        )

    def examples(self, node: MapNode, pointer: str) -> tuple[Example, ...]:
        """The examples under `example` and `examples`."""
        return tuple(self._examples(node, pointer))

    def _examples(self, node: MapNode, pointer: str) -> Iterator[Example]:
        if "example" in node:
            location = self.location(node, pointer, "example")
            yield Example(name="", summary="", value=node["example"], location=location)
        for name, item, below in self.objects(node, "examples", pointer):
            example = self.follow("example", item, below, ContentReader.example)
            if example is not None:
                yield replace(example, name=name)

    def example(self, node: MapNode, pointer: str) -> Example | None:
        """An example object, without the name it stands under; None where it does not give its value as data."""
        self._exclude(node, pointer, "externalValue", beside="value")
        key = "dataValue" if "dataValue" in node else "value"
        if key not in node:
            return None
        return Example(
            name="",
            summary=self.text(node, "summary", pointer) or "",
            value=node[key],
            location=self.location(node, pointer),
            description=self.text(node, "description", pointer) or "",
        )

    def security_scheme(self, node: MapNode, pointer: str) -> SecurityScheme:
        """A security scheme object, without the name it stands under."""
        return SecurityScheme(
            name="",
            type=self.text(node, "type", pointer) or "",
            location=self.location(node, pointer),
            scheme=self.text(node, "scheme", pointer) or "",
            parameter_name=self.text(node, "name", pointer) or "",
            place=self.text(node, "in", pointer) or "",
            description=self.text(node, "description", pointer) or "",
            deprecated=bool(self.flag(node, "deprecated", pointer)),
            flows=tuple(self._flows(node, pointer)),
            oauth2_metadata_url=self.text(node, "oauth2MetadataUrl", pointer) or "",
            open_id_connect_url=self.text(node, "openIdConnectUrl", pointer) or "",
            extensions=self.extensions(node),
        )

    def _flows(self, node: MapNode, pointer: str) -> Iterator[OAuthFlow]:
        flows = self.mapping(node, "flows", pointer)
        if flows is None:
            return
        self.context.accounts.count("oauth-flows", flows, f"{pointer}/flows")
        for name, item, below in self.objects(node, "flows", pointer, extensible=True):
            if name in FLOWS:
                self.context.accounts.count("oauth-flow", item, below)
                yield self._flow(name, item, below)

    def _flow(self, name: str, node: MapNode, pointer: str) -> OAuthFlow:
        scopes = self.mapping(node, "scopes", pointer) or MapNode(node.place)
        below = f"{pointer}/scopes"
        return OAuthFlow(
            name=name,
            location=self.location(node, pointer),
            authorization_url=self.text(node, "authorizationUrl", pointer) or "",
            device_authorization_url=self.text(node, "deviceAuthorizationUrl", pointer) or "",
            token_url=self.text(node, "tokenUrl", pointer) or "",
            refresh_url=self.text(node, "refreshUrl", pointer) or "",
            scopes={scope: self.text(scopes, scope, below) or "" for scope in scopes if not scope.startswith("x-")},
        )


def _as_said(value: Any) -> str:
    """A runtime expression, or another value as JSON."""
    return value if isinstance(value, str) else json.dumps(value, default=str)
