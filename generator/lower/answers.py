"""What an operation answers: results, streams of events, errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.config.matching import find_schema, schema_key
from generator.document.model import MediaType, Schema
from generator.ir.operations import (
    BinaryResponse,
    EmptyResponse,
    ErrorResponse,
    JsonResponse,
    Parameter,
    RequestBody,
    Response,
    Stream,
    TextResponse,
)
from generator.ir.types import Anything, Nullable, TypeExpr
from generator.lower.calls import Call
from generator.lower.contents import EVENT_STREAM, is_json, success
from generator.lower.conversion import Conversion, Owner, Scope
from generator.lower.drafts import draft_key, provisional
from generator.lower.faces import Face
from generator.lower.requests import by_wire_name
from generator.lower.shapes import AnyShape, MapShape, ObjectShape, ReferenceShape, ScalarShape, Shape
from generator.lower.type_names import TypeName
from generator.lower.unions import either


class Answers:
    """Builds the results of operations."""

    def __init__(self, conversion: Conversion, unwrap_fields: Sequence[str] = ()) -> None:
        self._unwrap_fields = unwrap_fields
        self._conversion = conversion
        self._document = conversion.schemas.document
        self._shapes = conversion.schemas.shapes
        self._ledger = conversion.schemas.ledger

    def build(self, call: Call) -> tuple[Response, Stream | None]:
        """The answer of an operation, and the stream it can be asked for instead."""
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
            return JsonResponse(type=Anything())
        if len(schemas) == 1 and (member := self._envelope(call, schemas[0])) is not None:
            name, schema = member
            return JsonResponse(type=self.type_of(call, schema, f"{call.stem}Response"), unwrap=name)
        names = [f"{call.stem}Response{number if number > 1 else ''}" for number in range(1, len(schemas) + 1)]
        types = [self.type_of(call, schema, name) for schema, name in zip(schemas, names, strict=True)]
        joined = types[0]
        for type in types[1:]:
            joined = either(joined, type)
        return JsonResponse(type=joined)

    def _envelope(self, call: Call, schema: Schema) -> tuple[str, Schema] | None:
        """The member that is returned in place of the whole answer, where the config asks for that."""
        said = call.choices.unwrap_response
        shape = self._shapes.resolved(schema).shape
        if said is False or call.choices.response_by is not None or not isinstance(shape, ObjectShape):
            return None
        wanted = (said,) if said is not None else tuple(self._unwrap_fields)
        return next(((name, shape.properties[name]) for name in wanted if name in shape.properties), None)

    def type_of(self, call: Call, schema: Schema, name: str) -> TypeExpr:
        """The type of an answer; what is written inline gets a module of its own."""
        shaped = self._shapes.of(schema)
        if self._is_declared(shaped.shape) or isinstance(shaped.shape, ScalarShape) or shaped.shape == MapShape(None):
            return self._conversion.convert(schema, _scope(call))
        place = self._conversion.schemas.place(schema)
        key = draft_key(place, Face.RESPONSE)  # what something else refers to has its declaration already
        if key not in self._conversion.drafting:
            key = draft_key(f"{call.place} {place}", Face.RESPONSE)
        if key not in self._conversion.drafting:
            self._conversion.declare(key, Face.RESPONSE, TypeName(name, call.package), schema)
        type: TypeExpr = provisional(key)
        return Nullable(inner=type) if shaped.nullable else type

    def _is_declared(self, shape: Shape) -> bool:
        """Whether a schema refers to something that has a declaration, or needs none."""
        if not isinstance(shape, ReferenceShape):
            return False
        key = self._conversion.schemas.component_key(shape.key, Face.RESPONSE)
        behind = self._shapes.resolved(self._document.schemas[shape.key]).shape
        return key in self._conversion.drafting or isinstance(behind, (ScalarShape, AnyShape))

    def errors(self, call: Call) -> tuple[ErrorResponse, ...]:
        """The answers that mean that it did not work."""
        found = []
        ok = success(call.operation)
        for response in call.operation.responses:
            if response in ok:
                continue
            content = next((m for m in response.content if is_json(m.media_type) and m.schema is not None), None)
            status = "Default" if response.status == "default" else response.status
            name = f"{call.stem}{status}Error"
            type = self.type_of(call, content.schema, name) if content and content.schema else None
            found.append(ErrorResponse(status=response.status, doc=response.description, type=type))
        return tuple(found)

    # --- streams and pages

    def _stream(self, call: Call, events: Sequence[MediaType]) -> Stream | None:
        said = call.choices.stream
        if said is False:
            return None
        parameter = said.parameter if said is not None else "stream"
        if said is not None and said.event is not None:
            known = self.component(said.event)
            if known is not None:
                return Stream(event=self.type_of(call, known, f"{call.stem}Event"), parameter=parameter)
        schema = next((m.schema for m in events if m.schema is not None), None)
        if schema is None:
            if events:
                self._ledger.approximated(
                    "response", EVENT_STREAM, "events without a schema: any value", events[0].location
                )
                return Stream(event=Anything(), parameter=parameter)
            return None
        event = self.type_of(call, schema, f"{call.stem}Event")
        return Stream(event=event, parameter=parameter)

    def component(self, target: str) -> Schema | None:
        """A schema that refers to the component, or is at the pointer, that the config names."""
        found, key = find_schema(self._document, target), schema_key(target)
        is_component = found is not None and key in self._document.components
        return Schema(location=found.location, ref=key) if found is not None and is_component else found

    def stream_argument(
        self, call: Call, stream: Stream | None, parameters: Sequence[Parameter], body: RequestBody | None
    ) -> Stream | None:
        """The stream with the name of the argument that asks for it, if there is one."""
        if stream is None or stream.parameter is None:
            return stream
        argument = by_wire_name(parameters, body).get(stream.parameter)
        if argument is None:
            self._ledger.approximated(
                "response",
                EVENT_STREAM,
                "no argument asks for the stream: answers are read as declared beside it",
                call.operation.location,
            )
            return None
        return replace(stream, parameter=argument.name)


def _scope(call: Call) -> Scope:
    return Scope(Face.RESPONSE, Owner(call.owner, call.operation.location.pointer))
