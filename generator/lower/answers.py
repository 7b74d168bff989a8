"""What an operation answers: results, streams of events, errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce

from generator.config.matching import find_schema, schema_key
from generator.document import model as doc
from generator.document.model import MediaType, Schema
from generator.ir.operations import (
    BinaryResponse,
    EmptyResponse,
    ErrorResponse,
    Framing,
    JsonResponse,
    Parameter,
    RequestBody,
    Response,
    ResponseByStatus,
    SaidOfAnswer,
    SingleResponse,
    StatusResponse,
    Stream,
    TextResponse,
)
from generator.ir.types import Anything, Nullable, TypeExpr, nullable
from generator.lower.calls import Call
from generator.lower.contents import EVENT_STREAM, success
from generator.lower.conversion import Conversion, Owner, Scope
from generator.lower.drafts import draft_key, provisional
from generator.lower.faces import Face
from generator.lower.follow_ups import FollowUps
from generator.lower.reading import (
    JSON,
    Reading,
    asked_for,
    event_data,
    event_parts,
    framing,
    is_askable,
    is_described,
    is_text_like,
    reading,
)
from generator.lower.requests import by_wire_name
from generator.lower.said import headers_of, joined, of_response, told
from generator.lower.shapes import (
    AnyShape,
    ArrayShape,
    MapShape,
    ObjectShape,
    ReferenceShape,
    ScalarShape,
    Shape,
    UnionShape,
)
from generator.lower.type_names import TypeName
from generator.lower.unions import either
from generator.values import Value, replace


class Answer(Value):
    """What an operation answers, the stream it can be asked for instead, and the media types that are asked for."""

    response: Response
    stream: Stream | None
    accept: tuple[str, ...]


class Answers:
    """Builds the results of operations."""

    def __init__(
        self,
        conversion: Conversion,
        follow_ups: FollowUps,
        unwrap_fields: Sequence[str] = (),
        *,
        by_method: bool = False,
    ) -> None:
        self._follow_ups = follow_ups
        self._unwrap_fields = unwrap_fields
        self._by_method = by_method
        self._conversion = conversion
        self._document = conversion.schemas.document
        self._shapes = conversion.schemas.shapes
        self._ledger = conversion.schemas.ledger

    def build(self, call: Call, parameters: Sequence[Parameter], body: RequestBody | None) -> Answer:
        """The answer of an operation, and the stream it can be asked for instead."""
        answers = call.answers
        self._use(call, answers)
        self._report_others(call)
        contents = [m for r in answers for m in r.content]
        items = [m for m in contents if self._reading(m) is Reading.STREAM]
        plain = [m for m in contents if m not in items]
        self._report_contents(contents)
        if call.choices.only_said_stream and call.choices.stream is None and plain:
            self._drop_stream(items)
            items = []
        stream = self._stream(call, items)
        if not plain and stream is not None and call.choices.response is None:
            always = replace(stream, parameter=None)
            return Answer(JsonResponse(type=stream.event), always, self._asked_always(items, stream))
        stream = self._with_argument(call, stream, parameters, body)
        if call.choices.response is not None:
            answer = self._said(call, plain, stream if call.choices.response != "binary" else None)
        else:
            answer = self._by_status(call, answers, stream)
        if answer.stream is not None and answer.stream.parameter is None:
            return replace(answer, accept=self._asked_always(items, answer.stream))
        return answer

    def _report_others(self, call: Call) -> None:
        """Enter the answers of success that say nothing of what the method returns."""
        for response in success(call.operation):
            if response not in call.answers:
                reason = f"what is returned is said by {call.answers[0].status}, whichever of them comes"
                self._ledger.dropped("response", response.status, reason, response.location)

    def _report_contents(self, contents: Sequence[MediaType]) -> None:
        for media in contents:
            if not is_askable(media):
                self._ledger.approximated(
                    "media type", media.media_type, "no header can ask for it, as it is no media type", media.location
                )
            if media.item_schema is not None and self._reading(media) is not Reading.STREAM:
                self._ledger.dropped("keyword", "media-type.itemSchema", "the content is no sequence", media.location)

    def _use(self, call: Call, parts: Iterable[doc.Response | MediaType]) -> None:
        for part in parts:
            self._ledger.use(part.location, call.operation.location)

    def _reading(self, media: MediaType) -> Reading:
        return reading(media, self._shapes)

    def _asked(self, contents: Sequence[MediaType]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(asked_for(contents, self._shapes))) or (JSON,)

    def _asked_always(self, items: Sequence[MediaType], stream: Stream) -> tuple[str, ...]:
        if stream.framing is Framing.EVENTS:
            return (EVENT_STREAM,)
        return self._asked(self._framed(items, stream.framing))

    def _said(self, call: Call, plain: Sequence[MediaType], stream: Stream | None) -> Answer:
        """What the config says that the answer is."""
        as_json = [m for m in plain if self._reading(m) is Reading.JSON]
        match call.choices.response:
            case "binary":
                others = [m for m in plain if m not in as_json][:1]
                self._use(call, others)
                media_type = others[0].media_type if others else "application/octet-stream"
                return Answer(BinaryResponse(media_type=media_type), stream, (media_type,))
            case "text":
                self._use(call, (m for m in plain if self._reading(m) is Reading.TEXT))
                return Answer(TextResponse(media_type="text/plain"), stream, ("text/plain",))
            case "empty":
                return Answer(EmptyResponse(), stream, (JSON,))
            case _:
                chosen = as_json or plain
                self._use(call, chosen)
                names = self._names(call, chosen)
                return Answer(self._json_response(call, chosen, names), stream, self._asked(as_json))

    def _by_status(self, call: Call, answers: Sequence[doc.Response], stream: Stream | None) -> Answer:
        """What each answer of success holds; those that only stream are not among them."""
        chosen = {r.status: self._chosen(r.content) for r in answers}
        read = [m for contents in chosen.values() for m in contents]
        self._use(call, read)
        names = self._names(call, [m for m in read if self._reading(m) is Reading.JSON])
        found = [
            StatusResponse(status=r.status, response=self._response(call, chosen[r.status], names))
            for r in answers
            if chosen[r.status] or not r.content
        ]
        return Answer(_joined(found), stream, self._asked([*read, *self._framed_lines(answers, stream)]))

    def _framed_lines(self, answers: Sequence[doc.Response], stream: Stream | None) -> list[MediaType]:
        """What is asked for beside the plain answer: events are by the argument alone."""
        if stream is None or stream.framing is Framing.EVENTS:
            return []
        return self._framed([m for r in answers for m in r.content], stream.framing)

    def _framed(self, contents: Sequence[MediaType], wanted: Framing) -> list[MediaType]:
        return [m for m in contents if framing(m.media_type) is wanted]

    def _chosen(self, contents: Sequence[MediaType]) -> list[MediaType]:
        """What is read of the contents of one answer: JSON, unless it is text that others say more of; else text or
        bytes, whichever comes first. All that is read alike is asked for, the rest is reported."""
        plain = [m for m in contents if self._reading(m) is not Reading.STREAM]
        as_json = [m for m in plain if self._reading(m) is Reading.JSON]
        others = [m for m in plain if m not in as_json]
        if as_json and (not others or not all(is_text_like(m, self._shapes) for m in as_json)):
            kind, first = Reading.JSON, as_json[0]
        elif others:
            kind, first = self._reading(others[0]), others[0]
        else:
            return []
        for lost in plain:
            if self._reading(lost) is not kind:
                told = "the JSON answer" if kind is Reading.JSON else first.media_type
                self._ledger.approximated("media type", lost.media_type, f"the SDK reads {told}", lost.location)
        return [m for m in plain if self._reading(m) is kind]

    def _response(self, call: Call, chosen: Sequence[MediaType], names: Mapping[int, str]) -> SingleResponse:
        if not chosen:
            return EmptyResponse()
        kind, first = self._reading(chosen[0]), chosen[0].media_type
        if kind is Reading.JSON:
            return self._json_response(call, chosen, names)
        for media in chosen:
            if is_described(media, self._shapes):
                reason = f"its schema is not applied: the answer is handed out as {kind.value}"
                self._ledger.approximated("media type", media.media_type, reason, media.location)
        return TextResponse(media_type=first) if kind is Reading.TEXT else BinaryResponse(media_type=first)

    def _names(self, call: Call, contents: Sequence[MediaType]) -> dict[int, str]:
        """What the types of answers that are written inline are called, by schema."""
        schemas = dict.fromkeys(id(m.schema) for m in contents if m.schema is not None)
        return {
            schema: f"{call.stem}Response{number if number > 1 else ''}" for number, schema in enumerate(schemas, 1)
        }

    def _json_response(self, call: Call, contents: Sequence[MediaType], names: Mapping[int, str]) -> JsonResponse:
        schemas = list({id(m.schema): m.schema for m in contents if m.schema is not None}.values())
        if not schemas:
            self._ledger.approximated(
                "response",
                call.operation.operation_id or call.operation.path,
                "JSON without a schema: any value",
                call.operation.location,
            )
            return JsonResponse(type=Anything())
        if len(names) == 1 and (member := self._envelope(call, schemas[0])) is not None:
            name, schema = member
            return JsonResponse(type=self._member_of(call, schema, schemas[0]), unwrap=name)
        types = (self.result_of(call, schema, names[id(schema)]) for schema in schemas)
        return JsonResponse(type=reduce(either, types))

    def _envelope(self, call: Call, schema: Schema) -> tuple[str, Schema] | None:
        """The member that is returned in place of the whole answer, where the config asks for that."""
        said = call.choices.unwrap_response
        shape = self._shapes.resolved(schema).shape
        if said is False or call.choices.response_by is not None or not isinstance(shape, ObjectShape):
            return None
        if said is None and (len(shape.properties) > 1 or shape.extra is not None):
            return None  # which holds more than what it is an envelope of
        wanted = (said,) if said is not None else tuple(self._unwrap_fields)
        return next(((name, shape.properties[name]) for name in wanted if name in shape.properties), None)

    def item_name(self, call: Call) -> str:
        """What an item of pages is called that is written inline."""
        return f"{call.stem}{'Response' if self._by_method else 'Item'}"

    def result_of(self, call: Call, schema: Schema, name: str) -> TypeExpr:
        """The type of what a method returns, or of the items of what it returns."""
        shape, behind = self._shapes.of(schema).shape, self._shapes.resolved(schema).shape
        if not self._by_method or self._is_chosen(schema):
            return self.type_of(call, schema, name)
        is_free = behind == MapShape(None)
        if isinstance(behind, AnyShape) or (is_free and self._document.target(schema).additional_properties is None):
            return Anything()  # of which nothing is said
        if is_free and not self._is_declared(shape):
            return self._declared(schema, self._key_of(call, schema), call, name)
        return self.type_of(call, schema, name)

    def _member_of(self, call: Call, schema: Schema, envelope: Schema) -> TypeExpr:
        """The type of what an envelope holds. Methods that open one that the config names have one type, which is
        called after the first of them."""
        name, shape = f"{call.stem}Response", self._shapes.of(schema).shape
        is_one = self._by_method and self._is_chosen(envelope) and not self._is_chosen(schema)
        if not is_one or not isinstance(shape, (ArrayShape, ObjectShape, UnionShape)):
            return self.result_of(call, schema, name)
        key = draft_key(f"in envelope {self._conversion.schemas.place(schema)}", Face.RESPONSE)
        return self._declared(schema, key, call, name)

    def _is_chosen(self, schema: Schema) -> bool:
        """Whether the config names a schema, or what it refers to."""
        shape, schemas = self._shapes.of(schema).shape, self._conversion.schemas
        if not isinstance(shape, ReferenceShape):
            return schemas.place(schema) in schemas.chosen
        draft = self._conversion.drafting.get(schemas.component_key(shape.key, Face.RESPONSE))
        return draft is not None and draft.chosen

    def type_of(self, call: Call, schema: Schema, name: str) -> TypeExpr:
        """The type of an answer; what is written inline gets a module of its own."""
        shape = self._shapes.of(schema).shape
        is_plain = isinstance(shape, ScalarShape) or shape == MapShape(None)
        if is_plain or self._is_declared(shape) or self._is_chosen(schema):
            return self._conversion.convert(schema, _scope(call))
        return self._declared(schema, self._key_of(call, schema), call, name)

    def _key_of(self, call: Call, schema: Schema) -> str:
        schemas = self._conversion.schemas
        key = schemas.referred_key(schema, Face.RESPONSE)
        known = key is not None and key in self._conversion.drafting
        return key if key is not None and known else draft_key(f"{call.place} {schemas.place(schema)}", Face.RESPONSE)

    def _declared(self, schema: Schema, key: str, call: Call, name: str) -> TypeExpr:
        """A reference to what is written inline, which is called so unless it is declared already."""
        if key not in self._conversion.drafting:
            self._conversion.declare(key, Face.RESPONSE, TypeName(name, call.package), schema)
        type: TypeExpr = provisional(key)
        return Nullable(inner=type) if self._shapes.of(schema).nullable else type

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
            self._use(call, (response, *(m for m in response.content if self._is_read_of_errors(m))))
            found.append(
                ErrorResponse(
                    status=response.status,
                    doc=of_response(response),
                    type=self._error_type(call, response),
                    headers=headers_of(response),
                    links=self._follow_ups.of(response),
                )
            )
        return tuple(found)

    def said(self, call: Call) -> tuple[SaidOfAnswer, ...]:
        """What is said of the answers that mean that it worked, where anything is."""
        found = map(self._said_of, success(call.operation))
        return tuple(answer for answer in found if answer.doc or answer.headers or answer.links)

    def _said_of(self, response: doc.Response) -> SaidOfAnswer:
        return SaidOfAnswer(
            status=response.status,
            doc=joined(of_response(response), *map(told, self._event_parts(response))),
            headers=headers_of(response),
            links=self._follow_ups.of(response),
        )

    def _event_parts(self, response: doc.Response) -> Iterator[Schema]:
        for media in response.content:
            yield from event_parts(media, self._shapes)

    def _is_read_of_errors(self, media: MediaType) -> bool:
        """Whether the body of an error says all that its media type has to say: JSON as its type, others as text."""
        return self._reading(media) is Reading.JSON or not is_described(media, self._shapes)

    def _error_type(self, call: Call, response: doc.Response) -> TypeExpr | None:
        schemas = {id(m.schema): m.schema for m in response.content if m.schema and self._reading(m) is Reading.JSON}
        name = f"{call.stem}{'Default' if response.status == 'default' else response.status}Error"
        types = [
            self.type_of(call, schema, f"{name}{number if number > 1 else ''}")
            for number, schema in enumerate(schemas.values(), 1)
        ]
        return reduce(either, types) if types else None

    # --- streams and pages

    def _drop_stream(self, items: Sequence[MediaType]) -> None:
        for media in items:
            reason = "the config gives the method no streaming"
            self._ledger.dropped("media type", media.media_type, reason, media.location)

    def _stream(self, call: Call, items: Sequence[MediaType]) -> Stream | None:
        said = call.choices.stream
        if said is False:
            return None
        parameter = said.parameter if said is not None else "stream"
        kind = self._framing(items)
        if said is not None and said.event is not None:
            known = self.component(said.event)
            if known is not None:
                self._use(call, self._framed(items, kind))
                event = self.type_of(call, known, f"{call.stem}Event")
                return Stream(event=event, parameter=parameter, framing=kind)
        if not items:
            return None
        framed = self._framed(items, kind)
        self._use(call, framed)
        events = next((data for m in framed if (data := event_data(m, self._shapes))), ())
        if events:
            return self._of_data(call, framed, events, parameter)
        schema = next((schema for m in framed if (schema := self._item(m)) is not None), None)
        if schema is None:
            self._ledger.approximated(
                "response", framed[0].media_type, "items without a schema: any value", framed[0].location
            )
            return Stream(event=Anything(), parameter=parameter, framing=kind)
        return Stream(event=self.type_of(call, schema, f"{call.stem}Event"), parameter=parameter, framing=kind)

    def _of_data(
        self, call: Call, framed: Sequence[MediaType], events: Sequence[Schema], parameter: str | None
    ) -> Stream:
        """A stream whose events are described as a whole, and handed out as what their data holds."""
        reason = "events are handed out as their data: names, ids and the time to wait are not in it"
        self._ledger.approximated("keyword", "media-type.itemSchema", reason, framed[0].location)
        types = (
            self.type_of(call, schema, f"{call.stem}Event{number if number > 1 else ''}")
            for number, schema in enumerate(dict.fromkeys(events), 1)
        )
        return Stream(event=reduce(either, types), parameter=parameter)

    def _framing(self, items: Sequence[MediaType]) -> Framing:
        """The one of several framings that is read; what comes in others is reported."""
        kind = min((framing(m.media_type) or Framing.EVENTS for m in items), key=_BY_RANK.index, default=Framing.EVENTS)
        for lost in items:
            if framing(lost.media_type) is not kind:
                self._ledger.approximated(
                    "media type", lost.media_type, "the SDK reads another kind of stream", lost.location
                )
        return kind

    def _item(self, media: MediaType) -> Schema | None:
        """The schema of one item of a stream; that of lines may be given as an array of them."""
        if media.item_schema is not None or media.schema is None:
            return media.item_schema
        shape = self._shapes.resolved(media.schema).shape
        if framing(media.media_type) is Framing.EVENTS or not isinstance(shape, ArrayShape):
            return media.schema
        return shape.items or media.schema

    def component(self, target: str) -> Schema | None:
        """A schema that refers to the component, or is at the pointer, that the config names."""
        found, key = find_schema(self._document, target), schema_key(target)
        is_component = found is not None and key in self._document.components
        return Schema(location=found.location, ref=key) if found is not None and is_component else found

    def _with_argument(
        self, call: Call, stream: Stream | None, parameters: Sequence[Parameter], body: RequestBody | None
    ) -> Stream | None:
        """The stream with the name of the argument that asks for it, if there is one."""
        if stream is None or stream.parameter is None:
            return stream
        argument = by_wire_name(parameters, body).get(stream.parameter)
        if argument is None:
            self._ledger.approximated(
                "response",
                EVENT_STREAM if stream.framing is Framing.EVENTS else "stream of JSON",
                "no argument asks for the stream: answers are read as declared beside it",
                call.operation.location,
            )
            return None
        return replace(stream, parameter=argument.name)


_BY_RANK = tuple(Framing)
_BODILESS = ("204", "205")


def _joined(found: Sequence[StatusResponse]) -> Response:
    """One answer of those by status, where it need not be asked which one came: they are the same, or but for one
    that has no body."""
    filled = tuple(dict.fromkeys(one.response for one in found if one.response != EmptyResponse()))
    if not filled:
        return EmptyResponse()
    empty = [one.status for one in found if one.response == EmptyResponse()]
    if len(filled) == 1 and not empty:
        return filled[0]
    if len(filled) == 1 and isinstance(filled[0], JsonResponse) and all(status in _BODILESS for status in empty):
        return replace(filled[0], type=nullable(filled[0].type))
    return ResponseByStatus(answers=tuple(found))


def _scope(call: Call) -> Scope:
    return Scope(Face.RESPONSE, Owner(call.owner, call.operation.location.pointer))
