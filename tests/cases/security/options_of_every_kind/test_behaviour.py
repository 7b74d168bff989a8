"""Options of every kind, on the wire and where they are missing."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply

NEEDED = {"token": "t", "account": "a"}


def sent(api: Driver, **options: Any) -> Any:
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.list(), **{**NEEDED, **options})
    return api.server.received[-1]


def test_a_client_is_not_made_without_what_may_not_be_null(api: Driver, package: Any) -> None:
    """The error names the argument and the variable that could have given it, before any request."""
    with pytest.raises(package.ShopError, match=r"\btoken\b.*\bSHOP_TOKEN\b"):
        api.client(account="a")
    with pytest.raises(TypeError, match="account"):
        api.client(token="t")
    assert api.server.received == []


def test_the_environment_gives_what_may_not_be_null(api: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """And a function stands for a credential."""
    monkeypatch.setenv("SHOP_TOKEN", "from-env")
    assert sent(api, token=None).headers["authorization"] == "Bearer from-env"
    assert sent(api, token=lambda: "made").headers["authorization"] == "Bearer made"


def test_defaults(api: Driver) -> None:
    """What has a default is there; what may be null is not sent."""
    request = sent(api)
    assert request.target == "/pets"
    assert (request.headers["shop-account"], request.headers["shop-rate"]) == ("a", "1.5")
    for absent in ("shop-loud", "cookie", "shop-timeout", "shop-class", "shop-get", "shop-spare", "spare-key"):
        assert absent not in request.headers
    assert str(api.client(**NEEDED, base_url=None).base_url) == "https://eu.shop.example/"
    assert api.client(**NEEDED, base_url=None, region="us").base_url.host == "us.shop.example"


def test_everything_is_sent_where_the_config_says(api: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """Headers, query and cookie, from arguments and from variables of their types."""
    monkeypatch.setenv("SHOP_COUNT", "3")
    monkeypatch.setenv("SHOP_LOUD", "true")
    monkeypatch.setenv("SHOP_SESSION", "s1")
    request = sent(api, timeout_=7, class_="c", get_="g", spare_key_="s", notes="n", rate=2)
    assert request.target == "/pets?count=3"
    assert request.headers["cookie"] == "session=s1"
    named = {
        key: request.headers[f"shop-{key}"] for key in ("loud", "timeout", "class", "get", "spare", "notes", "rate")
    }
    assert named == {
        "loud": "true",
        "timeout": "7",
        "class": "c",
        "get": "g",
        "spare": "s",
        "notes": "n",
        "rate": "2",
    }


def test_an_option_called_like_an_argument_of_every_client(
    api: Driver, package: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It adds no second argument: its variable is that of the base URL, its default that of the retries."""
    parameters = inspect.signature(package.Shop).parameters
    assert [name for name in parameters if name.startswith(("base_url", "max_retries"))] == ["base_url", "max_retries"]
    assert parameters["max_retries"].default == 5
    monkeypatch.setenv("SHOP_HOST", api.server.url)
    assert str(api.client(**NEEDED, base_url=None).base_url) == f"{api.server.url}/"


def test_the_resource_gives_way_to_the_option(api: Driver) -> None:
    """`notes` is an option, so the resource is `notes_`."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.notes_.list(), **NEEDED)
    assert api.server.received[-1].target == "/notes"


def test_copies_keep_all_of_it(api: Driver) -> None:
    """A copy has the options of its original."""
    copy = api.client(**NEEDED, class_="c", session="s").copy(account="b")
    assert (copy.token, copy.account, copy.class_, copy.session, copy.rate) == ("t", "b", "c", "s", 1.5)
