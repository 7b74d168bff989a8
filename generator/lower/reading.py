"""How the content of an answer is read, by its media type and its schema, and what a request asks for to get it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Final

from generator.document.model import MediaType, Schema
from generator.ir.operations import Framing
from generator.lower.contents import EVENT_STREAM, is_json
from generator.lower.shapes import AnyShape, EnumShape, ObjectShape, ScalarShape, Shapes, UnionShape
from generator.values import members

JSON: Final = "application/json"
_LINES: Final = frozenset({"jsonl", "jsonlines", "json-lines", "ndjson", "json-stream"})
_SEQUENCES: Final = frozenset({"json-seq"})
_ANY: Final = frozenset({"*/*", "application/*"})
_OF_EVENTS: Final = frozenset({"data", "event", "id", "retry", "comment"})
"""The members of an event of a stream."""
_CHARSET: Final = re.compile(r"\s*;\s*charset=[^;]*", re.IGNORECASE)
_TOKEN: Final = r"[\w!#$%&'*+.^`|~-]+"
_ASKABLE: Final = re.compile(rf'{_TOKEN}/{_TOKEN}(\s*;\s*{_TOKEN}=({_TOKEN}|"[^"\\\x00-\x1f]*"))*', re.ASCII)


class Reading(Enum):
    """What becomes of content."""

    JSON = "JSON"
    TEXT = "text"
    BINARY = "binary"
    STREAM = "stream"


def framing(media_type: str) -> Framing | None:
    """How the items of such content are told apart; None where it is one thing."""
    bare = _bare(media_type)
    if bare == EVENT_STREAM:
        return Framing.EVENTS
    if bare == "application/stream+json":
        return Framing.LINES
    kind = bare.partition("/")[2].removeprefix("x-").rpartition("+")[2]
    if kind in _LINES:
        return Framing.LINES
    return Framing.SEQUENCE if kind in _SEQUENCES else None


def reading(media: MediaType, shapes: Shapes) -> Reading:
    """How the SDK reads content. Where any media type will do, and for text that is bytes, the schema says it."""
    bare = _bare(media.media_type)
    if framing(bare) is not None:
        return Reading.STREAM
    if is_json(bare):
        return Reading.BINARY if _is_bytes(media, shapes) else Reading.JSON
    if bare in _ANY:
        return _by_schema(media, shapes)
    return Reading.TEXT if bare.startswith("text/") and not _is_bytes(media, shapes) else Reading.BINARY


def event_data(media: MediaType, shapes: Shapes) -> tuple[Schema, ...]:
    """The schemas of what is in the data of events, where the schema of their items describes events as a whole; none
    where it describes the data alone."""
    item = media.item_schema
    if item is None or framing(media.media_type) is not Framing.EVENTS:
        return ()
    found = [_data_of(one, shapes) for one in _alternatives(item, shapes)]
    return tuple(data for data in found if data is not None) if None not in found else ()


def event_parts(media: MediaType, shapes: Shapes) -> Iterator[Schema]:
    """What events are described by as wholes, of which only the data is handed out: the schemas of each, and of its
    members."""
    if media.item_schema is not None and event_data(media, shapes):
        for one in _alternatives(media.item_schema, shapes):
            yield shapes.document.target(one)
            shape = shapes.resolved(one).shape
            yield from shape.properties.values() if isinstance(shape, ObjectShape) else ()


def _alternatives(schema: Schema, shapes: Shapes) -> Iterator[Schema]:
    shape = shapes.resolved(schema).shape
    if isinstance(shape, UnionShape):
        yield from shape.variants
    else:
        yield schema


def _data_of(schema: Schema, shapes: Shapes) -> Schema | None:
    """What the data of an event is, by the schema of the event: text, or what that text holds. None where the schema
    is none of an event, whose data is text always."""
    shape = shapes.resolved(schema).shape
    if not isinstance(shape, ObjectShape) or not {"data"} <= shape.properties.keys() <= _OF_EVENTS:
        return None
    data = shape.properties["data"]
    if shapes.resolved(data).shape != ScalarShape("string", None):
        return None
    target = shapes.document.target(data)
    is_described = target.content_schema is not None and is_json(target.content_media_type or JSON)
    return target.content_schema if is_described else data


def is_text_like(media: MediaType, shapes: Shapes) -> bool:
    """Whether JSON says no more of its content than that it is text, if that."""
    if media.schema is None or _says_nothing(media.schema):
        return True
    shape = shapes.resolved(media.schema).shape
    return isinstance(shape, ScalarShape) and shape.type == "string"


def is_described(media: MediaType, shapes: Shapes) -> bool:
    """Whether a schema says what content is made of."""
    if media.schema is None:
        return False
    return not isinstance(shapes.resolved(media.schema).shape, ScalarShape | EnumShape | AnyShape)


def asked_for(contents: Iterable[MediaType], shapes: Shapes) -> Iterator[str]:
    """What an `Accept` header names for contents. The SDK reads any charset; where any media type will do, JSON is
    preferred for what is read as such."""
    for media in contents:
        asked = _CHARSET.sub("", media.media_type.strip())
        if not _ASKABLE.fullmatch(asked):
            continue
        if "*" in asked and reading(media, shapes) is Reading.JSON:
            yield JSON
            asked = f"{asked};q=0.8"
        yield asked


def is_askable(media: MediaType) -> bool:
    """Whether a header can name the media type."""
    return _ASKABLE.fullmatch(_CHARSET.sub("", media.media_type.strip())) is not None


def _says_nothing(schema: Schema) -> bool:
    """Whether a schema is there, but empty: what frameworks write for whatever they know nothing of."""
    blank = Schema(location=schema.location)
    return all(getattr(schema, name) == getattr(blank, name) for name in members(Schema))


def _by_schema(media: MediaType, shapes: Shapes) -> Reading:
    if media.schema is None or _is_bytes(media, shapes):
        return Reading.BINARY
    shape = shapes.resolved(media.schema).shape
    if isinstance(shape, AnyShape):
        return Reading.BINARY
    return Reading.TEXT if isinstance(shape, ScalarShape) and shape.type == "string" else Reading.JSON


def _is_bytes(media: MediaType, shapes: Shapes) -> bool:
    return media.schema is not None and shapes.resolved(media.schema).shape == ScalarShape("string", "binary")


def _bare(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()
