"""Which way each component travels: in requests, in responses, or both. Found by following the document, never
guessed from names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from generator.document.model import Schema
from generator.lower.shapes import ReferenceShape, Shapes, inline_schemas


class Face(Enum):
    """The side of a schema: what callers build (REQUEST), what they are given (RESPONSE)."""

    REQUEST = "request"
    RESPONSE = "response"


@dataclass(slots=True)
class Directions:
    """Collects where components are used: their faces, by which resources, and at how many places in each direction."""

    shapes: Shapes
    faces: dict[str, set[Face]] = field(default_factory=dict)
    users: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)
    places: dict[tuple[str, Face], set[int]] = field(default_factory=dict)
    _mentions: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)

    def follow(self, roots: Iterable[Schema], face: Face, resource: tuple[str, ...] | None) -> None:
        """Mark everything reachable from `roots`, which an operation of `resource` sends or receives (None: nobody
        does)."""
        pending = list(self._mentioned(roots))
        reached: set[str] = set()
        while pending:
            key, place = pending.pop()
            self.places.setdefault((key, face), set()).add(place)
            if key not in reached:
                reached.add(key)
                pending += self._mentioned_by(key)
        self._mark(reached, face, resource)

    def _mentioned_by(self, key: str) -> tuple[tuple[str, int], ...]:
        if key not in self._mentions:
            self._mentions[key] = tuple(self._mentioned([self.shapes.document.schemas[key]]))
        return self._mentions[key]

    def _mentioned(self, roots: Iterable[Schema]) -> Iterator[tuple[str, int]]:
        """The components that schemas name without looking into these, and the place that each is named at."""
        pending, seen = list(roots), set[int]()
        while pending:
            schema = pending.pop()
            if id(schema) in seen:
                continue
            seen.add(id(schema))
            shape = self.shapes.of(schema).shape
            key = shape.key if isinstance(shape, ReferenceShape) else schema.ref
            if key is not None:
                yield key, id(schema)
            pending += schema.all_of
            pending += inline_schemas(shape)

    def follow_components(self, keys: Iterable[str], face: Face, resource: tuple[str, ...] | None) -> None:
        """Mark components and everything reachable from them."""
        keys = list(keys)
        self._mark(keys, face, resource)
        self.follow((self.shapes.document.schemas[key] for key in keys), face, resource)

    def _mark(self, keys: Iterable[str], face: Face, resource: tuple[str, ...] | None) -> None:
        for key in keys:
            self.faces.setdefault(key, set()).add(face)
            if resource is not None:
                self.users.setdefault(key, set()).add(resource)
