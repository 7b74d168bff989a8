"""The resources of the SDK, and the operations that each has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from generator.config.model import Config
from generator.ir.operations import Operation
from generator.ir.package import Resource
from generator.lower.paths import outer
from generator.lower.routes import Route
from generator.python.identifiers import safe_class_name


def resource_tree(
    operations: Iterable[tuple[Route, Operation]],
    others: Iterable[tuple[str, ...]],
    introduce: Callable[[Sequence[tuple[str, ...]]], Mapping[tuple[str, ...], str]],
    config: Config,
) -> tuple[Resource, ...]:
    """Resources by their paths, in alphabetical order, so that a moved path in the document moves nothing.

    `others` are paths of resources that may have no operation; `introduce` says what each of all paths is for.
    """
    own: dict[tuple[str, ...], list[Operation]] = defaultdict(list)
    for route, operation in operations:
        own[route.resource].append(operation)
    paths = sorted({whole for path in {*own, *others} for whole in outer(path)})
    descriptions = introduce(paths)

    def resource(path: tuple[str, ...]) -> Resource:
        return Resource(
            name=path[-1],
            class_name=safe_class_name(f"{path[-1]}_{config.resource_class_suffix}", config.casings),
            path=path,
            operations=tuple(own.get(path, ())),
            children=tuple(resource(p) for p in paths if p[:-1] == path),
            doc=descriptions.get(path, ""),
        )

    return tuple(resource(path) for path in paths if len(path) == 1)
