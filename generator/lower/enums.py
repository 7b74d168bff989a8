"""Which enums are classes, and why others are not."""

from __future__ import annotations

from collections.abc import Iterable

from generator.config.model import EnumConfig
from generator.document.model import Schema
from generator.ir.types import LiteralValue
from generator.lower.formats import is_around
from generator.lower.shapes import EnumShape, ScalarShape, Shapes
from generator.source import Location
from generator.values import Value, field


class Enums(Value):
    """What the config says of enums: the innermost place around a schema counts."""

    said: tuple[EnumConfig, ...]
    shapes: Shapes
    _told: set[tuple[str, Location]] = field(default_factory=set)

    def is_wanted(self, schema: Schema) -> bool:
        """Whether the config wants an enum to be a class."""
        fitting = [one for one in self.said if is_around(one.place, schema)]
        return bool(fitting) and max(fitting, key=lambda one: len(one.place or "")).kind == "enum"

    def is_class(self, shape: EnumShape, schema: Schema) -> bool:
        """Whether an enum is a class, provided that it has a name."""
        return len(shape.values) > 1 and self.is_wanted(schema) and obstacle(shape.values) is None

    def note_literal(self, shape: EnumShape, schema: Schema, otherwise: str, location: Location) -> None:
        """Enter, once, that an enum which the config wants to be a class stays a literal where it is met: since its
        values cannot be members, else for another reason."""
        if len(shape.values) < 2 or not self.is_wanted(schema):
            return
        reason = f"the enum stays a literal: {obstacle(shape.values) or otherwise}"
        if (reason, location) not in self._told:
            self._told.add((reason, location))
            self.shapes.ledger.approximated("keyword", "schema.enum", reason, location)

    def is_beside_others(self, variant: Schema, variants: Iterable[Schema]) -> bool:
        """Whether other variants of a union have values of the same types as one that is an enum: then nothing tells
        what an unknown value is."""
        own = self._types(variant)
        return any(own & self._types(other) for other in variants if other is not variant)

    def _types(self, variant: Schema) -> set[str]:
        match self.shapes.resolved(variant).shape:
            case EnumShape(values):
                return {"string" if isinstance(value, str) else "number" for value in values}
            case ScalarShape(type=type):
                return {"number" if type == "integer" else type}
            case _:
                return set()


def obstacle(values: tuple[LiteralValue, ...]) -> str | None:
    """Why values cannot be the members of a class; None where they can."""
    if all(isinstance(value, bool) for value in values):
        return "booleans are no members of a class"
    if len(set(values)) < len(values):
        return "a class takes 1 and true for the same"
    return None
