"""Answers that whoever runs the mock asks for, whatever requests say: a method fails, each time or only at first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from generator.mock.engine import Answer, Engine, Exchange, Rule
from generator.values import Mutable

_WRITTEN: Final = re.compile(r"(?P<key>.+)=(?P<status>[2-5]\d\d)(?:x(?P<times>[1-9]\d*))?")


class RuleError(Exception):
    """A rule cannot be read, or is about nothing; the message says why."""


class _Planned(Mutable):
    status: int
    times: int | None


def rules(texts: Iterable[str], engine: Engine) -> Rule | None:
    """The rules that texts such as `chat.completions.create=429` or `GET /models=503x2` say; None for none.

    The number behind `x` is how often. Those about one method follow each other. Raises RuleError for one that cannot
    be read.
    """
    planned: dict[str, list[_Planned]] = {}
    for text in texts:
        match = _WRITTEN.fullmatch(text)
        if match is None:
            raise RuleError(f"{text!r} is not METHOD=STATUS, such as models.list=429, or models.list=429x2")
        operation = engine.contract.operation(match["key"])
        if operation is None:
            raise RuleError(f"{match['key']!r} is no method, operation id, or `GET /path` of the document")
        times = None if match["times"] is None else int(match["times"])
        planned.setdefault(operation["id"], []).append(_Planned(int(match["status"]), times))

    def rule(exchange: Exchange) -> Answer | None:
        waiting = planned.get(exchange.operation["id"])
        if not waiting:
            return None
        due = waiting[0]
        if due.times is not None:
            due.times -= 1
            if due.times == 0:
                waiting.pop(0)
        return engine.with_status(exchange, due.status)

    return rule if planned else None
