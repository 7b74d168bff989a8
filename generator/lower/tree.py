"""The resources of the SDK, and the operations that each has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from generator.config.model import Config
from generator.document.model import Document
from generator.ir.operations import Operation
from generator.ir.package import Resource
from generator.lower.routes import Route
from generator.python.identifiers import safe_class_name, snake_case


def resource_tree(
    operations: Iterable[tuple[Route, Operation]], document: Document, config: Config
) -> tuple[Resource, ...]:
    """Resources by their paths, in alphabetical order, so that a moved path in the document moves nothing."""
    own: dict[tuple[str, ...], list[Operation]] = defaultdict(list)
    for route, operation in operations:
        own[route.resource].append(operation)
    paths = sorted({path[:length] for path in own for length in range(1, len(path) + 1)})
    descriptions = _descriptions(document, config)

    def resource(path: tuple[str, ...]) -> Resource:
        return Resource(
            name=path[-1],
            class_name=safe_class_name(path[-1], config.casings),
            path=path,
            operations=tuple(own.get(path, ())),
            children=tuple(resource(p) for p in paths if p[:-1] == path),
            doc=descriptions.get(path, ""),
        )

    return tuple(resource(path) for path in paths if len(path) == 1)


def _descriptions(document: Document, config: Config) -> Mapping[tuple[str, ...], str]:
    """What resources are for: in the config's words, else in those of a tag of the same name."""
    tags = {(snake_case(tag.name),): tag.description for tag in document.tags if tag.description}
    return tags | {r.path: r.description for r in config.resources if r.description}
