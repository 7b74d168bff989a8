"""Which operations the part of an API has that is asked for: by paths, tags, ids, and the resources of the SDK."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Sequence

from generator.config.model import Config, HttpMethod
from generator.config.parts import PartPattern
from generator.diagnostics import Diagnostics, Severity, register
from generator.document.model import Document, Operation
from generator.document.part import Chosen
from generator.lower.calls import placed
from generator.lower.published_methods import find_published
from generator.lower.routes import resource_path
from generator.published.lock import Lock
from generator.values import Value

UNMATCHED_PART = register(
    "unmatched-part", Severity.WARNING, "A pattern for a part of the API matches nothing in the document."
)
EMPTY_PART = register("empty-part", Severity.ERROR, "The part of the API that is asked for has no operation.")


class Part(Value, kw_only=True):
    """What is asked for: what fits one of `include` (anything, where there is none) and none of `exclude`."""

    include: tuple[PartPattern, ...]
    exclude: tuple[PartPattern, ...]


def choose(outline: Document, part: Part, config: Config, lock: Lock, diagnostics: Diagnostics) -> Chosen:
    """The operations and webhooks of a part. A pattern that fits nothing is reported, but for excerpts of documents."""
    patterns = (*part.include, *part.exclude)
    subjects = [*_operations(outline, patterns, config, lock), *_webhooks(outline)]
    if config.covers(outline.title):
        for pattern in patterns:
            if not any(subject.fits(pattern) for subject in subjects):
                _report(pattern, subjects, diagnostics)
    kept = [subject for subject in subjects if subject.is_in(part)]
    if not kept:
        where = next((pattern.location for pattern in patterns), None)
        diagnostics.report(EMPTY_PART, "the part of the API that is asked for has no operation", where)
    return Chosen(
        operations={subject.key for subject in kept if subject.webhook is None},
        webhooks={subject.webhook for subject in kept if subject.webhook is not None},
        schemes=_named_schemes(config),
        only_used=bool(part.include),
    )


def _named_schemes(config: Config) -> set[str]:
    """The security schemes that the config speaks of, whatever operations ask for."""
    named = {option.auth.security_scheme for option in config.options if option.auth is not None}
    named |= {scheme.name for scheme in config.security_schemes}
    return named | {name for requirement in config.security or () for name, _ in requirement}


class _Subject(Value, kw_only=True):
    """What a pattern may fit: an operation, or a webhook by its name. `resources` are dotted, the outer ones too."""

    key: tuple[str, str] = ("", "")
    webhook: str | None = None
    tags: Collection[str] = ()
    operation_ids: Collection[str] = ()
    resources: Collection[str] = ()

    def names(self, kind: str) -> Collection[str]:
        """What it is called for patterns of a kind."""
        match kind:
            case "path":
                return () if self.webhook is not None else (self.key[1],)
            case "tag":
                return self.tags
            case "operation":
                return self.operation_ids
            case "webhook":
                return () if self.webhook is None else (self.webhook,)
            case _:
                return self.resources

    def fits(self, pattern: PartPattern) -> bool:
        """Whether it is one that a pattern means."""
        return pattern.verb in (None, self.key[0]) and any(map(pattern.fits, self.names(pattern.kind)))

    def is_in(self, part: Part) -> bool:
        """Whether a part has it."""
        included = not part.include or any(map(self.fits, part.include))
        return included and not any(map(self.fits, part.exclude))


def _operations(outline: Document, patterns: Iterable[PartPattern], config: Config, lock: Lock) -> Iterable[_Subject]:
    by_resource = any(pattern.kind == "resource" for pattern in patterns)
    resources = _resources(outline, config, lock) if by_resource else {}
    for operation in outline.operations:
        yield _Subject(
            key=operation.key,
            tags=operation.tags,
            operation_ids=_ids(operation),
            resources=resources.get(operation.key, ()),
        )


def _webhooks(outline: Document) -> Iterable[_Subject]:
    for webhook in outline.webhooks:
        yield _Subject(
            webhook=webhook.name,
            tags={tag for operation in webhook.operations for tag in operation.tags},
            operation_ids=[one for operation in webhook.operations for one in _ids(operation)],
        )


def _ids(operation: Operation) -> Sequence[str]:
    return (operation.operation_id,) if operation.operation_id else ()


def _resources(outline: Document, config: Config, lock: Lock) -> dict[tuple[str, str], set[str]]:
    """The resources of each operation, the outer ones too: those of the SDK of the whole document."""
    found: dict[tuple[str, str], set[str]] = {operation.key: set() for operation in outline.operations}
    listed = [
        ((method.verb, method.path), resource_path(method.resource, config.casings))
        for method in config.methods
        if isinstance(method, HttpMethod)
    ]
    ruled = placed(outline, config, find_published(lock, outline), Diagnostics())
    by_rule = ((key, route.resource) for key, routes in ruled.items() for route in routes)
    for key, path in (*listed, *by_rule):
        for length in range(1, len(path) + 1):
            found.setdefault(key, set()).add(".".join(path[:length]))
    return found


def _report(pattern: PartPattern, subjects: Iterable[_Subject], diagnostics: Diagnostics) -> None:
    known = sorted({name for subject in subjects for name in subject.names(pattern.kind)})
    near = difflib.get_close_matches(pattern.name, known, n=1)
    wanted = pattern.name if pattern.verb is None else f"{pattern.verb} {pattern.name}"
    message = f'the document has no {pattern.kind} "{wanted}"'
    diagnostics.report(UNMATCHED_PART, message, pattern.location, hint=f"did you mean {near[0]}?" if near else None)
