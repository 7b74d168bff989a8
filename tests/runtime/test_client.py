"""Clients: options, credentials, copies, HTTP clients of the caller, lifetime."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest

from tests.runtime.conftest import driver
from tests.support.driver import Driver
from tests.support.server import Reply, Server, reply_json

OK = reply_json({"id": "t1", "name": "one"})


@pytest.fixture(autouse=True)
def answer(server: Server) -> None:
    server.script(OK)


def test_options_from_the_environment(api: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """An option that is not passed comes from its variable, converted; one that is passed wins."""
    for name, value in {"API_KEY": " env-key ", "ORG_ID": "env-org", "SHARD": "12", "BASE_URL": api.server.url}.items():
        monkeypatch.setenv(f"LITTLE_{name}", value)
    client = api.client(api_key=None, base_url=None, organization="mine")
    assert (client.api_key, client.organization, client.shard, client.region) == ("env-key", "mine", 12, "eu")
    assert str(client.base_url) == api.server.url + "/"


def test_a_bad_value_in_the_environment(api: Driver, littleapi: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that cannot be converted is named."""
    monkeypatch.setenv("LITTLE_SHARD", "twelve")
    with pytest.raises(littleapi.SDKError, match="LITTLE_SHARD"):
        api.client()


def test_a_missing_key_is_an_error_when_it_is_needed(api: Driver, littleapi: Any) -> None:
    """The client can be made without a key; the call that needs one says what to do, and sends nothing."""
    with pytest.raises(littleapi.SDKError, match=r"`api_key` \(or set LITTLE_API_KEY\)"):
        api.run(lambda client: client.things.retrieve("x"), api_key=None)
    assert api.server.received == []


@pytest.mark.parametrize(
    "options",
    [{"default_headers": {"authorization": "Mine"}}, {}],
)
def test_a_caller_may_authorize_by_header(api: Driver, options: dict[str, Any]) -> None:
    """A header of the caller's stands in for the key."""
    extra = {} if options else {"Authorization": "Mine"}
    api.run(lambda client: client.things.retrieve("x", extra_headers=extra), api_key=None, **options)
    assert api.server.received[0].headers["authorization"] == "Mine"


def test_the_scheme_follows_from_the_operation(api: Driver) -> None:
    """The first alternative with credentials is used: alone, or several schemes together."""
    api.run(lambda client: client.things.create(name="n"), admin_key="adm")
    api.run(lambda client: client.things.create(name="n"))
    api.run(lambda client: client.things.login(name="n"), admin_key="adm", session="s 1")
    first, second, third = api.server.received
    assert (first.headers.get("x-admin-key"), first.headers.get("authorization")) == ("adm", None)
    assert (second.headers.get("x-admin-key"), second.headers.get("authorization")) == (None, "Bearer key-1")
    assert (third.query, third.headers["cookie"]) == ([("key", "adm")], "session=s 1")


def test_a_key_that_is_asked_for(api: Driver, littleapi: Any) -> None:
    """A function gives the key anew for each try: one may be waited for longer than a key lives."""
    keys = iter(["one", "two", "three"])
    api.server.script(reply_json({}, status=500), OK, OK)

    def run(client: Any) -> Any:
        if not api.asynchronous:
            return [client.things.retrieve("x"), client.things.retrieve("x")]

        async def both() -> None:
            await client.things.retrieve("x")
            await client.things.retrieve("x")

        return both()

    api.run(run, api_key=lambda: next(keys))
    sent = [request.headers["authorization"] for request in api.server.received]
    assert sent == ["Bearer one", "Bearer two", "Bearer three"]


@pytest.mark.parametrize("given", [None, "", 5, b"key"])
def test_a_function_that_gives_no_key(api: Driver, littleapi: Any, given: object) -> None:
    """The error names the argument, not what it gave. It is one of the package, and a ValueError; nothing is sent."""
    with pytest.raises(littleapi.SDKError, match="Expected `api_key` argument to return a non-empty string") as caught:
        api.run(lambda client: client.things.retrieve("x"), api_key=lambda: given)
    assert isinstance(caught.value, ValueError)
    assert api.server.received == []


def test_a_key_that_shows_itself_otherwise(api: Driver) -> None:
    """A key of a class derived from `str` is sent as the text it is, whatever it prints as."""

    class Hidden(str):
        def __str__(self) -> str:
            return "hidden"

        def __format__(self, _how: str) -> str:
            return "hidden"

    for key in (Hidden("text"), lambda: Hidden("text")):
        api.run(lambda client: client.things.retrieve("x"), api_key=key)
    assert [request.headers["authorization"] for request in api.server.received] == ["Bearer text"] * 2


def test_a_try_with_another_key_is_the_same_request(api: Driver) -> None:
    """Body, content type and idempotency key stay, and so does what the caller says in place of the key."""
    keys = iter("abcdef")
    api.server.script(Reply(status=500, headers={"retry-after-ms": "1"}), OK)
    api.run(lambda client: client.things.upload(file=b"abc"), api_key=lambda: next(keys))
    own = {"Authorization": "Bearer mine"}
    api.server.script(Reply(status=500, headers={"retry-after-ms": "1"}), OK)
    api.run(lambda client: client.things.create(name="n", extra_headers=own), api_key=lambda: next(keys))
    uploads, made = api.server.received[:2], api.server.received[2:]
    for first, second in (uploads, made):
        assert first.body == second.body != b""
        for name in ("content-type", "content-length", "idempotency-key"):
            assert first.headers[name] == second.headers[name]
        assert [request.headers["x-stainless-retry-count"] for request in (first, second)] == ["0", "1"]
    assert [request.headers["authorization"] for request in uploads] == ["Bearer a", "Bearer b"]
    assert [request.headers["authorization"] for request in made] == ["Bearer mine"] * 2


def test_other_keys_in_query_and_cookie(api: Driver) -> None:
    """Keys that travel in the query or as a cookie are others in each try, too."""
    keys, sessions = iter("ab"), iter("yz")
    given = {"admin_key": lambda: next(keys), "session": lambda: next(sessions)}
    api.server.script(Reply(status=500, headers={"retry-after-ms": "1"}), OK)
    api.run(lambda client: client.things.login(name="n"), api_key=None, **given)
    assert [dict(request.query)["key"] for request in api.server.received] == ["a", "b"]
    assert [request.headers["cookie"] for request in api.server.received] == ["session=y", "session=z"]


def test_a_key_that_is_awaited(littleapi: Any, server: Server) -> None:
    """The asynchronous client takes an asynchronous function."""

    async def key() -> str:
        return "awaited"

    driver(littleapi, server, asynchronous=True).run(lambda client: client.things.retrieve("x"), api_key=key)
    assert server.received[0].headers["authorization"] == "Bearer awaited"


def test_no_credentials_for_other_hosts(api: Driver) -> None:
    """A bare route that is an absolute URL elsewhere gets no key, on the own host it does."""
    elsewhere = api.server.url.replace("127.0.0.1", "localhost")
    api.run(lambda client: client.get(f"{elsewhere}/x", cast_to=object))
    api.run(lambda client: client.get(f"{api.server.url}/x", cast_to=object))
    assert "authorization" not in api.server.received[0].headers
    assert api.server.received[1].headers["authorization"] == "Bearer key-1"


def test_environments_and_server_variables(api: Driver, littleapi: Any) -> None:
    """The base URL comes from the environment's server, with options in its placeholders."""
    assert str(api.client(base_url=None).base_url) == "https://eu.little.example/v1/"
    assert str(api.client(base_url=None, region="us").base_url) == "https://us.little.example/v1/"
    assert str(api.client(base_url=None, environment="sandbox").base_url) == "https://sandbox.little.example/v1/"
    with pytest.raises(ValueError, match="production, sandbox"):
        api.client(base_url=None, environment="moon")
    with pytest.raises(littleapi.SDKError, match="region"):
        api.client(base_url=None, region="")


@pytest.mark.parametrize("url", ["example.com", "ftp://example.com", "http://", "https://example.com/#a"])
def test_bad_base_urls(api: Driver, url: str) -> None:
    """A base URL that cannot work is refused at once."""
    with pytest.raises(ValueError, match="base_url"):
        api.client(base_url=url)


def test_copies(api: Driver, littleapi: Any) -> None:
    """A copy has the changes and everything else as before; headers and queries are merged or replaced."""
    client = api.client(
        organization="org", default_headers={"A": "1"}, default_query={"q": 1}, max_retries=7, timeout=3
    )
    changed = client.with_options(
        api_key="key-2", default_headers={"B": "2"}, set_default_query={"r": 1}, max_retries=0
    )
    assert type(changed) is type(client)
    assert (changed.api_key, changed.organization, changed.max_retries, changed.timeout) == ("key-2", "org", 0, 3)
    assert {name: changed.default_headers.get(name) for name in "AB"} == {"A": "1", "B": "2"}
    assert (changed.default_query, client.default_query) == ({"r": 1}, {"q": 1})
    assert (client.api_key, client.max_retries, "B" in client.default_headers) == ("key-1", 7, False)
    assert str(changed.base_url) == str(client.base_url)
    assert client.copy(timeout=None).timeout is None  # no limit, which is a choice
    assert client.copy(api_key=None, organization=None).api_key == "key-1"
    for name in ("default_headers", "default_query"):
        told = f"^The `{name}` and `set_{name}` arguments are mutually exclusive$"
        with pytest.raises(ValueError, match=told):
            client.copy(**{name: {}, f"set_{name}": {}})
    with pytest.raises(TypeError):
        client.copy(nonsense=1)


def test_copies_share_connections(littleapi: Any, server: Server) -> None:
    """A copy made before or after the first call uses the same connections, and closes with them."""
    with littleapi.Little(api_key="k", base_url=server.url) as client:
        early = client.with_options(max_retries=1)
        client.things.retrieve("x")
        early.things.retrieve("x")
        client.with_options(timeout=5).things.retrieve("x")
        assert server.connections == 1
    assert early.is_closed()
    assert server.wait_until_idle()


def test_settings_can_be_changed_later(littleapi: Any, server: Server) -> None:
    """Key, base URL, timeout and retries are attributes that the next call obeys, raw faces included."""
    with littleapi.Little(api_key="k", base_url="http://127.0.0.1:1") as client:
        raw = client.with_raw_response
        client.api_key, client.base_url, client.timeout, client.max_retries = "later", server.url, 2.5, 0
        raw.things.retrieve("x")
    assert server.received[0].headers["authorization"] == "Bearer later"
    assert server.received[0].headers["x-stainless-read-timeout"] == "2.5"


@pytest.mark.parametrize("library", [httpx2, httpx], ids=["httpx2", "httpx"])
def test_an_http_client_of_the_caller(api: Driver, littleapi: Any, library: Any) -> None:
    """A client of either library is used with its own settings, and its errors become ours."""
    made = (library.AsyncClient if api.asynchronous else library.Client)(headers={"X-Own": "1"}, timeout=0.2)
    api.run(lambda client: client.things.retrieve("x"), http_client=made)
    assert api.server.received[0].headers["x-own"] == "1"
    assert api.server.received[0].headers["x-stainless-read-timeout"] == "0.2"
    made = (library.AsyncClient if api.asynchronous else library.Client)()
    with pytest.raises(littleapi.APIConnectionError):
        api.run(
            lambda client: client.things.retrieve("x"), http_client=made, base_url="http://127.0.0.1:1", max_retries=0
        )


@pytest.mark.parametrize("library", [httpx2, httpx], ids=["httpx2", "httpx"])
def test_an_upload_through_either_library(api: Driver, library: Any, tmp_path: Path) -> None:
    """Streamed bodies and streamed answers work with both libraries."""
    path = tmp_path / "f"
    path.write_bytes(b"content")
    made = (library.AsyncClient if api.asynchronous else library.Client)()
    api.run(lambda client: client.things.upload(file=path), http_client=made)
    assert b"content" in api.server.received[0].body


@pytest.mark.parametrize("library", [httpx2, httpx], ids=["httpx2", "httpx"])
def test_another_http_client_in_place_of_the_first(api: Driver, library: Any) -> None:
    """Libraries around an SDK put one into its client: what follows is sent over it; copies made before keep theirs."""
    made = (library.AsyncClient if api.asynchronous else library.Client)(headers={"X-Own": "1"})

    def replaced(client: Any) -> Any:
        client._client = made
        assert client._client is made
        return client.things.retrieve("x")

    def copied_before(client: Any) -> Any:
        before = client.copy()
        client._client = made
        return before.things.retrieve("x")

    api.run(replaced)
    api.run(copied_before)
    assert [request.headers.get("x-own") for request in api.server.received] == ["1", None]
    with pytest.raises(TypeError, match="http_client"):
        api.client()._client = object()


def test_tracers_find_no_credentials(api: Driver) -> None:
    """They write down the slots of an object, where it has some, and else its members; of those that it holds too."""

    def written(value: Any) -> Any:
        slots = getattr(value, "__slots__", None)
        if slots is not None:
            return {name: written(getattr(value, name, None)) for name in slots}
        members = getattr(value, "__dict__", None)
        return str(value) if members is None else {name: written(member) for name, member in members.items()}

    client = api.client()
    client.things  # noqa: B018 - it is kept
    assert client.api_key not in repr([written(client), written(client.things), written(client.copy())])


def test_other_http_clients_are_refused(api: Driver) -> None:
    """An HTTP client of another kind is named as the mistake it is."""
    wrong = httpx2.Client() if api.asynchronous else httpx2.AsyncClient()
    for client in (object(), wrong):
        with pytest.raises(TypeError, match="http_client"):
            api.client(http_client=client)


def test_a_closed_client(api: Driver) -> None:
    """A context manager closes the client; closing twice, or before the first call, is fine."""
    client = api.run(lambda client: client.things.retrieve("x") and client) if not api.asynchronous else None
    if client is not None:
        assert client.is_closed()
        client.close()
    idle = api.client()
    assert not idle.is_closed()


def test_negative_retries(api: Driver) -> None:
    """A negative number of retries is refused."""
    with pytest.raises(ValueError, match="max_retries"):
        api.client(max_retries=-1)


def test_sentinels(littleapi: Any) -> None:
    """omit and not_given are false, keep their identity when copied or pickled, and are not None."""
    for value in (littleapi.omit, littleapi.not_given):
        assert not value
        assert copy.deepcopy(value) is value
        assert pickle.loads(pickle.dumps(value)) is value
    assert littleapi.NOT_GIVEN is littleapi.not_given


def test_constants_need_the_library_only_when_used(littleapi: Any) -> None:
    """Timeouts and limits have the official defaults."""
    assert httpx2.Timeout(60, connect=5.0) == littleapi.DEFAULT_TIMEOUT
    assert littleapi.DEFAULT_CONNECTION_LIMITS.max_connections == 1000
    assert issubclass(littleapi.DefaultHttpx2Client, httpx2.Client)
    with littleapi.DefaultHttpxClient(timeout=1) as client:
        assert client.follow_redirects
        assert client.timeout == httpx2.Timeout(1)


COUNT = """
import sys
before = set(sys.modules)
import littleapi
{code}
loaded = set(sys.modules) - before
print(len(loaded), int("pydantic" in loaded), int("httpx2" in loaded))
"""


@pytest.mark.parametrize(
    ("code", "modules", "pydantic", "http"),
    [
        ("", 60, False, False),
        ("littleapi.Little(api_key='k').things.parts", 110, False, False),
        ("littleapi.types.things.Thing", None, True, False),
    ],
)
def test_what_an_import_loads(package_folder: Path, code: str, modules: int | None, pydantic: bool, http: bool) -> None:
    """Neither pydantic nor an HTTP library is loaded before a model or a request needs it."""
    run = subprocess.run(
        [sys.executable, "-c", COUNT.format(code=code)], cwd=package_folder, capture_output=True, text=True, check=True
    )
    count, has_pydantic, has_http = map(int, run.stdout.split())
    assert (bool(has_pydantic), bool(has_http)) == (pydantic, http)
    assert modules is None or count <= modules, f"{count} modules"


def test_lazy_exports(littleapi: Any) -> None:
    """Lazily exported names are listed, importable and loaded once; others are missing."""
    assert set(littleapi.__all__) <= set(dir(littleapi))
    for name in littleapi.__all__:
        assert getattr(littleapi, name) is getattr(littleapi, name)
    with pytest.raises(AttributeError, match="nonsense"):
        _ = littleapi.nonsense
    with pytest.raises(ImportError):
        from littleapi import nonsense  # noqa: F401


def test_an_export_called_like_something_in_the_module(littleapi: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an `__init__` has by its own imports does not stand before an export of that name."""
    from littleapi._lazy import lazy_exports

    module = types.ModuleType("made")
    module.__dict__.update(annotations="of the future", kept=1)
    monkeypatch.setitem(sys.modules, "made", module)
    get, _, _ = lazy_exports("made", {"other": "_types"}, ("annotations",))
    assert not hasattr(module, "annotations")
    assert module.kept == 1
    with pytest.raises(ModuleNotFoundError, match="made"):
        get("annotations")
