"""Each rule that requests are held against: what fits is taken, its wrong twin is refused, and others agree."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.mock.engine import Engine, received
from tests.mock.requests import Row, Sent, rows

ROWS = list(rows())


def test_there_is_a_row_for_each_rule() -> None:
    """The table has what it promises, each row once."""
    assert len({str(row) for row in ROWS}) == len(ROWS) >= 60


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_right_one_is_taken(row: Row, engines: dict[str, Engine]) -> None:
    """Nothing is found wrong with a request that fits."""
    exchange, answer = asked(engines[row.api], row.right)
    assert [str(fault) for fault in exchange.faults] == []
    assert answer.status in (200, 204)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_wrong_one_is_refused(row: Row, engines: dict[str, Engine]) -> None:
    """Its twin is refused for what is wrong with it, in JSON and in words."""
    exchange, answer = asked(engines[row.api], row.wrong)
    assert (row.place, row.rule) in [(fault.place, fault.rule) for fault in exchange.faults]
    assert ("content-type", "application/problem+json") in answer.headers
    said = json.loads(b"".join(answer.chunks))
    assert said["status"] == answer.status == expected_status(row)
    fault = next(fault for fault in said["faults"] if fault["place"] == row.place)
    assert fault["rule"] == row.rule
    assert f"{row.place} ({row.rule}): sent " in said["detail"]
    assert fault["says"] in said["detail"]
    assert "key" not in json.dumps(fault["sent"])


def expected_status(row: Row) -> int:
    """The status that a rule is refused with."""
    by_rule = {"path": 404, "method": 405, "security": 401, "media-type": 415, "syntax": 400}
    return by_rule.get(row.rule, 422)


def asked(engine: Engine, sent: Sent) -> Any:
    """What the engine makes of a request."""
    return engine.answer(received(sent.method, sent.target, tuple(sent.headers.items()), sent.body))
