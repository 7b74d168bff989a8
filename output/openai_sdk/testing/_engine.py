"""An API that is nothing but its document: each request is held against it, and answered with what it describes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ._answers import Answer, Answers, Asked, Wish, problem, unread, wish_of
from ._checks import Checked, Checker, Fault
from ._contract import Contract, Received, Route, Table

Rule = Callable[["Exchange"], "Answer | None"]
"""What may answer in place of the document; None leaves it to that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request with all that is known of it: its operation, what it says, what is wrong with it, and the answer.

    `parameters` are the values that were sent by the names of the document, in `places` by where they travel, too;
    `body` is what the body stands for.
    """

    received: Received
    operation: Table
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)
    places: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]], repr=False)
    body: Any = field(default=None, repr=False)
    faults: tuple[Fault, ...] = ()


class Engine:
    """Answers requests to the API of a table of operations.

    `seed` decides what is made up, `dynamic`: rather than examples; `pages` is how many pages a list has; `unknown`:
    parameters of queries that the document does not name are let through.
    """

    def __init__(
        self, table: Table, *, seed: int = 0, dynamic: bool = False, pages: int = 2, unknown: bool = False
    ) -> None:
        self.contract: Contract = Contract(table)
        self._checker = Checker(self.contract, unknown=unknown)
        self.answers: Answers = Answers(self.contract, seed=seed, dynamic=dynamic, pages=pages)

    def answer(self, received: Received, *, origin: str = "", rule: Rule | None = None) -> tuple[Exchange, Answer]:
        """Answer a request; `origin` is what stands before the path in the URL that was asked.

        One that does not fit the document is told what is wrong: 401, 404, 405, 406, 415 or 422.
        """
        exchange = self.read(received)
        if exchange.faults:
            answer = self._refused(exchange)
        else:
            own = None if rule is None else rule(exchange)
            answer = self._described(exchange, origin, wish_of(received)) if own is None else own
        if received.method.upper() == "HEAD":
            answer = Answer(answer.status, answer.headers)
        return exchange, answer

    def _refused(self, exchange: Exchange) -> Answer:
        status = min((fault.status for fault in exchange.faults), key=_first_of_all)
        answer = problem(status, exchange.faults)
        if status != 405:
            return answer
        return Answer(status, (*answer.headers, ("allow", self._methods_at(exchange.received))), answer.chunks)

    def _methods_at(self, received: Received) -> str:
        return ", ".join(sorted({route.operation["method"] for route, _ in self.contract.routes(received)}))

    def with_status(self, exchange: Exchange, status: int) -> Answer:
        """Return the answer that the document has for a status."""
        return self._described(exchange, "", Wish(status=status))

    def _described(self, exchange: Exchange, origin: str, wish: Wish) -> Answer:
        checked = Checked(faults=(), parameters=exchange.parameters, places=exchange.places, body=exchange.body)
        received = exchange.received
        url = f"{origin}{received.path}"
        asked = Asked(operation=exchange.operation, received=received, checked=checked, url=url)
        return self.answers.of(asked, wish)

    def read(self, received: Received) -> Exchange:
        """Return a request as the document has it, with everything that is wrong with it."""
        found = [(r, path) for r, path in self.contract.routes(received) if r.operation["method"] == received.method]
        if not found:
            return self._lost(received)
        # What is spelled out is meant, even where something is wrong with it.
        meant = [self._read(route, received, path) for route, path in found if route.rank == found[0][0].rank]
        fitting = [exchange for exchange in meant if not exchange.faults]
        return max(fitting, key=lambda exchange: len(exchange.parameters)) if fitting else meant[0]

    def _read(self, route: Route, received: Received, path: Mapping[str, str]) -> Exchange:
        checked = self._checker.check(route, received, path)
        return Exchange(
            received=received,
            operation=route.operation,
            parameters=checked.parameters,
            places=checked.places,
            body=unread(checked.body),
            faults=checked.faults,
        )

    def _lost(self, received: Received) -> Exchange:
        """Return what is known of a request for no operation: of which path, where only its method is wrong."""
        path = next((route.operation["path"] for route, _ in self.contract.routes(received)), "")
        if path:
            says = f"{self._methods_at(received)} here"
            fault = Fault(place="method", rule="method", sent=received.method, says=says, status=405)
        else:
            fault = Fault(place="path", rule="path", sent=received.path, says="no such path", status=404)
        return Exchange(received=received, operation={**_NO_OPERATION, "path": path}, faults=(fault,))


_NO_OPERATION: Table = {"id": "", "method": "", "path": "", "names": []}
_ORDER = (404, 405, 401, 415, 400, 422)


def _first_of_all(status: int) -> int:
    return _ORDER.index(status) if status in _ORDER else len(_ORDER)
