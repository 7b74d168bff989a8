"""What the document says of operations and webhooks, and no step made anything of.

Steps note in the ledger what they use, for which operation. Whatever is not noted is reported, so that something new in
documents, or something that a step passes over, is in the ledger without anyone thinking of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.document import model as doc
from generator.document.model import Document, Encoding, MediaType, Schema
from generator.ledger import Ledger
from generator.lower.calls import Call
from generator.lower.schemas import Schemas
from generator.source import Location, pointer_name
from generator.values import Value

_REASON = "nothing in the SDK is made of it"


class _Part(Value):
    """Something that an operation says, with what it consists of."""

    kind: str
    name: str
    location: Location
    parts: tuple[_Part, ...] = ()


def report_unconsumed(calls: Iterable[Call], schemas: Schemas) -> None:
    """Enter what no step used, of each operation and of each schema; of what is unused as a whole nothing inside."""
    _report_operations(schemas.document, calls, schemas.ledger)
    _report_schemas(schemas)


def _report_operations(document: Document, calls: Iterable[Call], ledger: Ledger) -> None:
    entered = {(entry.kind, entry.location) for entry in ledger.entries}
    delivered = (operation for webhook in document.webhooks for operation in webhook.operations)
    called = [call.operation for call in calls]
    requests = (r.operation for operation in called for callback in operation.callbacks for r in callback.requests)
    operations = {operation.location: operation for operation in (*called, *delivered, *requests)}
    for operation in operations.values():
        pending = list(_parts(operation))
        while pending:
            part = pending.pop()
            if (part.kind, part.location) in entered:
                pending += (
                    inner for inner in part.parts if inner.kind == "example"
                )  # which say something of their own
                continue
            if ledger.is_used(part.location, operation.location):
                pending += part.parts
                continue
            entered.add((part.kind, part.location))
            ledger.dropped(part.kind, part.name, _REASON, part.location)


def _report_schemas(schemas: Schemas) -> None:
    """Enter the schemas whose shape nobody asked for."""
    pending, seen = [*schemas.document.schemas.values()], set[int]()
    while pending:
        schema = pending.pop()
        if id(schema) in seen:
            continue
        seen.add(id(schema))
        if schemas.shapes.knows(schema):
            pending += _inside(schema)
        else:
            schemas.ledger.dropped("schema", pointer_name(schema.location.pointer), _REASON, schema.location)


def _inside(schema: Schema) -> Iterator[Schema]:
    """The schemas that one is made of; what `not` says has an entry of its own, and `false` that there are none."""
    yield from (*schema.all_of, *schema.any_of, *schema.one_of, *schema.prefix_items)
    yield from (*schema.properties.values(), *schema.pattern_properties.values())
    for one in (schema.items, schema.additional_properties):
        if isinstance(one, Schema) and one.always is not False:
            yield one


def _parts(operation: doc.Operation) -> Iterator[_Part]:
    for parameter in operation.parameters:
        yield _Part("parameter", parameter.name, parameter.location)
    if operation.body is not None:
        yield _Part("request body", "", operation.body.location, tuple(map(_media_type, operation.body.content)))
    for response in operation.responses:
        yield _Part("response", response.status, response.location, tuple(map(_media_type, response.content)))


def _media_type(media: MediaType) -> _Part:
    examples = (_Part("example", example.name, example.location) for example in media.examples)
    return _Part("media type", media.media_type, media.location, (*_encodings(media), *examples))


def _encodings(holder: MediaType | Encoding) -> Iterator[_Part]:
    """The encodings of the parts of a body, and of what those are made of."""
    items = () if holder.item_encoding is None else (holder.item_encoding,)
    for encoding in (*holder.encodings, *holder.prefix_encodings, *items):
        parts = tuple(_encodings(encoding))
        yield _Part("encoding", encoding.property_name, encoding.location, parts)
