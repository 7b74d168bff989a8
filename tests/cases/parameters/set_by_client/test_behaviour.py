"""The client's credential and the idempotency key are sent once, by their own ways."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply, Server


@pytest.fixture(params=["sync", "async"])
def client(request: pytest.FixtureRequest, package: Any, server: Server) -> Driver:
    """The case's client with a credential."""
    return Driver(package, "Shop", server, asynchronous=request.param == "async", max_retries=0, api_key="secret")


def test_what_the_client_sends(client: Driver) -> None:
    """The credential in its header; a member of the body, and a header of another scheme, are the caller's."""
    client.server.script(Reply(status=204))
    client.run(lambda shop: shop.pets.create(name="Mia", x_key="b", x_other_key="o", api_idempotency_key="in body"))
    request = client.server.received[0]
    assert (request.headers["x-key"], request.headers["x-other-key"]) == ("secret", "o")
    assert request.json() == {"name": "Mia", "X-Key": "b", "idempotency_key": "in body"}
    assert request.headers["idempotency-key"] not in ("", "in body")


def test_the_key(client: Driver) -> None:
    """Methods that change something take the key; where nothing has a use for it, the header is an argument."""
    client.server.script(Reply(status=204), Reply(status=204))
    client.run(lambda shop: shop.pets.create(idempotency_key="mine"))
    client.run(lambda shop: shop.pets.list(idempotency_key="as the document has it"))
    assert [r.headers["idempotency-key"] for r in client.server.received] == ["mine", "as the document has it"]


def test_where_no_credential_is_sent(client: Driver) -> None:
    """An operation without security has the header as an argument."""
    client.server.script(Reply(status=204), Reply(status=204))
    client.run(lambda shop: shop.open.list(x_key="own"))
    client.run(lambda shop: shop.open.list())
    assert [r.headers.get("x-key") for r in client.server.received] == ["own", None]
