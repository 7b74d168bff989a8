"""Which resource and which method an operation becomes.

The document decides by rule, in this order of trust: what the config says, what the operation says of itself
(`x-stainless-method`), then the static segments of its path (the resource) and its verb, last segment and operationId
(the method). Names are proposed for all operations first and made unique at the end, so the order of paths never
matters.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence

from generator.casings import Casings
from generator.diagnostics import Diagnostics, Related, Severity, register
from generator.document.model import Document, Operation
from generator.lower.paths import beside, outer
from generator.methods import http_method
from generator.python.identifiers import key_name, safe_client_attribute, safe_method_name, snake_case
from generator.values import Value, replace

COLLIDING_METHODS = register(
    "colliding-methods",
    Severity.WARNING,
    "Two operations would become the same method; the rule names one of them anew.",
)

_CRUD = {
    "list": "list",
    "get": "retrieve",
    "retrieve": "retrieve",
    "fetch": "retrieve",
    "read": "retrieve",
    "create": "create",
    "add": "create",
    "update": "update",
    "modify": "update",
    "edit": "update",
    "replace": "update",
    "delete": "delete",
    "remove": "delete",
}
_BY_VERB = {
    "get": {"list", "retrieve"},
    "post": {"create", "update"},
    "put": {"create", "update"},
    "patch": {"update"},
    "delete": {"delete"},
}
_DEFAULTS = {"get": "retrieve", "post": "create", "put": "update", "patch": "update", "delete": "delete"}
_ACTIONS_ON_ITEMS = {"cancel", "stop", "start", "pause", "resume", "archive", "restore", "retry", "close"}
_VERSION_SEGMENT = re.compile(r"v\d+([a-z]+\d*)?|api")
_PARAMETER = re.compile(r"\{([^{}]*)\}")


class Route(Value, kw_only=True):
    """The place of an operation in the SDK: the resource's path (empty: the client itself) and the method's name."""

    resource: tuple[str, ...]
    method: str


def resource_path(names: Iterable[str], casings: Casings) -> tuple[str, ...]:
    """The path of a resource whose names are as the config writes them: `("customFields",)` -> `("custom_fields",)`."""
    return tuple(snake_case(name, casings) for name in names)


def is_within(resource: tuple[str, ...], outer: tuple[str, ...]) -> bool:
    """Whether a resource is the outer one, or stands somewhere below it."""
    return resource[: len(outer)] == outer


class _Path(Value):
    """A path template taken apart: `segments` without version prefixes; parameters stand as `{}`."""

    segments: tuple[str, ...]
    beta: bool

    @property
    def static(self) -> tuple[str, ...]:
        return tuple(s for s in self.segments if not _is_parameter(s))


def _is_parameter(segment: str) -> bool:
    return _PARAMETER.search(segment) is not None


def _take_apart(path: str) -> _Path:
    bare, _, query = path.partition("?")
    segments = [s for s in bare.split("/") if s]
    while len(segments) > 1 and _VERSION_SEGMENT.fullmatch(segments[0]):
        segments.pop(0)
    return _Path(tuple(segments), "beta=true" in query.split("&"))


class _Router:
    """Applies the rules; holds what they need to know of the whole document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._paths = {op.path: _take_apart(op.path) for op in document.operations}
        self._all_segments = {p.segments for p in self._paths.values()}
        self._longer = {p[:-1] for p in self._all_segments}
        self._by_end: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
        for segments in self._all_segments:
            if len(segments) > 2:
                self._by_end[segments[-2:]].append(segments)
        marked = Counter(tag for op in document.operations if _is_beta(op) for tag in op.tags)
        tagged = Counter(tag for op in document.operations for tag in op.tags)
        self._beta_tags = {tag for tag, count in marked.items() if 2 * count > tagged[tag]}
        self._default_schemes = {name for requirement in document.security for name, _ in requirement}

    def route(self, operation: Operation) -> Route:
        """Propose the place of one operation."""
        path = self._paths[operation.path]
        segments = self._unfold(path.segments)
        words = self._words(operation)
        named = self._noun_after_resource(segments, words)
        if named is not None:
            resource, method = named
        elif self._is_action(path.segments, operation, words):
            resource, method = _static(segments[:-1]), snake_case(segments[-1])
        else:
            resource, method = _static(segments), self._verb(operation, segments, words)
        if not resource and not operation.extensions.get("x-stainless-method"):
            resource = tuple(snake_case(tag) for tag in operation.tags[:1])
        return Route(resource=self._prefix(operation, path) + resource, method=method)

    def _prefix(self, operation: Operation, path: _Path) -> tuple[str, ...]:
        """`admin` for a scheme named `AdminX` beside the default `X`; `beta` where the document marks most of the
        tag so."""
        prefix: list[str] = []
        beta = self._beta_tags.intersection(operation.tags) if operation.tags else _is_beta(operation)
        if path.beta or beta:
            prefix.append("beta")
        schemes = {name for requirement in operation.security or () for name, _ in requirement}
        if len(schemes) == 1 and not schemes & self._default_schemes:
            (name,) = schemes
            stems = sorted({name.removesuffix(default) for default in self._default_schemes} - {name, ""})
            prefix += [snake_case(stem) for stem in stems[:1]]
        return tuple(prefix)

    def _unfold(self, segments: tuple[str, ...]) -> tuple[str, ...]:
        """`/projects/{id}/x` where only `/organization/projects/{id}` is a resource: the short form stands for the
        long one."""
        head = segments[:2]
        if len(head) < 2 or head in self._all_segments or head[:1] in self._all_segments or not _is_parameter(head[1]):
            return segments
        longer = self._by_end.get(head, ())
        return longer[0] + segments[2:] if len(longer) == 1 else segments

    def _words(self, operation: Operation) -> tuple[str, ...]:
        if not operation.operation_id:
            return ()
        words = [w for w in snake_case(operation.operation_id).split("_") if w]
        if words and words[0] in ("beta",):
            words = words[1:]
        if words and words[0] not in _CRUD and words[-1] in _CRUD:
            words = [words[-1], *words[:-1]]
        return tuple(words)

    def _noun_after_resource(
        self, segments: tuple[str, ...], words: tuple[str, ...]
    ) -> tuple[tuple[str, ...], str] | None:
        """`usage-costs` on `/organization/costs` beside `/organization/usage/...`: method `costs` of
        `organization.usage`."""
        if not segments or _is_parameter(segments[-1]) or len(words) < 2 or words[0] in _CRUD:
            return None
        last = snake_case(segments[-1])
        owner = "_".join(words).removesuffix("_" + last)
        if owner == "_".join(words):
            return None
        parent = segments[:-1]
        if parent and not _is_parameter(parent[-1]) and snake_case(parent[-1]) == owner:
            return _static(parent), last
        if (*parent, owner) in self._longer:
            return (*_static(parent), owner), last
        return None

    def _is_action(self, segments: tuple[str, ...], operation: Operation, words: tuple[str, ...]) -> bool:
        """Whether the last segment says what is done (`/cancel`) rather than what it is done to."""
        if len(segments) < 2 or _is_parameter(segments[-1]) or segments in self._longer or not words:
            return False
        first = snake_case(segments[-1]).split("_")[0]
        if first in _CRUD and snake_case(segments[-1]) == first:
            return True
        return (
            first not in _CRUD
            and len(first) > 2
            and operation.verb in ("post", "put", "get", "patch", "query")
            and _starts(words, first)
        )

    def _verb(self, operation: Operation, segments: tuple[str, ...], words: tuple[str, ...]) -> str:
        allowed = _BY_VERB.get(operation.verb, set())
        on_item = bool(segments) and _is_parameter(segments[-1])
        said = _CRUD.get(words[0]) if words else None
        if said is None and words:
            said = next((crud for verb, crud in sorted(_CRUD.items()) if words[0].startswith(verb)), None)
        if operation.verb == "post" and on_item and words and words[0] in _ACTIONS_ON_ITEMS:
            return words[0]
        if operation.verb == "get":
            return self._read_verb(segments, on_item, words, said)
        if said in allowed and not (said == "create" and on_item and operation.verb == "post"):
            return said
        if operation.verb == "post" and on_item:
            return "update"
        return _DEFAULTS.get(operation.verb, snake_case(operation.verb))

    def _read_verb(self, segments: tuple[str, ...], on_item: bool, words: tuple[str, ...], said: str | None) -> str:
        if on_item:
            return "retrieve"
        if said == "list" or (words and words[0] == "retrieve"):
            return said or "retrieve"
        return "list" if segments and _is_plural(segments[-1]) else "retrieve"


def _is_beta(operation: Operation) -> bool:
    meta = operation.extensions.get("x-oaiMeta")
    return isinstance(meta, Mapping) and meta.get("beta") is True


def _static(segments: Iterable[str]) -> tuple[str, ...]:
    return tuple(snake_case(s) for s in segments if not _is_parameter(s))


def _starts(words: Sequence[str], first: str) -> bool:
    return words[0] == first or (len(words) == 1 and words[0].startswith(first))


def _is_plural(segment: str) -> bool:
    last = snake_case(segment).split("_")[-1]
    return last.endswith("s") and not last.endswith(("ss", "us", "is"))


def routes(
    document: Document,
    overrides: Mapping[tuple[str, str], Route],
    published: Container[tuple[str, str]],
    place: Callable[[tuple[str, str], Route], Route],
    diagnostics: Diagnostics,
) -> tuple[Route, ...]:
    """The place of every operation of the document, in its order, each unique.

    `overrides` (from the config) win; keys are (verb, path). What was `published` is at the `place` that it has beside
    that of the rules.
    """
    router = _Router(document)
    proposed: dict[int, Route] = {}
    fixed: set[int] = set()
    for index, operation in enumerate(document.operations):
        said = overrides.get(operation.key) or _own_words(operation)
        proposed[index] = said or place(operation.key, router.route(operation))
        if said or operation.key in published:
            fixed.add(index)
    _make_unique(document.operations, proposed, fixed, diagnostics)
    return tuple(proposed[index] for index in range(len(document.operations)))


def _own_words(operation: Operation) -> Route | None:
    """`x-stainless-method: pets.toys.list`, or a mapping with the same under `path`; `$client` is the client itself."""
    said = operation.extensions.get("x-stainless-method")
    if isinstance(said, Mapping):
        said = said.get("path")
    if not isinstance(said, str) or "." not in said:
        return None
    *resource, method = said.split(".")
    return Route(resource=tuple(snake_case(r) for r in resource if r != "$client"), method=key_name(method))


def _make_unique(
    operations: Sequence[Operation], proposed: dict[int, Route], fixed: set[int], diagnostics: Diagnostics
) -> None:
    """Among operations with one name, the config's choice keeps it, else the one with the longest path; the others
    take their operationId."""
    groups: dict[Route, list[int]] = defaultdict(list)
    for index, route in proposed.items():
        groups[route].append(index)
    taken = Counter(proposed.values())
    for route, members in sorted(groups.items(), key=lambda g: (g[0].resource, g[0].method)):
        if len(members) == 1:
            continue
        members.sort(key=lambda i: (i not in fixed, -len(operations[i].path), operations[i].path, operations[i].verb))
        keeper = operations[members[0]]
        for index in members[1:]:
            operation = operations[index]
            proposed[index] = renamed = _free_name(route, operation, taken)
            taken[renamed] += 1
            wanted = ".".join((*route.resource, route.method))
            diagnostics.report(
                COLLIDING_METHODS,
                f"{http_method(operation.verb)} {operation.path} would be {wanted} too; it becomes {renamed.method}",
                operation.location,
                hint="name it under resources in the SDK config",
                related=(Related(f"the name goes to {http_method(keeper.verb)} {keeper.path}", keeper.location),),
            )


def _free_name(route: Route, operation: Operation, taken: Counter[Route]) -> Route:
    stem = (
        snake_case(operation.operation_id) if operation.operation_id else f"{snake_case(operation.verb)}_{route.method}"
    )
    candidate, number = replace(route, method=stem), 1
    while taken[candidate]:
        number += 1
        candidate = replace(route, method=f"{stem}_{number}")
    return candidate


def _beside_methods(routes: Iterable[Route], published: Iterable[Route]) -> list[Route]:
    """The routes, where resources that would have the names of methods that were published have others."""
    methods = {(*route.resource, route.method) for route in published}
    return [replace(route, resource=beside(route.resource, methods)) for route in routes] if methods else list(routes)


def safe_routes(routes: Iterable[Route], options: Container[str], published: Iterable[Route] = ()) -> list[Route]:
    """Routes whose names collide neither with Python's words nor with each other (a method with a resource below, which
    is called otherwise where the method was `published`), nor with the names that the config gives to client
    `options`."""

    def attribute(name: str) -> str:
        safe = safe_client_attribute(name)
        return f"{safe}_" if safe in options else safe

    safe = [
        Route(
            resource=tuple(
                (safe_method_name if depth else attribute)(name) for depth, name in enumerate(route.resource)
            ),
            method=(safe_method_name if route.resource else attribute)(route.method),
        )
        for route in routes
    ]
    safe = _beside_methods(safe, published)
    below = {path for route in safe for path in outer(route.resource)}
    return [
        replace(route, method=f"{route.method}_") if (*route.resource, route.method) in below else route
        for route in safe
    ]
