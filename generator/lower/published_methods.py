"""The methods that were published, found again where their operations have moved."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from types import MappingProxyType
from typing import Final, TypeAlias

from generator.document.model import Document, Operation
from generator.lower.routes import Route
from generator.methods import http_method
from generator.published.lock import Lock
from generator.published.record import method_name
from generator.values import Value, field

Key: TypeAlias = tuple[str, str]
"""The verb and the path of an operation."""

_Place: TypeAlias = tuple[str, str]
"""The same, whatever the placeholders of the path are called."""

_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")


class PublishedMethods(Value):
    """The places under which operations were published, by their keys: the shortest first. Those that have `moved` had
    another path."""

    routes: Mapping[Key, Sequence[Route]] = field(default_factory=lambda: MappingProxyType({}))
    moved: frozenset[Key] = frozenset()

    @property
    def first(self) -> Iterator[Route]:
        """The places that operations keep: those of which none has moved."""
        return (routes[0] for key, routes in self.routes.items() if key not in self.moved)

    def place(self, key: Key, by_rule: Route) -> Route:
        """Where an operation belongs: what has moved is called anew, beside its old name."""
        known = self.routes.get(key, ())
        return by_rule if not known or by_rule in known or key in self.moved else known[0]

    def further(self, key: Key, made: Set[Route]) -> Sequence[Route]:
        """The places that an operation had, and that nothing is at any more; not those for other kinds of bodies, which
        go with these."""
        known = self.routes.get(key, ())
        return [route for route in known if route not in made and not any(_is_variant(route, of) for of in known)]


def find_published(lock: Lock, document: Document) -> PublishedMethods:
    """The operations of a document that a lock has methods for: by their paths, else by their operationIds."""
    if not lock.methods:
        return PublishedMethods()
    by_path: dict[_Place, list[Route]] = defaultdict(list)
    by_id: dict[str, list[tuple[_Place, Route]]] = defaultdict(list)
    for name, line in sorted(lock.methods.items(), key=lambda item: (len(item[0]), item[0])):
        verb, path, operation_id = line.stands_for
        place = (verb, _PLACEHOLDER.sub("{}", path))
        by_path[place].append(_route(name))
        by_id[operation_id].append((place, _route(name)))
    places = {operation.key: _place(operation) for operation in document.operations}
    present = set(places.values())
    routes: dict[Key, Sequence[Route]] = {}
    moved: set[Key] = set()
    for operation in document.operations:
        known = by_id.get(operation.operation_id, ()) if operation.operation_id else ()
        if found := by_path.get(places[operation.key]):
            routes[operation.key] = found
        elif gone := [route for place, route in known if place not in present]:
            routes[operation.key] = gone
            moved.add(operation.key)
    return PublishedMethods(routes, frozenset(moved))


def argument_names(lock: Lock, route: Route, path: str) -> Mapping[tuple[str, ...], str]:
    """The names under which the arguments of a method were published, by where they travel and what the wire calls
    them. What a placeholder of the path is called says nothing to the API, so that these go by their order, unless the
    same ones stand in another path."""
    line = lock.methods.get(method_name(route.resource, route.method))
    if line is None:
        return {}
    known, earlier = lock.arguments_of(line.name), line.stands_for[1]
    before = [placeholder[1:-1] for placeholder in _PLACEHOLDER.findall(earlier)]
    now = [placeholder[1:-1] for placeholder in _PLACEHOLDER.findall(path)]
    if _PLACEHOLDER.sub("{}", earlier) != _PLACEHOLDER.sub("{}", path) and all(("path", one) in known for one in now):
        return known
    by_order = zip(now, before, strict=True) if len(before) == len(now) else ()
    return dict(known) | {("path", wire): known.get(("path", old), old) for wire, old in by_order}


def _is_variant(route: Route, of: Route) -> bool:
    return route.resource == of.resource and route.method.startswith(f"{of.method}_")


def _route(name: str) -> Route:
    _, *resource, method = name.split(".")
    return Route(resource=tuple(resource), method=method)


def _place(operation: Operation) -> _Place:
    return http_method(operation.verb), _PLACEHOLDER.sub("{}", operation.path)
