"""Options, credentials and headers that the config names, on the wire."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply


def test_everything_is_sent(api: Driver) -> None:
    """Credentials, options and fixed headers go where the config sends them."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.list(), account="me", secret="pw", tenant="t", shard=8)
    request = api.server.received[0]
    assert request.target == "/pets?shard=8"
    assert request.headers["authorization"] == "Basic bWU6cHc="
    assert (request.headers["shop-tenant"], request.headers["shop-version"]) == ("t", "2024-10-01")


def test_defaults_and_the_environment(api: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables have the config's names; what has a default is sent with it; what is absent is not sent."""
    monkeypatch.setenv("SHOP_ACCOUNT", "me")
    monkeypatch.setenv("SHOP_PASS", "pw")
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.list())
    request = api.server.received[0]
    assert (request.target, request.headers["authorization"]) == ("/pets?shard=7", "Basic bWU6cHc=")
    assert "shop-tenant" not in request.headers


def test_half_of_a_pair(api: Driver, package: Any) -> None:
    """A user name without its password makes no client."""
    with pytest.raises(package.ShopError, match=r"\bsecret\b.*\bSHOP_PASS\b"):
        api.client(account="me")
    assert api.server.received == []
