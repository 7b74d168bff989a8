"""Keys in exchange for tokens of a platform, over real connections."""

from __future__ import annotations

import asyncio
import io
import itertools
import sys
import threading
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import httpx
import httpx2
import pytest

from tests.support.driver import Driver
from tests.support.server import Received, Reply, Reset, Server, reply_json

MODELS = reply_json({"object": "list", "data": []})


@pytest.fixture
def auth(openai_sdk: ModuleType) -> ModuleType:
    return import_module(f"{openai_sdk.__name__}.auth")


def _workload(auth: ModuleType) -> ModuleType:
    return import_module(f"{auth.__name__}._workload")


class Exchange:
    """A server that gives keys, and what is asked of it."""

    def __init__(self, auth: ModuleType, server: Server, *answers: Reply | Reset) -> None:
        self._auth = auth
        self._url = f"{server.url}/oauth/token"
        self.server = server
        server.script(*(answers or (key("k1"),)))

    def identity(self, *, kind: str = "jwt", subject: Any = lambda: "subject", **more: Any) -> Any:
        provider = {"token_type": kind, "get_token": subject}
        identity = {"identity_provider_id": "idp", "service_account_id": "sa", "provider": provider, **more}
        return self._auth.WorkloadIdentityAuth(workload_identity=identity, token_exchange_url=self._url)


def key(token: str, seconds: float = 3600) -> Reply:
    return reply_json({"access_token": token, "expires_in": seconds})


@pytest.mark.parametrize(("kind", "named"), [("jwt", "jwt"), ("id", "id_token")])
def test_what_is_exchanged(auth: ModuleType, server: Server, kind: str, named: str) -> None:
    """The platform's token, its kind, and whom it is for."""
    assert Exchange(auth, server).identity(kind=kind).get_token() == "k1"
    (request,) = server.received
    assert (request.method, request.path) == ("POST", "/oauth/token")
    assert request.json() == {
        "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
        "subject_token": "subject",
        "subject_token_type": f"urn:ietf:params:oauth:token-type:{named}",
        "identity_provider_id": "idp",
        "service_account_id": "sa",
    }


@pytest.mark.parametrize("asynchronous", [False, True])
def test_it_authorizes_a_client(auth: ModuleType, openai_sdk: ModuleType, server: Server, asynchronous: bool) -> None:
    """As its key, which is asked for once while it holds."""
    identity = Exchange(auth, server).identity()
    server.route("/models", MODELS)
    given = identity.get_token_async if asynchronous else identity.get_token
    api = Driver(openai_sdk, "OpenAI", server, asynchronous=asynchronous, api_key=given)
    for _ in range(2):
        api.collect(lambda client: client.models.list())
    assert [request.path for request in server.received] == ["/oauth/token", "/models", "/models"]
    assert server.received[-1].headers["authorization"] == "Bearer k1"


def test_a_key_is_renewed_before_it_expires(auth: ModuleType, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the buffer, but not more than half of its time; when it is forgotten, too."""
    now = [1000.0]
    monkeypatch.setattr(_workload(auth), "time", SimpleNamespace(monotonic=lambda: now[0]))
    identity = Exchange(auth, server, key("k1", 100), key("k2", 100), key("k3", 100)).identity(
        refresh_buffer_seconds=20
    )
    given = []
    for later in (0, 79, 1, 0):
        now[0] += later
        given.append(identity.get_token())
    assert given == ["k1", "k1", "k2", "k2"]
    identity.invalidate_token("k1")
    assert identity.get_token() == "k2"
    identity.invalidate_token()
    assert identity.get_token() == "k3"
    hasty = Exchange(auth, server, key("k1", 100), key("k2", 100)).identity(refresh_buffer_seconds=500)
    given = []
    for later in (0, 49, 1):
        now[0] += later
        given.append(hasty.get_token())
    assert given == ["k1", "k1", "k2"]


def test_a_key_that_cannot_be_renewed_is_used_up(
    auth: ModuleType, openai_sdk: ModuleType, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as it holds; then the error is raised."""
    now = [1000.0]
    monkeypatch.setattr(_workload(auth), "time", SimpleNamespace(monotonic=lambda: now[0]))
    identity = Exchange(auth, server, key("k1", 100), Reply(status=500)).identity()
    assert identity.get_token() == "k1"
    now[0] += 90
    assert identity.get_token() == "k1"
    now[0] += 10
    with pytest.raises(openai_sdk.OpenAIError, match="500"):
        identity.get_token()


@pytest.mark.parametrize("status", [400, 401, 403])
@pytest.mark.parametrize(("told", "message"), [({"error_description": "too old"}, "too old"), ({}, "OAuth")])
def test_a_refused_token(
    auth: ModuleType, openai_sdk: ModuleType, server: Server, status: int, told: dict[str, str], message: str
) -> None:
    """The error says why, and is one of authentication."""
    identity = Exchange(auth, server, reply_json({"error": "invalid_grant", **told}, status=status)).identity()
    with pytest.raises(openai_sdk.OAuthError, match=message) as raised:
        identity.get_token()
    assert isinstance(raised.value, openai_sdk.AuthenticationError)
    assert (raised.value.error, raised.value.status_code) == ("invalid_grant", status)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Reply(status=500), "500"),
        (Reply(body=b"<html>"), "empty"),
        (Reply(status=302, headers={"location": "/stolen"}), "302"),
        (reply_json({"expires_in": 1}), "access_token"),
        (reply_json({"access_token": "kéy", "expires_in": 1}), "access_token"),
        (reply_json({"access_token": "k\n", "expires_in": 1}), "access_token"),
        (reply_json({"access_token": "k"}), "expires_in"),
        (reply_json({"access_token": "k", "expires_in": True}), "expires_in"),
        (Reset(), "Connection error"),
    ],
)
def test_exchanges_that_fail(
    auth: ModuleType, openai_sdk: ModuleType, server: Server, answer: Reply | Reset, reason: str
) -> None:
    """The error says how, and nothing goes anywhere else."""
    with pytest.raises(openai_sdk.OpenAIError, match=reason):
        Exchange(auth, server, answer).identity().get_token()
    assert {request.path for request in server.received} == {"/oauth/token"}


def test_platforms_without_a_token(auth: ModuleType, openai_sdk: ModuleType, server: Server) -> None:
    """Nothing is exchanged for nothing; what the provider raises is raised."""
    with pytest.raises(openai_sdk.OpenAIError, match="empty"):
        Exchange(auth, server).identity(subject=lambda: "").get_token()
    missing = auth.k8s_service_account_token_provider("/nowhere/token")
    with pytest.raises(auth.SubjectTokenProviderError, match="/nowhere/token"):
        Exchange(auth, server).identity(subject=missing["get_token"]).get_token()
    assert server.received == []


def test_many_threads_share_one_key(auth: ModuleType, server: Server) -> None:
    """It is asked for once."""
    identity = Exchange(auth, server).identity()
    given: list[str] = []
    threads = [threading.Thread(target=lambda: given.append(identity.get_token())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (given, len(server.received)) == (["k1"] * 8, 1)


def test_tasks_share_one_key(auth: ModuleType, server: Server) -> None:
    """The same, for tasks."""
    identity = Exchange(auth, server).identity()

    async def main() -> list[str]:
        return await asyncio.gather(*(identity.get_token_async() for _ in range(4)))

    assert (asyncio.run(main()), len(server.received)) == (["k1"] * 4, 1)


# Clients


IDENTITY = {"identity_provider_id": "idp", "service_account_id": "sa"}


@pytest.fixture(params=["sync", "async"])
def api(
    request: pytest.FixtureRequest,
    auth: ModuleType,
    openai_sdk: ModuleType,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> Driver:
    """A client that acts for a workload; its exchange and the API are one server."""
    monkeypatch.setattr(_workload(auth), "default_client", lambda: transport(httpx2, server))
    provider = {"token_type": "jwt", "get_token": lambda: "subject"}
    server.route("/oauth/token", iter_keys())
    server.script(MODELS)
    return Driver(
        openai_sdk,
        "OpenAI",
        server,
        asynchronous=request.param == "async",
        workload_identity={**IDENTITY, "provider": provider},
        max_retries=0,
    )


def iter_keys() -> Any:
    numbers = itertools.count(1)
    return lambda _: key(f"k{next(numbers)}")


def sent(server: Server) -> list[tuple[str, str | None]]:
    return [(request.path, request.headers.get("authorization")) for request in server.received]


def test_a_client_that_acts_for_a_workload(api: Driver) -> None:
    """It gets a key when it is first needed, which its copies use too."""
    assert api.client().auth_headers == {}
    api.collect(lambda client: client.models.list())
    assert sent(api.server) == [("/oauth/token", None), ("/models", "Bearer k1")]

    def use(client: Any) -> Any:
        copies = (client, client.with_options(timeout=5))

        async def both() -> None:
            for one in copies:
                await one.models.list()

        return both() if api.asynchronous else [one.models.list() for one in copies]

    api.run(use)
    assert sent(api.server)[2:] == [("/oauth/token", None), ("/models", "Bearer k2"), ("/models", "Bearer k2")]


def test_a_key_that_is_refused_is_renewed_once(api: Driver) -> None:
    """With another one the call is made again; when that is refused as well, the error is raised."""
    refused = reply_json({"error": {"message": "no"}}, status=401)
    api.server.script(refused, MODELS)
    api.collect(lambda client: client.models.list())
    again = [("/oauth/token", None), ("/models", "Bearer k1"), ("/oauth/token", None), ("/models", "Bearer k2")]
    assert sent(api.server) == again
    api.server.script(refused)
    with pytest.raises(_package(api).AuthenticationError):
        api.collect(lambda client: client.models.list())
    assert len(api.server.received) == 8


def test_what_can_be_sent_once_is_not_sent_again(api: Driver) -> None:
    """Such as a pipe: the error is raised at once. A file is sent again."""
    api.server.script(reply_json({"error": {"message": "no"}}, status=401))
    with pytest.raises(_package(api).AuthenticationError):
        api.run(lambda client: client.files.create(file=("a", Pipe(b"x")), purpose="assistants"))
    assert [path for path, _ in sent(api.server)] == ["/oauth/token", "/files"]
    api.server.script(reply_json({"error": {"message": "no"}}, status=401), reply_json({"id": "f"}))
    assert api.run(lambda client: client.files.create(file=("a", io.BytesIO(b"x")), purpose="assistants")).id == "f"
    paths = [path for path, _ in sent(api.server)][2:]
    assert paths == ["/oauth/token", "/files", "/oauth/token", "/files"]
    assert api.server.received[-1].body == api.server.received[-3].body


class Pipe(io.BytesIO):
    def seekable(self) -> bool:
        return False


def test_a_key_and_a_workload_exclude_each_other(api: Driver) -> None:
    """But a copy with a key has done with the workload."""
    with pytest.raises(_package(api).OpenAIError, match=r"`api_key` and `workload_identity` .* mutually exclusive"):
        api.client(api_key="k")
    copy = api.client().with_options(api_key="k")
    assert copy.auth_headers == {"Authorization": "Bearer k"}
    assert copy.workload_identity is None
    again = copy.with_options(workload_identity=api.client().workload_identity)
    assert (again.auth_headers, again.api_key) == ({}, "workload-identity-auth")
    with pytest.raises(_package(api).OpenAIError, match="Invalid `workload_identity`"):
        copy.with_options(workload_identity=dict(IDENTITY))


def test_an_admin_key_beside_a_workload(api: Driver) -> None:
    """It goes where it belongs; and the environment's key replaces nothing."""
    api.run(lambda client: client.get("/models", cast_to=object), admin_api_key="a")
    assert sent(api.server)[-1] == ("/models", "Bearer k1")


@pytest.mark.parametrize(
    ("failure", "error"), [("ReadTimeout", "APITimeoutError"), ("ConnectError", "APIConnectionError")]
)
def test_an_exchange_that_is_cut_off(
    api: Driver, auth: ModuleType, monkeypatch: pytest.MonkeyPatch, failure: str, error: str
) -> None:
    """The error is of its kind, has its cause, and keeps no request that holds a token."""

    def fail(request: Any) -> Any:
        raise getattr(httpx2, failure)("boom", request=request)

    client = httpx2.Client(transport=httpx2.MockTransport(fail))
    monkeypatch.setattr(_workload(auth), "default_client", lambda: client)
    with pytest.raises(_package(api).APIConnectionError) as raised:
        api.collect(lambda client: client.models.list())
    assert type(raised.value) is getattr(_package(api), error)
    assert type(raised.value.__cause__) is getattr(httpx2, failure)
    for holder in (raised.value, raised.value.__cause__):
        assert holder.request.content == b""
    assert api.server.received == []


def test_another_kind_of_token(auth: ModuleType, openai_sdk: ModuleType, server: Server) -> None:
    """It is refused by its name."""
    with pytest.raises(openai_sdk.OpenAIError, match=r"Unsupported token type: 'saml'. Supported types: jwt, id"):
        Exchange(auth, server).identity(kind="saml").get_token()
    assert server.received == []


def test_keys_are_renewed_twenty_minutes_before_they_end(
    auth: ModuleType, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless the identity says otherwise."""
    now = [1000.0]
    monkeypatch.setattr(_workload(auth), "time", SimpleNamespace(monotonic=lambda: now[0]))
    identity = Exchange(auth, server, key("k1"), key("k2")).identity()
    given = []
    for later in (0, 2399, 1):
        now[0] += later
        given.append(identity.get_token())
    assert given == ["k1", "k1", "k2"]


def _package(api: Driver) -> Any:
    return sys.modules[type(api.client()).__module__.partition(".")[0]]


def test_kubernetes(auth: ModuleType, tmp_path: Path) -> None:
    """The file is read each time, as its content changes."""
    file = tmp_path / "token"
    provider = auth.k8s_service_account_token_provider(file)
    for token in ("a", "b"):
        file.write_text(f" {token}\n")
        assert provider["get_token"]() == token
    assert provider["token_type"] == "jwt"
    for content, told in ((b" \n", "is empty"), (b"s3cr3t\xff", "no UTF-8")):
        file.write_bytes(content)
        with pytest.raises(auth.SubjectTokenProviderError, match=told) as raised:
            provider["get_token"]()
        assert (raised.value.__cause__, raised.value.__context__) == (None, None)  # a decoding error has the content


def test_errors_are_where_all_errors_are(openai_sdk: ModuleType, auth: ModuleType) -> None:
    """Code that imports errors from the module of errors finds those of hand-written modules; others are not there."""
    errors = import_module(f"{openai_sdk.__name__}._exceptions")
    assert errors.OAuthError is auth.OAuthError is openai_sdk.OAuthError
    assert errors.SubjectTokenProviderError is auth.SubjectTokenProviderError
    assert errors.LengthFinishReasonError is openai_sdk.LengthFinishReasonError
    assert errors.ContentFilterFinishReasonError is openai_sdk.ContentFilterFinishReasonError
    for name in ("NoSuchError", "OpenAI"):
        with pytest.raises(AttributeError, match=name):
            getattr(errors, name)


def transport(library: Any, server: Server) -> Any:
    """A client that sends everything to the server."""
    inner = library.HTTPTransport()

    class Rerouted(library.BaseTransport):  # type: ignore[misc]  # of either library
        def handle_request(self, request: Any) -> Any:
            request.url = library.URL(server.url).join(request.url.raw_path.decode())
            return inner.handle_request(request)

        def close(self) -> None:
            inner.close()

    return library.Client(transport=Rerouted())


@pytest.mark.parametrize("library", [httpx, httpx2], ids=lambda module: module.__name__)
def test_azure(auth: ModuleType, server: Server, library: Any) -> None:
    """The metadata server is asked for the identity that is meant."""
    answers = (reply_json({"access_token": "az"}), reply_json({}), reply_json({"access_token": ""}), Reply(status=500))
    server.script(*answers)
    with transport(library, server) as client:
        provider = auth.azure_managed_identity_token_provider(client_id="c", http_client=client)
        assert (provider["token_type"], provider["get_token"]()) == ("jwt", "az")
        for told in ("access_token", "access_token", "HTTP 500"):
            with pytest.raises(auth.SubjectTokenProviderError, match=told):
                provider["get_token"]()
    request: Received = server.received[0]
    assert request.path == "/metadata/identity/oauth2/token"
    assert dict(request.query) == {
        "api-version": "2018-02-01",
        "resource": "https://management.azure.com/",
        "client_id": "c",
    }
    assert request.headers["metadata"] == "true"


def test_google_cloud(auth: ModuleType, server: Server) -> None:
    """The metadata server is asked for the audience that is meant."""
    server.script(Reply(body=b"gcp\n"), Reply(status=404), Reply(body=b" "), Reset())
    with transport(httpx2, server) as client:
        provider = auth.gcp_id_token_provider("mine", http_client=client)
        assert (provider["token_type"], provider["get_token"]()) == ("id", "gcp")
        with pytest.raises(auth.SubjectTokenProviderError, match="404") as raised:
            provider["get_token"]()
        assert raised.value.response.status_code == 404
        with pytest.raises(auth.SubjectTokenProviderError, match="empty"):
            provider["get_token"]()
        with pytest.raises(auth.SubjectTokenProviderError):
            provider["get_token"]()
    request = server.received[0]
    assert (request.query, request.headers["metadata-flavor"]) == ([("audience", "mine")], "Google")
