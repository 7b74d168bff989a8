"""An API as a package describes it: whatever is asked for is answered with a complete value of its type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.document.model import Document, MediaType, Operation
from generator.ir.operations import JsonResponse
from generator.ir.package import Package
from generator.ir.types import TypeExpr
from generator.render.docs.samples import methods
from tests.support.instances import Instances
from tests.support.mock_api import MockAPI
from tests.support.server import Received, Reply, reply_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request of a caller: the operation that it asks for (None: there is no such), its headers, and the answer."""

    caller: str
    headers: dict[str, str]
    operation: Operation | None
    reply: Reply


class DescribedAPI:
    """What a server does with a request; `exchanges` are those so far.

    Each caller has the API to itself, under a path that begins with its name. `answers` names the component that a
    caller gets whatever it asks for: types alone cannot say which variant of an answer a request leads to.
    """

    def __init__(self, document: Document, package: Package, answers: Mapping[str, str]) -> None:
        self.exchanges: list[Exchange] = []
        self._operations = {method.operation.operation_id: method.operation for method in methods(package)}
        self._components = {declaration.component: declaration for declaration in package.declarations}
        self._instances = Instances(package.declarations, complete=True)
        self._answers = answers
        streams = {id: operation.stream for id, operation in self._operations.items() if operation.stream}
        self._api = MockAPI(document, {id: self._events(stream.event) for id, stream in streams.items()}, self._body)

    def __call__(self, received: Received) -> Reply:
        _, caller, rest = received.target.split("/", 2)
        asked = replace(received, target=f"/{rest}")
        reply = self._api(asked)
        if caller in self._answers:
            reply = reply_json(self._instances.of(self._components[self._answers[caller]]))
        operation = self._api.operation(asked)
        self.exchanges.append(Exchange(caller=caller, headers=asked.headers, operation=operation, reply=reply))
        return reply

    def _body(self, operation: Operation, _: MediaType) -> Any:
        response = self._operations[operation.operation_id or ""].response
        return self._instances.value(response.type) if isinstance(response, JsonResponse) else "content"

    def _events(self, type: TypeExpr) -> list[Any]:
        """One event of each kind, but for an error, which ends a stream with an exception."""
        return [event for event in self._instances.each(type) if event.get("event") != "error"]
