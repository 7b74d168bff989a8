"""Operations of the document to operations of the SDK."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.build.choices import Choices
from generator.build.directions import Face
from generator.build.drafts import Draft, draft_key, provisional
from generator.build.pages import Pages
from generator.build.routes import Route
from generator.build.schemas import Schemas, Scope, default_of, describe, singular
from generator.build.shapes import MapShape, ObjectShape, ReferenceShape, ScalarShape, UnionShape
from generator.document import model as doc
from generator.document.model import MediaType, Schema
from generator.ir.declarations import Field
from generator.ir.operations import (
    BinaryResponse,
    EmptyResponse,
    ErrorResponse,
    Example,
    FormBody,
    JsonBody,
    JsonResponse,
    Operation,
    Page,
    Parameter,
    Place,
    QueryStyle,
    RequestBody,
    Response,
    Stream,
    TextResponse,
    WholeBody,
)
from generator.ir.types import (
    Anything,
    LiteralOf,
    MapOf,
    Nullable,
    Primitive,
    PrimitiveKind,
    TypeExpr,
    UnionOf,
)
from generator.python.identifiers import pascal_case, safe_parameter_name

EVENT_STREAM = "text/event-stream"
MAP_OF_ANYTHING = MapOf(value=Anything())
_IGNORED_HEADERS = {"accept", "content-type", "authorization"}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_STYLES = {
    ("form", True): QueryStyle.REPEAT,
    ("form", False): QueryStyle.COMMA,
    ("spaceDelimited", False): QueryStyle.SPACE,
    ("pipeDelimited", False): QueryStyle.PIPE,
    ("deepObject", True): QueryStyle.BRACKETS,
}


def is_json(media_type: str) -> bool:
    """`application/json` and its relatives."""
    bare = media_type.partition(";")[0].strip().lower()
    return bare in ("application/json", "text/json") or bare.endswith("+json")


def is_form(media_type: str) -> bool:
    """A body of named members."""
    return media_type.partition(";")[0].strip().lower() in ("multipart/form-data", "application/x-www-form-urlencoded")


def chosen_body(body: doc.RequestBody, prefer: str | None = None) -> MediaType | None:
    """The media type that the SDK sends: a form where files may have to be sent, else JSON, else the first."""
    if prefer is not None:
        return next((m for m in body.content if prefer in m.media_type), None)
    by_rank = sorted(body.content, key=lambda m: 0 if is_form(m.media_type) else 1 if is_json(m.media_type) else 2)
    return by_rank[0] if by_rank else None


def success(operation: doc.Operation) -> list[doc.Response]:
    """The answers that mean it worked: all 2xx, or `default` where no other is declared."""
    found = [r for r in operation.responses if r.status.upper() == "2XX" or r.status.startswith("2")]
    return found or [r for r in operation.responses if r.status == "default" and len(operation.responses) == 1]


@dataclass(frozen=True, slots=True)
class Call:
    """One operation on its way: what the document says, where it goes, what the config says of it."""

    operation: doc.Operation
    route: Route
    choices: Choices
    is_first: bool = True

    @property
    def owner(self) -> str:
        """The key of the draft of the operation's parameters."""
        pointer = self.operation.location.pointer + "/params"
        return draft_key(
            pointer if self.is_first else f"{pointer} {'.'.join(self.route.resource)}.{self.route.method}", Face.REQUEST
        )

    @property
    def stem(self) -> str:
        """What its types are called after: `chat.completions.create` -> CompletionCreate."""
        noun = singular(self.route.resource[-1]) if self.route.resource else ""
        return pascal_case(f"{noun}_{self.route.method}".strip("_"))

    @property
    def package(self) -> tuple[str, ...]:
        """The types package of its resource."""
        return self.route.resource[:-1]

    def body(self) -> MediaType | None:
        """The media type of the request that is sent."""
        return chosen_body(self.operation.body, self.choices.body) if self.operation.body else None


class Operations:
    """Builds operations; what they need declared is drafted through `Schemas`."""

    def __init__(self, schemas: Schemas, pages: Pages) -> None:
        self._schemas = schemas
        self._shapes = schemas.shapes
        self._ledger = schemas.ledger
        self._pages = pages

    def build(self, call: Call) -> Operation:
        """The operation, with provisional types."""
        operation = call.operation
        draft = self._params_draft(call)
        scope = Scope(Face.REQUEST, draft.key)
        body = self._body(call, scope)
        parameters = self._parameters(call, scope, body)
        parameters, body = _apart(parameters, body)
        response, stream = self._answer(call)
        stream = self._stream_argument(call, stream, parameters, body)
        page = self._pages.find(call, parameters) if stream is None else None
        draft.fields = tuple(_keyword_fields(parameters, body))
        if not draft.fields:
            del self._schemas.drafts.by_key[draft.key]
        return Operation(
            name=call.route.method,
            operation_id=operation.operation_id or f"{operation.verb} {operation.path}",
            verb=operation.verb,
            path=_path_with_names(operation.path, parameters),
            parameters=tuple(parameters),
            body=body,
            response=response,
            stream=stream,
            page=self._page(call, page),
            errors=self._errors(call),
            location=operation.location,
            summary=operation.summary,
            doc=operation.description,
            deprecated=call.choices.deprecated or ("This operation is deprecated." if operation.deprecated else None),
            security=_security(operation),
            base_url=self._base_url(operation),
            params=provisional(draft.key) if draft.fields else None,
            request_example=_example(call.body()),
            response_example=_response_example(operation),
        )

    # --- requests

    def _params_draft(self, call: Call) -> Draft:
        return self._schemas.drafts.add(
            Draft(
                key=call.owner,
                face=Face.REQUEST,
                owner=call.owner,
                location=call.operation.location,
                wanted_name=f"{call.stem}Params",
                package=call.package,
                doc=call.operation.summary,
                public=True,
            )
        )

    def _parameters(self, call: Call, scope: Scope, body: RequestBody | None) -> list[Parameter]:
        placeholders = _PLACEHOLDER.findall(call.operation.path.partition("?")[0])
        found = []
        for written in call.operation.parameters:
            if written.place == "path" and written.name not in placeholders:
                self._ledger.dropped("parameter", written.name, "the path has no such placeholder", written.location)
            elif written.place == "header" and written.name.lower() in _IGNORED_HEADERS:
                self._ledger.dropped(
                    "parameter", written.name, "OpenAPI gives this header to the client", written.location
                )
            else:
                found.append(self._parameter(written, call, scope))
        known = {p.wire_name for p in found if p.place is Place.PATH}
        missing = [name for name in dict.fromkeys(placeholders) if name not in known]
        found += [self._undeclared(name, call) for name in missing]
        order = {name: i for i, name in enumerate(placeholders)}
        found.sort(key=lambda p: order.get(p.wire_name, len(order)) if p.place is Place.PATH else len(order))
        return _positional(found, call.choices.positional_params)

    def _parameter(self, written: doc.Parameter, call: Call, scope: Scope) -> Parameter:
        wanted = written.schema.extensions.get("x-stainless-param") or written.extensions.get("x-stainless-param")
        place = Place(written.place)
        type = self._schemas.convert(written.schema, scope.at(written.name.removesuffix("[]")))
        return Parameter(
            name=safe_parameter_name(wanted if isinstance(wanted, str) else written.name),
            wire_name=written.name,
            place=place,
            type=_without_null(type) if place is Place.PATH else type,
            required=written.required or place is Place.PATH,
            location=written.location,
            doc=written.description or describe(written.schema),
            default=default_of(self._schemas.document.target(written.schema)),
            deprecated=written.deprecated,
            style=self._style(written) if place is Place.QUERY else None,
        )

    def _style(self, written: doc.Parameter) -> QueryStyle | None:
        """What the document asks for beyond the defaults; a plain `form` leaves it to the client's general setting."""
        if (written.style, written.explode) == ("form", True):
            return None
        style = _STYLES.get((written.style, written.explode))
        if style is None:
            self._ledger.approximated(
                "keyword", "parameter.style", f"style {written.style} is sent like form", written.location
            )
        return style

    def _undeclared(self, name: str, call: Call) -> Parameter:
        self._ledger.approximated(
            "parameter", name, "a placeholder without a parameter: taken as a string", call.operation.location
        )
        return Parameter(
            name=safe_parameter_name(name),
            wire_name=name,
            place=Place.PATH,
            type=Primitive(kind=PrimitiveKind.STRING),
            required=True,
            location=call.operation.location,
        )

    def _body(self, call: Call, scope: Scope) -> RequestBody | None:
        written, chosen = call.operation.body, call.body()
        if written is None or chosen is None:
            return None
        for other in written.content:
            if other is not chosen:
                self._ledger.approximated(
                    "media type", other.media_type, f"the SDK sends {chosen.media_type}", other.location
                )
        form = is_form(chosen.media_type)
        if chosen.schema is None or not (form or is_json(chosen.media_type)):
            return self._raw_body(chosen, written)
        scope = replace(scope, files=form and "multipart" in chosen.media_type.lower())
        fields = None if call.choices.body_param_name else self._body_fields(chosen.schema, scope)
        if fields is None:
            return self._whole_body(call, chosen, written, scope)
        if not form:
            return JsonBody(fields=tuple(fields), required=written.required, media_type=chosen.media_type)
        files = tuple(f.wire_name for f in fields if _has_file(f.type))
        return FormBody(fields=tuple(fields), required=written.required, files=files, media_type=chosen.media_type)

    def _raw_body(self, chosen: MediaType, written: doc.RequestBody) -> WholeBody:
        text = chosen.media_type.startswith("text/")
        return WholeBody(
            name="body",
            type=Primitive(kind=PrimitiveKind.STRING if text else PrimitiveKind.FILE),
            required=written.required,
            media_type=chosen.media_type,
            location=chosen.location,
            doc=written.description,
        )

    def _whole_body(self, call: Call, chosen: MediaType, written: doc.RequestBody, scope: Scope) -> WholeBody:
        assert chosen.schema is not None
        return WholeBody(
            name=safe_parameter_name(call.choices.body_param_name or "body"),
            type=self._schemas.convert(chosen.schema, scope.at("body")),
            required=written.required,
            media_type=chosen.media_type,
            location=chosen.location,
            doc=written.description or describe(chosen.schema),
        )

    def _body_fields(self, schema: Schema, scope: Scope) -> list[Field] | None:
        """The members of a body that is an object, or one of several objects; None for any other body."""
        shape = self._shapes.resolved(schema).shape
        if isinstance(shape, ObjectShape):
            return self._schemas.fields(shape, scope)
        if isinstance(shape, UnionShape):
            objects = [s for v in shape.variants if isinstance(s := self._shapes.resolved(v).shape, ObjectShape)]
            if len(objects) == len(shape.variants):
                self._ledger.approximated(
                    "keyword", "schema.oneOf", "the variants of the body share one set of arguments", schema.location
                )
                return self._joined_fields(objects, scope)
        return None

    def _joined_fields(self, objects: Sequence[ObjectShape], scope: Scope) -> list[Field]:
        """Every member any variant has; required where all require it."""
        joined: dict[str, Field] = {}
        for shape in objects:
            for field in self._schemas.fields(shape, scope):
                before = joined.get(field.wire_name)
                joined[field.wire_name] = (
                    field if before is None else replace(before, type=_either(before.type, field.type))
                )
        everywhere = frozenset.intersection(*(o.required & o.properties.keys() for o in objects))
        return [replace(f, required=f.wire_name in everywhere) for f in joined.values()]

    # --- answers

    def _answer(self, call: Call) -> tuple[Response, Stream | None]:
        contents = [m for r in success(call.operation) for m in r.content]
        events = [m for m in contents if m.media_type.partition(";")[0].strip() == EVENT_STREAM]
        plain = [m for m in contents if m not in events]
        stream = self._stream(call, events)
        if call.choices.response is not None:
            return self._said_response(call, plain), stream if call.choices.response != "binary" else None
        if not plain and stream is not None:
            return JsonResponse(type=stream.event), replace(stream, parameter=None)
        return self._response(call, plain), stream

    def _said_response(self, call: Call, plain: Sequence[MediaType]) -> Response:
        match call.choices.response:
            case "binary":
                types = [m.media_type for m in plain if not is_json(m.media_type)]
                return BinaryResponse(media_type=types[0] if types else "application/octet-stream")
            case "text":
                return TextResponse(media_type="text/plain")
            case "empty":
                return EmptyResponse()
            case _:
                return self._json_response(call, [m for m in plain if is_json(m.media_type)] or list(plain))

    def _response(self, call: Call, plain: Sequence[MediaType]) -> Response:
        if not plain:
            return EmptyResponse()
        json_types = [m for m in plain if is_json(m.media_type)]
        others = [m for m in plain if not is_json(m.media_type)]
        if not others:
            return self._json_response(call, json_types)
        if json_types and not all(self._is_scalar(m) for m in json_types):
            for other in others:
                self._ledger.approximated(
                    "media type", other.media_type, "the SDK reads the JSON answer", other.location
                )
            return self._json_response(call, json_types)
        for lost in json_types:
            self._ledger.approximated(
                "media type", lost.media_type, f"the SDK reads {others[0].media_type}", lost.location
            )
        first = others[0]
        if first.media_type.startswith("text/"):
            return TextResponse(media_type=first.media_type)
        return BinaryResponse(media_type=first.media_type)

    def _is_scalar(self, media: MediaType) -> bool:
        return media.schema is None or isinstance(self._shapes.resolved(media.schema).shape, ScalarShape)

    def _json_response(self, call: Call, contents: Sequence[MediaType]) -> JsonResponse | EmptyResponse:
        schemas = list({id(m.schema): m.schema for m in contents if m.schema is not None}.values())
        if not schemas:
            self._ledger.approximated(
                "response",
                call.operation.operation_id or call.operation.path,
                "JSON without a schema: any value",
                call.operation.location,
            )
            return JsonResponse(type=MAP_OF_ANYTHING)
        types = [self._response_type(call, s, f"{call.stem}Response", number) for number, s in enumerate(schemas, 1)]
        joined = types[0]
        for type in types[1:]:
            joined = _either(joined, type)
        return JsonResponse(type=joined, unwrap=call.choices.unwrap_response)

    def _response_type(self, call: Call, schema: Schema, name: str, number: int) -> TypeExpr:
        """The type of an answer; what is written inline gets a module of its own."""
        shaped = self._shapes.of(schema)
        if isinstance(shaped.shape, (ReferenceShape, ScalarShape, MapShape)):
            return self._schemas.convert(schema, Scope(Face.RESPONSE, call.owner, (name,)))
        key = draft_key(f"{call.operation.location.pointer} {schema.location.pointer}", Face.RESPONSE)
        if key not in self._schemas.drafts.by_key:
            draft = self._schemas.drafts.add(
                Draft(
                    key=key,
                    face=Face.RESPONSE,
                    owner=key,
                    location=schema.location,
                    wanted_name=name if number == 1 else f"{name}{number}",
                    package=call.package,
                    doc=describe(schema),
                    public=True,
                )
            )
            self._schemas.fill(draft, schema, Scope(Face.RESPONSE, key))
        type: TypeExpr = provisional(key)
        return Nullable(inner=type) if shaped.nullable else type

    def _errors(self, call: Call) -> tuple[ErrorResponse, ...]:
        found = []
        ok = success(call.operation)
        for response in call.operation.responses:
            if response in ok:
                continue
            content = next((m for m in response.content if is_json(m.media_type) and m.schema is not None), None)
            name = f"{call.stem}{response.status}Error"
            type = self._response_type(call, content.schema, name, 1) if content and content.schema else None
            found.append(ErrorResponse(status=response.status, doc=response.description, type=type))
        return tuple(found)

    # --- streams and pages

    def _stream(self, call: Call, events: Sequence[MediaType]) -> Stream | None:
        said = call.choices.stream
        if said is False:
            return None
        parameter = said.parameter if said is not None else "stream"
        if said is not None and said.event is not None:
            known = self._component(said.event)
            if known is not None:
                return Stream(event=self._schemas.convert(known, Scope(Face.RESPONSE, call.owner)), parameter=parameter)
        schema = next((m.schema for m in events if m.schema is not None), None)
        if schema is None:
            if events:
                self._ledger.approximated(
                    "response", EVENT_STREAM, "events without a schema: any value", events[0].location
                )
                return Stream(event=MAP_OF_ANYTHING, parameter=parameter)
            return None
        event = self._response_type(call, schema, f"{call.stem}Event", 1)
        return Stream(event=event, parameter=parameter)

    def _component(self, name: str) -> Schema | None:
        """A schema that refers to the component of that name."""
        document = self._schemas.document
        key = next((key for key, component in document.components.items() if component == name), None)
        return Schema(location=document.schemas[key].location, ref=key) if key is not None else None

    def _stream_argument(
        self, call: Call, stream: Stream | None, parameters: Sequence[Parameter], body: RequestBody | None
    ) -> Stream | None:
        """The stream with the name of the argument that asks for it, if there is one."""
        if stream is None or stream.parameter is None:
            return stream
        named = {p.wire_name: p.name for p in parameters}
        named |= {f.wire_name: f.name for f in body.fields} if isinstance(body, (JsonBody, FormBody)) else {}
        argument = named.get(stream.parameter)
        if argument is None:
            self._ledger.approximated(
                "response",
                EVENT_STREAM,
                "no argument asks for the stream: answers are read as declared beside it",
                call.operation.location,
            )
            return None
        return replace(stream, parameter=argument)

    def _page(self, call: Call, found: tuple[str, Schema] | None) -> Page | None:
        if found is None:
            return None
        scheme, item = found
        type = self._response_item(call, item)
        return Page(scheme=scheme, item=type)

    def _response_item(self, call: Call, item: Schema) -> TypeExpr:
        return self._response_type(call, item, f"{call.stem}Item", 1)

    def _base_url(self, operation: doc.Operation) -> str | None:
        if not operation.servers:
            return None
        first, *others = operation.servers
        for other in others:
            self._ledger.approximated("server", other.url, f"the operation is sent to {first.url}", other.location)
        url = first.url
        for name, default in first.variables.items():
            url = url.replace("{" + name + "}", default)
        return url


def _positional(parameters: list[Parameter], said: Sequence[str] | None) -> list[Parameter]:
    """Only the last path parameter is positional, unless the config lists others."""
    path = [p.wire_name for p in parameters if p.place is Place.PATH]
    chosen = set(said) if said is not None else set(path[-1:])
    return [replace(p, positional=p.wire_name in chosen) for p in parameters]


def _apart(parameters: list[Parameter], body: RequestBody | None) -> tuple[list[Parameter], RequestBody | None]:
    """Arguments of one method with names that differ: path, then query, header and body give way, in this order."""
    taken: set[str] = set()

    def free(name: str, suffix: str) -> str:
        while name in taken:
            name = f"{name}_{suffix}"
        taken.add(name)
        return name

    renamed = [replace(p, name=free(p.name, p.place.value)) for p in parameters]
    match body:
        case JsonBody() | FormBody():
            fields = tuple(replace(f, name=free(safe_parameter_name(f.wire_name), "body")) for f in body.fields)
            return renamed, replace(body, fields=fields)
        case WholeBody():
            return renamed, replace(body, name=free(body.name, "content"))
        case None:
            return renamed, None


def _keyword_fields(parameters: Iterable[Parameter], body: RequestBody | None) -> Iterable[Field]:
    """What the TypedDict of an operation's arguments holds: everything but the positional ones."""
    for p in parameters:
        if not p.positional:
            yield Field(
                name=p.name,
                wire_name=p.name,
                type=p.type,
                required=p.required,
                location=p.location,
                doc=p.doc,
                default=p.default,
                deprecated=p.deprecated,
            )
    if isinstance(body, (JsonBody, FormBody)):
        yield from (replace(f, wire_name=f.name) for f in body.fields)
    elif isinstance(body, WholeBody):
        yield Field(
            name=body.name,
            wire_name=body.name,
            type=body.type,
            required=body.required,
            location=body.location,
            doc=body.doc,
        )


def _path_with_names(path: str, parameters: Sequence[Parameter]) -> str:
    names = {p.wire_name: p.name for p in parameters if p.place is Place.PATH}
    return _PLACEHOLDER.sub(lambda found: "{" + names[found[1]] + "}", path)


def _security(operation: doc.Operation) -> tuple[tuple[str, ...], ...] | None:
    if operation.security is None:
        return None
    return tuple(tuple(name for name, _ in requirement) for requirement in operation.security)


def _without_null(type: TypeExpr) -> TypeExpr:
    return type.inner if isinstance(type, Nullable) else type


def _either(a: TypeExpr, b: TypeExpr) -> TypeExpr:
    """One of two types; literals join."""
    if a == b:
        return a
    if isinstance(a, LiteralOf) and isinstance(b, LiteralOf):
        return LiteralOf(values=tuple(dict.fromkeys((*a.values, *b.values))), open=a.open or b.open)
    variants = [*(a.variants if isinstance(a, UnionOf) else (a,)), *(b.variants if isinstance(b, UnionOf) else (b,))]
    return UnionOf(variants=tuple(dict.fromkeys(variants)))


def _has_file(type: TypeExpr) -> bool:
    match type:
        case Primitive():
            return type.kind is PrimitiveKind.FILE
        case Nullable():
            return _has_file(type.inner)
        case UnionOf():
            return any(_has_file(v) for v in type.variants)
        case _:
            item = getattr(type, "item", None)
            return item is not None and _has_file(item)


def _example(media: MediaType | None) -> Example | None:
    if media is None or not media.examples:
        return None
    return _as_example(media.examples[0].summary or media.examples[0].name, media.examples[0].value)


def _response_example(operation: doc.Operation) -> Example | None:
    for response in success(operation):
        for media in response.content:
            found = _example(media) if is_json(media.media_type) else None
            if found is not None:
                return found
    return _meta_example(operation.extensions.get("x-oaiMeta"))


def _meta_example(meta: Any) -> Example | None:
    """The answer that OpenAI's own documents keep beside the operation, as text."""
    examples = meta.get("examples") if isinstance(meta, Mapping) else None
    for example in examples if isinstance(examples, list) else [examples]:
        text = example.get("response") if isinstance(example, Mapping) else None
        if isinstance(text, str):
            try:
                return _as_example(str(example.get("title") or ""), json.loads(text))
            except ValueError:
                continue  # many are pseudo-JSON with comments and ellipses
    return None


def _as_example(title: str, value: Any) -> Example:
    return Example(title=title, json=json.dumps(value, ensure_ascii=False, indent=2))
