"""The document as a whole: nodes -> `Document`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from generator.diagnostics import Severity, register
from generator.document.contents import ContentReader
from generator.document.cycles import without_cycles
from generator.document.load import LoadedFile
from generator.document.model import (
    Contact,
    Document,
    Operation,
    Parameter,
    Schema,
    SecurityScheme,
    Server,
    Tag,
    Webhook,
)
from generator.document.nodes import MapNode
from generator.document.operations import Inherited, OperationReader
from generator.document.reading import Context
from generator.methods import VERBS
from generator.source import Location, pointer_token
from generator.values import replace

INVALID_PATH = register(
    "invalid-path", Severity.WARNING, "A key of `paths` does not begin with a slash; one is put before it."
)
INVALID_COMPONENT_NAME = register(
    "invalid-component-name", Severity.WARNING, "The name of a component has characters that OpenAPI does not allow."
)

_NAME: Final = re.compile(r"[a-zA-Z0-9._-]+")
_COMPONENTS: Final = {
    "parameters": ("parameter", ContentReader.parameter),
    "requestBodies": ("request-body", ContentReader.request_body),
    "responses": ("response", ContentReader.response),
    "headers": ("header", ContentReader.header),
    "examples": ("example", ContentReader.example),
    "mediaTypes": ("media-type", ContentReader.media_type),
    "links": ("link", ContentReader.link),
}
_UNREADABLE: Final = "it cannot be read"


def parse(file: LoadedFile, context: Context) -> Document:
    """The document that the nodes of a file describe."""
    return _DocumentReader(context, file).document()


def outlined(context: Context, file: LoadedFile) -> Document:
    """The operations and webhooks of a document, without what they send and get, and the names of its components."""
    return _OutlineReader(context, file).outline()


class _DocumentReader(OperationReader):
    """Reads the root file of a document."""

    def document(self) -> Document:
        """The whole document. Component schemas come first, so that `Document.schemas` keeps their order."""
        root = self.file.root
        self.context.accounts.count("document", root, "")
        components = self.mapping(root, "components", "") or MapNode(root.place)
        self.context.accounts.count("components", components, "/components")
        names = self._component_schemas(components)
        self._other_components(components)
        self._check_names(components)
        operations = tuple(self._paths())
        webhooks = (*self._webhooks("webhooks"), *self._webhooks("x-webhooks"))
        self._pending_schemas()
        info = self.mapping(root, "info", "") or MapNode(root.place)
        self.context.accounts.count("info", info, "/info")
        document = Document(
            version=self.text(root, "openapi", "") or "",
            title=self.text(info, "title", "/info") or "",
            description=self.text(info, "description", "/info") or "",
            api_version=self.text(info, "version", "/info") or "",
            license=self._license(info),
            servers=self.servers(root, ""),
            security=self.security(root, "") or (),
            tags=tuple(self._tags()),
            operations=operations,
            webhooks=webhooks,
            schemas=without_cycles(self.context.schemas, self.context.diagnostics, self.context.ledger),
            components=names,
            security_schemes=tuple(self._security_schemes(components)),
            location=self.location(root, ""),
            external_docs=self.external_docs(root, ""),
            contact=self._contact(info),
            terms_of_service=self.text(info, "termsOfService", "/info") or "",
            extensions=self.extensions(root),
        )
        self._enter_unreferred()
        self.context.accounts.close()
        return document

    def _license(self, info: MapNode) -> str:
        node = self.mapping(info, "license", "/info")
        if node is None:
            return ""
        self.context.accounts.count("license", node, "/info/license")
        return self.text(node, "identifier", "/info/license") or self.text(node, "name", "/info/license") or ""

    def _contact(self, info: MapNode) -> Contact:
        node = self.mapping(info, "contact", "/info")
        if node is None:
            return Contact()
        self.context.accounts.count("contact", node, "/info/contact")
        name, url, email = (self.text(node, key, "/info/contact") or "" for key in ("name", "url", "email"))
        return Contact(name=name, url=url, email=email)

    def _tags(self) -> Iterator[Tag]:
        for node, pointer in self.items(self.file.root, "tags", ""):
            if self.context.first_time("tag", node):
                self.context.accounts.count("tag", node, pointer)
            name = self.text(node, "name", pointer)
            if name:
                yield Tag(
                    name=name,
                    description=self.text(node, "description", pointer) or "",
                    location=self.location(node, pointer),
                    summary=self.text(node, "summary", pointer) or "",
                    parent=self.text(node, "parent", pointer) or "",
                    kind=self.text(node, "kind", pointer) or "",
                    external_docs=self.external_docs(node, pointer),
                )

    # Paths and webhooks

    def _paths(self) -> Iterator[Operation]:
        for path, node, pointer in self.objects(self.file.root, "paths", "", extensible=True):
            whole = path if path.startswith("/") else self._below_server(path, self.location(node, pointer))
            operations = tuple(self.operations(whole, node, pointer))
            self._count_operations(node, pointer, whole, operations)
            yield from operations

    def _below_server(self, path: str, location: Location) -> str:
        """A path as it has to be written: it is appended to the URL of a server."""
        message = f'the path "{path}" does not begin with a slash; it is read as /{path}'
        self.context.diagnostics.report(INVALID_PATH, message, location)
        self.context.ledger.approximated("path", path, "a slash is put before it", location)
        return f"/{path}"

    def _count_operations(self, node: MapNode, pointer: str, path: str, operations: tuple[Operation, ...]) -> None:
        """Enter the operations of a path item that could not be read."""
        made = {operation.verb for operation in operations}
        lost = [verb for verb in VERBS if verb in node and verb not in made]
        self.context.ledger.read["operation"] += len(operations) + len(lost)
        for verb in lost:
            location = self.location(node, pointer, verb)
            self.context.ledger.dropped("operation", f"{verb} {path}", _UNREADABLE, location)

    def _webhooks(self, key: str) -> Iterator[Webhook]:
        for name, node, pointer in self.objects(self.file.root, key, ""):
            self.context.ledger.read["webhook"] += 1
            operations = tuple(self.operations("", node, pointer))
            location = self.location(node, pointer)
            if operations:
                yield Webhook(name=name, operations=operations, location=location)
            else:
                self.context.ledger.dropped("webhook", name, "it has no operation that can be read", location)

    # Components

    def _component_schemas(self, components: MapNode) -> dict[str, str]:
        """Read all component schemas; the result maps their keys to their names."""
        schemas = self.mapping(components, "schemas", "/components") or MapNode(components.place)
        pointers = {name: f"/components/schemas/{pointer_token(name)}" for name in schemas}
        for name, value in schemas.items():
            location = self.location(schemas, "/components/schemas", name)
            self.context.ledger.read["schema"] += 1
            schema = self.schemas.read(value, pointers[name], location)
            self.context.schemas[f"#{pointers[name]}"] = schema or Schema(location=location)
        return {f"#{pointer}": name for name, pointer in pointers.items()}

    def _other_components(self, components: MapNode) -> None:
        """Read the components that nothing may refer to, so that they are counted and checked too."""
        for key, (kind, read) in _COMPONENTS.items():
            for name, node, pointer in self.objects(components, key, "/components"):
                self.follow(kind, node, pointer, read)
                self._define(kind, name, node, pointer)
        for name, node, pointer in self.objects(components, "callbacks", "/components"):
            self.callback(node, pointer)
            self._define("callback", name, node, pointer)
        for name, node, pointer in self.objects(components, "pathItems", "/components"):
            self._define("path-item", name, node, pointer)

    def _define(self, kind: str, name: str, node: MapNode, pointer: str) -> None:
        self.context.defined[id(node)] = (kind, name, self.location(node, pointer))

    def _enter_unreferred(self) -> None:
        """Enter what means something only where it is referred to, and is not."""
        for key, (kind, name, location) in self.context.defined.items():
            if key not in self.context.referred:
                self.context.ledger.dropped(kind, name, "nothing refers to it", location)

    def _check_names(self, components: MapNode) -> None:
        for key, named in components.items():
            if key.startswith("x-") or not isinstance(named, MapNode):
                continue
            for name in named:
                if not _NAME.fullmatch(name):
                    message = f'"{name}" has characters that the name of a component must not have'
                    location = self.location(named, f"/components/{pointer_token(key)}", name)
                    hint = "use letters, digits, `.`, `_` and `-`"
                    self.context.diagnostics.report(INVALID_COMPONENT_NAME, message, location, hint=hint)

    def _security_schemes(self, components: MapNode) -> Iterator[SecurityScheme]:
        for name, node, pointer in self.objects(components, "securitySchemes", "/components"):
            scheme = self.follow("security-scheme", node, pointer, ContentReader.security_scheme)
            if scheme is not None:
                yield replace(scheme, name=name)

    def _pending_schemas(self) -> None:
        """Read the schemas at other places that references lead to, and those that they refer to in their turn."""
        context = self.context
        while context.pending:
            key = next(iter(context.pending))
            target = context.pending.pop(key)
            if key not in context.schemas:
                context.schemas[key] = self.schemas.read_target(target)


class _OutlineReader(_DocumentReader):
    """Reads no more of operations than what names and choices depend on."""

    def outline(self) -> Document:
        """The whole document in outline."""
        root = self.file.root
        info = self.mapping(root, "info", "") or MapNode(root.place)
        components = self.mapping(root, "components", "") or MapNode(root.place)
        schemas = self.mapping(components, "schemas", "/components") or self.mapping(root, "definitions", "")
        return Document(
            version=self.text(root, "openapi", "") or "",
            title=self.text(info, "title", "/info") or "",
            description="",
            api_version="",
            license="",
            servers=(),
            security=self.security(root, "") or (),
            tags=(),
            operations=tuple(self._paths()),
            webhooks=(*self._webhooks("webhooks"), *self._webhooks("x-webhooks")),
            schemas={},
            components={f"#/components/schemas/{pointer_token(name)}": name for name in schemas or ()},
            security_schemes=(),
            location=self.location(root, ""),
        )

    def parameters(self, node: MapNode, pointer: str) -> tuple[Parameter, ...]:  # noqa: ARG002 # none are wanted
        """None."""
        return ()

    def servers(self, node: MapNode, pointer: str) -> tuple[Server, ...]:  # noqa: ARG002 # none are wanted
        """None."""
        return ()

    def _operation(self, verb: str, node: MapNode, pointer: str, inherited: Inherited) -> Operation:
        return Operation(
            verb=verb,
            path=inherited.path,
            parameters=(),
            responses=(),
            location=self.location(node, pointer),
            operation_id=self.text(node, "operationId", pointer) or None,
            tags=self.strings(node, "tags", pointer),
            security=self.security(node, pointer),
            extensions=self.extensions(node),
        )
