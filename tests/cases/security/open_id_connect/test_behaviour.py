"""URLs that the authorization server says itself."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.authorization import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, Authorization
from tests.support.driver import Driver
from tests.support.server import Reply, reply_json

OPEN_ID = "/.well-known/openid-configuration"
OAUTH = "/.well-known/oauth-authorization-server"
OWN = {"open_id_client_id": CLIENT_ID, "open_id_client_secret": CLIENT_SECRET}
TOLD = {"told_client_id": CLIENT_ID, "told_client_secret": CLIENT_SECRET}


def list_pets(client: Any) -> Any:
    return client.pets.list()


def test_discovery(api: Driver) -> None:
    """The server is asked once where tokens are, with nothing of the API's own, and how programs show who they are."""
    authorization = Authorization(api.server, takes=("body",))
    authorization.answer["expires_in"] = 0
    methods = ["client_secret_post"]
    told = {"token_endpoint": f"{api.server.url}/token", "token_endpoint_auth_methods_supported": methods}
    api.server.route(OPEN_ID, reply_json(told))

    async def atwice(client: Any) -> None:
        await client.pets.list()
        await client.pets.list()

    def twice(client: Any) -> None:
        client.pets.list()
        client.pets.list()

    api.run(atwice if api.asynchronous else twice, **OWN)
    assert [request.path for request in api.server.received] == [OPEN_ID, "/token", "/pets", "/token", "/pets"]
    assert api.server.received[0].method == "GET"
    assert not {"authorization", "x-stainless-lang"} & api.server.received[0].headers.keys()
    assert authorization.places == ["body", "body"]


def test_metadata_of_oauth(api: Driver) -> None:
    """A flow without its URL is looked up in the server's metadata."""
    authorization = Authorization(api.server)
    api.server.route("/toys", Reply(status=204))
    api.server.route(OAUTH, reply_json({"token_endpoint": f"{api.server.url}/token"}))
    api.run(lambda client: client.toys.list(), **TOLD)
    assert authorization.forms == [{"grant_type": "client_credentials"}]
    assert api.server.received[-1].headers["authorization"] == "Bearer token-1"


def test_other_flows(api: Driver) -> None:
    """A refresh token and a device are of use too."""
    authorization = Authorization(api.server, takes=("none",))
    url = api.server.url
    told = {"token_endpoint": f"{url}/token", "device_authorization_endpoint": f"{url}/device"}
    api.server.route(OPEN_ID, reply_json(told))
    api.run(list_pets, open_id_refresh_token=REFRESH_TOKEN)
    api.run(list_pets, open_id_client_id=CLIENT_ID, open_id_on_device_code=lambda code: None)
    assert [grant.rpartition(":")[2] for grant in authorization.grants] == ["refresh_token", "device_code"]


UNUSABLE = {
    "nothing": reply_json({}),
    "no url": reply_json({"token_endpoint": 1}),
    "a file": reply_json({"token_endpoint": "file:///etc/passwd"}),
    "no json": Reply(body=b"<html>"),
    "not found": Reply(status=404),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_nothing_of_use(api: Driver, package: Any, name: str) -> None:
    """What does not say where tokens are is an error; the option for it goes before."""
    authorization = Authorization(api.server)
    api.server.route(OPEN_ID, UNUSABLE[name])
    with pytest.raises(package.OAuthError):
        api.run(list_pets, **OWN)
    api.run(list_pets, **OWN, open_id_token_url=f"{api.server.url}/token")
    assert authorization.used == ["Bearer token-1"]
