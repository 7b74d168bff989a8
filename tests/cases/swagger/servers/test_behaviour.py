"""Where requests go."""

from __future__ import annotations

from typing import Any

from tests.support.driver import Driver
from tests.support.server import Reply


def test_servers(api: Driver, package: Any) -> None:
    """The safe scheme is preferred; an operation with another one goes to its own server."""
    api.server.script(Reply(status=204))
    assert str(api.client(base_url=None).base_url) == "https://api.shop.example:8443/v1/"
    kind = package.DefaultAsyncHttpxClient if api.asynchronous else package.DefaultHttpxClient
    api.run(lambda client: client.plain.list(), base_url=None, http_client=kind(proxy=api.server.url))
    assert api.server.received[0].target == "http://api.shop.example:8443/v1/plain"


def test_paths_with_queries(api: Driver) -> None:
    """`x-ms-paths` are paths, with their queries."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.list())
    api.run(lambda client: client.cats.list())
    assert [r.target for r in api.server.received] == ["/pets", "/cats?kind=cat"]
