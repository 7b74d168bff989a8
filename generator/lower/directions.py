"""Which way each component travels: in requests, in responses, or both. Found by following the document, never
guessed from names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import compress
from types import MappingProxyType

from generator.config.matching import find_schema, schema_key
from generator.config.model import SHARED, Config, ModelConfig
from generator.document.model import Document, Schema
from generator.ir.cycles import cycles
from generator.lower.calls import Call
from generator.lower.contents import called_back, payloads
from generator.lower.events import faces_of, members
from generator.lower.faces import Face
from generator.lower.reading import event_data
from generator.lower.shapes import ReferenceShape, Shapes, inline_schemas
from generator.lower.type_names import WEBHOOKS_PACKAGE, webhook_owners
from generator.values import Value

_Path = tuple[str, ...]


class Directions(Value):
    """Where components are used: their faces, by which resources, and at how many places in each direction.

    `wholes` are the faces of those that stand for all that extend them.
    """

    faces: Mapping[str, frozenset[Face]]
    wholes: Mapping[str, frozenset[Face]]
    users: Mapping[str, frozenset[_Path]]
    places: Mapping[tuple[str, Face], int]


def find_directions(document: Document, config: Config, calls: Iterable[Call], shapes: Shapes) -> Directions:
    """Follow everything that is sent and received; components that nothing sends or receives count as received."""
    trail = _Trail(document, shapes)
    for call in calls:
        _follow_call(call, trail)
        _follow_said(call, document, trail)
    (receiver, *_) = (*webhook_owners(config), WEBHOOKS_PACKAGE)
    for webhook in document.webhooks:
        trail.follow(payloads(webhook), Face.RESPONSE, receiver)
    for family in config.types.events:
        messages = members(family, document)
        for face in faces_of(family):
            trail.follow_components(messages, face, family.resource)
    for key in _shared(document, config):
        if Face.RESPONSE not in trail.faces[key]:
            trail.follow_components([key], Face.RESPONSE, None)
    for key in document.components:
        if key not in trail.faces:
            trail.follow_components([key], Face.RESPONSE, None)
    return Directions(
        faces=MappingProxyType({key: frozenset(faces) for key, faces in trail.faces.items()}),
        wholes=MappingProxyType({key: frozenset(faces) for key, faces in trail.wholes.items()}),
        users=MappingProxyType(trail.users()),
        places=MappingProxyType({key: len(places) for key, places in trail.places.items()}),
    )


def _shared(document: Document, config: Config) -> Iterator[str]:
    """The components that are shared models. Those are read wherever they are named, also where they are only sent."""
    targets = (
        model.target for model in config.models if isinstance(model, ModelConfig) and model.resource == (SHARED,)
    )
    yield from (key for target in targets if (key := schema_key(target)) in document.components)


def _follow_call(call: Call, trail: _Trail) -> None:
    operation, resource = call.operation, call.route.resource
    sent = [p.schema for p in operation.parameters]
    bodies = operation.body.content if operation.body else ()
    sent += [schema for m in bodies for schema in (m.schema, m.item_schema) if schema is not None]
    contents = [m for r in operation.responses for m in r.content]
    received = [schema for m in contents for schema in (m.schema, m.item_schema) if schema is not None]
    received += called_back(operation)
    received += [schema for m in contents for schema in event_data(m, trail.shapes)]
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


class _Mention(Value):
    """A component that a schema names. `exact`: it is meant itself, not what extends it."""

    key: str
    exact: bool


class _Trail:
    """Marks what is met on the way through the document: each component once a face, however much leads to it."""

    def __init__(self, document: Document, shapes: Shapes) -> None:
        self._document = document
        self.shapes = shapes
        self._mentions: dict[_Mention, tuple[tuple[_Mention, int], ...]] = {}
        self._reached: dict[Face, set[_Mention]] = defaultdict(set)
        self._first_users: dict[_Mention, set[_Path]] = defaultdict(set)
        self.faces: dict[str, set[Face]] = defaultdict(set)
        self.wholes: dict[str, set[Face]] = defaultdict(set)
        self.places: dict[tuple[str, Face], set[int]] = defaultdict(set)

    def follow(self, roots: Iterable[Schema], face: Face, resource: _Path | None) -> None:
        """Mark everything reachable from `roots`, which an operation of `resource` sends or receives (None: nobody
        does)."""
        named = list(self._mentioned(roots))
        self._note_users((mention for mention, _ in named), resource)
        self._follow(named, face)

    def follow_components(self, keys: Iterable[str], face: Face, resource: _Path | None) -> None:
        """Mark components and everything reachable from them."""
        mentions = [_Mention(key, exact=False) for key in keys]
        self._note_users(mentions, resource)
        for mention in mentions:
            if mention not in self._reached[face]:
                self._mark(mention, face)
                self._follow(list(self._mentioned_by(mention)), face)

    def users(self) -> dict[str, frozenset[_Path]]:
        """The resources that use each component: an operation of theirs names it, or what leads to it."""
        resources = sorted({user for users in self._first_users.values() for user in users})
        bits = {resource: 1 << number for number, resource in enumerate(resources)}
        masks = {mention: sum(map(bits.__getitem__, users)) for mention, users in self._first_users.items()}
        uses = {mention: [named for named, _ in found] for mention, found in self._mentions.items()}
        for group in reversed(cycles(uses)):
            mask = 0
            for mention in group:
                mask |= masks.get(mention, 0)
            for one in (*group, *(named for mention in group for named in uses[mention])):
                masks[one] = masks.get(one, 0) | mask
        by_key: dict[str, int] = {}
        for mention, mask in masks.items():
            by_key[mention.key] = by_key.get(mention.key, 0) | mask
        sets = {mask: frozenset(compress(resources, map(int, f"{mask:b}"[::-1]))) for mask in set(by_key.values())}
        return {key: sets[mask] for key, mask in by_key.items() if mask}

    def _note_users(self, mentions: Iterable[_Mention], resource: _Path | None) -> None:
        if resource is not None:
            for mention in mentions:
                self._first_users[mention].add(resource)

    def _follow(self, pending: list[tuple[_Mention, int]], face: Face) -> None:
        reached = self._reached[face]
        while pending:
            mention, place = pending.pop()
            self.places[mention.key, face].add(place)
            if mention not in reached:
                self._mark(mention, face)
                pending += self._mentioned_by(mention)

    def _mark(self, mention: _Mention, face: Face) -> None:
        self._reached[face].add(mention)
        self.faces[mention.key].add(face)
        if not mention.exact and self.shapes.whole(mention.key) is not None:
            self.wholes[mention.key].add(face)

    def _mentioned_by(self, mention: _Mention) -> tuple[tuple[_Mention, int], ...]:
        if mention not in self._mentions:
            self._mentions[mention] = tuple(self._mentioned(self._looked_into(mention)))
        return self._mentions[mention]

    def _looked_into(self, mention: _Mention) -> Iterator[Schema]:
        yield self._document.schemas[mention.key]
        whole = None if mention.exact else self.shapes.whole(mention.key)
        if whole is not None:
            yield whole

    def _mentioned(self, roots: Iterable[Schema]) -> Iterator[tuple[_Mention, int]]:
        """The components that schemas name without looking into these, and the place that each is named at."""
        pending, seen = [(root, False) for root in roots], set[int]()
        while pending:
            schema, is_part = pending.pop()
            if id(schema) in seen:
                continue
            seen.add(id(schema))
            shape = self.shapes.of(schema).shape
            if isinstance(shape, ReferenceShape):
                yield _Mention(shape.key, exact=is_part or shape.exact), id(schema)
            elif schema.ref is not None:
                yield _Mention(schema.ref, exact=True), id(schema)
            pending += ((part, True) for part in schema.all_of)
            pending += ((inner, False) for inner in inline_schemas(shape))
