"""Which scopes are asked for, and which tokens serve several operations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.authorization import CLIENT_ID, CLIENT_SECRET, Authorization
from tests.support.driver import Driver
from tests.support.server import Server, reply_json

OWN = {"oauth_client_id": CLIENT_ID, "oauth_client_secret": CLIENT_SECRET}


@pytest.fixture
def authorization(server: Server) -> Iterator[Authorization]:
    """The authorization server."""
    running = Authorization(server)
    yield running
    assert running.mistakes == []


def call_all(api: Driver, *calls: tuple[str, str], **options: Any) -> None:
    """Call these methods of these resources, one after the other, with one client."""

    async def aloop(client: Any) -> None:
        for resource, method in calls:
            await getattr(getattr(client, resource), method)()

    def loop(client: Any) -> None:
        for resource, method in calls:
            getattr(getattr(client, resource), method)()

    api.run(aloop if api.asynchronous else loop, **{**OWN, **options})


def asked(authorization: Authorization) -> list[str | None]:
    return [form.get("scope") for form in authorization.forms]


def test_each_operation_has_its_scopes(api: Driver, authorization: Authorization) -> None:
    """A token is asked for with the scopes that the operation needs; one that has more of them serves too."""
    call_all(api, ("pets", "list"), ("pets", "create"), ("pets", "list"), ("toys", "list"), ("toys", "create"))
    assert asked(authorization) == ["read", "read write"]
    call_all(api, ("pets", "create"), ("pets", "list"))
    assert asked(authorization)[2:] == ["read write"]


def test_no_scopes(api: Driver, authorization: Authorization) -> None:
    """An operation that needs none asks for none."""
    call_all(api, ("toys", "create"), ("pets", "list"))
    assert asked(authorization) == [None, "read"]


def test_more_scopes_than_asked_for(api: Driver, authorization: Authorization) -> None:
    """A token that the server gave more scopes is used for what needs these."""
    authorization.answer["scope"] = "read write"
    call_all(api, ("pets", "list"), ("pets", "create"))
    assert asked(authorization) == ["read"]


def test_fewer_scopes_than_asked_for(api: Driver, authorization: Authorization) -> None:
    """A token with fewer is not asked for again and again."""
    authorization.answer["scope"] = "read"
    call_all(api, ("pets", "create"), ("pets", "create"))
    assert asked(authorization) == ["read write"]


def test_scopes_of_the_caller(api: Driver, authorization: Authorization) -> None:
    """They go before those of the operations."""
    call_all(api, ("pets", "list"), ("pets", "create"), oauth_scopes="all")
    assert asked(authorization) == ["all"]


def test_the_first_alternative_that_can_be_met(api: Driver, authorization: Authorization) -> None:
    """An alternative is used when all of it can be had, whether as a token that is fetched or as a key."""
    api.server.route("/keys", reply_json({}))
    call_all(api, ("keys", "list"), key="k")
    assert asked(authorization) == ["admin"]
    assert "x-key" not in api.server.received[-1].headers
    call_all(api, ("keys", "list"), key="k", oauth_client_id=None)
    assert api.server.received[-1].headers["x-key"] == "k"


def test_both_together(api: Driver, package: Any, authorization: Authorization) -> None:
    """A token and a key travel together where both are needed, and with the new token too."""
    authorization.valid.add("token-2")
    api.server.route("/keys", lambda request: reply_json({}, status=200 if "token-2" in str(request) else 401))
    call_all(api, ("keys", "update"), key="k")
    sent = [r.headers for r in api.server.received if r.path == "/keys"]
    assert [(h["authorization"], h["x-key"]) for h in sent] == [("Bearer token-1", "k"), ("Bearer token-2", "k")]
    with pytest.raises(package.ShopError, match=r"`oauth_client_secret`.* and `key`"):
        call_all(api, ("keys", "update"))
