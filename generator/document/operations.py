"""Path items and operations: nodes -> `Operation`, with the parameters of the path item merged in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin

from generator.diagnostics import Severity, register
from generator.document.contents import ContentReader
from generator.document.model import (
    Callback,
    CallbackRequest,
    Operation,
    Parameter,
    RequestBody,
    Schema,
    SecurityRequirement,
    Server,
    ServerVariable,
)
from generator.document.nodes import MapNode
from generator.methods import VERBS
from generator.source import Location, pointer_join
from generator.values import Value

UNDECLARED_PATH_PARAMETER = register(
    "undeclared-path-parameter",
    Severity.WARNING,
    "A path has a placeholder that no parameter declares; it is a string.",
)
UNUSED_PATH_PARAMETER = register(
    "unused-path-parameter", Severity.WARNING, "A path parameter is declared that the path lacks; it is ignored."
)
ADDITIONAL_OPERATION = register(
    "additional-operation",
    Severity.WARNING,
    "A key of `additionalOperations` is no HTTP method, or one that has a keyword of its own.",
)
WRONG_SERVER_DEFAULT = register(
    "wrong-server-default", Severity.WARNING, "The default of a server variable is none of the values of its enum."
)

_METHOD: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


class _PathItem(Value):
    """A path item and where it stands."""

    node: MapNode
    pointer: str


class Inherited(Value):
    """What the operations of a path item have in common."""

    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    servers: tuple[Server, ...]


class OperationReader(ContentReader):
    """Reads the operations of one file."""

    def operations(self, path: str, node: MapNode, pointer: str) -> Iterator[Operation]:
        """The operations of a path item; `path` is empty for that of a webhook or a callback."""
        item = self.follow("path-item", node, pointer, _as_it_is)
        if item is not None:
            yield from self._path_item(path, item.node, item.pointer)

    def _path_item(self, path: str, node: MapNode, pointer: str) -> Iterator[Operation]:
        inherited = Inherited(
            path=path,
            summary=self.text(node, "summary", pointer) or "",
            description=self.text(node, "description", pointer) or "",
            parameters=self.parameters(node, pointer),
            servers=self.servers(node, pointer),
        )
        for verb in VERBS:
            operation = self.mapping(node, verb, pointer)
            if operation is not None:
                yield self._operation(verb, operation, f"{pointer}/{verb}", inherited)
        for method, operation, below in self.objects(node, "additionalOperations", pointer):
            own = self._additional_verb(method, node, self.location(operation, below))
            if own is not None:
                yield self._operation(own, operation, below, inherited)

    def _additional_verb(self, method: str, node: MapNode, location: Location) -> str | None:
        """The verb of an additional operation; None, reported, where none can be sent or it has an operation."""
        verb = method.lower()
        if not _METHOD.fullmatch(method):
            message, lost = f'"{method}" is no HTTP method; the operation is left out', "its method is none"
        elif verb not in VERBS:
            return method
        elif verb in node:
            message, lost = f"{method} is what `{verb}` says; the operation is left out", f"`{verb}` stands beside it"
        else:
            reason = f"read as `{verb}`, which its method has to stand under"
            self.context.ledger.approximated("operation", method, reason, location)
            self.context.diagnostics.report(
                ADDITIONAL_OPERATION, f"{method} has a keyword of its own; it is read as `{verb}`", location
            )
            return verb
        self.context.ledger.dropped("operation", method, lost, location)
        self.context.diagnostics.report(ADDITIONAL_OPERATION, message, location)
        return None

    def _texts(self, node: MapNode, pointer: str, inherited: Inherited) -> tuple[str, str]:
        """Summary and description of an operation. What its path item says is about it, too."""
        summary, description = (self.text(node, key, pointer) or "" for key in ("summary", "description"))
        also = (inherited.summary if summary else "", inherited.description)
        whole = dict.fromkeys(text for text in (description, *also) if text and text != summary)
        return summary or inherited.summary, "\n\n".join(whole)

    def _operation(self, verb: str, node: MapNode, pointer: str, inherited: Inherited) -> Operation:
        summary, description = self._texts(node, pointer, inherited)
        if self.context.first_time("operation", node):
            self.context.accounts.count("operation", node, pointer)
        declared = {
            (parameter.name, parameter.place): parameter
            for parameter in (*inherited.parameters, *self.parameters(node, pointer))
        }
        return Operation(
            verb=verb,
            path=inherited.path,
            parameters=self._fitting(inherited.path, tuple(declared.values()), node, pointer),
            responses=self.responses(node, pointer),
            location=self.location(node, pointer),
            operation_id=self.text(node, "operationId", pointer) or None,
            tags=self.strings(node, "tags", pointer),
            summary=summary,
            description=description,
            body=self._body(node, pointer),
            deprecated=bool(self.flag(node, "deprecated", pointer)),
            security=self.security(node, pointer),
            servers=self.servers(node, pointer) or inherited.servers,
            callbacks=tuple(self._callbacks(node, pointer, inherited)),
            external_docs=self.external_docs(node, pointer),
            extensions=self.extensions(node),
        )

    def _callbacks(self, node: MapNode, pointer: str, inherited: Inherited) -> Iterator[Callback]:
        for name, item, below in self.objects(node, "callbacks", pointer):
            self.context.ledger.read["callback"] += 1
            location = self.location(item, below)
            if not inherited.path:  # which also ends what refers to itself
                self.context.ledger.dropped("callback", name, "it belongs to a request of the API's own", location)
                continue
            requests = self.callback(item, below)
            if requests:
                yield Callback(name=name, requests=requests, location=location)
            else:
                self.context.ledger.dropped("callback", name, "it has no operation that can be read", location)

    def callback(self, node: MapNode, pointer: str) -> tuple[CallbackRequest, ...]:
        """The requests of a callback object, or of what it refers to; each object is read once."""
        found = self._end("callback", node, pointer)
        if found is None:
            return ()
        target, below = found
        if self.context.first_time("callback", target):
            self.context.seen["callback", id(target)] = tuple(self._requests(target, below))
        return self.context.seen["callback", id(target)] or ()

    def _requests(self, node: MapNode, pointer: str) -> Iterator[CallbackRequest]:
        for expression, item in node.items():
            if expression.startswith("x-"):
                self.context.accounts.count_extension("callback", expression, node, pointer)
            elif isinstance(item, MapNode):
                for operation in self.operations("", item, pointer_join(pointer, expression)):
                    yield CallbackRequest(expression=expression, operation=operation)
            else:
                self.wrong(node, expression, pointer, "a mapping")

    def _body(self, node: MapNode, pointer: str) -> RequestBody | None:
        body = self.mapping(node, "requestBody", pointer)
        return self.follow("request-body", body, f"{pointer}/requestBody", ContentReader.request_body) if body else None

    def _fitting(
        self, path: str, parameters: tuple[Parameter, ...], node: MapNode, pointer: str
    ) -> tuple[Parameter, ...]:
        """The parameters made to fit the placeholders of the path: one for each, and no others."""
        names = dict.fromkeys(_PLACEHOLDER.findall(path))
        fitting = [parameter for parameter in parameters if parameter.place != "path" or parameter.name in names]
        for parameter in parameters:
            if parameter not in fitting:
                message = (
                    f'the path parameter "{parameter.name}" is not in {path or "a webhook or callback"}; it is ignored'
                )
                self.context.diagnostics.report(UNUSED_PATH_PARAMETER, message, parameter.location)
                self.context.ledger.dropped("parameter", parameter.name, "the path lacks it", parameter.location)
        declared = {parameter.name for parameter in fitting if parameter.place == "path"}
        location = self.location(node, pointer)
        for name in names:
            if name not in declared:
                message = f'no parameter declares "{name}" of {path}; it is taken for a string'
                self.context.diagnostics.report(UNDECLARED_PATH_PARAMETER, message, location)
                fitting.append(_string_in_path(name, Schema(location=location, types=("string",))))
        return tuple(fitting)

    def servers(self, node: MapNode, pointer: str) -> tuple[Server, ...]:
        """The servers of a document, a path item or an operation."""
        return tuple(self._server(item, below) for item, below in self.items(node, "servers", pointer))

    def _server(self, node: MapNode, pointer: str) -> Server:
        if self.context.first_time("server", node):
            self.context.accounts.count("server", node, pointer)
        variables = {}
        for name, item, below in self.objects(node, "variables", pointer):
            if self.context.first_time("server-variable", item):
                self.context.accounts.count("server-variable", item, below)
            variables[name] = ServerVariable(
                default=self._default_of_variable(item, below),
                description=self.text(item, "description", below) or "",
                values=self.strings(item, "enum", below),
            )
            allowed = item.get("enum")
            if allowed and isinstance(allowed, list) and "default" in item and item["default"] not in allowed:
                message = f'the default of "{name}" is none of the values of its `enum`'
                self.context.diagnostics.report(WRONG_SERVER_DEFAULT, message, self.location(item, below, "default"))
        return Server(
            url=self._from_here(self.text(node, "url", pointer) or "/"),
            location=self.location(node, pointer),
            name=self.text(node, "name", pointer) or "",
            description=self.text(node, "description", pointer) or "",
            variables=variables,
        )

    def _from_here(self, url: str) -> str:
        """The URL of a server; one that is relative counts from where the document was got from."""
        is_absolute = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|\{", url)
        return url if self.file.url is None or is_absolute else urljoin(self.file.url, url)

    def _default_of_variable(self, node: MapNode, pointer: str) -> str:
        """The text that a server variable stands for; a number or a boolean (`default: 8443`) is what is written."""
        written = self.context.sources.written.get(node.places["default"]) if "default" in node else None
        if written is None or node["default"] is None:
            return self.text(node, "default", pointer) or ""
        reason = "it is no text, as the standard wants: taken as it is written"
        self.context.ledger.approximated("value", written, reason, self.location(node, pointer, "default"))
        return written

    def security(self, node: MapNode, pointer: str) -> tuple[SecurityRequirement, ...] | None:
        """The alternatives under `security`; None where the key is absent, which is not the same as an empty list."""
        if self.sequence(node, "security", pointer) is None:
            return None
        return tuple(
            tuple((scheme, self.strings(item, scheme, below)) for scheme in item)
            for item, below in self.items(node, "security", pointer)
        )


def _as_it_is(_reader: object, node: MapNode, pointer: str) -> _PathItem:
    return _PathItem(node, pointer)


def _string_in_path(name: str, schema: Schema) -> Parameter:
    return Parameter(
        name=name, place="path", required=True, schema=schema, style="simple", explode=False, location=schema.location
    )
