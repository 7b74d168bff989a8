"""The two faces of a schema, and which schemas have both."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import assert_never

from generator.document.model import Schema
from generator.ir.types import READ_FROM_TEXT
from generator.lower.enums import Enums
from generator.lower.formats import Formats
from generator.lower.shapes import (
    AnyShape,
    ArrayShape,
    EnumShape,
    MapShape,
    ObjectShape,
    ReferenceShape,
    ScalarShape,
    Shapes,
    TupleShape,
    UnionShape,
)
from generator.values import Value, field


class Face(Enum):
    """The side of a schema: what callers build (REQUEST), what they are given (RESPONSE)."""

    REQUEST = "request"
    RESPONSE = "response"


FACES = (Face.REQUEST, Face.RESPONSE)


class Faces(Value):
    """Finds and remembers which schemas have two faces that differ."""

    shapes: Shapes
    formats: Formats
    enums: Enums
    _known: dict[str, bool] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)
    _open: set[int] = field(default_factory=set)

    def declared(self, key: str, face: Face) -> Face:
        """The face under which a component is declared for one direction; one whose faces do not differ has a single
        draft."""
        return face if self.has_two(key) else Face.RESPONSE

    def has_two(self, key: str) -> bool:
        """Whether what callers build differs from what they are given: everything with objects or arrays inside, texts
        that are handed out as objects, and enums that are classes, in place of which callers may hand in values."""
        known = self._known.get(key)
        if known is not None:
            return known
        if key in self._asked:
            return True
        self._asked.add(key)
        self._known[key] = found = self.differ(self.shapes.document.schemas[key])
        return found

    def differ(self, schema: Schema) -> bool:
        """The same for any schema. One that contains itself, without being a component, counts as an object."""
        if id(schema) in self._open:
            return True
        self._open.add(id(schema))
        found = self._differ(schema)
        self._open.discard(id(schema))
        return found

    def _differ(self, schema: Schema) -> bool:
        match self.shapes.of(schema).shape:
            case ReferenceShape(key):
                return self.has_two(key)
            case ObjectShape() | ArrayShape() | TupleShape():
                return True
            case MapShape(value):
                return value is not None and self.differ(value)
            case UnionShape(variants):
                return any(self.differ(v) for v in variants if not self._stays_literal(v, variants))
            case ScalarShape(type=type, format=format):
                read = type == "string" and self.formats.kind(format, schema) in READ_FROM_TEXT
                return format == "binary" or read
            case EnumShape() as shape:
                return self.enums.is_class(shape, schema)
            case AnyShape():
                return False
            case other:
                assert_never(other)

    def _stays_literal(self, variant: Schema, variants: Sequence[Schema]) -> bool:
        """Whether a variant is an enum that is written out in its union."""
        is_enum = variant.ref is None and isinstance(self.shapes.of(variant).shape, EnumShape)
        return is_enum and self.enums.is_beside_others(variant, variants)
