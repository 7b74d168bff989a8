"""Document and config to the package: the stage that lowers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from generator.config.matching import UNMATCHED, find_schema, schema_key
from generator.config.model import AliasMethod, Config, HttpMethod
from generator.diagnostics import Diagnostics
from generator.document.model import Document, Operation, Schema
from generator.document.model import Webhook as WrittenWebhook
from generator.ir import operations as ir
from generator.ir.declarations import Field
from generator.ir.operations import (
    FormBody,
    JsonBody,
    JsonResponse,
    Parameter,
    RequestBody,
    Response,
    ResponseCases,
    WholeBody,
)
from generator.ir.package import Package, Resource, Webhook
from generator.ir.types import TypeExpr
from generator.ledger import Ledger
from generator.lower.calls import Call
from generator.lower.choices import choices
from generator.lower.client import build_client, sendable
from generator.lower.components import Components
from generator.lower.directions import Directions, Face
from generator.lower.drafts import Drafts, draft_key, provisional
from generator.lower.extensions import extended
from generator.lower.names import Naming
from generator.lower.operations import Operations
from generator.lower.pages import Pages, patterns
from generator.lower.routes import Route, is_within, routes
from generator.lower.schemas import Schemas
from generator.lower.shapes import ReferenceShape, Shapes
from generator.lower.type_names import TypeName, TypeNames
from generator.python.identifiers import (
    Casings,
    pascal_case,
    safe_class_name,
    safe_client_attribute,
    safe_method_name,
    snake_case,
)


def lower(
    document: Document, config: Config, diagnostics: Diagnostics, ledger: Ledger, *, package: str | None
) -> Package:
    """Lower a document to the IR of its SDK. `package` overrides the import name of config and document."""
    return extended(_Builder(document, config, diagnostics, ledger).build(package), config, diagnostics)


class _Builder:
    """One run of the stage; each method is a step of `build`, in this order."""

    def __init__(self, document: Document, config: Config, diagnostics: Diagnostics, ledger: Ledger) -> None:
        self._document = document
        self._config = config
        self._diagnostics = diagnostics
        self._ledger = ledger
        self._shapes = Shapes(document, ledger)
        self._drafts = Drafts()
        self._names = TypeNames.read(document, config)
        self._schemas = Schemas(document, self._shapes, ledger, self._drafts, self._names.chosen())
        self._pages = Pages(self._shapes, patterns(config))

    def build(self, package: str | None) -> Package:
        calls = self._calls()
        self._note_unused_config(calls)
        directions = self._directions(calls)
        components = Components(self._names, self._schemas, directions, calls, self._diagnostics)
        components.follow_events()
        self._note_unreachable(directions)
        components.announce()
        self._schemas.fill_announced()
        components.join_events()
        components.name_again()
        operations = Operations(
            self._schemas,
            self._pages,
            self._diagnostics,
            self._config.unwrap_fields,
            reports_absent=self._config.covers(self._document.title),
        )
        built = [(call, operations.build(call)) for call in calls]
        components.name_answers(built)
        components.name_nested()
        webhooks = self._webhooks()
        self._schemas.tag_variants()
        naming = Naming(self._drafts, self._config.casings, self._diagnostics, self._type_packages())
        naming.assign()
        self._count(built, webhooks)
        attributes = {call.route.resource[0] if call.route.resource else call.route.method for call in calls}
        client = build_client(self._document, self._config, self._diagnostics, self._ledger, attributes=attributes)
        schemes = {scheme.name for scheme in client.schemes}
        finished = [(call.route, _finish(operation, naming, schemes)) for call, operation in built]
        resources = _tree(
            finished,
            self._descriptions(),
            self._config.casings,
        )
        name = package or self._config.package_name or snake_case(client.class_name)
        return Package(
            name=name,
            project_name=self._config.project_name or name.replace("_", "-"),
            version="0.1.0",
            title=self._document.title,
            doc=self._document.description,
            client=client,
            resources=tuple(resources),
            client_operations=tuple(operation for route, operation in finished if not route.resource),
            declarations=naming.declarations(),
            pages=self._pages.schemes(),
            webhooks=tuple(replace(w, event=naming.named[w.event.name]) for w in webhooks),
            webhook_event=naming.named.get(_WEBHOOK_EVENT),
            license=self._config.license.name if self._config.license else "MIT",
            license_text=(self._config.license.contents or "") if self._config.license else "",
            docs_url=self._config.organization.docs,
            contact=self._config.organization.contact,
            file_header=self._config.file_header,
            spec_version=self._document.api_version,
        )

    # --- operations and directions

    def _calls(self) -> list[Call]:
        """Every operation with its place in the SDK and what the config says of it; several places where the
        config gives several."""
        wanted: dict[tuple[str, str], list[HttpMethod]] = defaultdict(list)
        for method in self._config.methods:
            if isinstance(method, HttpMethod):
                wanted[method.verb, method.path].append(method)
        overrides = {key: _route(methods[0]) for key, methods in wanted.items()}
        calls: list[Call] = []
        for operation, route in zip(
            self._document.operations, _safe(routes(self._document, overrides, self._diagnostics)), strict=True
        ):
            if self._is_unwanted(operation):
                continue
            methods = wanted.get((operation.verb, operation.path), [])
            calls.append(self._call(operation, route, methods[0] if methods else None))
            extra = [self._call(operation, _safe([_route(m)])[0], m) for m in methods[1:]]
            calls += [replace(call, is_first=False) for call in extra]
        return calls + list(self._aliases(calls))

    def _call(self, operation: Operation, route: Route, method: HttpMethod | None) -> Call:
        package = self._names.places.package_of(route.resource)
        return Call(operation, route, choices(self._config, operation, method, route), package)

    def _aliases(self, calls: Iterable[Call]) -> Iterator[Call]:
        by_route = {call.route: call for call in calls}
        for method in self._config.methods:
            if isinstance(method, AliasMethod):
                resource = tuple(snake_case(name) for name in method.resource)
                target = by_route.get(Route(resource=resource, method=snake_case(method.to)))
                if target is None:
                    message = f'the resource has no method "{method.to}"'
                    self._diagnostics.report(UNMATCHED, message, method.location)
                    continue
                route = replace(target.route, method=snake_case(method.name))
                said = replace(target.choices, deprecated=method.deprecated or target.choices.deprecated)
                yield Call(target.operation, route, said, target.package, is_first=False)

    def _is_unwanted(self, operation: Operation) -> bool:
        """Whether the config leaves the operation out on purpose."""
        unwanted = any((u.verb, u.path) == (operation.verb, operation.path) for u in self._config.unspecified)
        if unwanted:
            name = f"{operation.verb} {operation.path}"
            self._ledger.dropped("operation", name, "the config leaves it out on purpose", operation.location)
        return unwanted

    def _directions(self, calls: Iterable[Call]) -> Directions:
        directions = Directions(self._shapes)
        for call in calls:
            operation, resource = call.operation, call.route.resource
            sent = [p.schema for p in operation.parameters]
            sent += [m.schema for m in (operation.body.content if operation.body else ()) if m.schema is not None]
            received = [m.schema for r in operation.responses for m in r.content if m.schema is not None]
            directions.follow(sent, Face.REQUEST, resource)
            directions.follow(received, Face.RESPONSE, resource)
            self._follow_said(call, directions)
        for webhook in self._document.webhooks:
            directions.follow(_payloads(webhook), Face.RESPONSE, _WEBHOOKS)
        return directions

    def _follow_said(self, call: Call, directions: Directions) -> None:
        """Mark what the config says that an operation answers or streams."""
        stream, cases = call.choices.stream, call.choices.response_by
        targets = [stream.event if stream else None, *(case.schema for case in (cases.cases if cases else ()))]
        for target in targets:
            if target is None or (schema := find_schema(self._document, target)) is None:
                continue
            key = schema_key(target)
            if key in self._document.schemas:
                directions.follow_components([key], Face.RESPONSE, call.route.resource)
            else:
                directions.follow([schema], Face.RESPONSE, call.route.resource)

    def _note_unreachable(self, directions: Directions) -> None:
        """Components that nothing sends or receives are declared as if received."""
        for key in self._document.components:
            if key not in directions.faces:
                directions.follow_components([key], Face.RESPONSE, None)

    def _type_packages(self) -> set[tuple[str, ...]]:
        used = {d.package for d in self._drafts.by_key.values()}
        return {package[:length] for package in used for length in range(1, len(package) + 1)}

    def _note_unused_config(self, calls: Sequence[Call]) -> None:
        """Keys that are understood and have no effect; what is said of resources and methods that are not there."""
        if self._config.covers(self._document.title):
            self._report_absent([call.route for call in calls])
        for transform in self._config.transforms:
            name = f"openapi.transforms.{transform.command}"
            self._ledger.dropped("config key", name, "patches are taken from overlays only", transform.location)

    def _report_absent(self, routes: Sequence[Route]) -> None:
        for said in self._config.headers:
            if not any(is_within(route.resource, said.resource) for route in routes):
                message = f'the SDK has no resource "{".".join(said.resource)}"'
                self._diagnostics.report(UNMATCHED, message, said.location)
        for answer in self._config.method_answers:
            if Route(resource=answer.resource, method=answer.name) not in routes:
                message = f'the SDK has no method "{".".join((*answer.resource, answer.name))}"'
                self._diagnostics.report(UNMATCHED, message, answer.location)

    # --- webhooks

    def _webhooks(self) -> list[Webhook]:
        found = []
        for webhook in self._document.webhooks:
            for schema in _payloads(webhook):
                name = pascal_case(webhook.name, self._config.casings)
                key = self._event_key(schema, f"{name}WebhookEvent")
                doc = next((o.summary or o.description for o in webhook.operations), "")
                found.append(Webhook(name=webhook.name, event=provisional(key), location=webhook.location, doc=doc))
        if found:
            events = tuple(dict.fromkeys(w.event for w in found))
            variants = tuple(s for w in self._document.webhooks for s in _payloads(w))
            self._drafts.add_root(
                _WEBHOOK_EVENT,
                Face.RESPONSE,
                TypeName("UnwrapWebhookEvent", _WEBHOOKS),
                self._document.webhooks[0].location,
                doc="Any event that a webhook can deliver.",
                type=self._schemas.union(events, variants),
            )
        return found

    def _event_key(self, schema: Schema, name: str) -> str:
        shape = self._shapes.of(schema).shape
        if isinstance(shape, ReferenceShape):
            return self._schemas.component_key(shape.key, Face.RESPONSE)
        key = draft_key(schema.location.pointer, Face.RESPONSE)
        self._schemas.declare(key, Face.RESPONSE, TypeName(name, _WEBHOOKS), schema)
        return key

    # --- the rest

    def _descriptions(self) -> dict[tuple[str, ...], str]:
        """What resources are for: in the config's words, else in those of a tag of the same name."""
        tags = {(snake_case(tag.name),): tag.description for tag in self._document.tags if tag.description}
        return tags | {r.path: r.description for r in self._config.resources if r.description}

    def _count(self, built: Sequence[tuple[Call, ir.Operation]], webhooks: Sequence[Webhook]) -> None:
        absorbed_or_declared = {d.component for d in self._drafts.by_key.values() if d.component}
        bodies = {
            self._document.components.get(m.schema.ref or "", "")
            for call, _ in built
            if (m := call.body()) is not None and m.schema is not None
        }
        declared = (absorbed_or_declared | bodies) & set(self._document.components.values())
        self._ledger.generated["operation"] = len({id(call.operation) for call, _ in built})
        self._ledger.generated["schema"] = len(declared)
        self._ledger.generated["webhook"] = len({w.name for w in webhooks})


_Typed = TypeVar("_Typed", Field, Parameter)
_WEBHOOKS = ("webhooks",)
_WEBHOOK_EVENT = "response #/webhooks"


def _payloads(webhook: WrittenWebhook) -> list[Schema]:
    """The bodies that a webhook can deliver."""
    bodies = [o.body for o in webhook.operations if o.body is not None]
    return [m.schema for b in bodies for m in b.content[:1] if m.schema is not None]


def _route(method: HttpMethod) -> Route:
    return Route(resource=tuple(snake_case(name) for name in method.resource), method=snake_case(method.name))


# --- final names in operations


def _finish(operation: ir.Operation, naming: Naming, schemes: Container[str]) -> ir.Operation:
    """An operation with final references in place of provisional ones, and of security schemes those that are sent."""
    resolve = naming.resolve
    params = naming.named[operation.params.name] if operation.params is not None else None
    return replace(
        operation,
        parameters=tuple(_typed(p, resolve(p.type)) for p in operation.parameters),
        body=_finish_body(operation.body, naming),
        response=_finish_response(operation.response, naming),
        cases=_finish_cases(operation.cases, naming) if operation.cases else None,
        stream=replace(operation.stream, event=resolve(operation.stream.event)) if operation.stream else None,
        page=replace(operation.page, item=resolve(operation.page.item)) if operation.page else None,
        errors=tuple(replace(e, type=resolve(e.type)) if e.type is not None else e for e in operation.errors),
        params=params,
        security=None if operation.security is None else sendable(operation.security, schemes),
    )


def _typed(item: _Typed, type: TypeExpr) -> _Typed:
    return item if item.type is type else replace(item, type=type)


def _finish_body(body: RequestBody | None, naming: Naming) -> RequestBody | None:
    match body:
        case JsonBody() | FormBody():
            return replace(body, fields=tuple(_typed(f, naming.resolve(f.type)) for f in body.fields))
        case WholeBody():
            return replace(body, type=naming.resolve(body.type))
        case None:
            return None


def _finish_response(response: Response, naming: Naming) -> Response:
    return replace(response, type=naming.resolve(response.type)) if isinstance(response, JsonResponse) else response


def _finish_cases(cases: ResponseCases, naming: Naming) -> ResponseCases:
    return replace(cases, cases=tuple(replace(case, type=naming.resolve(case.type)) for case in cases.cases))


# --- the resource tree


def _tree(
    operations: Sequence[tuple[Route, ir.Operation]], descriptions: Mapping[tuple[str, ...], str], casings: Casings
) -> list[Resource]:
    """Resources by their paths, in alphabetical order, so that a moved path in the document moves nothing."""
    own: dict[tuple[str, ...], list[ir.Operation]] = defaultdict(list)
    for route, operation in operations:
        own[route.resource].append(operation)
    paths = {path[:length] for path in own for length in range(1, len(path) + 1)}

    def resource(path: tuple[str, ...]) -> Resource:
        return Resource(
            name=path[-1],
            class_name=safe_class_name(path[-1], casings),
            path=path,
            operations=tuple(own.get(path, ())),
            children=tuple(resource(p) for p in sorted(paths) if p[:-1] == path),
            doc=descriptions.get(path, ""),
        )

    return [resource(path) for path in sorted(paths) if len(path) == 1]


def _safe(routes: Iterable[Route]) -> list[Route]:
    """Routes whose names collide neither with Python's words nor with each other (a method with a resource below)."""
    safe = [
        Route(
            resource=tuple(
                (safe_method_name if depth else safe_client_attribute)(name)
                for depth, name in enumerate(route.resource)
            ),
            method=(safe_method_name if route.resource else safe_client_attribute)(route.method),
        )
        for route in routes
    ]
    below = {route.resource[:length] for route in safe for length in range(1, len(route.resource) + 1)}
    return [
        replace(route, method=f"{route.method}_") if (*route.resource, route.method) in below else route
        for route in safe
    ]
