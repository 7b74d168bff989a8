"""What clients and the package have beside resources, errors and types, for code that was written for the original."""

from __future__ import annotations

import copy
import importlib
import pickle
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, parse_qsl

import pydantic
import pytest

from tests.support.driver import Driver
from tests.support.server import Server, reply_json

GONE = ["Audio", "ChatCompletion", "Completion", "Edit", "Embedding", "ErrorObject", "File", "Image", "Model"]


@pytest.fixture(params=["sync", "async"])
def api(request: pytest.FixtureRequest, openai_sdk: ModuleType, server: Server) -> Driver:
    return Driver(openai_sdk, "OpenAI", server, asynchronous=request.param == "async", api_key="k", max_retries=0)


def test_what_authorizes_calls(api: Driver, openai_sdk: ModuleType) -> None:
    """The headers for the key that the client has; none while a function has still to give it."""
    assert api.client().auth_headers == {"Authorization": "Bearer k"}
    assert api.client().custom_auth is None
    assert api.client(api_key=lambda: "later").auth_headers == {}
    assert api.client(api_key=None, admin_api_key="a").auth_headers == {}
    azure = openai_sdk.AzureOpenAI(api_key="k", api_version="v", azure_endpoint="http://a.example")
    assert azure.auth_headers == {"api-key": "k"}
    token = azure.with_options(azure_ad_token="t")
    assert token.auth_headers == {"Authorization": "Bearer t"}


def test_what_the_client_says_of_itself(api: Driver, openai_sdk: ModuleType) -> None:
    """It is what it sends."""
    api.server.script(reply_json({"object": "list", "data": []}))
    told = api.client().platform_headers()
    assert told["X-Stainless-Package-Version"] == openai_sdk.VERSION
    api.collect(lambda client: client.models.list())
    (request,) = api.server.received
    assert {name.lower(): value for name, value in told.items()}.items() <= request.headers.items()


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({}, "a%5B%5D=1&a%5B%5D=2&b%5Bc%5D=true"),
        ({"array_format": "comma", "nested_format": "dots"}, "a=1%2C2&b.c=true"),
    ],
)
def test_query_strings(api: Driver, more: dict[str, Any], text: str) -> None:
    """As the client writes them, or otherwise."""
    assert api.client().qs.stringify({"a": [1, 2], "b": {"c": True}}, **more) == text
    items = api.client().qs.stringify_items({"a": [1, 2], "b": {"c": True}}, **more)
    assert items == parse_qsl(text)
    assert api.client().qs.parse(text) == parse_qs(text)
    assert isinstance(api.client().qs, importlib.import_module("openai_sdk._qs").Querystring)


def test_lists_of_routes_without_a_method(api: Driver, openai_sdk: ModuleType) -> None:
    """They are pages of the class that is asked for, and go on like those of methods."""
    first = {"data": [{"id": "a"}], "has_more": True}
    api.server.script(reply_json(first), reply_json({"data": [{"id": "b"}], "has_more": False}))
    pages = openai_sdk.pagination
    page = pages.AsyncCursorPage if api.asynchronous else pages.SyncCursorPage

    def ask(client: Any) -> Any:
        options = {"params": {"x": "1"}, "headers": {"X-Own": "1"}}
        return client.get_api_list("/things", model=openai_sdk.types.Model, page=page, options=options)

    found = api.collect(ask)
    assert [(type(model), model.id) for model in found] == [
        (openai_sdk.types.Model, "a"),
        (openai_sdk.types.Model, "b"),
    ]
    requests = api.server.received
    assert [request.target for request in requests] == ["/things?x=1", "/things?x=1&after=a"]
    assert requests[1].headers["x-own"] == "1"


@pytest.mark.parametrize(
    ("where", "host"),
    [("global", "api.openai.com"), ("us", "us.api.openai.com"), ("eu", "eu.api.openai.com"), (None, "api.openai.com")],
)
def test_where_requests_are_processed(
    api: Driver, monkeypatch: pytest.MonkeyPatch, where: str | None, host: str
) -> None:
    """Each place has its host, whatever the environment says; copies stay there, unless they are told to move."""
    client = api.client(base_url=None, data_residency=where)
    assert str(client.base_url) == f"https://{host}/v1/"
    assert str(client.with_options(timeout=1).base_url) == f"https://{host}/v1/"
    assert str(client.with_options(base_url="http://a.example/v1").base_url) == "http://a.example/v1/"
    assert str(client.with_options(data_residency="ae").base_url) == "https://ae.api.openai.com/v1/"
    monkeypatch.setenv("OPENAI_BASE_URL", "http://env.example")
    assert str(api.client(base_url=None, data_residency="eu").base_url) == "https://eu.api.openai.com/v1/"


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"data_residency": "eu"}, "`base_url` arguments are mutually exclusive"),
        ({"data_residency": ""}, "`base_url` arguments are mutually exclusive"),
        (
            {"data_residency": "eu", "base_url": None, "websocket_base_url": "ws://a.example"},
            "`websocket_base_url` arguments are mutually exclusive",
        ),
        ({"data_residency": "mars", "base_url": None}, "expected one of 'global', 'us', 'eu', or 'ae'"),
        ({"data_residency": "", "base_url": None}, "Invalid `data_residency`"),
        ({"data_residency": ["eu"], "base_url": None}, "Invalid `data_residency`"),
    ],
)
def test_places_that_contradict(api: Driver, options: dict[str, Any], reason: str) -> None:
    """There is one place to send to, and it is a known one."""
    with pytest.raises(ValueError, match=reason):
        api.client(**options)
    changes = {name: value for name, value in options.items() if value is not None}
    if "base_url" not in options:
        changes["base_url"] = "http://a.example"
    with pytest.raises(ValueError, match=reason):
        api.client().with_options(**changes)


@pytest.mark.parametrize(
    "before",
    [
        {"base_url": "http://a.example/v2"},
        {"base_url": None, "websocket_base_url": "ws://a.example"},
        {"base_url": None, "data_residency": "us"},
        {"base_url": None},
    ],
    ids=["base URL", "websocket URL", "residency", "environment"],
)
def test_a_copy_for_another_region(api: Driver, monkeypatch: pytest.MonkeyPatch, before: dict[str, Any]) -> None:
    """It sends there, whatever the client before it or the environment says; everything else stays."""
    monkeypatch.setenv("OPENAI_BASE_URL", "http://env.example")
    client = api.client(**before, organization="o", max_retries=7)
    for region, host in (("eu", "eu.api.openai.com"), ("global", "api.openai.com")):
        copied = client.with_options(data_residency=region)
        assert str(copied.base_url) == f"https://{host}/v1/"
        assert copied.websocket_base_url is None
        assert (copied.organization, copied.max_retries, copied.api_key) == ("o", 7, client.api_key)
        assert str(copied.with_options(timeout=1).base_url) == f"https://{host}/v1/"


def test_a_region_stays(api: Driver) -> None:
    """Another URL for websockets moves nothing else out of the region, and a base URL that was set holds for copies."""
    client = api.client(base_url=None, data_residency="eu")
    assert str(client.copy(websocket_base_url="wss://a.example").base_url) == "https://eu.api.openai.com/v1/"
    client.base_url = "http://b.example"
    assert str(client.copy(timeout=1).base_url) == "http://b.example/"
    assert str(client.copy(data_residency="us").base_url) == "https://us.api.openai.com/v1/"


def test_other_services_have_no_such_arguments(openai_sdk: ModuleType) -> None:
    """They are refused, and copies are made all the same."""
    azure = openai_sdk.AzureOpenAI(api_key="k", api_version="v", azure_endpoint="http://a.example")
    assert azure.with_options(timeout=1).timeout == 1
    for change in (azure.copy, azure.with_options):
        with pytest.raises(openai_sdk.OpenAIError, match="`data_residency`"):
            change(data_residency="global")
    for name in ("data_residency", "provider"):
        with pytest.raises(TypeError, match=name):
            openai_sdk.AzureOpenAI(api_key="k", api_version="v", azure_endpoint="http://a.example", **{name: None})


@pytest.mark.parametrize("name", GONE)
def test_names_of_long_ago(openai_sdk: ModuleType, name: str) -> None:
    """They have any attribute, which code may look for; to call one raises an error that says what to use."""
    gone = getattr(openai_sdk, name)
    assert callable(gone.create)
    for use in (lambda: gone.create(model="m"), lambda: gone("x"), gone.create.of.old):
        with pytest.raises(
            openai_sdk.OpenAIError, match=rf"tried to access openai\.{name}, .* no longer supported in openai>=1\.0\.0"
        ):
            use()
    with pytest.raises(openai_sdk.OpenAIError) as raised:
        gone.create()
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)
    assert name in repr(copy.copy(gone))


@pytest.mark.parametrize(
    ("name", "status"),
    [("BadRequestError", 400), ("AuthenticationError", 401), ("NotFoundError", 404), ("RateLimitError", 429)],
)
def test_errors_know_their_status(openai_sdk: ModuleType, name: str, status: int) -> None:
    """The class itself says it."""
    assert getattr(openai_sdk, name).status_code == status


def test_the_version_is_where_others_look_for_it(openai_sdk: ModuleType) -> None:
    """As an attribute of the package, and as a module; neither makes the package load anything but that."""
    folder = Path(str(openai_sdk.__file__)).parents[1]
    code = f"""
import sys
sys.path.insert(0, {str(folder)!r})
import openai_sdk
from openai_sdk.version import VERSION
assert openai_sdk.version.VERSION == VERSION == openai_sdk.__version__ == openai_sdk.version.__version__
openai_sdk.OpenAI(api_key="k").auth_headers
print([name for name in ("pydantic", "httpx2", "websockets") if name in sys.modules])
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_what_libraries_ask_for_by_other_names(openai_sdk: ModuleType) -> None:
    """The base URL, options of routes, and values as types: libraries around the SDK reach for the inner names."""
    client = openai_sdk.OpenAI(api_key="k", base_url="http://a.example/v1")
    assert str(client._base_url) == str(client.base_url) == "http://a.example/v1/"
    options = importlib.import_module("openai_sdk._base_client").make_request_options
    assert options() == {}
    assert options(
        query={"a": 1}, extra_query={"b": 2}, extra_headers={"X": "y"}, extra_body={"c": 3}, timeout=None
    ) == {
        "params": {"a": 1, "b": 2},
        "headers": {"X": "y"},
        "extra_json": {"c": 3},
        "timeout": None,
    }
    models, model = importlib.import_module("openai_sdk._models"), openai_sdk.types.Model
    given = {"id": "m", "object": "model", "created": "soon", "owned_by": "me"}
    for construct in (models.construct_type, models.construct_type_unchecked):
        made = construct(value=given, type_=model)
        assert isinstance(made, model)
        assert made.to_dict() == given


def test_sources_of_azure_tokens_have_a_name(openai_sdk: ModuleType) -> None:
    """One for each kind of client."""
    azure = importlib.import_module("openai_sdk.lib.azure")
    assert azure.AzureADTokenProvider == Callable[[], str]
    assert azure.AsyncAzureADTokenProvider == Callable[[], str | Awaitable[str]]


def test_aliases_are_types_at_run_time(openai_sdk: ModuleType) -> None:
    """Libraries that read annotations at run time find types, and arguments fit into models of their own."""
    types = importlib.import_module("openai_sdk._types")
    fields = {name: (getattr(types, name) | None, None) for name in ("Body", "Headers", "Query")}
    settings = pydantic.create_model("Settings", __config__={"arbitrary_types_allowed": True}, **fields)
    assert settings(Query={"a": 1}).Query == {"a": 1}
    tool = pydantic.TypeAdapter(openai_sdk.types.responses.FileSearchToolParam)
    given = {"type": "file_search", "vector_store_ids": ["v"]}
    assert tool.validate_python(given) == given
