"""The calls of the SDK: every operation with its place and what the config says of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from generator.config.matching import UNMATCHED
from generator.config.model import AliasMethod, Config, HttpMethod
from generator.diagnostics import Diagnostics
from generator.document import model as doc
from generator.document.model import Document, MediaType
from generator.ledger import Ledger
from generator.lower.choices import Choices, choices
from generator.lower.contents import chosen_body
from generator.lower.drafts import draft_key
from generator.lower.faces import Face
from generator.lower.routes import Route, routes, safe_routes
from generator.lower.type_names import Places
from generator.lower.words import singular
from generator.python.identifiers import pascal_case, snake_case


@dataclass(frozen=True, slots=True)
class Call:
    """One operation on its way: what the document says, where it goes, what the config says of it.

    `package` is the types package of its resource. `place` is where the operation is written: its pointer, after its
    file where that is not the document's. `is_first`: no call before it is written at that place.
    """

    operation: doc.Operation
    route: Route
    choices: Choices
    package: tuple[str, ...]
    place: str
    is_first: bool = True

    @property
    def owner(self) -> str:
        """The key of the draft of the operation's parameters."""
        params = f"{self.place}/params"
        return draft_key(
            params if self.is_first else f"{params} {'.'.join(self.route.resource)}.{self.route.method}", Face.REQUEST
        )

    @property
    def stem(self) -> str:
        """What its types are called after: `chat.completions.create` -> CompletionCreate."""
        noun = singular(self.route.resource[-1]) if self.route.resource else ""
        return pascal_case(f"{noun}_{self.route.method}".strip("_"))

    def body(self) -> MediaType | None:
        """The media type of the request that is sent."""
        return chosen_body(self.operation.body, self.choices.body) if self.operation.body else None


def find_calls(document: Document, config: Config, diagnostics: Diagnostics, ledger: Ledger) -> tuple[Call, ...]:
    """The calls of a document's operations; several of one operation where the config gives it several places."""
    wanted: dict[tuple[str, str], list[HttpMethod]] = defaultdict(list)
    for method in config.methods:
        if isinstance(method, HttpMethod):
            wanted[method.verb, method.path].append(method)
    overrides = {key: _route(methods[0]) for key, methods in wanted.items()}
    calls: list[Call] = []
    written: set[str] = set()
    for operation, route in zip(
        document.operations, safe_routes(routes(document, overrides, diagnostics)), strict=True
    ):
        if _is_unwanted(operation, config):
            name = f"{operation.verb} {operation.path}"
            ledger.dropped("operation", name, "the config leaves it out on purpose", operation.location)
            continue
        methods = wanted.get((operation.verb, operation.path), [])
        place = document.place(operation.location)
        first = _call(operation, route, methods[0] if methods else None, config, place)
        calls.append(replace(first, is_first=place not in written))  # several paths may share one path item
        written.add(place)
        again = (_call(operation, safe_routes([_route(m)])[0], m, config, place) for m in methods[1:])
        calls += [replace(call, is_first=False) for call in again]
    return (*calls, *_aliases(calls, config, diagnostics))


def _route(method: HttpMethod) -> Route:
    return Route(resource=tuple(snake_case(name) for name in method.resource), method=snake_case(method.name))


def _is_unwanted(operation: doc.Operation, config: Config) -> bool:
    """Whether the config leaves the operation out on purpose."""
    return any((u.verb, u.path) == (operation.verb, operation.path) for u in config.unspecified)


def _call(operation: doc.Operation, route: Route, method: HttpMethod | None, config: Config, place: str) -> Call:
    package = Places(config.types).package_of(route.resource)
    return Call(operation, route, choices(config, operation, method, route), package, place)


def _aliases(calls: Iterable[Call], config: Config, diagnostics: Diagnostics) -> Iterator[Call]:
    """The calls under the further names that the config has for methods."""
    by_route = {call.route: call for call in calls}
    for method in config.methods:
        if isinstance(method, AliasMethod):
            resource = tuple(snake_case(name) for name in method.resource)
            target = by_route.get(Route(resource=resource, method=snake_case(method.to)))
            if target is None:
                diagnostics.report(UNMATCHED, f'the resource has no method "{method.to}"', method.location)
                continue
            route = replace(target.route, method=snake_case(method.name))
            said = replace(target.choices, deprecated=method.deprecated or target.choices.deprecated)
            yield replace(target, route=route, choices=said, is_first=False)
