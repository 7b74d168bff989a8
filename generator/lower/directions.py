"""Which way each component travels: in requests, in responses, or both. Found by following the document, never
guessed from names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from generator.config.matching import find_schema, schema_key
from generator.config.model import Config
from generator.document.model import Document, Schema
from generator.lower.calls import Call
from generator.lower.contents import payloads
from generator.lower.events import faces_of, members
from generator.lower.faces import Face
from generator.lower.shapes import ReferenceShape, Shapes, inline_schemas
from generator.lower.type_names import WEBHOOKS_PACKAGE

_Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Directions:
    """Where components are used: their faces, by which resources, and at how many places in each direction."""

    faces: Mapping[str, frozenset[Face]]
    users: Mapping[str, frozenset[_Path]]
    places: Mapping[tuple[str, Face], int]


def find_directions(document: Document, config: Config, calls: Iterable[Call], shapes: Shapes) -> Directions:
    """Follow everything that is sent and received; components that nothing sends or receives count as received."""
    trail = _Trail(document, shapes)
    for call in calls:
        _follow_call(call, trail)
        _follow_said(call, document, trail)
    for webhook in document.webhooks:
        trail.follow(payloads(webhook), Face.RESPONSE, WEBHOOKS_PACKAGE)
    for family in config.types.events:
        messages = members(family, document)
        for face in faces_of(family):
            trail.follow_components(messages, face, family.resource)
    for key in document.components:
        if key not in trail.faces:
            trail.follow_components([key], Face.RESPONSE, None)
    return Directions(
        faces=MappingProxyType({key: frozenset(faces) for key, faces in trail.faces.items()}),
        users=MappingProxyType({key: frozenset(users) for key, users in trail.users.items()}),
        places=MappingProxyType({key: len(places) for key, places in trail.places.items()}),
    )


def _follow_call(call: Call, trail: _Trail) -> None:
    operation, resource = call.operation, call.route.resource
    sent = [p.schema for p in operation.parameters]
    sent += [m.schema for m in (operation.body.content if operation.body else ()) if m.schema is not None]
    contents = [m for r in operation.responses for m in r.content]
    received = [schema for m in contents for schema in (m.schema, m.item_schema) if schema is not None]
    trail.follow(sent, Face.REQUEST, resource)
    trail.follow(received, Face.RESPONSE, resource)


def _follow_said(call: Call, document: Document, trail: _Trail) -> None:
    """Mark what the config says that an operation answers or streams."""
    stream, cases = call.choices.stream, call.choices.response_by
    targets = [stream.event if stream else None, *(case.schema for case in (cases.cases if cases else ()))]
    for target in targets:
        if target is None or (schema := find_schema(document, target)) is None:
            continue
        key = schema_key(target)
        if key in document.schemas:
            trail.follow_components([key], Face.RESPONSE, call.route.resource)
        else:
            trail.follow([schema], Face.RESPONSE, call.route.resource)


class _Trail:
    """Marks what is met on the way through the document."""

    def __init__(self, document: Document, shapes: Shapes) -> None:
        self._document = document
        self._shapes = shapes
        self._mentions: dict[str, tuple[tuple[str, int], ...]] = {}
        self.faces: dict[str, set[Face]] = defaultdict(set)
        self.users: dict[str, set[_Path]] = defaultdict(set)
        self.places: dict[tuple[str, Face], set[int]] = defaultdict(set)

    def follow(self, roots: Iterable[Schema], face: Face, resource: _Path | None) -> None:
        """Mark everything reachable from `roots`, which an operation of `resource` sends or receives (None: nobody
        does)."""
        pending = list(self._mentioned(roots))
        reached: set[str] = set()
        while pending:
            key, place = pending.pop()
            self.places[key, face].add(place)
            if key not in reached:
                reached.add(key)
                pending += self._mentioned_by(key)
        self._mark(reached, face, resource)

    def follow_components(self, keys: Iterable[str], face: Face, resource: _Path | None) -> None:
        """Mark components and everything reachable from them."""
        keys = list(keys)
        self._mark(keys, face, resource)
        self.follow((self._document.schemas[key] for key in keys), face, resource)

    def _mentioned_by(self, key: str) -> tuple[tuple[str, int], ...]:
        if key not in self._mentions:
            self._mentions[key] = tuple(self._mentioned([self._document.schemas[key]]))
        return self._mentions[key]

    def _mentioned(self, roots: Iterable[Schema]) -> Iterator[tuple[str, int]]:
        """The components that schemas name without looking into these, and the place that each is named at."""
        pending, seen = list(roots), set[int]()
        while pending:
            schema = pending.pop()
            if id(schema) in seen:
                continue
            seen.add(id(schema))
            shape = self._shapes.of(schema).shape
            key = shape.key if isinstance(shape, ReferenceShape) else schema.ref
            if key is not None:
                yield key, id(schema)
            pending += schema.all_of
            pending += inline_schemas(shape)

    def _mark(self, keys: Iterable[str], face: Face, resource: _Path | None) -> None:
        for key in keys:
            self.faces[key].add(face)
            if resource is not None:
                self.users[key].add(resource)
