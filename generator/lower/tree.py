"""The resources of the SDK, and the operations that each has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from generator.config.model import Config
from generator.document.model import Document
from generator.ir.operations import Operation
from generator.ir.package import Resource
from generator.lower.paths import outer
from generator.lower.routes import Route, resource_path
from generator.python.identifiers import safe_class_name, snake_case


def resource_tree(
    operations: Iterable[tuple[Route, Operation]],
    others: Iterable[tuple[str, ...]],
    document: Document,
    config: Config,
) -> tuple[Resource, ...]:
    """Resources by their paths, in alphabetical order, so that a moved path in the document moves nothing.

    `others` are paths of resources that may have no operation.
    """
    own: dict[tuple[str, ...], list[Operation]] = defaultdict(list)
    for route, operation in operations:
        own[route.resource].append(operation)
    paths = sorted({whole for path in {*own, *others} for whole in outer(path)})
    descriptions = _descriptions(document, config)

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


def _descriptions(document: Document, config: Config) -> Mapping[tuple[str, ...], str]:
    """What resources are for: in the config's words, else in those of a tag of the same name."""
    tags = _tag_docs(document)
    return tags | {resource_path(r.path, config.casings): r.description for r in config.resources if r.description}


def _tag_docs(document: Document) -> dict[tuple[str, ...], str]:
    """What tags say, by the resource that each is about: below that of its parent where the document gives it one."""
    by_name = {tag.name: tag for tag in document.tags}
    docs: dict[tuple[str, ...], str] = {}
    for tag in document.tags:
        doc = "\n\n".join(text for text in (tag.summary, tag.description) if text)
        way, above = [snake_case(tag.name)], by_name.get(tag.parent)
        while above is not None and len(way) <= len(by_name):  # a chain of parents may lead back to itself
            way, above = [snake_case(above.name), *way], by_name.get(above.parent)
        if doc:
            docs.setdefault(tuple(way), doc)
            docs.setdefault((way[-1],), doc)
    return docs
