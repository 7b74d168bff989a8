"""The clients for Azure, in the package of the embedded description: on the wire, sync and async."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
    request = sent(azure, chat, azure_ad_token="t")
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
    with pytest.raises(ValueError, match="exclude"):
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
    """Missing settings are named: endpoint and version at once, credentials when a request needs them."""
    with pytest.raises(ValueError, match="AZURE_OPENAI_ENDPOINT"):
        azure.client(azure_endpoint=None)
    with pytest.raises(sdk.OpenAIError, match="OPENAI_API_VERSION"):
        azure.client(api_version=None)
    with pytest.raises(sdk.OpenAIError, match=r"AZURE_OPENAI_AD_TOKEN.*AZURE_OPENAI_API_KEY"):
        azure.run(chat, api_key=None)


def test_redirects_elsewhere_and_retries(azure: Driver) -> None:
    """The key stays with its host, and goes along with every try."""
    elsewhere = azure.server.url.replace("127.0.0.1", "localhost")
    azure.server.script(Reply(status=307, headers={"location": f"{elsewhere}/x"}), reply_json(COMPLETION))
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


def test_other_packages_have_nothing_of_it() -> None:
    """Without the config's word, neither a module nor a text of a package speaks of Azure."""
    files = formatted(Path(__file__).parents[1] / "cases/security/bearer/spec.yaml")
    assert not [path for path, content in files.items() if "azure" in path or b"azure" in content.lower()]
