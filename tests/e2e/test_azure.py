"""The clients for Azure, in the package of the embedded description: on the wire, sync and async."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.support.driver import Driver
from tests.support.generated import formatted, imported
from tests.support.program import CONFIG, SPEC
from tests.support.server import Received, Reply, Server, reply_json

VARIABLES = (
    "AZURE_OPENAI_API_KEY",
    "AZURE_OPENAI_AD_TOKEN",
    "AZURE_OPENAI_ENDPOINT",
    "OPENAI_API_VERSION",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "OPENAI_API_TYPE",
)
COMPLETION = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": []}


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def sdk() -> Any:
    return imported(SPEC, CONFIG)


@pytest.fixture(params=["sync", "async"])
def azure(request: pytest.FixtureRequest, sdk: Any, server: Server) -> Driver:
    """Drives `AzureOpenAI` or `AsyncAzureOpenAI` against the server as its Azure endpoint."""
    server.script(reply_json(COMPLETION))
    given = {"base_url": None, "azure_endpoint": f"{server.url}/", "api_version": "2024-10", "api_key": "key-1"}
    return Driver(sdk, "AzureOpenAI", server, asynchronous=request.param == "async", **given)


def chat(client: Any) -> Any:
    return client.chat.completions.create(model="gpt/4 o", messages=[])


def test_hooks(azure: Driver) -> None:
    """They are told the method whatever path the deployment has, and may change headers; copies carry them."""
    told: list[tuple[str, str, int]] = []

    def before(attempt: Any) -> None:
        told.append((attempt.method, attempt.operation_id, attempt.number))
        attempt.request.headers["x-hook"] = "1"

    received = sent(azure, lambda client: chat(client.with_options(timeout=5)), before_request=before)
    assert received.path.startswith("/openai/deployments/gpt")
    assert received.headers["x-hook"] == "1"
    assert told == [("chat.completions.create", "createChatCompletion", 1)]
    assert "key-1" not in repr(told)


def sent(azure: Driver, call: Callable[[Any], Any], **options: Any) -> Received:
    azure.run(call, **options)
    return azure.server.received[-1]


def test_a_call_without_a_deployment(azure: Driver) -> None:
    """The model of the call names the deployment, in one segment of the path; the key travels in its own header."""
    request = sent(azure, chat)
    assert request.target == "/openai/deployments/gpt%2F4%20o/chat/completions?api-version=2024-10"
    assert request.headers["api-key"] == "key-1"
    assert "authorization" not in request.headers
    assert request.json()["model"] == "gpt/4 o"


def test_a_call_with_a_deployment(azure: Driver) -> None:
    """The client's deployment goes before the model; a copy keeps or changes it."""
    paths = [
        sent(azure, call, azure_deployment="mine").path
        for call in (
            chat,
            lambda client: chat(client.with_options(timeout=3)),
            lambda client: chat(client.copy(azure_deployment="other")),
        )
    ]
    assert paths == [f"/openai/deployments/{name}/chat/completions" for name in ("mine", "mine", "other")]


def test_operations_without_deployments(azure: Driver) -> None:
    """What no deployment serves stays where it is, whatever the client's deployment."""
    azure.server.script(reply_json({"object": "list", "data": []}))
    for call in (lambda client: client.models.list(), lambda client: client.files.list()):
        azure.collect(call, azure_deployment="mine")
    assert [request.path for request in azure.server.received] == ["/openai/models", "/openai/files"]
    assert {dict(request.query)["api-version"] for request in azure.server.received} == {"2024-10"}


def test_forms_and_bare_routes(azure: Driver) -> None:
    """The model is found in forms and in bodies of routes without a method too."""
    azure.server.script(reply_json({"text": "hello"}))
    upload = sent(azure, lambda client: client.audio.transcriptions.create(file=b"x", model="whisper-1"))
    bare = sent(azure, lambda client: client.post("/embeddings", cast_to=object, body={"model": "e"}))
    assert upload.path == "/openai/deployments/whisper-1/audio/transcriptions"
    assert bare.path == "/openai/deployments/e/embeddings"


def test_tokens(azure: Driver) -> None:
    """A token goes before the key, and a function that gives tokens is asked for each call."""
    request = sent(azure, chat, azure_ad_token="t", api_key=None)
    assert request.headers["authorization"] == "Bearer t"
    assert "api-key" not in request.headers
    tokens = iter("abc")

    async def give() -> str:
        return next(tokens)

    def calls(client: Any) -> Any:
        if not azure.asynchronous:
            return [chat(client), chat(client.with_options(timeout=1))]

        async def both() -> None:
            await chat(client)
            await chat(client.with_options(timeout=1))

        return both()

    provider = give if azure.asynchronous else lambda: next(tokens)
    azure.run(calls, azure_ad_token_provider=provider, api_key=None)
    assert [r.headers["authorization"] for r in azure.server.received[-2:]] == ["Bearer a", "Bearer b"]


def test_a_base_url(azure: Driver, sdk: Any) -> None:
    """A base URL is taken as it is, but for the deployments of calls; with an endpoint it is refused."""
    base = f"{azure.server.url}/gateway"
    assert (
        sent(azure, chat, base_url=base, azure_endpoint=None).path
        == "/gateway/deployments/gpt%2F4%20o/chat/completions"
    )
    with pytest.raises(ValueError, match="mutually exclusive"):
        azure.client(base_url=base)
    moved = sent(azure, lambda client: chat(client.copy(base_url=base)))
    assert moved.path.startswith("/gateway/")


def test_the_environment(azure: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """Endpoint, version, key and token come from variables; those of the other service are not read."""
    monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", azure.server.url)
    monkeypatch.setenv("OPENAI_API_VERSION", "2025")
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "from-env")
    monkeypatch.setenv("OPENAI_API_KEY", "wrong")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://wrong.invalid")
    nothing = {"azure_endpoint": None, "api_version": None, "api_key": None}
    request = sent(azure, chat, **nothing)
    assert request.headers["api-key"] == "from-env"
    assert request.query == [("api-version", "2025")]
    monkeypatch.setenv("AZURE_OPENAI_AD_TOKEN", "token")
    assert sent(azure, chat, **nothing).headers["authorization"] == "Bearer token"


def test_what_is_missing(azure: Driver, sdk: Any) -> None:
    """Missing settings are named at once, also where one is empty."""
    with pytest.raises(ValueError, match="AZURE_OPENAI_ENDPOINT"):
        azure.client(azure_endpoint=None)
    for version in (None, ""):
        with pytest.raises(ValueError, match=r"`api_version` argument or the `OPENAI_API_VERSION`"):
            azure.client(api_version=version)
    with pytest.raises(ValueError, match="`base_url` or `azure_endpoint` arguments"):
        azure.client(azure_endpoint=None)
    for key in (None, ""):
        with pytest.raises(
            sdk.OpenAIError, match=r"^Missing credentials\. .*AZURE_OPENAI_API_KEY.*AZURE_OPENAI_AD_TOKEN"
        ):
            azure.client(api_key=key)


def test_other_services(azure: Driver, sdk: Any) -> None:
    """A client for Azure does not become one for another service."""
    provider = importlib.import_module(f"{sdk.__name__}.providers").bedrock(region="us-east-1", api_key="k")
    client = azure.client()
    for change in (client.copy, client.with_options):
        with pytest.raises(sdk.OpenAIError, match=r"Configure `provider` on `(Async)?OpenAI`, not on `(Async)?Azure"):
            change(provider=provider)
        assert change(provider=None).base_url == client.base_url


def test_redirects_elsewhere_and_retries(azure: Driver) -> None:
    """The key stays with its host, and goes along with every try."""
    elsewhere = azure.server.url.replace("127.0.0.1", "localhost")
    azure.server.script(Reply(status=302, headers={"location": f"{elsewhere}/x"}), reply_json(COMPLETION))
    assert "api-key" not in sent(azure, chat).headers
    azure.server.script(Reply(status=429, headers={"retry-after-ms": "1"}), reply_json(COMPLETION))
    assert sent(azure, chat).headers["api-key"] == "key-1"


def test_names(sdk: Any) -> None:
    """The classes are exported where users look for them, and are clients."""
    assert issubclass(sdk.AzureOpenAI, sdk.OpenAI)
    assert issubclass(sdk.AsyncAzureOpenAI, sdk.AsyncOpenAI)
    assert sdk.lib.azure.AzureOpenAI is sdk.AzureOpenAI


def test_the_packages_own_resources(sdk: Any, server: Server) -> None:
    """`api_type = "azure"` switches the resources of the package over."""
    server.script(reply_json(COMPLETION))
    code = (
        f"import {sdk.__name__} as sdk\n"
        "sdk.api_type, sdk.api_version, sdk.api_key = 'azure', '2024', 'k'\n"
        f"sdk.azure_endpoint = {json.dumps(server.url)}\n"
        "assert sdk.azure_ad_token is None\n"
        "sdk.chat.completions.create(model='m', messages=[])\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=Path(sdk.__file__).parents[1], check=True)
    assert server.received[0].path == "/openai/deployments/m/chat/completions"
    assert server.received[0].headers["api-key"] == "k"


CREDENTIALS: dict[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "key": ({"api_key": "k"}, ("api-key", "k")),
    "function": ({"api_key": lambda: "asked"}, ("api-key", "asked")),
    "token": ({"azure_ad_token": "t"}, ("authorization", "Bearer t")),
    "provider": ({"azure_ad_token_provider": lambda: "given"}, ("authorization", "Bearer given")),
}
NOTHING = {"api_key": None}


def authorized(request: Received) -> list[tuple[str, str]]:
    """The credentials of a request."""
    return [(name, request.headers[name]) for name in ("authorization", "api-key") if name in request.headers]


@pytest.mark.parametrize("kind", CREDENTIALS)
def test_what_is_given_wins_over_the_environment(azure: Driver, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """One credential goes out: the given one, whatever lies about in the environment; copies keep it."""
    given, expected = CREDENTIALS[kind]
    monkeypatch.setenv("AZURE_OPENAI_AD_TOKEN", "ambient")
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "ambient")
    monkeypatch.setenv("OPENAI_API_KEY", "ambient")
    for call in (chat, lambda client: chat(client.copy(timeout=3).with_options(max_retries=1))):
        assert authorized(sent(azure, call, **{**NOTHING, **given})) == [expected]


def test_an_empty_credential_is_not_replaced(azure: Driver, sdk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who passes an empty key does not act as whoever the environment says."""
    monkeypatch.setenv("AZURE_OPENAI_AD_TOKEN", "ambient")
    for empty in ({"api_key": ""}, {"azure_ad_token": "", "api_key": None}):
        with pytest.raises(sdk.OpenAIError, match="credentials"):
            azure.client(**empty)


def test_credentials_of_the_environment(azure: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """There, a token goes before a key, in copies too; an empty variable is none."""
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "key")
    monkeypatch.setenv("AZURE_OPENAI_AD_TOKEN", "")
    assert authorized(sent(azure, chat, **NOTHING)) == [("api-key", "key")]
    monkeypatch.setenv("AZURE_OPENAI_AD_TOKEN", "token")
    for call in (chat, lambda client: chat(client.copy(timeout=3))):
        assert authorized(sent(azure, call, **NOTHING)) == [("authorization", "Bearer token")]


@pytest.mark.parametrize("before", CREDENTIALS)
@pytest.mark.parametrize("after", CREDENTIALS)
def test_copies_with_another_credential(
    azure: Driver, monkeypatch: pytest.MonkeyPatch, before: str, after: str
) -> None:
    """The other one is the only one, of whatever kind each is."""
    monkeypatch.setenv("AZURE_OPENAI_AD_TOKEN", "ambient")
    given, _ = CREDENTIALS[before]
    changes, expected = CREDENTIALS[after]
    for call in (
        lambda client: chat(client.copy(**changes)),
        lambda client: chat(client.with_options(**changes).copy()),
    ):
        assert authorized(sent(azure, call, **{**NOTHING, **given})) == [expected]


@pytest.mark.parametrize("first", CREDENTIALS)
@pytest.mark.parametrize("second", CREDENTIALS)
def test_credentials_that_contradict(azure: Driver, sdk: Any, first: str, second: str) -> None:
    """Two at once are refused, by a client and by a copy: which was meant is not guessed."""
    both = {**CREDENTIALS[first][0], **CREDENTIALS[second][0]}
    if len(both) == 1:
        pytest.skip("one argument only")
    error = sdk.lib.azure.MutuallyExclusiveAuthError
    assert issubclass(error, sdk.OpenAIError)
    with pytest.raises(error, match="`api_key`, `azure_ad_token` and `azure_ad_token_provider`"):
        azure.client(**{**NOTHING, **both})
    with pytest.raises(error, match="mutually exclusive"):
        azure.client().copy(**both)


@pytest.mark.parametrize("option", ["api_key", "azure_ad_token_provider"])
def test_functions_are_asked_in_each_try(azure: Driver, option: str) -> None:
    """A token may run out while a try is waited for."""
    credentials = iter("abc")
    again = Reply(status=500, headers={"retry-after-ms": "1"})
    azure.server.script(again, again, reply_json(COMPLETION))
    azure.run(chat, **{**NOTHING, option: lambda: next(credentials)})
    name, word = ("api-key", "") if option == "api_key" else ("authorization", "Bearer ")
    assert [authorized(request) for request in azure.server.received] == [[(name, word + text)] for text in "abc"]


class Unreadable:
    """What cannot be looked at, lest it shows itself."""

    def __bool__(self) -> bool:
        raise TypeError("token")

    __repr__ = __str__ = __len__ = __bool__  # type: ignore[assignment]  # all of them fail


class UnreadableText(Unreadable, str):
    """The same that is a string."""


@pytest.mark.parametrize(
    "given",
    [None, "", 5, b"token", {"access_token": "token"}, Unreadable(), UnreadableText("")],
    ids=lambda g: type(g).__name__,
)
@pytest.mark.parametrize("option", ["api_key", "azure_ad_token_provider"])
def test_functions_that_give_nothing(azure: Driver, option: str, given: object) -> None:
    """The error is a ValueError that names the argument and shows nothing; nothing is sent."""
    with pytest.raises(ValueError, match=f"^Expected `{option}` argument to return a non-empty string.$") as caught:
        azure.run(chat, **{**NOTHING, option: lambda: given})
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    assert azure.server.received == []


@pytest.mark.parametrize("option", ["api_key", "azure_ad_token_provider"])
def test_functions_that_give_what_cannot_be_shown(azure: Driver, option: str) -> None:
    """A token is the text that it is made of."""
    request = sent(azure, chat, **{**NOTHING, option: lambda: UnreadableText("t1")})
    assert [text.removeprefix("Bearer ") for _, text in authorized(request)] == ["t1"]


def test_a_refused_key(azure: Driver, sdk: Any) -> None:
    """Status 401 is an AuthenticationError, as on other clients."""
    azure.server.script(reply_json({"error": {"message": "no"}}, status=401))
    with pytest.raises(sdk.AuthenticationError):
        azure.run(chat)


@pytest.mark.parametrize("name", [".", ".."])
def test_models_that_would_leave_the_path(azure: Driver, name: str) -> None:
    """A model that is a dot segment is refused before anything is sent or anybody asked for a token."""
    asked: list[str] = []

    def give() -> str:
        asked.append(name)
        return "t"

    provider = {**NOTHING, "azure_ad_token_provider": give}
    calls: tuple[Callable[[Any], Any], ...] = (
        lambda client: client.chat.completions.create(model=name, messages=[]),
        lambda client: client.chat.completions.create(model="m", messages=[], extra_body={"model": name}),
        lambda client: client.audio.transcriptions.create(file=b"x", model=name),
        lambda client: client.post("/embeddings", cast_to=object, body={"model": name}),
        lambda client: client.chat.completions.with_raw_response.create(model=name, messages=[]),
    )
    for call in calls:
        with pytest.raises(ValueError, match="dot-segment"):
            azure.run(call, **provider)
    assert azure.server.received == []
    assert asked == []
    assert sent(azure, calls[0], azure_deployment="mine").path == "/openai/deployments/mine/chat/completions"
    with pytest.raises(ValueError, match="segment"):
        azure.run(chat, azure_deployment=name)
    for odd in ("%2e%2e", "a/..", "..;"):
        request = sent(azure, lambda client, odd=odd: client.chat.completions.create(model=odd, messages=[]))
        assert request.path.startswith("/openai/deployments/")
        assert request.path.endswith("/chat/completions")
        assert request.path.count("/") == 5


def test_the_base_url(azure: Driver) -> None:
    """It has the client's deployment; one that is set holds as it is, with a deployment or without."""
    url = azure.server.url
    assert str(azure.client().base_url) == f"{url}/openai/"
    assert str(azure.client(azure_deployment="a b").base_url) == f"{url}/openai/deployments/a%20b/"

    def moved(to: str) -> Callable[[Any], Any]:
        def call(client: Any) -> Any:
            client.base_url = to
            assert str(client.base_url) == f"{to}/"
            return chat(client)

        return call

    one = f"{url}/openai/deployments/one"
    assert sent(azure, moved(one), azure_deployment="mine").path == "/openai/deployments/one/chat/completions"
    assert sent(azure, chat, base_url=one, azure_endpoint=None).path == "/openai/deployments/one/chat/completions"
    assert sent(azure, moved(f"{url}/own"), azure_deployment="mine").path.startswith("/own/deployments/gpt%2F4%20o/")
    back = sent(azure, lambda client: chat(client.copy(azure_endpoint=f"{url}/two")), base_url=one, azure_endpoint=None)
    assert back.path.startswith("/two/openai/deployments/gpt%2F4%20o/")


def test_the_deployment_of_a_websocket(azure: Driver) -> None:
    """A base URL leaves the model to name the deployment there too, as it does in calls."""
    query = {"model": "m", "x": "1"}
    mine = azure.client(azure_deployment="mine")
    assert mine._socket_query(query) == {"x": "1", "deployment": "mine"}
    for client in (
        azure.client(),
        mine.copy(base_url="http://a.example"),
        azure.client(base_url="http://a.example", azure_endpoint=None, azure_deployment="mine"),
    ):
        assert client._socket_query(query) == {"x": "1", "deployment": "m"}


def test_parameters_of_the_http_client(azure: Driver) -> None:
    """An HTTP client's own parameters stand beside the API version."""
    own = (httpx2.AsyncClient if azure.asynchronous else httpx2.Client)(params={"tenant": "t"})
    assert sorted(sent(azure, chat, http_client=own).query) == [("api-version", "2024-10"), ("tenant", "t")]


def test_redirects_to_another_port(azure: Driver, sdk: Any) -> None:
    """Neither key nor token, nor a body, goes to another port of the host."""
    other = Server()
    try:
        other.script(reply_json({"object": "list", "data": []}))
        azure.server.script(Reply(status=307, headers={"location": f"{other.url}/x"}))
        for credentials in ({}, {**NOTHING, "azure_ad_token": "t"}):
            azure.collect(lambda client: client.models.list(), **credentials)
        assert [authorized(request) for request in other.received] == [[], []]
        with pytest.raises(sdk.APIStatusError, match="body"):
            azure.run(chat)
        assert len(other.received) == 2
    finally:
        other.close()


# The package as a client


@pytest.fixture
def package(sdk: Any, server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The package, for which the environment has an endpoint and a version; what a test sets is taken back."""
    server.script(reply_json(COMPLETION))
    monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", server.url)
    monkeypatch.setenv("OPENAI_API_VERSION", "2024")
    before = dict(vars(sdk))
    module_client = importlib.import_module(f"{sdk.__name__}._module_client")
    yield sdk
    if module_client._CLIENT._made is not None:
        module_client._CLIENT._made.close()
    module_client._CLIENT = module_client._ModuleClient()
    for name in set(vars(sdk)) - set(before) | {"chat"}:
        vars(sdk).pop(name, None)


def called(package: Any, server: Server) -> list[tuple[str, str]]:
    """Return the credentials of a call of the package's own resources."""
    chat(package)
    assert server.received[-1].path == "/openai/deployments/gpt%2F4%20o/chat/completions"
    return authorized(server.received[-1])


@pytest.mark.parametrize(
    ("variable", "expected"),
    [
        ("AZURE_OPENAI_API_KEY", ("api-key", "ambient")),
        ("AZURE_OPENAI_AD_TOKEN", ("authorization", "Bearer ambient")),
    ],
)
def test_azure_by_the_environment(
    package: Any, server: Server, monkeypatch: pytest.MonkeyPatch, variable: str, expected: tuple[str, str]
) -> None:
    """Variables of Azure alone make it the service, and `OPENAI_API_TYPE` may say so too."""
    assert package.api_type is None
    monkeypatch.setenv(variable, "ambient")
    assert isinstance(package.chat._client, package.AzureOpenAI)
    assert called(package, server) == [expected]
    assert package.api_type == "azure"
    monkeypatch.setenv("OPENAI_API_TYPE", "azure")
    monkeypatch.setenv("OPENAI_API_KEY", "other service")
    assert package.api_type == "azure"
    assert called(package, server) == [expected]


@pytest.mark.parametrize("kind", CREDENTIALS)
@pytest.mark.parametrize("chosen", ["by type", "by settings"])
def test_what_is_set_wins_over_the_environment(
    package: Any, server: Server, monkeypatch: pytest.MonkeyPatch, kind: str, chosen: str
) -> None:
    """A key or token that is set on the package goes out, not one of the environment."""
    monkeypatch.setenv("AZURE_OPENAI_AD_TOKEN", "ambient")
    if chosen == "by type":
        package.api_type = "azure"
    given, expected = CREDENTIALS[kind]
    for name, value in given.items():
        setattr(package, name, value)
    assert called(package, server) == [expected]


def test_settings_that_contradict(package: Any, server: Server) -> None:
    """Two credentials that are set are refused, as a client refuses them."""
    package.api_key, package.azure_ad_token = "k", "t"
    with pytest.raises(package.lib.azure.MutuallyExclusiveAuthError):
        chat(package)
    assert server.received == []


def test_two_services_in_the_environment(package: Any, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables of both are ambiguous until the type is set, to either."""
    monkeypatch.setenv("OPENAI_API_KEY", "o")
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "a")
    with pytest.raises(package.OpenAIError, match=r"Ambiguous.*api_type.*OPENAI_API_TYPE.*`openai`, `azure`"):
        chat(package)
    package.api_type = "azure"
    assert called(package, server) == [("api-key", "a")]
    package.api_type, package.base_url = "openai", server.url
    chat(package)
    assert authorized(server.received[-1]) == [("authorization", "Bearer o")]


def test_what_the_package_misses(package: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version or an endpoint that is missing is told when a call needs it; to look at a resource is not a call."""
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "a")
    monkeypatch.delenv("OPENAI_API_VERSION")
    create = package.chat.completions.create
    with pytest.raises(ValueError, match="api_version"):
        create(model="m", messages=[])
    monkeypatch.setenv("OPENAI_API_VERSION", "2024")
    monkeypatch.delenv("AZURE_OPENAI_ENDPOINT")
    with pytest.raises(ValueError, match="azure_endpoint"):
        create(model="m", messages=[])


def test_other_packages_have_nothing_of_it() -> None:
    """Without the config's word, neither a module nor a text of a package speaks of Azure."""
    files = formatted(Path(__file__).parents[1] / "cases/security/bearer/spec.yaml")
    assert not [path for path, content in files.items() if "azure" in path or b"azure" in content.lower()]
