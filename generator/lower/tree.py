"""The resources of the SDK, and the operations that each has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from generator.config.model import Config
from generator.ir.operations import Operation
from generator.ir.package import Resource
from generator.lower.paths import outer, resource_place, room_for_modules
from generator.lower.routes import Route
from generator.python.identifiers import safe_class_name


def resource_tree(
    operations: Iterable[tuple[Route, Operation]],
    others: Iterable[tuple[str, ...]],
    introduce: Callable[[Sequence[tuple[str, ...]]], Mapping[tuple[str, ...], str]],
    config: Config,
    package: str,
) -> tuple[Resource, ...]:
    """Resources by their paths, in alphabetical order, so that a moved path in the document moves nothing; `package` is
    what theirs is called.

    `others` are paths of resources that may have no operation; `introduce` says what each of all paths is for.
    """
    own: dict[tuple[str, ...], list[Operation]] = defaultdict(list)
    for route, operation in operations:
        own[route.resource].append(operation)
    paths = sorted({whole for path in {*own, *others} for whole in outer(path)})
    descriptions = introduce(paths)
    below: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for path in paths:
        below[path[:-1]].append(path)

    room = room_for_modules(package, "resources")

    def resource(path: tuple[str, ...], outside: tuple[str, ...] = ()) -> Resource:
        place = resource_place((*outside, path[-1]), room, is_package=bool(below[path]))
        return Resource(
            name=path[-1],
            class_name=safe_class_name(f"{path[-1]}_{config.resource_class_suffix}", config.casings),
            path=path,
            operations=tuple(own.get(path, ())),
            children=tuple(resource(child, place) for child in below[path]),
            doc=descriptions.get(path, ""),
            place=() if place == path else place,
        )

    return tuple(map(resource, below[()]))
