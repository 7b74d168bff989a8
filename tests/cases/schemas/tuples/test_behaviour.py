"""Tuples on the wire: arrays, whatever they hold."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import reply_json

PAIRS: dict[str, Any] = {
    "pair": [1, "a"],
    "line": [{"x": 1}, {"x": 2, "new": True}],
    "lines": [[{"x": 1}, {"x": 2}]],
    "headed": ["h", {"x": 1}, {"x": 2}],
    "open": [1, "2024-01-02", None, {"y": 1}],
    "nullable": [None, "a"],
    "either": [1],
    "inline": [{"a": "b"}, "x"],
}


def created(api: Driver, answer: dict[str, Any], **arguments: Any) -> Any:
    """Return the pairs that the API answers."""
    api.server.script(reply_json(answer))
    return api.run(lambda client: client.pairs.create(**{"pair": (1, "a"), **arguments}))


def test_read(package: Any, api: Driver) -> None:
    """Each position is what its schema says; dumps in JSON are arrays again."""
    pairs = created(api, PAIRS)
    point = package.types.Point
    assert pairs.pair == (1, "a")
    assert [type(end) for end in (*pairs.line, *pairs.lines[0], *pairs.headed[1:])] == [point] * 6
    assert (pairs.line[1].new, pairs.open[1]) == (True, date(2024, 1, 2))
    assert (pairs.nullable, pairs.either, pairs.inline[0].a) == ((None, "a"), (1,), "b")
    assert json.loads(pairs.to_json()) == PAIRS


@pytest.mark.parametrize(
    "odd",
    [
        {"pair": [1]},
        {"pair": [1, "a", {"b": 2}]},
        {"pair": ["a", 1]},
        {"pair": "none"},
        {"pair": [1, "a"], "line": [{"x": "one"}, 2], "headed": [1, {"x": []}, 2], "nullable": None},
        {"pair": [1, "a"], "open": [1, "never"], "either": "text", "lines": [[], None]},
    ],
)
def test_departures(api: Driver, odd: dict[str, Any]) -> None:
    """What is too short, too long or otherwise not as promised is kept."""
    pairs = created(api, odd)
    assert json.loads(pairs.to_json()) == odd
    if isinstance(odd["pair"], list):
        assert pairs.pair == tuple(odd["pair"])


def test_positions_of_departures(package: Any, api: Driver) -> None:
    """Positions that are as promised have their types beside others."""
    pairs = created(api, {"pair": [1], "headed": ["h", {"x": "one"}], "line": [{"x": 1}, {"x": 2}, 3]})
    assert type(pairs.headed[1]) is type(pairs.line[0]) is package.types.Point


def test_whole_answer(package: Any, api: Driver) -> None:
    """An answer that is a tuple."""
    api.server.script(reply_json([{"x": 1}, {"x": 2}]))
    line = api.run(lambda client: client.line.retrieve())
    assert line == (package.types.Point(x=1), package.types.Point(x=2))


def test_sent(api: Driver) -> None:
    """Tuples, what was answered, and lists, which type checkers refuse."""
    pairs = created(api, PAIRS)
    created(api, {}, at=(1, "b"), pair=[2, "c"], line=pairs.line, headed=("h", {"x": 1}), open=(1, date(2024, 1, 2)))
    request = api.server.received[-1]
    assert request.query == [("at", "1"), ("at", "b")]
    assert json.loads(request.body) == {
        "pair": [2, "c"],
        "line": PAIRS["line"],
        "headed": ["h", {"x": 1}],
        "open": [1, "2024-01-02"],
    }
