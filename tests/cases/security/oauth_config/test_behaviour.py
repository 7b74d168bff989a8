"""Options with the names that the config gives them, and a scheme of the config's own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.authorization import CLIENT_ID, CLIENT_SECRET, Authorization
from tests.support.driver import Driver


def test_roles(api: Driver) -> None:
    """The id and the secret obtain a token, and are no token themselves."""
    authorization = Authorization(api.server)
    api.run(lambda client: client.pets.list(), app=CLIENT_ID, app_key=CLIENT_SECRET)
    assert authorization.forms == [{"grant_type": "client_credentials", "scope": "read"}]
    assert authorization.used == ["Bearer token-1"]


def test_the_environment(api: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables have the config's names."""
    authorization = Authorization(api.server)
    monkeypatch.setenv("SHOP_APP", CLIENT_ID)
    monkeypatch.setenv("SHOP_APP_KEY", CLIENT_SECRET)
    api.run(lambda client: client.pets.list())
    assert authorization.used == ["Bearer token-1"]


def test_a_ready_token(api: Driver, package: Any) -> None:
    """A token of the caller's is an option still, and half of the others is named as missing."""
    authorization = Authorization(api.server, valid={"mine"})
    api.run(lambda client: client.pets.list(), access_token="mine")
    assert authorization.forms == []
    with pytest.raises(package.ShopError, match=r"`access_token`.*`app`.* and `app_key`"):
        api.run(lambda client: client.pets.list(), app=CLIENT_ID)
