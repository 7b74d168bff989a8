"""Environments choose the server."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply

HOSTS = {
    None: "https://api.shop.example/v1/",
    "sandbox": "https://sandbox.shop.example/v1/",
    "server_3": "https://old.shop.example/",
}


@pytest.mark.parametrize("environment", HOSTS)
def test_environments(api: Driver, environment: str | None) -> None:
    """The first server is the default."""
    assert str(api.client(base_url=None, environment=environment).base_url) == HOSTS[environment]


def test_unknown(api: Driver, package: Any) -> None:
    """An unknown environment is refused with the names there are."""
    with pytest.raises(ValueError, match=r"live.*sandbox.*server_3"):
        api.client(base_url=None, environment="moon")


def test_the_variable(api: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """A base URL from the environment variable is used where the argument is absent."""
    monkeypatch.setenv("SHOP_BASE_URL", f"{api.server.url}/x")
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.list(), base_url=None)
    assert api.server.received[0].target == "/x/pets"


def test_the_variable_and_an_environment(api: Driver, package: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which of them counts is for the caller to say; a copy asks nobody again."""
    monkeypatch.setenv("SHOP_BASE_URL", "https://elsewhere.example/")
    kind = package.AsyncShop if api.asynchronous else package.Shop
    with pytest.raises(ValueError, match="SHOP_BASE_URL"):
        kind(environment="sandbox")
    chosen = kind(environment="sandbox", base_url=None)
    for client in (chosen, chosen.copy(timeout=1)):
        assert str(client.base_url) == HOSTS["sandbox"]
    assert str(kind().copy().base_url) == "https://elsewhere.example/"


def test_they_are_exported(package: Any) -> None:
    """With their URLs, as the document has them."""
    assert {name: f"{url}/" for name, url in package.ENVIRONMENTS.items()} == {
        "live" if name is None else name: url for name, url in HOSTS.items()
    }
