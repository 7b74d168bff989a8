"""Tokens for the credentials of a program: what is asked, what is kept, what is shown, and who waits for whom."""

from __future__ import annotations

import asyncio
import importlib
import io
import itertools
import logging
import threading
import time
import traceback
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from tests.support.authorization import CLIENT_ID, CLIENT_SECRET, Authorization, each_in_a_thread
from tests.support.driver import Driver
from tests.support.server import Reply, Reset, Server, reply_json

OWN = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
THREADS, TASKS = 50, 500


def list_pets(client: Any) -> Any:
    return client.pets.list()


@pytest.fixture
def authorization(server: Server) -> Iterator[Authorization]:
    """The authorization server; no test sends it what is none of its business."""
    running = Authorization(server)
    yield running
    running.open.set()
    assert running.mistakes == []


def calls(api: Driver, count: int, *, between: Any = lambda: None, **options: Any) -> None:
    """Make so many calls with one client, one after the other."""

    async def aloop(client: Any) -> None:
        for number in range(count):
            if number:
                between()
            await client.pets.list()

    def loop(client: Any) -> None:
        for number in range(count):
            if number:
                between()
            client.pets.list()

    api.run(aloop if api.asynchronous else loop, **{**OWN, **options})


def test_a_token_is_kept(api: Driver, authorization: Authorization) -> None:
    """One request for a token, with the scope of the operations, serves all calls."""
    calls(api, 3, default_headers={"X-Own": "1"}, default_query={"own": "1"})
    assert authorization.forms == [{"grant_type": "client_credentials", "scope": "read"}]
    assert authorization.used == ["Bearer token-1"] * 3
    assert authorization.places == ["basic"]


def test_the_id_is_never_a_token(api: Driver, package: Any, authorization: Authorization) -> None:
    """An id without a secret authorizes nothing, and the error says what would."""
    with pytest.raises(package.ShopError, match=r"`access_token`.*; or `client_id`.* and `client_secret`") as raised:
        api.run(list_pets, client_id=CLIENT_ID)
    assert api.server.received == []
    assert CLIENT_ID not in str(raised.value)


def test_a_token_of_the_caller_goes_first(api: Driver, authorization: Authorization) -> None:
    """Neither a token nor a function that returns one leads to the authorization server."""
    authorization.valid.add("mine")
    api.run(list_pets, access_token="mine", **OWN)
    api.run(list_pets, access_token=lambda: "mine", **OWN)
    assert authorization.forms == []


def test_a_refused_token_of_the_caller_is_not_replaced(api: Driver, package: Any, authorization: Authorization) -> None:
    """Who gives a token, or a function, is told of its end."""
    for given in ("old", lambda: "old"):
        with pytest.raises(package.AuthenticationError):
            api.run(list_pets, access_token=given, **OWN)
    assert authorization.used == ["Bearer old"] * 2
    assert authorization.forms == []


def test_credentials_in_the_form(api: Driver, authorization: Authorization) -> None:
    """A server that wants them in the form is asked again that way, once for all."""
    authorization.takes = ("body",)
    authorization.answer["expires_in"] = 0
    calls(api, 2)
    assert authorization.places == ["basic", "body", "body"]


def test_from_the_environment(api: Driver, authorization: Authorization, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that obtains a token can come from there."""
    monkeypatch.setenv("SHOP_CLIENT_ID", CLIENT_ID)
    monkeypatch.setenv("SHOP_CLIENT_SECRET", CLIENT_SECRET)
    monkeypatch.setenv("SHOP_SCOPES", "a b")
    monkeypatch.setenv("SHOP_TOKEN_URL", f"{api.server.url}/v1/token")
    api.run(list_pets)
    assert authorization.forms[0]["scope"] == "a b"
    assert [request.path for request in api.server.received] == ["/v1/token", "/pets"]


def test_a_relative_url(api: Driver, authorization: Authorization) -> None:
    """The URL for tokens is relative to the base URL."""
    api.run(list_pets, base_url=f"{api.server.url}/v1", **OWN)
    assert api.server.received[0].path == "/v1/token"


# Renewal


@pytest.mark.parametrize("life", [1, "1", 1.0])
def test_renewal_before_the_end(
    api: Driver, package: Any, authorization: Authorization, monkeypatch: pytest.MonkeyPatch, life: object
) -> None:
    """A token is renewed while the old one still holds."""
    now = [1000.0]
    clock = SimpleNamespace(monotonic=lambda: now[0])
    monkeypatch.setattr(importlib.import_module(f"{package.__name__}._tokens"), "time", clock)
    authorization.answer["expires_in"] = life
    calls(api, 3, between=lambda: now.append(now.pop() + 0.3))
    assert authorization.used == ["Bearer token-1", "Bearer token-1", "Bearer token-2"]


@pytest.mark.parametrize("told", [{}, {"expires_in": None}, {"expires_in": "soon"}, {"expires_in": 1e400}])
def test_no_end_is_told(api: Driver, authorization: Authorization, told: dict[str, Any]) -> None:
    """A token without an end is used until the API refuses it."""
    authorization.answer = told
    calls(api, 2)
    calls(api, 2, between=authorization.revoke)
    assert len(authorization.forms) == 3


def test_renewal_after_a_refusal(api: Driver, authorization: Authorization) -> None:
    """A token that the API refuses is renewed, and the call made again, though none is retried."""
    calls(api, 2, between=authorization.revoke, max_retries=0)
    assert authorization.used == ["Bearer token-1", "Bearer token-1", "Bearer token-2"]


def test_hooks_count_what_is_sent(api: Driver, authorization: Authorization) -> None:
    """A request with a new token is another try; requests for tokens are none."""
    numbers: list[int] = []
    calls(
        api,
        2,
        between=authorization.revoke,
        max_retries=0,
        before_request=lambda attempt: numbers.append(attempt.number),
    )
    assert numbers == [1, 1, 2]


def test_a_second_refusal(api: Driver, package: Any, authorization: Authorization) -> None:
    """Where the new token is refused too, the call fails."""
    api.server.script(reply_json({}, status=401))
    with pytest.raises(package.AuthenticationError):
        api.run(list_pets, max_retries=3, **OWN)
    assert len(authorization.forms) == 2
    assert [request.path for request in api.server.received] == ["/token", "/pets"] * 2


def test_too_few_scopes(api: Driver, package: Any, authorization: Authorization) -> None:
    """A token that does not suffice is no reason for another one."""
    api.server.script(reply_json({"error": "insufficient_scope"}, status=403))
    with pytest.raises(package.PermissionDeniedError):
        api.run(list_pets, **OWN)
    assert len(authorization.forms) == 1


def test_a_body_that_cannot_be_sent_again(api: Driver, package: Any, authorization: Authorization) -> None:
    """The call fails, and the next one has a new token."""

    def twice(client: Any) -> None:
        client.pets.list()
        authorization.revoke()
        with pytest.raises(package.AuthenticationError):
            client.pets.create(body=iter([b"a", b"b"]))
        client.pets.create(body=io.BytesIO(b"ab"))

    async def atwice(client: Any) -> None:
        async def pieces() -> Any:
            yield b"a"

        await client.pets.list()
        authorization.revoke()
        with pytest.raises(package.AuthenticationError):
            await client.pets.create(body=pieces())
        await client.pets.create(body=io.BytesIO(b"ab"))

    api.run(atwice if api.asynchronous else twice, **OWN)
    assert len(authorization.forms) == 2


def test_another_authorization_of_the_call(api: Driver, package: Any, authorization: Authorization) -> None:
    """A header of the call's own that the API refuses says nothing of the token."""
    with pytest.raises(package.AuthenticationError):
        api.run(lambda client: client.pets.list(extra_headers={"Authorization": "Bearer own"}), **OWN)
    assert authorization.used == ["Bearer own"]


# Failure


def test_retries(api: Driver, authorization: Authorization) -> None:
    """Requests for tokens are tried again as calls are."""
    authorization.fail = [Reply(status=503), Reply(status=429, headers={"retry-after-ms": "10"}), Reset()]
    api.run(list_pets, max_retries=3, **OWN)
    assert len(authorization.forms) == 4


FAILURES: dict[str, tuple[Reply | Reset, dict[str, object]]] = {
    "refused": (
        reply_json({"error": "invalid_scope", "error_description": "no\nsuch"}, status=400),
        {"error": "invalid_scope", "error_description": "no such", "status_code": 400},
    ),
    "failing": (Reply(status=500, body=b"<html>"), {"error": None, "status_code": 500}),
    "elsewhere": (Reply(status=307, headers={"location": "/v1/token"}), {"error": None, "status_code": 307}),
    "no json": (Reply(body=b"hello"), {"error": None, "status_code": None}),
    "no object": (reply_json([1]), {"error": None}),
    "no token": (reply_json({"access_token": ""}), {"error": None}),
    "an error for an answer": (reply_json({"error": "bad_verification_code"}), {"error": "bad_verification_code"}),
    "a token that needs more": (reply_json({"access_token": "t", "token_type": "DPoP"}), {"error": None}),
    "a secret told back": (
        reply_json({"error": "invalid_scope", "error_description": f"{CLIENT_SECRET} is wrong"}, status=400),
        {"error_description": "[not shown, as it repeats a credential]"},
    ),
}


@pytest.mark.parametrize("name", FAILURES)
def test_failures(api: Driver, package: Any, authorization: Authorization, name: str) -> None:
    """Whatever is answered in place of a token is an error of the package, which says what the server said."""
    reply, expected = FAILURES[name]
    authorization.fail = [reply] * 3
    with pytest.raises(package.OAuthError) as raised:
        api.run(list_pets, **OWN)
    assert {member: getattr(raised.value, member) for member in expected} == expected
    assert isinstance(raised.value, package.ShopError)
    assert [request.path for request in api.server.received] == ["/token"]


def test_wrong_credentials(api: Driver, package: Any, authorization: Authorization) -> None:
    """They are tried in both places, and no further."""
    with pytest.raises(package.OAuthError) as raised:
        api.run(list_pets, client_id=CLIENT_ID, client_secret="wrong", max_retries=2)
    assert (raised.value.error, authorization.places) == ("invalid_client", ["basic", "body"])


def test_no_server(api: Driver, package: Any) -> None:
    """What cannot be reached is a connection error."""
    with pytest.raises(package.APIConnectionError) as raised:
        api.run(list_pets, token_url="http://127.0.0.1:1/token", **OWN)
    assert str(raised.value.request.url) == "http://127.0.0.1:1/token"


@pytest.mark.parametrize("count", [1, 8])
def test_a_token_that_never_comes(
    api: Driver, package: Any, authorization: Authorization, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    """The client's timeout ends the wait, of those too who wait for what another asked for."""
    authorization.open.clear()
    all_join(api, package, monkeypatch, count)
    outcomes = at_once(api, count, timeout=0.3)
    assert [type(outcome) for outcome in outcomes] == [package.APITimeoutError] * count
    assert len(authorization.forms) == 1


def test_others_have_more_patience(package: Any, authorization: Authorization) -> None:
    """Who would wait longer than the one who asks does not fail with it."""
    authorization.open.clear()
    with package.Shop(base_url=authorization.server.url, max_retries=0, **OWN) as client:

        def work(number: int) -> Any:
            if number:
                while not authorization.forms:
                    time.sleep(0.01)
                return client.with_options(timeout=30).pets.list()
            try:
                return client.with_options(timeout=0.3).pets.list()
            finally:
                authorization.open.set()

        first, second = each_in_a_thread(2, work)
    assert isinstance(first, package.APITimeoutError)
    assert second is None


# Together


def at_once(api: Driver, count: int, **options: Any) -> list[Any]:
    """Return the outcomes of so many calls that one client makes together."""
    options = {**OWN, "timeout": 30, **options}
    if not api.asynchronous:
        with api.client(**options) as client:
            return each_in_a_thread(count, lambda number: of_copy(client, number).pets.list())

    async def main() -> list[Any]:
        async with api.client(**options) as client:
            found = (of_copy(client, number).pets.list() for number in range(count))
            return await asyncio.gather(*found, return_exceptions=True)

    return asyncio.run(main())


def all_join(api: Driver, package: Any, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Let threads ask for a token, or wait for it, only when so many have come; tasks do so by themselves."""
    if api.asynchronous:
        return
    flights = importlib.import_module(f"{package.__name__}._flights").Flights
    join, coming, all_are_here = flights.join, itertools.count(1), threading.Event()

    def joined(self: Any, number: Any, settings: Any = None) -> Any:
        found = join(self, number, settings)
        if next(coming) >= count:
            all_are_here.set()
        all_are_here.wait()
        return found

    monkeypatch.setattr(flights, "join", joined)


def of_copy(client: Any, number: int) -> Any:
    """Every third call is one of a copy."""
    return client if number % 3 else client.with_options(max_retries=client.max_retries)


def test_many_at_once(api: Driver, authorization: Authorization) -> None:
    """All threads or tasks, those of copies too, make one request for a token together."""
    authorization.before = 0.2
    count = TASKS if api.asynchronous else THREADS
    assert at_once(api, count) == [None] * count
    assert len(authorization.forms) == 1


def test_many_refused_at_once(api: Driver, authorization: Authorization) -> None:
    """All whose token was refused make one renewal together."""
    authorization.before = 0.2
    count = TASKS if api.asynchronous else THREADS

    async def main() -> list[Any]:
        async with api.client(**OWN, timeout=30) as client:
            await client.pets.list()
            authorization.revoke()
            return await asyncio.gather(*(client.pets.list() for _ in range(count)), return_exceptions=True)

    if api.asynchronous:
        assert asyncio.run(main()) == [None] * count
    else:
        with api.client(**OWN, timeout=30) as client:
            client.pets.list()
            authorization.revoke()
            assert each_in_a_thread(count, lambda _: client.pets.list()) == [None] * count
    assert len(authorization.forms) == 2


def test_many_fail_at_once(
    api: Driver, package: Any, authorization: Authorization, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refusal is told to all who wait, each by an error of its own."""
    all_join(api, package, monkeypatch, 20)
    authorization.fail = [Reply(status=400, body=b"{}")]
    outcomes = at_once(api, 20)
    assert {type(outcome) for outcome in outcomes} == {package.OAuthError}
    assert len({id(outcome) for outcome in outcomes}) == 20
    assert len(authorization.forms) == 1


def test_the_one_who_asks_is_cancelled(package: Any, authorization: Authorization) -> None:
    """The others ask themselves, together."""
    authorization.open.clear()

    async def main() -> list[Any]:
        async with package.AsyncShop(base_url=authorization.server.url, timeout=30, **OWN) as client:
            tasks = [asyncio.ensure_future(client.pets.list()) for _ in range(20)]
            while not authorization.forms:
                await asyncio.sleep(0.01)
            tasks[0].cancel()
            authorization.open.set()
            return await asyncio.gather(*tasks, return_exceptions=True)

    outcomes = asyncio.run(main())
    assert isinstance(outcomes[0], asyncio.CancelledError)
    assert outcomes[1:] == [None] * 19
    assert len(authorization.forms) == 2


def test_one_event_loop_after_another(package: Any, authorization: Authorization) -> None:
    """Tokens stay; what was under way in a loop that is gone is asked for again."""
    import httpx2

    class Fresh(httpx2.AsyncClient):
        """A client whose connections belong to no loop."""

        async def send(self, request: Any, **options: Any) -> Any:
            async with httpx2.AsyncClient() as one:
                return await one.request(request.method, request.url, headers=request.headers, content=request.content)

    client = package.AsyncShop(base_url=authorization.server.url, http_client=Fresh(), **OWN)
    authorization.open.clear()

    async def given_up() -> None:
        task = asyncio.ensure_future(client.pets.list())
        while not authorization.forms:
            await asyncio.sleep(0.01)
        assert not task.done()

    asyncio.run(given_up())
    authorization.open.set()
    for _ in range(2):
        asyncio.run(client.pets.list())
    assert len(authorization.forms) == 2


# Secrets


def everything_of(error: BaseException) -> str:
    """What an error says in any way: its text, its members, its causes with their requests, and its traceback."""
    parts = ["".join(traceback.format_exception(error))]
    current: BaseException | None = error
    while current is not None:
        request = getattr(current, "request", None)
        parts += [repr(current), str(vars(current)), repr(current.args)]
        if request is not None:
            parts += [str(request.url), str(request.headers.raw), repr(request.read())]
        current = current.__cause__ or current.__context__
    return "\n".join(parts)


HIDDEN = (CLIENT_SECRET, "secret-s3cr3t", "token-1", "aWQlM0Ex")


@pytest.mark.parametrize(
    "failure",
    [None, Reset(), "no answer", Reply(status=500), reply_json({"error": "invalid_client"}, status=401)],
    ids=["none", "reset", "timeout", "500", "401"],
)
def test_no_secret_is_shown(
    api: Driver, package: Any, authorization: Authorization, caplog: pytest.LogCaptureFixture, failure: Any
) -> None:
    """Neither logs nor errors nor the client itself show a secret or a token."""
    caplog.set_level(logging.DEBUG)
    authorization.fail = [] if failure in (None, "no answer") else [failure] * 9
    if failure == "no answer":
        authorization.open.clear()
    shown = []
    client = api.client(timeout=0.3 if failure == "no answer" else 30, max_retries=1, **OWN)

    async def acall() -> None:
        async with client:
            await client.pets.list()

    def call() -> None:
        with client:
            client.pets.list()

    try:
        asyncio.run(acall()) if api.asynchronous else call()
    except package.ShopError as error:
        shown.append(everything_of(error))
    assert bool(shown) == (failure is not None)
    shown += [caplog.text, repr(client), repr(client._token_source), repr(client._definition)]
    shown += [repr(held) for held in client._token_source._held.values()]
    shown += [repr(token) for held in client._token_source._held.values() for token in held.tokens.values()]
    found = [secret for secret in HIDDEN for text in shown if secret in text]
    assert found == []
