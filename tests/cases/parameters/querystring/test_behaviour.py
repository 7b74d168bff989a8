"""The query as it goes over the wire."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply, Server


def sent(api: Driver, server: Server, resource: str, arguments: dict[str, Any], **options: Any) -> str:
    """The query of one call."""
    server.script(Reply(status=204))
    api.run(lambda client: getattr(client, resource).list(**arguments), **options)
    return server.received[-1].target.partition("?")[2]


@pytest.mark.parametrize(
    ("resource", "arguments", "expected"),
    [
        ("forms", {"filter": {"q": "a b/c&d", "petKind": ["x", "y"]}}, "q=a%20b/c%26d&petKind=x&petKind=y"),
        ("forms", {"filter": {"sizes": [1, 2]}}, "sizes=1,2"),
        ("forms", {"filter": {"since": datetime(2024, 1, 2, tzinfo=UTC)}}, "since=2024-01-02T00%3A00%3A00%2B00%3A00"),
        ("forms", {"filter": {}}, ""),
        (
            "documents",
            {"query": {"numbers": [1, 2], "flag": None}},
            "%7B%22numbers%22%3A%5B1%2C2%5D%2C%22flag%22%3Anull%7D",
        ),
        ("documents", {}, ""),
        ("selections", {"selector": "$.a.b[1:1]"}, "%24.a.b%5B1%3A1%5D"),
        ("selections", {}, ""),
    ],
)
def test_the_value_is_the_query(
    api: Driver, server: Server, resource: str, arguments: dict[str, Any], expected: str
) -> None:
    """A form by its encodings, JSON and text without a name; nothing for what is left out."""
    assert sent(api, server, resource, arguments) == expected


def test_what_else_is_in_the_query(api: Driver, server: Server) -> None:
    """The caller's own pairs and a credential are joined to it."""
    arguments = {"filter": {"q": "a"}, "extra_query": {"more": "1"}}
    query = sent(api, server, "forms", arguments, api_key="s")
    assert sorted(query.split("&")) == ["key=s", "more=1", "q=a"]
    arguments = {"query": {"numbers": []}, "extra_query": {"more": "1"}}
    query = sent(api, server, "documents", arguments, api_key="s")
    assert sorted(query.split("&")) == ["%7B%22numbers%22%3A%5B%5D%7D", "key=s", "more=1"]
