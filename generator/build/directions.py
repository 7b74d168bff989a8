"""Which way each component travels: in requests, in responses, or both. Found by following the document, never
guessed from names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from generator.build.shapes import ReferenceShape, Shapes, inline_schemas
from generator.document.model import Schema


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

    def follow(self, roots: Iterable[Schema], face: Face, resource: tuple[str, ...] | None) -> None:
        """Mark everything reachable from `roots`, which an operation of `resource` sends or receives (None: nobody
        does)."""
        pending, seen = list(roots), set[int]()
        reached: set[str] = set()
        while pending:
            schema = pending.pop()
            if id(schema) in seen:
                continue
            seen.add(id(schema))
            shape = self.shapes.of(schema).shape
            key = shape.key if isinstance(shape, ReferenceShape) else schema.ref
            if key is not None:
                self.places.setdefault((key, face), set()).add(id(schema))
                reached.add(key)
                pending.append(self.shapes.document.schemas[key])
            pending += schema.all_of
            pending += inline_schemas(shape)
        self._mark(reached, face, resource)

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
