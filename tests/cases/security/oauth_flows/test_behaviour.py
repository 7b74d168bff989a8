"""Tokens for a refresh token, for a user's password, and for a code that a user enters on another device."""

from __future__ import annotations

import importlib
import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.authorization import (
    CLIENT_ID,
    CLIENT_SECRET,
    PASSWORD,
    REFRESH_TOKEN,
    USERNAME,
    Authorization,
)
from tests.support.driver import Driver
from tests.support.server import Server, reply_json

OWN = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
USER = {"username": USERNAME, "password": PASSWORD}
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


@pytest.fixture
def authorization(server: Server) -> Iterator[Authorization]:
    """The authorization server; programs without a secret are welcome."""
    running = Authorization(server, takes=("basic", "body", "none"))
    yield running
    assert running.mistakes == []


def list_pets(client: Any) -> Any:
    return client.pets.list()


def calls(api: Driver, count: int, *, between: Any = lambda client: None, **options: Any) -> None:
    """Make so many calls with one client, one after the other."""

    async def aloop(client: Any) -> None:
        for number in range(count):
            if number:
                between(client)
            await client.pets.list()

    def loop(client: Any) -> None:
        for number in range(count):
            if number:
                between(client)
            client.pets.list()

    api.run(aloop if api.asynchronous else loop, **options)


ORDER: dict[str, tuple[dict[str, Any], str]] = {
    "all": ({**OWN, **USER, "refresh_token": REFRESH_TOKEN}, "refresh_token"),
    "a user": ({**OWN, **USER}, "password"),
    "a user of no program": (USER, "password"),
    "a program": (OWN, "client_credentials"),
    "a program with a device": ({"client_id": CLIENT_ID, "on_device_code": lambda code: None}, DEVICE),
}


@pytest.mark.parametrize("name", ORDER)
def test_the_flow_follows_from_the_options(api: Driver, authorization: Authorization, name: str) -> None:
    """The most special of what was given is used."""
    options, grant = ORDER[name]
    api.run(list_pets, **options)
    assert authorization.grants == [grant]
    assert authorization.used == ["Bearer token-1"]


def test_what_is_missing_is_said(api: Driver, package: Any, authorization: Authorization) -> None:
    """Half of what a flow needs is nothing; the error names all ways."""
    with pytest.raises(package.ShopError, match=r"`refresh_token`.*`username`.*`client_secret`.*`on_device_code`"):
        api.run(list_pets, client_id=CLIENT_ID, username=USERNAME)
    assert api.server.received == []


def test_no_credentials_are_needed(api: Driver, authorization: Authorization) -> None:
    """Where they are optional, those that are there are sent, and none are asked for otherwise."""
    api.server.route("/open", reply_json({}))
    api.run(lambda client: client.open.retrieve())
    assert "authorization" not in api.server.received[-1].headers
    api.run(lambda client: client.open.retrieve(), **OWN)
    assert api.server.received[-1].headers["authorization"] == "Bearer token-1"


# Refresh tokens


def test_a_refresh_token(api: Driver, authorization: Authorization) -> None:
    """It goes to its own URL, without scopes, and again when the token has had its time."""
    calls(api, 2, between=lambda client: authorization.revoke(), refresh_token=REFRESH_TOKEN, client_id=CLIENT_ID)
    form = {"client_id": CLIENT_ID, "grant_type": "refresh_token", "refresh_token": REFRESH_TOKEN}
    assert authorization.forms == [form, form]
    assert [r.path for r in api.server.received] == ["/refresh", "/pets", "/pets", "/refresh", "/pets"]


def test_rotation(api: Driver, authorization: Authorization) -> None:
    """What the server gives in place of a refresh token is used from then on, by copies too, and can be kept."""
    authorization.rotates = True
    kept = []

    def renew(client: Any) -> None:
        kept.append(client.refresh_token)
        authorization.revoke()

    calls(api, 3, between=renew, refresh_token=REFRESH_TOKEN)
    assert [form["refresh_token"] for form in authorization.forms] == [REFRESH_TOKEN, "refresh-1", "refresh-2"]
    assert kept == ["refresh-1", "refresh-2"]


def test_copies_know_of_the_rotation(package: Any, authorization: Authorization) -> None:
    """A copy that was made before has the same tokens."""
    authorization.rotates = True
    with package.Shop(base_url=authorization.server.url, refresh_token=REFRESH_TOKEN) as client:
        copy = client.with_options(timeout=5)
        client.pets.list()
        authorization.revoke()
        copy.pets.list()
        client.pets.list()
        copy.pets.list()
    assert [form["refresh_token"] for form in authorization.forms] == [REFRESH_TOKEN, "refresh-1"]


@pytest.mark.parametrize(("others", "grant"), [(OWN, "client_credentials"), (USER, "password")])
def test_a_refresh_token_of_no_use(
    api: Driver, authorization: Authorization, others: dict[str, str], grant: str
) -> None:
    """What else the caller has given takes its place, for good."""
    calls(api, 2, between=lambda client: authorization.revoke(), refresh_token="old", **others)
    assert authorization.grants[:2] == ["refresh_token", grant]
    assert [form.get("refresh_token") for form in authorization.forms].count("old") == 1


def test_nothing_but_a_refresh_token_of_no_use(api: Driver, package: Any, authorization: Authorization) -> None:
    """The error says so, and no secret."""
    with pytest.raises(package.OAuthError, match="invalid_grant") as raised:
        api.run(list_pets, refresh_token="old-t0ken")
    assert "old-t0ken" not in str(raised.value)
    assert raised.value.status_code == 400


# Passwords


def test_a_password(api: Driver, authorization: Authorization) -> None:
    """It is sent once: the token is renewed by the refresh token that came with it."""
    calls(api, 2, between=lambda client: authorization.revoke(), **USER)
    assert authorization.forms == [
        {"grant_type": "password", **USER, "scope": "read"},
        {"grant_type": "refresh_token", "refresh_token": "refresh-1"},
    ]


def test_a_password_of_a_program(api: Driver, authorization: Authorization) -> None:
    """A program that has credentials of its own shows them."""
    api.run(list_pets, **USER, **OWN)
    assert authorization.places == ["basic"]


def test_the_refresh_token_of_a_password_has_ended(api: Driver, authorization: Authorization) -> None:
    """The password is sent again."""

    def end(client: Any) -> None:
        authorization.revoke()
        authorization.fail = [reply_json({"error": "invalid_grant"}, status=400)]

    calls(api, 2, between=end, **USER)
    assert authorization.grants == ["password", "refresh_token", "password"]


# Devices


def test_a_device(api: Driver, authorization: Authorization) -> None:
    """The user sees the code, and the call goes on when they have entered it."""
    authorization.pending = ["authorization_pending"] * 2
    shown = []
    api.run(list_pets, client_id=CLIENT_ID, on_device_code=shown.append)
    assert [(code.user_code, code.verification_uri, code.expires_in) for code in shown] == [
        ("WDJB-MJHT", "https://example.com/device", 60)
    ]
    assert "device-c0de" not in repr(shown)
    assert authorization.grants == [DEVICE] * 3
    assert api.server.received[0].path == "/device"
    assert b"scope=read" in api.server.received[0].body
    assert authorization.forms[0] == {"grant_type": DEVICE, "device_code": "device-c0de", "client_id": CLIENT_ID}


def test_a_function_that_is_awaited(package: Any, authorization: Authorization) -> None:
    """Asynchronous clients take coroutine functions too."""
    shown = []

    async def show(code: Any) -> None:
        shown.append(code.user_code)

    api = Driver(package, "Shop", authorization.server, asynchronous=True)
    api.run(list_pets, client_id=CLIENT_ID, on_device_code=show)
    assert shown == ["WDJB-MJHT"]


def test_a_server_that_is_asked_too_often(
    api: Driver, package: Any, authorization: Authorization, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wait between two questions becomes longer."""
    monkeypatch.setattr(importlib.import_module(f"{package.__name__}._tokens"), "DEVICE_POLL_SECONDS", 0.3)
    authorization.pending = ["slow_down"]
    start = time.monotonic()
    api.run(list_pets, client_id=CLIENT_ID, on_device_code=lambda code: None)
    assert time.monotonic() - start > 0.3


@pytest.mark.parametrize("error", ["access_denied", "expired_token"])
def test_a_user_who_does_not_want(api: Driver, package: Any, authorization: Authorization, error: str) -> None:
    """The answer is the error."""
    authorization.pending = [error]
    with pytest.raises(package.OAuthError) as raised:
        api.run(list_pets, client_id=CLIENT_ID, on_device_code=lambda code: None)
    assert raised.value.error == error


def test_a_user_who_never_comes(api: Driver, package: Any, authorization: Authorization) -> None:
    """The code has an end."""
    answer = {"device_code": "d", "user_code": "u", "verification_uri": "v", "expires_in": 0.3, "interval": 0.1}
    api.server.route("/device", reply_json(answer))
    authorization.pending = ["authorization_pending"] * 9
    with pytest.raises(package.OAuthError) as raised:
        api.run(list_pets, client_id=CLIENT_ID, on_device_code=lambda code: None)
    assert raised.value.error == "expired_token"
    assert len(authorization.forms) == 2


def test_a_function_that_fails(api: Driver, authorization: Authorization) -> None:
    """Its error is the caller's own."""

    def show(code: Any) -> None:
        raise LookupError("no screen")

    with pytest.raises(LookupError, match="no screen"):
        api.run(list_pets, client_id=CLIENT_ID, on_device_code=show)


def test_no_secret_is_shown(api: Driver, authorization: Authorization, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing of any flow is in the logs."""
    caplog.set_level(logging.DEBUG)
    calls(api, 2, between=lambda client: authorization.revoke(), **USER, **OWN)
    api.run(list_pets, client_id=CLIENT_ID, on_device_code=lambda code: None)
    hidden = (PASSWORD, "pass-w0rd", CLIENT_SECRET, "token-1", "token-2", "refresh-1", "device-c0de")
    assert [secret for secret in hidden if secret in caplog.text] == []
