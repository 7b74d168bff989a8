"""Keys in exchange for a client certificate: what is asked for, what leaves, and what never does."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from types import ModuleType
from typing import Any

import httpx2
import pytest

from tests.support.recorded import Recorded

EXCHANGE = "https://mtls.auth.openai.com/oauth/token"
MODELS = "https://mtls.api.openai.com/v1/models"
IDENTITY = {"type": "x509", "identity_provider_id": "idp", "service_account_id": "sa"}
SECRET = "never-to-be-seen"


class Platform:
    """The exchange and the API; `grants` and `answers` are used up one by one, the last of each for ever."""

    def __init__(self) -> None:
        self.grants: list[Any] = [{"access_token": "k1", "expires_in": 3600}]
        self.answers: list[httpx2.Response] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.host == "mtls.auth.openai.com":
            grant = self.grants.pop(0) if len(self.grants) > 1 else self.grants[0]
            if isinstance(grant, type):
                raise grant("boom", request=request)
            return grant if isinstance(grant, httpx2.Response) else httpx2.Response(200, json=grant)
        return self.answers.pop(0) if self.answers else httpx2.Response(200, json={"object": "list", "data": []})


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def api(request: pytest.FixtureRequest, openai_sdk: ModuleType, platform: Platform) -> Recorded:
    return Recorded(openai_sdk, "OpenAI", platform, asynchronous=request.param)


def identity(**more: Any) -> dict[str, Any]:
    return {**IDENTITY, **more}


def list_models(client: Any, **options: Any) -> Any:
    return client.get("/models", cast_to=object, **options)


def refused(api: Recorded, match: str, use: Callable[[Any], Any] = list_models, **options: Any) -> Any:
    with pytest.raises(api.package.OpenAIError, match=match) as raised:
        api.run(use, **{"workload_identity": identity(), **options})
    assert SECRET not in str(raised.value) + repr(raised.value)
    return raised.value


def test_the_function_returns_only_a_configuration(openai_sdk: ModuleType) -> None:
    """Nothing of a certificate is in it."""
    make = import_module(f"{openai_sdk.__name__}.auth").x509_workload_identity
    assert make(identity_provider_id="idp", service_account_id="sa") == IDENTITY
    assert make(identity_provider_id="idp", service_account_id="sa", refresh_buffer_seconds=5.0) == identity(
        refresh_buffer_seconds=5.0
    )


def test_a_key_is_got_when_it_is_needed_and_kept(api: Recorded) -> None:
    """By the client's own HTTP client, of which nothing but its transport is used."""

    async def twice(client: Any) -> None:
        for _ in range(2):
            await client.models.list()

    def use(client: Any) -> Any:
        assert (api.sent, str(client.base_url)) == ([], "https://mtls.api.openai.com/v1/")
        assert client.auth_headers == {}
        return twice(client) if api.asynchronous else [client.models.list() for _ in range(2)]

    http = api.http(headers={"X-Own": "own", "Authorization": "Basic own"}, cookies={"c": "own"}, auth=("u", "p"))
    api.run(use, http=http, workload_identity=identity())
    assert api.urls() == [EXCHANGE, MODELS, MODELS]
    assert api.keys() == [None, "Bearer k1", "Bearer k1"]
    exchange, call, _ = api.sent
    assert {"x-own", "cookie"}.isdisjoint(exchange.headers)
    assert (call.headers["x-own"], call.headers["cookie"]) == ("own", "c=own")
    assert b'"subject_token_type":"urn:openai:params:oauth:token-type:x509"' in exchange.content
    assert b'"subject_token"' not in exchange.content
    assert not http.is_closed
    assert http.follow_redirects is False


@pytest.mark.parametrize("kind", ["Basic", "MAC", "DPoP", "", 42, None])
def test_other_kinds_of_tokens(api: Recorded, platform: Platform, kind: object) -> None:
    """They cannot be used, and are not kept."""
    platform.grants = [{"access_token": "k", "expires_in": 60, "token_type": kind}]
    refused(api, "Bearer token type")
    assert api.urls() == [EXCHANGE]


@pytest.mark.parametrize(
    "token", ["a\r\nX: y", "a\nb", "a\0b", "a\tb", "a b", " a", "a ", "\u00e9", "a,b", "a=b", "workload-identity-auth"]
)
def test_tokens_that_do_not_fit_in_a_header(api: Recorded, platform: Platform, token: str) -> None:
    """They are refused before they are kept."""
    platform.grants = [{"access_token": token, "expires_in": 60}]
    refused(api, "valid Bearer access_token")


@pytest.mark.parametrize("token", ["safe.jwt_token~+/==", "k-1"])
def test_tokens_that_fit(api: Recorded, platform: Platform, token: str) -> None:
    """They go out as they came, whichever case the kind is in."""
    platform.grants = [{"access_token": token, "expires_in": 60, "token_type": "bEARER"}]
    api.run(list_models, workload_identity=identity())
    assert api.keys()[-1] == f"Bearer {token}"


@pytest.mark.parametrize(
    "url", ["http://a.example/v1", "ftp://a.example/v1", "https://u:p@a.example/v1", "https:///v1"]
)
def test_where_keys_may_go(api: Recorded, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only by https: whether an argument, the environment, a copy or an assignment says otherwise."""
    refused(api, r"HTTPS|user credentials", base_url=url)
    refused(api, "HTTPS|user credentials", lambda client: client.copy(base_url=url))

    def assign(client: Any) -> None:
        with pytest.raises(api.package.OpenAIError, match=r"HTTPS|user credentials"):
            client.base_url = url
        assert str(client.base_url) == "https://mtls.api.openai.com/v1/"

    api.run(assign, workload_identity=identity())
    monkeypatch.setenv("OPENAI_BASE_URL", url)
    refused(api, "HTTPS|user credentials")
    assert api.sent == []


@pytest.mark.parametrize(
    "url",
    [
        "http://mtls.api.openai.com/v1/models",
        "https://other.example/v1/models",
        "https://mtls.api.openai.com.@other.example/v1/models",
        "https://u:p@mtls.api.openai.com/v1/models",
        "https://mtls.api.openai.com:8443/v1/models",
    ],
)
def test_other_origins(api: Recorded, url: str) -> None:
    """Nothing is asked for, and nothing sent."""
    refused(api, "HTTPS|origin|credentials", lambda client: client.get(url, cast_to=object))
    assert api.sent == []


@pytest.mark.parametrize("url", ["https://MTLS.API.openai.com/v1/models", "https://mtls.api.openai.com:443/v1/models"])
def test_the_same_origin_written_otherwise(api: Recorded, url: str) -> None:
    """It is the same."""
    api.run(lambda client: client.get(url, cast_to=object), workload_identity=identity())
    assert api.keys() == [None, "Bearer k1"]


@pytest.mark.parametrize(
    "name", ["api-key", "API_KEY", "X-API-Key", "x_ApI-Key", "Proxy-Authorization", "proxy_authorization"]
)
def test_other_credentials(api: Recorded, name: str) -> None:
    """They do not go along, whoever adds them; a hook is the last that could."""
    refused(api, "API-key", lambda client: list_models(client, options={"headers": {name: SECRET}}))
    refused(api, "API-key", http=api.http(headers={name: SECRET}))
    assert api.sent == []
    refused(api, "API-key", http=api.http(event_hooks={"request": [lambda r: r.headers.update({name: SECRET})]}))
    assert api.urls() == [EXCHANGE]


@pytest.mark.parametrize(
    "host", ["other.example", "mtls.api.openai.com:8443", "u@mtls.api.openai.com", "mtls.api.openai.com/", ""]
)
def test_another_host_in_the_header(api: Recorded, host: str) -> None:
    """The request goes to the host that it names, or not at all."""
    refused(api, "Host", lambda client: list_models(client, options={"headers": {"Host": host}}))
    refused(api, "Host", http=api.http(headers={"Host": host or "x"}))
    assert api.sent == []
    refused(api, "Host", http=api.http(event_hooks={"request": [lambda r: r.headers.update({"Host": host})]}))
    assert api.urls() == [EXCHANGE]


def test_a_host_of_another_kind(api: Recorded) -> None:
    """HTTP/2 has the host in a header of its own, which nobody adds."""
    add: dict[str, Any] = {"request": [lambda r: r.headers.update({":authority": "other.example"})]}
    refused(api, "Host", http=api.http(event_hooks=add))
    assert api.urls() == [EXCHANGE]


def test_a_closed_client(api: Recorded) -> None:
    """Its HTTP client's transport would open connections again, but is not used any more."""

    async def aclosed(client: Any) -> None:
        await client.close()
        await client.models.list()

    def closed(client: Any) -> Any:
        client.close()
        return client.models.list()

    with pytest.raises((RuntimeError, api.package.APIConnectionError)):
        api.run(aclosed if api.asynchronous else closed, workload_identity=identity())
    assert api.sent == []


def test_two_hosts_in_the_header(api: Recorded) -> None:
    """There is one."""

    def add(request: Any) -> None:
        request.headers = httpx2.Headers([*request.headers.multi_items(), ("Host", "mtls.api.openai.com")])

    refused(api, "exactly one", http=api.http(event_hooks={"request": [add]}))


@pytest.mark.parametrize("host", ["mtls.api.openai.com", "MTLS.API.OPENAI.COM", "mtls.api.openai.com:443"])
def test_the_same_host_in_the_header(api: Recorded, host: str) -> None:
    """It may be named."""
    use = lambda client: list_models(client, options={"headers": {"Host": host}})  # noqa: E731 - for one line
    api.run(use, workload_identity=identity())
    assert api.keys()[-1] == "Bearer k1"


HOOKS: dict[str, Callable[[Any], Any]] = {
    "origin": lambda r: setattr(r, "url", httpx2.URL("https://other.example/v1")),
    "scheme": lambda r: setattr(r, "url", httpx2.URL("http://mtls.api.openai.com/v1")),
    "other": lambda r: r.headers.update({"Authorization": "Bearer other"}),
    "none": lambda r: r.headers.pop("Authorization"),
}


@pytest.mark.parametrize("hook", HOOKS)
def test_hooks_cannot_send_a_key_elsewhere(api: Recorded, hook: str) -> None:
    """What they make of a request is looked at where it leaves."""
    refused(api, "HTTPS|origin|authorization", http=api.http(event_hooks={"request": [HOOKS[hook]]}))
    assert api.urls() == [EXCHANGE]


def test_hooks_and_cookies_are_those_of_calls(api: Recorded, platform: Platform) -> None:
    """The exchange has neither; cookies of the API's are kept where they always are."""
    seen: list[str] = []
    cookie = {"set-cookie": "own=1; Domain=.openai.com; Path=/"}
    platform.grants = [httpx2.Response(200, headers=cookie, json={"access_token": "k", "expires_in": 60})]
    platform.answers = [httpx2.Response(200, headers={"set-cookie": "api=1; Path=/"}, json={})]
    note = lambda value: seen.append(value.url.host)  # noqa: E731 - for one line
    http = api.http(event_hooks={"request": [note], "response": [note]})
    api.run(list_models, http=http, workload_identity=identity())
    assert seen == ["mtls.api.openai.com"] * 2
    assert dict(http.cookies) == {"api": "1"}


def test_redirects_are_not_followed(api: Recorded, platform: Platform) -> None:
    """Neither that of the exchange nor one of the API's, not even within the origin."""
    http = api.http(follow_redirects=True)
    moved = httpx2.Response(302, headers={"location": "/v1/other"})
    platform.answers = [moved]
    with pytest.raises(api.package.APIStatusError) as raised:
        api.run(list_models, http=http, workload_identity=identity())
    assert (raised.value.status_code, api.urls()) == (302, [EXCHANGE, MODELS])
    assert http.follow_redirects
    platform.grants = [httpx2.Response(307, headers={"location": "https://other.example/"})]
    refused(api, "status 307", http=api.http(follow_redirects=True))
    assert api.urls()[2:] == [EXCHANGE]


@pytest.mark.parametrize("seconds", [0, -1, True, "3600", None, float("nan"), float("inf"), 10**400])
def test_lifetimes_that_are_none(api: Recorded, platform: Platform, seconds: object) -> None:
    """A key that holds for no time, or for ever, is none."""
    body = json.dumps({"access_token": "k", "expires_in": seconds})
    platform.grants = [httpx2.Response(200, text=body)]
    refused(api, "expires_in")


@pytest.mark.parametrize("seconds", [-1.0, float("inf"), float("nan"), True, "5", 10**400])
def test_buffers_that_are_none(api: Recorded, seconds: object) -> None:
    """A client is not made with them."""
    refused(api, "refresh buffer", workload_identity=identity(refresh_buffer_seconds=seconds))


@pytest.mark.parametrize("name", ["certificate", "private_key", "password", "subject_token", "token_exchange_url"])
def test_members_that_are_none_of_an_identity(api: Recorded, name: str) -> None:
    """They are refused without being shown."""
    refused(api, "only identity IDs", workload_identity=identity(**{name: SECRET}))


@pytest.mark.parametrize("name", ["provider", "client_id"])
def test_members_of_other_identities(api: Recorded, name: str) -> None:
    """An identity is of one kind."""
    refused(api, "subject-token provider or client ID", workload_identity=identity(**{name: SECRET}))


@pytest.mark.parametrize("given", [{}, "x", {**IDENTITY, "type": "x590"}, {"identity_provider_id": "a"}])
def test_what_is_no_identity(api: Recorded, given: Any) -> None:
    """It is said so at once."""
    refused(api, "Invalid `workload_identity`", workload_identity=given)


@pytest.mark.parametrize("name", ["identity_provider_id", "service_account_id"])
@pytest.mark.parametrize("value", ["", None, 5])
def test_missing_ids(api: Recorded, name: str, value: object) -> None:
    """Both are needed."""
    refused(api, "requires identity-provider", workload_identity=identity(**{name: value}))


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_refusal_shows_nothing_of_the_answer(
    api: Recorded, platform: Platform, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    """But the code of the reason, where it can be one; and it is not asked again."""
    body = {"error": "invalid_grant", "error_description": SECRET, "access_token": SECRET}
    platform.grants = [httpx2.Response(status, json=body)]
    with caplog.at_level(logging.DEBUG):
        error = refused(api, "OAuth", max_retries=2)
    assert isinstance(error, api.package.OAuthError)
    assert (error.error, error.body, error.status_code) == ("invalid_grant", {"error": "invalid_grant"}, status)
    assert SECRET not in caplog.text + error.response.text + str(error.response.headers)
    assert len(api.sent) == 1
    platform.grants = [httpx2.Response(status, json={"error": f"Said: {SECRET}"})]
    assert refused(api, "OAuth").error is None


def test_nothing_shows_a_key(api: Recorded, platform: Platform, caplog: pytest.LogCaptureFixture) -> None:
    """Neither logs nor what is printed of a client."""
    platform.grants = [{"access_token": SECRET, "expires_in": 60}]
    client = api.client(workload_identity=identity())
    with caplog.at_level(logging.DEBUG):
        api.settle(lambda: list_models(client))
    assert api.keys()[-1] == f"Bearer {SECRET}"
    assert SECRET not in caplog.text + repr(client) + repr(vars(client))


@pytest.mark.parametrize("status", [408, 409, 429, 500, 503])
def test_an_exchange_is_tried_again(
    api: Recorded, platform: Platform, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where that may help, after as long as the server asks for, and at most twice."""
    waited: list[float] = []

    async def asleep(seconds: float) -> None:
        waited.append(seconds)

    base = import_module(f"{api.package.__name__}._base_client")
    monkeypatch.setattr(base.time, "sleep", waited.append)
    monkeypatch.setattr(base, "sleep", asleep)
    failed = httpx2.Response(status, headers={"retry-after": "0.25"})
    platform.grants = [failed, {"access_token": "k2", "expires_in": 60}]
    api.run(list_models, workload_identity=identity(), max_retries=2)
    assert (api.urls(), waited) == ([EXCHANGE, EXCHANGE, MODELS], [0.25])
    platform.grants = [failed]
    refused(api, f"status {status}", max_retries=20)
    assert len(api.sent) == 3 + 3


@pytest.mark.parametrize(
    ("failure", "error"), [(httpx2.ConnectError, "APIConnectionError"), (httpx2.ReadTimeout, "APITimeoutError")]
)
def test_an_exchange_without_an_answer(
    api: Recorded, platform: Platform, failure: type[Exception], error: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error is of its kind, with its cause, and the call is not tried again on top."""
    monkeypatch.setattr(import_module(f"{api.package.__name__}._retry"), "delay", lambda *_, **__: 0.0)
    platform.grants = [failure]
    raised = refused(api, "Connection error|timed out", max_retries=20)
    assert type(raised) is getattr(api.package, error)
    assert isinstance(raised.__cause__, failure)
    assert len(api.sent) == 3


@pytest.mark.parametrize("body", ["[]", '"text"', "42", "true"])
def test_answers_that_are_no_object(api: Recorded, platform: Platform, body: str) -> None:
    """They are no grant; nor is what is no JSON."""
    platform.grants = [httpx2.Response(200, text=body)]
    refused(api, "not a JSON object")
    platform.grants = [httpx2.Response(200, text=SECRET)]
    refused(api, "empty")
    platform.grants = [{"expires_in": 5}]
    refused(api, "access_token")


@pytest.mark.parametrize("change", [{"service_account_id": "x"}, {"refresh_buffer_seconds": float("nan")}])
def test_an_identity_cannot_be_changed(api: Recorded, change: dict[str, Any]) -> None:
    """What was given is copied; who changes the client's own is refused before anything is sent."""
    given = identity()
    client = api.client(workload_identity=given)
    given["service_account_id"] = "other"
    api.settle(lambda: list_models(client))
    assert b'"service_account_id":"sa"' in api.sent[0].content
    client.workload_identity.update(change)
    with pytest.raises(api.package.OpenAIError, match="cannot be changed"):
        api.settle(lambda: list_models(client))
    assert len(api.sent) == 2


def test_the_environment_has_no_other_key(api: Recorded, platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    """When there is no key, there is none."""
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    platform.grants = [httpx2.Response(401, json={"error": "invalid_grant"})]
    refused(api, "OAuth")
    assert (api.urls(), api.keys()) == ([EXCHANGE], [None])


def test_azure_takes_no_identity(openai_sdk: ModuleType) -> None:
    """It would be exchanged for a key of another service."""
    place = {"azure_endpoint": "https://a.example", "api_version": "v", "api_key": "k"}
    for kind in (openai_sdk.AzureOpenAI, openai_sdk.AsyncAzureOpenAI):
        for change in (kind(**place).copy, lambda *, _kind=kind, **more: _kind(**place, **more)):
            with pytest.raises(openai_sdk.OpenAIError, match=r"X.509 workload identity is not supported by Azure"):
                change(workload_identity=identity())
            with pytest.raises(openai_sdk.OpenAIError, match="Workload identity is not supported by Azure"):
                change(workload_identity={"provider": {}})


@pytest.mark.parametrize("url", [None, "https://own.example/v1", "https://api.openai.com/v1"])
def test_copies_change_from_a_key_and_back(api: Recorded, url: str | None) -> None:
    """The URL changes along, unless somebody chose it; the connections stay."""
    client = api.client(api_key="k", base_url=url)
    copied = client.with_options(timeout=5).with_options(workload_identity=identity())
    assert (copied.api_key, client.api_key) == ("workload-identity-auth", "k")
    assert str(copied.base_url) == f"{url or 'https://mtls.api.openai.com/v1'}/"
    api.settle(lambda: list_models(copied))
    assert api.keys() == [None, "Bearer k1"]
    back = copied.copy(api_key="other")
    assert (back.workload_identity, str(back.base_url)) == (None, f"{url or 'https://api.openai.com/v1'}/")
    api.settle(lambda: list_models(back))
    assert api.keys()[2:] == ["Bearer other"]
    with pytest.raises(api.package.OpenAIError, match="mutually exclusive"):
        client.copy(api_key="k", workload_identity=identity())


def test_copies_share_the_key(api: Recorded, platform: Platform) -> None:
    """Unless the identity or the certificate is another."""
    client = api.client(workload_identity=identity())
    api.settle(lambda: list_models(client))
    api.settle(lambda: list_models(client.copy(timeout=5)))
    assert api.urls() == [EXCHANGE, MODELS, MODELS]
    api.settle(lambda: list_models(client.copy(workload_identity=identity(service_account_id="x"))))
    api.settle(lambda: list_models(client.copy(http_client=api.http())))
    assert api.urls()[3:] == [EXCHANGE, MODELS] * 2


def test_an_admin_key_beside_it(api: Recorded) -> None:
    """It is sent where it belongs, to the API alone, and hooks cannot change it either."""
    hook = {"request": [lambda r: r.headers.update({"Authorization": "Bearer other"})]}
    use = lambda client: client.get("/models", cast_to=object, options={"headers": {"Authorization": "Bearer a"}})  # noqa: E731
    api.run(use, workload_identity=identity(), admin_api_key="a")
    assert (api.urls(), api.keys()) == ([MODELS], ["Bearer a"])
    refused(api, "authorization", use, http=api.http(event_hooks=hook))


def test_a_refused_key_is_renewed_once(api: Recorded, platform: Platform) -> None:
    """And forgotten when that is refused as well."""
    no = httpx2.Response(401, json={"error": {"message": "no"}})
    platform.grants = [{"access_token": f"k{n}", "expires_in": 3600} for n in (1, 2, 3)]
    platform.answers = [no, httpx2.Response(401, json={"error": {"message": "no"}})]
    client = api.client(workload_identity=identity())
    with pytest.raises(api.package.AuthenticationError):
        api.settle(lambda: list_models(client))
    assert api.keys() == [None, "Bearer k1", None, "Bearer k2"]
    api.settle(lambda: list_models(client))
    assert api.keys()[4:] == [None, "Bearer k3"]


@pytest.mark.parametrize("seekable", [True, False])
def test_uploads_with_a_refused_key(api: Recorded, platform: Platform, seekable: bool) -> None:
    """Those that can be sent again are, from where the file stood."""

    class Upload(io.BytesIO):
        def seekable(self) -> bool:
            return seekable

    file = Upload(b"before content")
    file.seek(7)
    platform.grants = [{"access_token": f"k{n}", "expires_in": 3600} for n in (1, 2, 3)]
    platform.answers = [httpx2.Response(401, json={}), httpx2.Response(200, json={"id": "f"})]
    client = api.client(workload_identity=identity())
    send = lambda: client.files.create(file=("a.txt", file), purpose="assistants")  # noqa: E731 - for one line
    if seekable:
        assert api.settle(send).id == "f"
        bodies = [request.content for request in api.sent if "files" in request.url.path]
        assert bodies[0] == bodies[1]
        assert b"\r\ncontent\r\n" in bodies[0]
    else:
        with pytest.raises(api.package.AuthenticationError):
            api.settle(send)
        assert api.keys() == [None, "Bearer k1"]


def test_keys_are_renewed_before_they_end(api: Recorded, platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty minutes unless said otherwise, at most half of their time; while one holds, a failure to renew is none."""
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    client = api.client(workload_identity=identity())
    for later, exchanges in ((0, 1), (2399, 1), (1, 2)):
        now[0] += later
        api.settle(lambda: list_models(client))
        assert api.urls().count(EXCHANGE) == exchanges
    platform.grants = [httpx2.Response(500)]
    now[0] += 3599
    api.settle(lambda: list_models(client))
    now[0] += 1
    with pytest.raises(api.package.OpenAIError, match="500"):
        api.settle(lambda: list_models(client))


def test_threads_share_one_exchange(openai_sdk: ModuleType, platform: Platform) -> None:
    """Whoever comes while it is on its way waits."""

    def slow(request: httpx2.Request) -> httpx2.Response:
        threading.Event().wait(0.05)
        return platform(request)

    api = Recorded(openai_sdk, "OpenAI", slow, asynchronous=False)
    client = api.client(workload_identity=identity())
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: list_models(client), range(8)))
    assert api.urls().count(EXCHANGE) == 1


def test_tasks_share_one_exchange(openai_sdk: ModuleType) -> None:
    """A task that gives up while it waits, or while it asks, leaves the others alone."""
    started, asked = asyncio.Event(), 0

    async def answer(request: httpx2.Request) -> httpx2.Response:
        nonlocal asked
        if request.url.host == "mtls.auth.openai.com":
            asked += 1
            if asked == 1:
                started.set()
                await asyncio.Event().wait()
            return httpx2.Response(200, json={"access_token": "k", "expires_in": 60})
        return httpx2.Response(200, json={"object": "list", "data": []})

    async def main() -> list[Any]:
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(answer), trust_env=False)
        async with openai_sdk.AsyncOpenAI(workload_identity=identity(), http_client=http) as client:
            owner = asyncio.create_task(list_models(client))
            await started.wait()
            tasks = [asyncio.create_task(list_models(client)) for _ in range(4)]
            await asyncio.sleep(0)
            tasks[0].cancel()
            owner.cancel()
            return await asyncio.gather(owner, *tasks, return_exceptions=True)

    outcomes = asyncio.run(main())
    assert [isinstance(outcome, asyncio.CancelledError) for outcome in outcomes] == [True, True, False, False, False]
    assert asked == 2


def test_websockets_are_not_covered(api: Recorded) -> None:
    """They would be opened without the certificate."""
    connect = lambda client: client.realtime.connect(model="m").enter()  # noqa: E731 - for one line
    if hasattr(api.kind, "realtime"):
        refused(api, "websockets", connect)
    assert api.sent == []


def test_residency_says_where(api: Recorded) -> None:
    """As it does for keys."""
    client = api.client(workload_identity=identity(), data_residency="eu")
    assert str(client.base_url) == "https://eu.api.openai.com/v1/"
