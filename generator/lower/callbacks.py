"""What the API sends to the user's server because of an operation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from generator.config.model import Config
from generator.document import model as doc
from generator.document.model import MediaType, Schema
from generator.ir.operations import Framing
from generator.ir.package import Callback, PayloadForm
from generator.ir.types import Anything, ListOf, Primitive, PrimitiveKind, TypeExpr
from generator.ledger import Ledger
from generator.lower.calls import Call
from generator.lower.contents import delivered, is_form, is_json, is_multipart_form
from generator.lower.conversion import Conversion
from generator.lower.drafting import Drafting
from generator.lower.drafts import Drafts
from generator.lower.names import Names
from generator.lower.options import option_names
from generator.lower.reading import framing, is_described
from generator.lower.said import joined, of_delivery
from generator.lower.schemas import Schemas
from generator.lower.shapes import ArrayShape
from generator.lower.type_names import TypeName
from generator.lower.webhooks import event_of
from generator.python.identifiers import pascal_case, safe_method_name, snake_case
from generator.values import Value, replace

_RESOURCE: Final = "callbacks"
_OF_RECEIVERS: Final = frozenset({"verify_signature"})
_FORMS: Final = {Framing.LINES: PayloadForm.LINES, Framing.SEQUENCE: PayloadForm.SEQUENCE}
_AS_IT_IS: Final = {
    PayloadForm.TEXT: Primitive(kind=PrimitiveKind.STRING),
    PayloadForm.BYTES: Primitive(kind=PrimitiveKind.BINARY),
}


class Callbacks(Value):
    """The callbacks, with provisional events, and the drafts of these beside those known before.

    `resource` is the attribute of the client that reads them; `count` is how many entries of the document they are
    made of.
    """

    callbacks: tuple[Callback, ...]
    resource: str
    count: int
    drafts: Drafts


class _Payload(Value):
    """One request with a body, of a callback of the operation that a call makes."""

    call: Call
    callback: doc.Callback
    request: doc.CallbackRequest
    media: MediaType

    @property
    def word(self) -> str:
        """What it is called: after the callback; where this makes several such requests, after the request too."""
        operations = {r.operation.location: r.operation for r in self.callback.requests}
        if len(operations) == 1:
            return self.callback.name
        own = self.request.operation
        return f"{self.callback.name}_{own.operation_id or own.verb}"

    @property
    def owner(self) -> str:
        """What the method is called that it belongs to."""
        return "_".join((*self.call.route.resource, self.call.route.method))


def lower_callbacks(calls: Iterable[Call], known: Drafts, schemas: Schemas, config: Config) -> Callbacks:
    """Lower the callbacks of the calls' operations: those that deliver the same thing under one name become one."""
    calls = tuple(calls)
    drafting = Drafting(known)
    lowering = _Lowering(Conversion(schemas, drafting), config)
    payloads = [payload for call in calls if call.is_first for payload in lowering.payloads(call)]
    found = lowering.callbacks(payloads)
    resource = _resource(calls, config) if found else ""
    return Callbacks(
        callbacks=_named(found, _taken(calls, resource)),
        resource=resource,
        count=len({(payload.call.place, payload.callback.name) for payload in payloads}),
        drafts=drafting.finished(),
    )


class _Lowering:
    """Makes callbacks of payloads; their types are drafted through the conversion."""

    def __init__(self, conversion: Conversion, config: Config) -> None:
        self._conversion = conversion
        self._casings = config.casings
        self._shapes = conversion.schemas.shapes
        self._ledger = conversion.schemas.ledger

    def payloads(self, call: Call) -> Iterator[_Payload]:
        """What the callbacks of an operation deliver; what they say beside it is entered."""
        for callback in call.operation.callbacks:
            bodies = {operation.location: media for operation, _, media in delivered(_operations(callback))}
            for request in callback.requests:
                _note(request.operation, self._ledger)
                media = bodies.get(request.operation.location)
                if media is not None:
                    yield _Payload(call, callback, request, media)
            if not bodies:
                reason = "its requests have no body to read"
                self._ledger.dropped("callback", callback.name, reason, callback.location)

    def callbacks(self, payloads: Sequence[_Payload]) -> list[Callback]:
        """One for each name and type, in the order of the document. Their `method` is still the word for it."""
        by_word: dict[str, set[str]] = defaultdict(set)
        for payload in payloads:
            by_word[snake_case(payload.word)].add(payload.request.operation.location.pointer)
        found: dict[tuple[object, ...], Callback] = {}
        for payload in payloads:
            is_shared = len(by_word[snake_case(payload.word)]) > 1
            word = f"{payload.owner}_{payload.word}" if is_shared else payload.word
            said = TypeName(f"{pascal_case(word, self._casings)}CallbackEvent", payload.call.package)
            event, form = self._event(payload.media, said)
            made = _callback(payload, snake_case(word), event, form)
            key = (snake_case(payload.word), event, form)
            known = found.get(key)
            found[key] = made if known is None else _joined(known, made, snake_case(payload.word))
        return list(found.values())

    def _event(self, media: MediaType, said: TypeName) -> tuple[TypeExpr, PayloadForm]:
        """The type of a payload, which is as it is `said` where it has no name, and how it is written."""
        form = _form(media)
        if form in _AS_IT_IS:
            if is_described(media, self._shapes):
                reason = f"its schema is not applied: the payload is handed out as {form.value}"
                self._ledger.approximated("media type", media.media_type, reason, media.location)
            return _AS_IT_IS[form], form
        is_sequence = form in _FORMS.values()
        schema = self._item(media) if is_sequence else media.schema
        if schema is None:
            reason = "a payload without a schema: any value"
            self._ledger.approximated("media type", media.media_type, reason, media.location)
        event: TypeExpr = Anything() if schema is None else event_of(schema, said, self._conversion)
        return ListOf(item=event) if is_sequence else event, form

    def _item(self, media: MediaType) -> Schema | None:
        """The schema of one item of a sequence, which may be given as an array of them."""
        if media.item_schema is not None or media.schema is None:
            return media.item_schema
        shape = self._shapes.resolved(media.schema).shape
        return shape.items or media.schema if isinstance(shape, ArrayShape) else media.schema


def _operations(callback: doc.Callback) -> list[doc.Operation]:
    return [request.operation for request in callback.requests]


def _note(operation: doc.Operation, ledger: Ledger) -> None:
    """Note what is used of a request, and enter what its receiver has to see to without the SDK."""
    for _, body, media in delivered([operation]):
        ledger.use(body.location, operation.location)
        ledger.use(media.location, operation.location)
        for example in media.examples:
            ledger.use(example.location, operation.location)
    for response in operation.responses:
        ledger.use(response.location, operation.location)  # its status and its words are in the docs
        for part in response.headers:
            ledger.dropped("header", part.name, "who is called says what is in its answers", part.location)
    for parameter in operation.parameters:
        if not ledger.is_used(parameter.location, operation.location):
            ledger.use(parameter.location, operation.location)
            reason = "payloads are read; headers and the rest of a request are the server's own"
            ledger.dropped("parameter", parameter.name, reason, parameter.location)
    if operation.security and not ledger.is_used(operation.location, operation.location):
        ledger.use(operation.location, operation.location)
        reason = "who calls the server is the server's to check; deliveries that are signed can be verified"
        ledger.dropped("security", operation.operation_id or operation.verb, reason, operation.location)


def _form(media: MediaType) -> PayloadForm:
    framed = framing(media.media_type)
    if framed in _FORMS:
        return _FORMS[framed]
    if is_json(media.media_type):
        return PayloadForm.JSON
    if is_form(media.media_type) and not is_multipart_form(media.media_type):
        return PayloadForm.FORM
    return PayloadForm.TEXT if media.media_type.strip().lower().startswith("text/") else PayloadForm.BYTES


def _callback(payload: _Payload, method: str, event: TypeExpr, form: PayloadForm) -> Callback:
    own = payload.request.operation
    return Callback(
        name=payload.callback.name,
        method=method,
        event=event,
        form=form,
        location=own.location,
        doc=of_delivery(own),
        operations=(
            payload.call.operation.operation_id or f"{payload.call.operation.verb} {payload.call.operation.path}",
        ),
        expressions=(payload.request.expression,),
        answers=tuple((r.status, joined(r.summary, r.description)) for r in own.responses),
    )


def _joined(one: Callback, other: Callback, method: str) -> Callback:
    """What delivers the same for several operations, or to several places."""
    return replace(
        one,
        method=method,
        doc=joined(one.doc, other.doc),
        operations=tuple(dict.fromkeys((*one.operations, *other.operations))),
        expressions=tuple(dict.fromkeys((*one.expressions, *other.expressions))),
        answers=tuple(dict.fromkeys((*one.answers, *other.answers))),
    )


def _resource(calls: Sequence[Call], config: Config) -> str:
    """The attribute of the client for them: none that is an option of it or a method."""
    taken = option_names(config) | {call.route.method for call in calls if not call.route.resource}
    resource = _RESOURCE
    while resource in taken:
        resource += "_"
    return resource


def _taken(calls: Sequence[Call], resource: str) -> set[str]:
    """What the resource has already, where the document has one of that name."""
    routes = [call.route for call in calls if call.route.resource[:1] == (resource,)]
    members = {route.method for route in routes if len(route.resource) == 1}
    return {*_OF_RECEIVERS, *members} | {route.resource[1] for route in routes if len(route.resource) > 1}


def _named(callbacks: Sequence[Callback], taken: set[str]) -> tuple[Callback, ...]:
    """The callbacks with the final names of their methods, by name; whose place comes first has the first word."""
    names: dict[int, str] = {}
    taken = set(taken)
    for callback in sorted(callbacks, key=lambda c: (c.method, c.location.pointer)):
        wanted = name = safe_method_name(f"unwrap_{callback.method}")
        number = 2
        while name in taken:
            name, number = f"{wanted}_{number}", number + 1
        taken.add(name)
        names[id(callback)] = name
    named = (replace(callback, method=names[id(callback)]) for callback in callbacks)
    return tuple(sorted(named, key=lambda callback: callback.method))


def finished_callbacks(callbacks: Callbacks, names: Names) -> tuple[Callback, ...]:
    """The callbacks with the final names of their events."""
    return tuple(replace(callback, event=names.resolve(callback.event)) for callback in callbacks.callbacks)
