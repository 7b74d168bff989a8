"""Lists on the wire."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply

QUERIES = {
    "usual": "usual=a,b%2C",
    "csv": "csv=a,b%2C",
    "ssv": "ssv=a%20b%2C",
    "tsv": "tsv=a,b%2C",
    "pipes": "pipes=a%7Cb%2C",
    "multi": "multi=a&multi=b%2C",
}


@pytest.mark.parametrize("name", QUERIES)
def test_queries(api: Driver, name: str) -> None:
    """Each format has its separator, that of OpenAPI 3; tabs are commas."""
    api.server.script(Reply(status=204))
    arguments: dict[str, Any] = {name: ["a", "b,"]}
    api.run(lambda client: client.queries.list(**arguments))
    assert api.server.received[0].target == f"/queries?{QUERIES[name]}"


def test_reserved(api: Driver) -> None:
    """What the document says is written already stays as it is."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.queries.list(raw="a/b?c", kind="dog", size=2))
    assert api.server.received[0].target == "/queries?kind=dog&size=2&raw=a/b?c"


def test_elsewhere(api: Driver) -> None:
    """Paths and headers have commas."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.paths.retrieve([1, 2], x_tags=["a", "b"]))
    assert api.server.received[0].target == "/paths/1,2"
    assert api.server.received[0].headers["x-tags"] == "a,b"
