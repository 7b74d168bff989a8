"""The calls of the SDK: every operation with its place and what the config says of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence

from generator.casings import Casings
from generator.config.matching import UNMATCHED
from generator.config.model import AliasMethod, Config, HttpMethod
from generator.diagnostics import Diagnostics
from generator.document import model as doc
from generator.document.model import Document, MediaType
from generator.ledger import ON_PURPOSE, UNLISTED, Ledger
from generator.lower.choices import Choices, choices
from generator.lower.contents import (
    chosen_body,
    first_success,
    is_form,
    is_json,
    is_multipart_form,
    is_range,
    says_the_same,
    success,
)
from generator.lower.drafts import draft_key
from generator.lower.faces import Face
from generator.lower.findings import COLLIDING_NAMES
from generator.lower.options import option_names
from generator.lower.paths import outer
from generator.lower.published_methods import PublishedMethods
from generator.lower.routes import Route, resource_path, routes, safe_routes
from generator.lower.type_names import Places
from generator.lower.words import singular
from generator.python.identifiers import key_name, pascal_case, snake_case
from generator.values import Value, replace


class Call(Value):
    """One operation on its way: what the document says, where it goes, what the config says of it.

    `package` is the types package of its resource, `media` the media type of the request that is sent. `place` is where
    the operation is written: its pointer, after its file where that is not the document's. `is_first`: no call before
    it is written at that place. `of` is the call that this one is a second name for; `is_earlier`: one that it had, and
    has no more. `casings` are for the words of its names.
    """

    operation: doc.Operation
    route: Route
    choices: Choices
    package: tuple[str, ...]
    place: str
    casings: Casings
    media: MediaType | None = None
    is_first: bool = True
    of: Call | None = None
    is_earlier: bool = False

    @property
    def has_whole_body(self) -> bool:
        """Whether the body is one argument: what the config wants so, and what a caller may send as another media type,
        whose members are not known."""
        return self.choices.body_param_name is not None or (self.media is not None and is_range(self.media.media_type))

    @property
    def answers(self) -> Sequence[doc.Response]:
        """The answers of success that say what the method returns."""
        if not self.choices.only_first_answer:
            return success(self.operation)
        first = first_success(self.operation)
        return () if first is None else (first,)

    @property
    def attribute(self) -> str:
        """What the client has on the way to it: a resource, or the method itself."""
        return self.route.resource[0] if self.route.resource else self.route.method

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
        noun = singular(self.route.resource[-1], self.casings) if self.route.resource else ""
        return pascal_case(f"{noun}_{self.route.method}".strip("_"))


def find_calls(
    document: Document, config: Config, published: PublishedMethods, diagnostics: Diagnostics, ledger: Ledger
) -> tuple[Call, ...]:
    """The calls of a document's operations; several of one operation where the config gives it several places, or it
    was published at others."""
    wanted = _wanted(config)
    reasons = _reasons_to_leave_out(document, config, {*wanted, *published.routes})
    document = _without_unlisted(document, reasons, ledger)
    options = option_names(config)
    by_operation = placed(document, config, published, diagnostics)
    places = {key: iter(found) for key, found in by_operation.items()}
    taken = {
        *(route for found in by_operation.values() for route in found),
        *(_route(method, config.casings) for methods in wanted.values() for method in methods),
    }
    calls: list[Call] = []
    written: set[str] = set()
    for operation in document.operations:
        route = next(places[operation.key])
        if operation.key in reasons:
            _leave_out(operation, reasons[operation.key], ledger)
            continue
        methods = wanted.get(operation.key, [])
        first = _call(operation, route, methods[0] if methods else None, config, document)
        calls.append(replace(first, is_first=first.place not in written))  # several paths may share one path item
        written.add(first.place)
        calls += _other_media_types(calls[-1], taken, ledger)
        again = (
            _call(operation, safe_routes([_route(m, config.casings)], options)[0], m, config, document)
            for m in methods[1:]
        )
        calls += [replace(call, is_first=False) for call in again]
    _report_renamed(calls, options, diagnostics)
    named = (*calls, *_aliases(calls, config, diagnostics))
    return (*named, *_under_old_names(named, published))


def placed(
    document: Document, config: Config, published: PublishedMethods, diagnostics: Diagnostics
) -> Mapping[tuple[str, str], Sequence[Route]]:
    """The places of a document's operations, by their keys: in a part, those that they have in the whole.

    What is found of operations that the document lacks is not reported.
    """
    whole, wanted, findings = document.whole, _wanted(config), Diagnostics()
    reasons = _reasons_to_leave_out(whole, config, {*wanted, *published.routes})
    listed = _without_unlisted(whole, reasons, Ledger())
    overrides = {key: _route(methods[0], config.casings) for key, methods in wanted.items()}
    found = routes(listed, overrides, published.routes, published.place, findings)
    safe = safe_routes(found, option_names(config), published.first)
    here = {str(operation.location) for operation in document.operations}
    for finding in findings.found:
        if str(finding.location) in here:
            diagnostics.add(finding)
    places: dict[tuple[str, str], list[Route]] = defaultdict(list)
    for operation, route in zip(listed.operations, safe, strict=True):
        places[operation.key].append(route)
    return places


def _wanted(config: Config) -> Mapping[tuple[str, str], list[HttpMethod]]:
    """The methods that the config has for operations, by their keys."""
    wanted: dict[tuple[str, str], list[HttpMethod]] = defaultdict(list)
    for method in config.methods:
        if isinstance(method, HttpMethod):
            wanted[method.verb, method.path].append(method)
    return wanted


def _under_old_names(calls: Sequence[Call], published: PublishedMethods) -> Iterator[Call]:
    """The calls under the names under which they were published, where they have others now."""
    made = {call.route for call in calls}
    resources = {path for call in calls for path in outer(call.route.resource)}
    by_operation: dict[tuple[str, str], list[Call]] = defaultdict(list)
    for call in calls:
        if call.of is None:
            by_operation[call.operation.key].append(call)
    for key, now in by_operation.items():
        for earlier in published.further(key, made):
            for call, route in _pairs(now, earlier, published.routes[key]):
                if route not in made and (*route.resource, route.method) not in resources:
                    made.add(route)
                    yield replace(call, route=route, is_first=False, of=call, is_earlier=True)


def _pairs(now: Sequence[Call], earlier: Route, known: Collection[Route]) -> Iterator[tuple[Call, Route]]:
    """The calls of one operation, and what each was called where the first was `earlier`: those of further kinds of
    bodies have their names after it."""
    first = now[0].route
    yield now[0], earlier
    for call in now[1:]:
        if call.route.resource == first.resource and call.route.method.startswith(f"{first.method}_"):
            route = replace(earlier, method=earlier.method + call.route.method.removeprefix(first.method))
            if route in known:
                yield call, route


def _report_renamed(calls: Iterable[Call], options: Container[str], diagnostics: Diagnostics) -> None:
    """Report what has another name on the client than it would have, since the config calls an option so."""
    first: dict[str, Call] = {}
    for call in calls:
        first.setdefault(call.attribute, call)
    for attribute, call in first.items():
        wanted = attribute.removesuffix("_")
        if wanted != attribute and wanted in options:
            message = f"{wanted!r} becomes {attribute} on the client, since the config calls an option {wanted}"
            diagnostics.report(COLLIDING_NAMES, message, call.operation.location)


def _other_media_types(call: Call, taken: set[Route], ledger: Ledger) -> Iterator[Call]:
    """A method of its own for each further media type that describes another value, unless the config has chosen.

    One that describes the same value as another adds nothing to it, and is entered in the ledger: a caller's header
    `Content-Type` has forms and kinds of JSON sent.
    """
    offered = [call.media] if call.media is not None else []
    for media in call.operation.body.content if call.operation.body is not None else ():
        if media is call.media:
            continue
        same = next((other for other in offered if _describe_the_same(media, other)), None)
        sent = same or (call.media if call.choices.body is not None else None)
        if sent is not None:
            asked = (
                ", unless Content-Type asks for this" if is_form(media.media_type) or is_json(media.media_type) else ""
            )
            reason = f"the SDK sends {sent.media_type}{asked}"
            ledger.approximated("media type", media.media_type, reason, media.location)
            continue
        offered.append(media)
        method = f"{call.route.method}_{_word(media.media_type)}"
        while (route := replace(call.route, method=method)) in taken:
            method += "_body"
        taken.add(route)
        yield replace(call, route=route, media=media, is_first=False)


def _describe_the_same(one: MediaType, other: MediaType) -> bool:
    if one.encodings or one.prefix_encodings or one.item_encoding is not None:
        return False
    if (one.item_schema is None) is not (other.item_schema is None):
        return False
    if one.item_schema is not None and other.item_schema is not None:
        return says_the_same(one.item_schema, other.item_schema)
    if one.schema is None or other.schema is None:
        return one.schema is other.schema and is_json(one.media_type) == is_json(other.media_type)
    return says_the_same(one.schema, other.schema)


def _word(media_type: str) -> str:
    """What a method is called after a media type: `merge_patch`, `form`, `xml`, `image`."""
    kind, _, subtype = media_type.partition(";")[0].strip().lower().partition("/")
    if is_form(media_type):
        return "multipart" if is_multipart_form(media_type) else "form"
    if "*" in subtype:
        return "content" if kind in ("*", "application") else snake_case(kind)
    if subtype in ("octet-stream", "plain"):
        return "content" if kind == "application" else "text"
    return snake_case(subtype.removesuffix("+json")) or "content"


def _route(method: HttpMethod, casings: Casings) -> Route:
    return Route(resource=resource_path(method.resource, casings), method=key_name(method.name, casings))


def in_order_of(config: Config, calls: Iterable[Call]) -> Sequence[Call]:
    """The calls in the order of the config, where answers are called after the first method that gives them."""
    if not config.names_answers_by_method:
        return tuple(calls)
    order: dict[Route, int] = {}
    for method in config.methods:
        if isinstance(method, HttpMethod):
            order.setdefault(_route(method, config.casings), len(order))
    return sorted(calls, key=lambda call: order.get(call.route, len(order)))


def _without_unlisted(document: Document, reasons: Mapping[tuple[str, str], str], ledger: Ledger) -> Document:
    """The document without the operations that the config does not list, which take no name from others either."""
    listed: list[doc.Operation] = []
    for operation in document.operations:
        if reasons.get(operation.key) is UNLISTED:
            _leave_out(operation, UNLISTED, ledger)
        else:
            listed.append(operation)
    return replace(document, operations=tuple(listed))


def _leave_out(operation: doc.Operation, reason: str, ledger: Ledger) -> None:
    ledger.dropped("operation", f"{operation.verb} {operation.path}", reason, operation.location)


def _reasons_to_leave_out(
    document: Document, config: Config, wanted: Container[tuple[str, str]]
) -> Mapping[tuple[str, str], str]:
    """Why operations get no method, by their keys. `wanted` are those that the config has methods for."""
    on_purpose = {(said.verb, said.path) for said in config.unspecified}
    for_others = {(said.verb, said.path) for said in config.left_out}
    reasons: dict[tuple[str, str], str] = {}
    for operation in document.operations:
        if operation.key in on_purpose:
            reasons[operation.key] = ON_PURPOSE
        elif operation.key in wanted:
            continue
        elif operation.key in for_others:
            reasons[operation.key] = "the config has its methods for other languages only"
        elif config.skips_unlisted and not operation.extensions.get("x-stainless-method"):
            reasons[operation.key] = UNLISTED
    return reasons


def _call(
    operation: doc.Operation, route: Route, method: HttpMethod | None, config: Config, document: Document
) -> Call:
    package = Places(config.types, config.casings).package_of(route.resource)
    said = choices(config, operation, method, route)
    media = chosen_body(operation.body, document.schemas, said.body) if operation.body else None
    return Call(operation, route, said, package, document.place(operation.location), config.casings, media)


def _aliases(calls: Iterable[Call], config: Config, diagnostics: Diagnostics) -> Iterator[Call]:
    """The calls under the further names that the config has for methods."""
    by_route = {call.route: call for call in calls}
    for method in config.methods:
        if isinstance(method, AliasMethod):
            resource = resource_path(method.resource, config.casings)
            target = by_route.get(Route(resource=resource, method=key_name(method.to, config.casings)))
            if target is None:
                diagnostics.report(UNMATCHED, f'the resource has no method "{method.to}"', method.location)
                continue
            route = replace(target.route, method=key_name(method.name, config.casings))
            said = replace(target.choices, deprecated=method.deprecated or target.choices.deprecated)
            by_route[route] = named = replace(target, route=route, choices=said, is_first=False, of=target)
            yield named
