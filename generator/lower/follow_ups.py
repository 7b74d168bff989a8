"""Which methods the document says can follow an answer: its links."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from generator.document.model import Response, ResponseLink
from generator.ir.operations import NextCall
from generator.lower.calls import Call
from generator.lower.routes import Route


class FollowUps:
    """Finds the methods that links lead to: by the ids of operations, or by their places."""

    def __init__(self, calls: Iterable[Call]) -> None:
        self._by_id: dict[str, Route] = {}
        self._by_place: dict[str, Route] = {}
        for call in calls:
            if call.operation.operation_id:
                self._by_id.setdefault(call.operation.operation_id, call.route)
            self._by_place.setdefault(f"#{call.operation.location.pointer}", call.route)

    def of(self, response: Response) -> tuple[NextCall, ...]:
        """The calls that a response says can be made next."""
        return tuple(map(self._call, response.links))

    def _call(self, link: ResponseLink) -> NextCall:
        route = self._by_id.get(link.operation_id) or self._by_place.get(unquote(link.operation_ref))
        body = (("", link.body),) if link.body else ()
        return NextCall(
            name=link.name,
            operation=link.operation_id or link.operation_ref,
            doc=link.description,
            resource=() if route is None else route.resource,
            method="" if route is None else route.method,
            given=(*link.parameters, *body),
        )
