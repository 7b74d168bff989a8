"""A bearer token, from an argument, the environment or nowhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply


def test_given(api: Driver) -> None:
    """The option is sent, and only where the operation asks for it."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.list(), api_key="sk-1")
    api.run(lambda client: client.health.retrieve(), api_key="sk-1")
    assert [r.headers.get("authorization") for r in api.server.received] == ["Bearer sk-1", None]


def test_from_the_environment(api: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable is read where the argument is absent."""
    monkeypatch.setenv("SHOP_API_KEY", "sk-env")
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.list())
    api.run(lambda client: client.pets.list(), api_key="sk-1")
    assert [r.headers["authorization"] for r in api.server.received] == ["Bearer sk-env", "Bearer sk-1"]


def test_missing(api: Driver, package: Any) -> None:
    """A call that needs the token says how to give it, and sends nothing; another one works without."""
    api.server.script(Reply(status=204))
    with pytest.raises(package.ShopError, match=r"`api_key` \(or set SHOP_API_KEY\)"):
        api.run(lambda client: client.pets.list())
    assert api.server.received == []
    api.run(lambda client: client.health.retrieve())
    assert len(api.server.received) == 1


@pytest.mark.parametrize("key", ["a\r\nX: b", "a\0"])
def test_hostile(api: Driver, key: str) -> None:
    """A token cannot break out of its header, and is not repeated in the error."""
    with pytest.raises(ValueError, match="line break") as caught:
        api.run(lambda client: client.pets.list(), api_key=key)
    assert key not in str(caught.value)
    assert api.server.received == []
