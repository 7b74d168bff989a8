"""What resources are for: in the words of the config, else in those of the tags that are about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from generator.config.model import Config
from generator.document.model import Document, Tag
from generator.ledger import Ledger
from generator.lower.calls import Call
from generator.lower.routes import resource_path
from generator.lower.said import joined, with_link
from generator.lower.words import singular
from generator.python.identifiers import snake_case

_Path = tuple[str, ...]


def introductions(
    paths: Sequence[_Path], calls: Iterable[Call], document: Document, config: Config, ledger: Ledger
) -> Mapping[_Path, str]:
    """What is said of the resources at these paths. A tag that is about none of them is entered."""
    own = {resource_path(r.path, config.casings): r.description for r in config.resources if r.description}
    tags = _Tags(paths, calls, document, config)
    told: dict[_Path, list[str]] = defaultdict(list)
    for tag in document.tags:
        text = with_link(joined(tag.summary, tag.description), tag.external_docs)
        path = tags.resource_of(tag) if text else None
        if path in own:
            reason = "the config says what the resource is for"
        elif path is not None:
            told[path].append(text)
            continue
        else:
            reason = "no resource is called like it, or has all of its operations"
        if text:
            ledger.dropped("tag", tag.name, reason, tag.location)
    return {path: joined(*texts) for path, texts in told.items()} | own


class _Tags:
    """Finds the resource that a tag is about: called like it, in whatever number, case or place, or with all of its
    operations."""

    def __init__(self, paths: Sequence[_Path], calls: Iterable[Call], document: Document, config: Config) -> None:
        self._casings = config.casings
        self._by_name = {tag.name: tag for tag in document.tags}
        self._paths = [
            (path, tuple(map(self._bare, path))) for path in sorted(paths, key=lambda path: (len(path), path))
        ]
        self._tagged: dict[str, set[_Path]] = defaultdict(set)
        for call in calls:
            for name in call.operation.tags:
                self._tagged[name].add(call.route.resource)

    def resource_of(self, tag: Tag) -> _Path | None:
        """The resource that a tag is about; None where there is no such one."""
        way = self._way(tag)
        if way in (path for path, _ in self._paths):
            return way
        bare = tuple(map(self._bare, way))
        for wanted in (bare, bare[-1:]):
            found = [path for path, words in self._paths if words[-len(wanted) :] == wanted]
            if found:
                return found[0]
        return _shared(self._tagged[tag.name]) or None

    def _way(self, tag: Tag) -> _Path:
        """The resource that a tag names: below that of its parent, where the document gives it one."""
        way, above = [snake_case(tag.name)], self._by_name.get(tag.parent)
        while above is not None and len(way) <= len(self._by_name):  # a chain of parents may lead back to itself
            way, above = [snake_case(above.name), *way], self._by_name.get(above.parent)
        return tuple(way)

    def _bare(self, word: str) -> str:
        return singular(snake_case(word), self._casings).replace("_", "")


def _shared(paths: Iterable[_Path]) -> _Path:
    """What all paths begin with."""
    first, *others = sorted(paths) or [()]
    length = next((n for n in range(len(first), 0, -1) if all(path[:n] == first[:n] for path in others)), 0)
    return first[:length]
