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
        for key in reached:
            self.faces.setdefault(key, set()).add(face)
            if resource is not None:
                self.users.setdefault(key, set()).add(resource)

    def home(self, key: str, own_operations: frozenset[tuple[str, ...]]) -> tuple[str, ...]:
        """The resource whose types package a component belongs to: the deepest one that has all its users.

        A resource's types stand in its parent's package (`chat.completions` in `chat`), as a resource is one thing of
        many there.
        """
        paths = self.users.get(key)
        if not paths:
            return ()
        first, last = min(paths), max(paths)
        pairs = enumerate(zip(first, last, strict=False))
        length = next((i for i, (a, b) in pairs if a != b), min(len(first), len(last)))
        common = first[:length]
        return common[:-1] if common in own_operations else common
