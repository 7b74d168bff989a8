"""How the content of an answer is read, by its media type and its schema, and what a request asks for to get it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from enum import Enum
from typing import Final

from generator.document.model import MediaType, Schema
from generator.ir.operations import Framing
from generator.lower.contents import EVENT_STREAM, is_json
from generator.lower.shapes import AnyShape, EnumShape, ScalarShape, Shapes

JSON: Final = "application/json"
_LINES: Final = frozenset({"jsonl", "jsonlines", "json-lines", "ndjson", "json-stream"})
_SEQUENCES: Final = frozenset({"json-seq"})
_ANY: Final = frozenset({"*/*", "application/*"})
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
    return all(getattr(schema, f.name) == getattr(blank, f.name) for f in fields(Schema))


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
