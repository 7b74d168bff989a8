"""What a client is made with: credentials, headers of the environment; and what it says where those are missing."""

from __future__ import annotations

import importlib
import inspect
from types import ModuleType
from typing import Any

import httpx2
import pytest

from tests.support.driver import Driver
from tests.support.server import Server

IDENTITY = {
    "client_id": "c",
    "identity_provider_id": "i",
    "service_account_id": "s",
    "provider": {"token_type": "jwt", "get_token": lambda: "t"},
}
VARIABLES = ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_CUSTOM_HEADERS")


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(params=["sync", "async"])
def api(request: pytest.FixtureRequest, openai_sdk: ModuleType, server: Server) -> Driver:
    return Driver(openai_sdk, "OpenAI", server, asynchronous=request.param == "async", max_retries=0)


class Recorder:
    """An HTTP client's transport that answers all requests alike."""

    def __init__(self, api: Driver, *replies: httpx2.Response) -> None:
        self.requests: list[httpx2.Request] = []
        self._replies = replies or (httpx2.Response(200, json={}),)
        kind = httpx2.AsyncClient if api.asynchronous else httpx2.Client
        self.http_client: Any = kind(transport=httpx2.MockTransport(self._answer))

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        return self._replies[min(len(self.requests), len(self._replies)) - 1]

    @property
    def headers(self) -> httpx2.Headers:
        return self.requests[-1].headers


@pytest.mark.parametrize("options", [{}, {"api_key": ""}, {"default_headers": {"Authorization": "own"}}])
def test_no_credentials(api: Driver, openai_sdk: ModuleType, options: dict[str, Any]) -> None:
    """A client without any is not made, unless that is meant."""
    with pytest.raises(openai_sdk.OpenAIError) as caught:
        api.client(**options)
    assert str(caught.value).startswith("Missing credentials. Please pass an `api_key`, `workload_identity`, ")
    assert "`OPENAI_API_KEY` or `OPENAI_ADMIN_KEY` environment variable" in str(caught.value)
    api.client(_enforce_credentials=False, **options)


@pytest.mark.parametrize(
    "options",
    [{"api_key": "k"}, {"api_key": lambda: "k"}, {"admin_api_key": "a"}, {"workload_identity": IDENTITY}],
)
def test_any_credential_will_do(api: Driver, options: dict[str, Any]) -> None:
    """A key, what gives one, an admin key or an identity; copies have what was there."""
    client = api.client(**options)
    assert client.copy().api_key == client.api_key
    assert client.with_options(timeout=3).workload_identity == client.workload_identity


def test_copies_are_asked_anew(api: Driver, openai_sdk: ModuleType) -> None:
    """A client that may be without credentials does not make its copies such."""
    client = api.client(_enforce_credentials=False)
    with pytest.raises(openai_sdk.OpenAIError, match="Missing credentials"):
        client.copy()
    assert client.copy(_enforce_credentials=False).api_key is None
    assert client.copy(api_key="k").api_key == "k"


@pytest.mark.parametrize("copied", [False, True])
def test_azure_without_credentials(api: Driver, openai_sdk: ModuleType, copied: bool) -> None:
    """A client for Azure can be made without any, for calls that bring their own; its copies are like it."""
    recorder = Recorder(api)
    azure = getattr(openai_sdk, f"{'Async' if api.asynchronous else ''}AzureOpenAI")
    where: dict[str, Any] = {"azure_endpoint": "https://a.example", "api_version": "1"}
    with pytest.raises(openai_sdk.OpenAIError, match=r"^Missing credentials"):
        azure(**where, _enforce_credentials=True)
    client = azure(**where, http_client=recorder.http_client, _enforce_credentials=False)
    client = client.copy() if copied else client
    api.settle(client.get("/x", cast_to=object, options={"headers": {"api-key": "own"}}))
    assert recorder.headers["api-key"] == "own"
    with pytest.raises(openai_sdk.OpenAIError, match="credentials"):
        api.settle(client.get("/x", cast_to=object))


@pytest.mark.parametrize("enforced", [False, True])
def test_bedrock_looks_for_credentials_late(api: Driver, openai_sdk: ModuleType, enforced: bool) -> None:
    """So that there is nothing to enforce when the client is made."""
    bedrock = getattr(openai_sdk, f"{'Async' if api.asynchronous else ''}BedrockOpenAI")
    assert bedrock(aws_region="us-east-1", _enforce_credentials=enforced).copy().max_retries == 2


def test_a_copy_for_an_identity(api: Driver, openai_sdk: ModuleType) -> None:
    """It takes the place of the key, and a key takes its place."""
    copied = api.client(api_key="k").copy(workload_identity=IDENTITY)
    assert copied.workload_identity == IDENTITY
    assert copied.copy().workload_identity == IDENTITY
    assert copied.copy(api_key="other").workload_identity is None
    with pytest.raises(openai_sdk.OpenAIError, match="mutually exclusive"):
        copied.copy(api_key="k", workload_identity=IDENTITY)


def test_calls_that_nothing_authorizes(api: Driver, openai_sdk: ModuleType) -> None:
    """They are not sent: it is a TypeError, as with the arguments of a function, and an error of the package."""
    recorder = Recorder(api)

    def call(client: Any) -> Any:
        return client.models.retrieve("m")

    for options in ({"_enforce_credentials": False}, {"admin_api_key": "a"}):
        with pytest.raises(TypeError, match="Could not resolve authentication method") as caught:
            api.run(call, http_client=recorder.http_client, **options)
        assert isinstance(caught.value, openai_sdk.OpenAIError)
        assert not recorder.requests
        recorder = Recorder(api)
    api.run(
        lambda client: client.models.retrieve("m", extra_headers={"Authorization": openai_sdk.omit}),
        http_client=recorder.http_client,
        _enforce_credentials=False,
    )
    assert "authorization" not in recorder.headers


ENVIRONMENT = "X-A: one\nX-B:two: three\nno colon\n  X-C  :  c  \n: nameless"


def test_headers_of_the_environment(api: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """They go with every request; those that a client is given go before them, and copies keep them."""
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", ENVIRONMENT)
    recorder = Recorder(api)
    client = api.client(api_key="k", http_client=recorder.http_client, default_headers={"x-a": "given"})
    monkeypatch.delenv("OPENAI_CUSTOM_HEADERS")
    api.settle(client.copy().get("/x", cast_to=object))
    assert {name: recorder.headers.get(name) for name in ("x-a", "x-b", "x-c")} == {
        "x-a": "given",
        "x-b": "two: three",
        "x-c": "c",
    }


def test_headers_of_the_environment_are_for_one_service(
    api: Driver, openai_sdk: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Azure gets them, Bedrock does not, whichever way it is reached."""
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-A: one")
    prefix = "Async" if api.asynchronous else ""
    azure = getattr(openai_sdk, f"{prefix}AzureOpenAI")
    bedrock = getattr(openai_sdk, f"{prefix}BedrockOpenAI")
    where = {"azure_endpoint": "https://a.example", "api_version": "1"}
    provider = importlib.import_module("openai_sdk.providers.bedrock").bedrock(region="us-east-1", api_key="k")
    assert azure(api_key="k", **where).default_headers["X-A"] == "one"
    assert "X-A" not in bedrock(api_key="k", aws_region="us-east-1").default_headers
    assert "X-A" not in api.client(provider=provider, base_url=None).default_headers


def test_routes_without_a_method_take_any_key(api: Driver) -> None:
    """Nothing says which key such a route takes: that of a project goes along."""
    recorder = Recorder(api)
    api.run(lambda client: client.get("/x", cast_to=object), http_client=recorder.http_client, api_key="k")
    assert recorder.headers["authorization"] == "Bearer k"


@pytest.mark.parametrize(("asked", "waited"), [("61", 61), ("120", 120), ("120.5", None), ("99999", None)])
def test_how_long_a_server_may_ask_to_wait(
    api: Driver, openai_sdk: ModuleType, monkeypatch: pytest.MonkeyPatch, asked: str, waited: float | None
) -> None:
    """Two minutes at most; a call for which the API asks for more is not tried again at all."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    module = importlib.import_module("openai_sdk._base_client")
    monkeypatch.setattr(module, "sleep", sleep)
    monkeypatch.setattr(module.time, "sleep", waits.append)
    recorder = Recorder(api, httpx2.Response(429, headers={"retry-after": asked}), httpx2.Response(200, json={}))

    def call(client: Any) -> Any:
        return client.get("/x", cast_to=object)

    options = {"api_key": "k", "max_retries": 2, "http_client": recorder.http_client}
    if waited is None:
        with pytest.raises(openai_sdk.RateLimitError):
            api.run(call, **options)
    else:
        api.run(call, **options)
    assert waits == ([] if waited is None else [waited])
    assert len(recorder.requests) == (1 if waited is None else 2)


@pytest.mark.parametrize("name", ["OpenAI", "AzureOpenAI", "BedrockOpenAI"])
@pytest.mark.parametrize("prefix", ["", "Async"])
def test_copies_show_their_arguments(openai_sdk: ModuleType, prefix: str, name: str) -> None:
    """Those of the constructor, of every client."""
    client_class = getattr(openai_sdk, prefix + name)
    more: dict[str, Any] = {"AzureOpenAI": {"azure_endpoint": "https://a.example", "api_version": "1"}}.get(name, {})
    more |= {"aws_region": "us-east-1"} if name == "BedrockOpenAI" else {}
    client = client_class(api_key="k", **more)
    for method in (client.copy, client.with_options):
        assert set(inspect.signature(method).parameters) == {
            *inspect.signature(client_class).parameters,
            "set_default_headers",
            "set_default_query",
        }
    assert client.copy(max_retries=9).max_retries == 9


def test_what_was_not_given_prints_as_itself(openai_sdk: ModuleType) -> None:
    """As it is called where it is a default."""
    assert repr(openai_sdk.NOT_GIVEN) == str(openai_sdk.not_given) == "NOT_GIVEN"


def test_the_package_as_a_client_without_credentials(openai_sdk: ModuleType) -> None:
    """It is one before anything is set: the call says what it lacks."""
    with pytest.raises(TypeError, match="Could not resolve authentication method"):
        openai_sdk.models.list()
