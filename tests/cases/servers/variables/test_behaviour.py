"""Where requests go."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from tests.support.driver import Driver
from tests.support.server import Reply


def test_variables(api: Driver) -> None:
    """Arguments fill the server's placeholders; the others have the document's defaults."""
    api.server.script(Reply(status=204))
    port = str(urlsplit(api.server.url).port)
    api.run(lambda client: client.pets.list(), base_url=None, port=port)
    api.run(lambda client: client.pets.list(), base_url=None, port=port, version="v2")
    assert [(r.target, r.headers["host"]) for r in api.server.received] == [
        ("/v1/pets", f"127.0.0.1:{port}"),
        ("/v2/pets", f"127.0.0.1:{port}"),
    ]


def test_the_callers_base_url(api: Driver) -> None:
    """A base URL of the caller's own wins, for operations with a server of their own too."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.list(), base_url=f"{api.server.url}/mine/")
    api.run(lambda client: client.uploads.create(), base_url=f"{api.server.url}/mine/")
    assert [r.target for r in api.server.received] == ["/mine/pets", "/mine/uploads"]


def test_an_operations_own_server(api: Driver, package: Any) -> None:
    """Such an operation goes there, and leaves the others where they are."""
    api.server.script(Reply(status=204))
    kind = package.DefaultAsyncHttpxClient if api.asynchronous else package.DefaultHttpxClient
    for call in (lambda client: client.uploads.create(), lambda client: client.pets.list()):
        api.run(call, base_url=None, host="pets.shop.example", http_client=kind(proxy=api.server.url))
    assert [r.target for r in api.server.received] == [
        "http://files.shop.example/eu/uploads",
        "http://pets.shop.example/v1/pets",
    ]


def test_the_defaults(api: Driver) -> None:
    """Without arguments all placeholders have the document's defaults; 80 is what http means anyhow."""
    assert str(api.client(base_url=None).base_url) == "http://127.0.0.1/v1/"
