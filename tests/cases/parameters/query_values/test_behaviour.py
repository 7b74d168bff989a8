"""Values in queries on the wire."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply

MOMENT = datetime.datetime(2024, 2, 29, 12, 30, tzinfo=datetime.UTC)

WRITTEN: dict[str, tuple[dict[str, Any], str]] = {
    "text": ({"text": "a b&c=d#e+f/é\r\n"}, "text=a%20b%26c%3Dd%23e%2Bf%2F%C3%A9%0D%0A"),
    "empty text": ({"text": ""}, "text="),
    "integer": ({"count": 0}, "count=0"),
    "number": ({"weight": 1.5}, "weight=1.5"),
    "true": ({"tame": True}, "tame=true"),
    "false": ({"tame": False}, "tame=false"),
    "date": ({"born": datetime.date(2024, 2, 29)}, "born=2024-02-29"),
    "moment": ({"seen": MOMENT}, "seen=2024-02-29T12%3A30%3A00%2B00%3A00"),
    "null": ({"nothing": None}, ""),
    "deep object": ({"where": {"size": {"gt": 1, "lt": 9}}}, "where%5Bsize%5D%5Bgt%5D=1&where%5Bsize%5D%5Blt%5D=9"),
    "object with an array": ({"where": {"tags": ["a", "b"]}}, "where%5Btags%5D%5B%5D=a&where%5Btags%5D%5B%5D=b"),
    "hostile key": ({"where": {"a]&b": 1}}, "where%5Ba%5D%26b%5D=1"),
    "plain object": ({"page": {"limit": 5}}, "limit=5"),
    "JSON content": ({"filter": {"a": [1, 2]}}, "filter=%7B%22a%22%3A%5B1%2C2%5D%7D"),
    "in the order of the document": ({"count": 1, "text": "a"}, "text=a&count=1"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_values(api: Driver, name: str) -> None:
    """Each value has its exact spelling."""
    arguments, query = WRITTEN[name]
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.list(**arguments))
    assert api.server.received[0].target == (f"/pets?{query}" if query else "/pets")


def test_nothing(api: Driver) -> None:
    """Without arguments there is no query, not even a question mark."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.list())
    assert (api.server.received[0].target, api.server.received[0].body) == ("/pets", b"")


def test_a_caller_may_write_json_content(api: Driver) -> None:
    """What stands in `extra_query` goes out as it is."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.list(extra_query={"filter": "{}"}))
    assert api.server.received[0].target == "/pets?filter=%7B%7D"
