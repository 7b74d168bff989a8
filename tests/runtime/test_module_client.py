"""The package's own resources: `package.things.retrieve(...)` with settings made on the package."""

from __future__ import annotations

import inspect
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.support.server import Reply, Server, reply_json

THING = {"id": "t1", "name": "one"}
SETTINGS = (
    "kind",
    "size",
    "api_key",
    "admin_key",
    "base_url",
    "default_headers",
    "http_client",
    "max_retries",
    "timeout",
    "before_request",
)


@pytest.fixture(autouse=True)
def forgotten(littleapi: Any) -> Iterator[None]:
    """What a test sets is taken back, and the connections are closed."""
    yield
    from littleapi import _module_client

    made = _module_client._CLIENT._made
    if made is not None:
        made.close()
    _module_client._CLIENT = _module_client._ModuleClient()
    for name in (*SETTINGS, "things", "webhooks"):
        littleapi.__dict__.pop(name, None)


@pytest.fixture
def package(littleapi: Any, server: Server) -> Any:
    """The example package, set up for the server."""
    server.script(reply_json(THING))
    littleapi.api_key = "first"
    littleapi.base_url = server.url
    return littleapi


def test_a_call(package: Any, server: Server) -> None:
    """Resources of the package send with its settings."""
    thing = package.things.retrieve("t1")
    assert isinstance(thing, package.types.things.Thing)
    assert server.received[0].headers["authorization"] == "Bearer first"
    assert server.received[0].headers["user-agent"] == "Little/Python 1.2.3"


def test_hooks_are_settings(package: Any) -> None:
    """Functions that are asked at each try are set like all else, and taken back with None."""
    told: list[str] = []
    assert package.before_request is None
    package.before_request = lambda attempt: told.append(attempt.method)
    package.things.retrieve("t1")
    package.before_request = None
    package.things.retrieve("t1")
    assert told == ["things.retrieve"]


def test_settings_change(package: Any, server: Server) -> None:
    """What is set holds for the next call, also of a resource fetched before, over the same connections."""
    things = package.things
    parts = package.things.parts
    things.retrieve("t1")
    package.api_key = "second"
    package.default_headers = {"X-Mine": "1"}
    things.retrieve("t1")
    package.api_key = lambda: "third"
    things.with_raw_response.retrieve("t1")
    parts.retrieve("p", thing_id="t")
    assert [r.headers["authorization"] for r in server.received] == [
        f"Bearer {key}" for key in ("first", "second", "third", "third")
    ]
    assert [r.headers.get("x-mine") for r in server.received] == [None, "1", "1", "1"]
    assert server.connections == 1


def test_retries_and_timeout(package: Any, server: Server) -> None:
    """`max_retries` and `timeout` may be set; None is no limit, unset is the default."""
    package.max_retries = 0
    package.timeout = None
    server.script(Reply(status=500), reply_json(THING))
    with pytest.raises(package.InternalServerError):
        package.things.retrieve("t1")
    package.things.retrieve("t1")
    assert "x-stainless-read-timeout" not in server.received[1].headers


def test_settings_before_they_are_made(littleapi: Any) -> None:
    """Unset settings can be read; names that are neither setting nor resource are missing."""
    assert littleapi.api_key is None
    assert littleapi.max_retries == 2
    assert littleapi.timeout == littleapi.DEFAULT_TIMEOUT
    from littleapi import _module_client

    with pytest.raises(AttributeError, match="api_type"):
        _ = _module_client.api_type
    with pytest.raises(AttributeError, match="nonsense"):
        _ = littleapi.nonsense


def test_reading_a_setting_makes_none(package: Any, server: Server) -> None:
    """What unset settings are said to be is not passed on: an HTTP client's own timeout still holds."""
    assert package.timeout == package.DEFAULT_TIMEOUT
    assert package.things is package.things
    package.http_client = httpx2.Client(timeout=7)
    package.things.retrieve("t1")
    assert server.received[0].headers["x-stainless-read-timeout"] == "7"


def test_faces_streams_and_pages(package: Any, server: Server) -> None:
    """Raw and streaming faces, lists and webhooks work as they do on a client."""
    assert package.things.with_raw_response.retrieve("t1").parse().id == "t1"
    with package.things.with_streaming_response.retrieve("t1") as response:
        assert response.json() == THING
    server.script(reply_json({"data": [THING], "has_more": False}))
    assert [thing.id for thing in package.things.list()] == ["t1"]
    with pytest.raises(ValueError, match="webhook_secret"):
        package.webhooks.verify_signature("{}", {})


def test_a_missing_key(littleapi: Any, server: Server) -> None:
    """Without a key the call says what to set."""
    littleapi.base_url = server.url
    with pytest.raises(littleapi.SDKError, match="LITTLE_API_KEY"):
        littleapi.things.retrieve("x")


def test_the_environment(littleapi: Any, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not set comes from the environment, read when it is first needed."""
    server.script(reply_json(THING))
    code = "import littleapi; littleapi.things.retrieve('t1')"
    monkeypatch.setenv("LITTLE_API_KEY", "from-env")
    monkeypatch.setenv("LITTLE_BASE_URL", server.url)
    folder = Path(littleapi.__file__).parents[1]
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=True)
    assert server.received[0].headers["authorization"] == "Bearer from-env"


def test_many_threads(package: Any, server: Server) -> None:
    """Threads share the package's client."""
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(package.things.retrieve("t1").id)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["t1"] * 16


def test_star_import_leaves_them_out(littleapi: Any) -> None:
    """Settings and resources are listed by `dir`, but a star import does not bring them."""
    assert {"api_key", "things"} <= set(dir(littleapi))
    assert not {"api_key", "things"} & set(littleapi.__all__)


# Further clients


@pytest.fixture
def several(package: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The example package with another client beside its own: for a setting, a variable, or when it is chosen."""
    from littleapi import _client, _definition

    class Big(_client.Little):
        def __init__(self, *, size: int | None = None, **options: Any) -> None:
            super().__init__(**options, default_headers={"X-Size": str(size)})

        __signature__ = inspect.Signature(
            [
                *inspect.signature(_client.Little).parameters.values(),
                inspect.Parameter("size", inspect.Parameter.KEYWORD_ONLY),
            ]
        )

    variant = _definition.ClientVariant(
        value="big", name="_client.Big", settings=("size",), variables=("BIG_KEY", "BIG_HOST")
    )
    monkeypatch.setattr(_client, "Big", Big, raising=False)
    monkeypatch.setattr(_client, "DEFINITION", replace(_client.DEFINITION, variant_setting="kind", variants=(variant,)))
    for name in ("BIG_KEY", "BIG_HOST", "LITTLE_KIND"):
        monkeypatch.delenv(name, raising=False)
    return package


def user_agent(package: Any, server: Server) -> str:
    """Return the client that a call of the package's own resources comes from."""
    package.things.retrieve("t1")
    return server.received[-1].headers["user-agent"].partition("/")[0]


def test_a_chosen_client(several: Any, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting, else its variable, says which client it is; one that says something else means the package's own."""
    from littleapi import _module_client

    assert _module_client.kind is None
    assert user_agent(several, server) == "Little"
    assert _module_client.kind == "little"
    monkeypatch.setenv("LITTLE_KIND", "big")
    assert _module_client.kind == "big"
    assert user_agent(several, server) == "Big"
    several.kind = "little"
    assert user_agent(several, server) == "Little"


@pytest.mark.parametrize("name", ["BIG_KEY", "BIG_HOST"])
def test_a_client_that_the_environment_hints_at(
    several: Any, server: Server, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A variable that is set is enough, an empty one is not; the setting goes before."""
    monkeypatch.setenv(name, "")
    assert user_agent(several, server) == "Little"
    monkeypatch.setenv(name, "x")
    assert user_agent(several, server) == "Big"
    several.kind = "little"
    assert user_agent(several, server) == "Little"


def test_a_client_that_a_setting_hints_at(several: Any, server: Server) -> None:
    """So is a setting that only it has, which is then passed on."""
    from littleapi import _module_client

    assert _module_client.size is None
    several.size = 0
    assert user_agent(several, server) == "Big"
    assert server.received[-1].headers["x-size"] == "0"


def test_an_ambiguous_environment(several: Any, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """With credentials for the package's own client too, nobody guesses which of them are meant."""
    monkeypatch.setenv("LITTLE_API_KEY", "k")
    assert user_agent(several, server) == "Little"
    monkeypatch.setenv("BIG_KEY", "x")
    with pytest.raises(several.SDKError, match=r"`littleapi\.kind` or the `LITTLE_KIND`.*`little` or `big`") as caught:
        several.things.retrieve("t1")
    assert "Ambiguous" in str(caught.value)
    several.kind = "big"
    assert user_agent(several, server) == "Big"


def test_resources_before_a_client_can_be_made(littleapi: Any) -> None:
    """Looking at the package's resources makes no client, so that it fails for no setting; only calls do."""
    littleapi.max_retries = -1
    things = littleapi.things.parts
    with pytest.raises(ValueError, match="max_retries"):
        things.retrieve("p", thing_id="t")
