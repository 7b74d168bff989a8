"""The mock as an ASGI application, and the rules of the command that serves it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from generator.cli import main
from generator.mock.app import App
from generator.mock.engine import Engine
from generator.mock.rules import RuleError, rules
from tests.mock.conftest import API


def ask(app: App, method: str, path: str, *, headers: dict[str, str] | None = None) -> tuple[int, list[bytes]]:
    """The status and the chunks of the answer to a request."""
    sent: list[Any] = []
    named = [(b"authorization", b"Bearer key"), (b"host", b"localhost:4010")]
    named += [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
    path, _, query = path.partition("?")
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": named}

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], [message["body"] for message in sent[1:] if message["body"]]


def app_of(engine: Engine, *answers: str, told: Any = lambda *_: None) -> App:
    """The application with rules."""
    return App(engine, rule=rules(answers, engine), told=told)


def test_it_answers_as_in_process(engines: dict[str, Engine]) -> None:
    """The example of the document, below the path of its server and at the root."""
    app = app_of(engines["api"])
    for path in ("/pets/1", "/v1/pets/1"):
        assert ask(app, "GET", path) == (200, [b'{"id": 1, "name": "Tom"}'])


def test_events_go_out_one_by_one(engines: dict[str, Engine]) -> None:
    """Each is a chunk of its own."""
    status, chunks = ask(app_of(engines["api"]), "GET", "/news")
    assert (status, [chunk.splitlines()[0] for chunk in chunks]) == (200, [b"event: born", b"event: sold"])


def test_media_types_are_negotiated(engines: dict[str, Engine]) -> None:
    """What the document does not offer is refused."""
    assert ask(app_of(engines["api"]), "GET", "/pets/1", headers={"Accept": "text/html"})[0] == 406
    assert ask(app_of(engines["api"]), "GET", "/pets/1", headers={"Accept": "text/html, */*;q=0.1"})[0] == 200


def test_made_up_answers_follow_from_the_seed(engines: dict[str, Engine]) -> None:
    """The same for the same seed, and of the schema."""
    wish = {"Prefer": "dynamic=true"}
    first, second = (ask(app_of(engines["api"]), "GET", "/pets/1", headers=wish) for _ in range(2))
    assert first == second
    assert json.loads(first[1][0])["name"] not in ("Tom", "Ann")


def test_rules_fail_methods(engines: dict[str, Engine]) -> None:
    """As often as they say, by the id of an operation or its path."""
    app = app_of(engines["api"], "getPet=503x2", "GET /open=429")
    assert [ask(app, "GET", "/pets/1")[0] for _ in range(3)] == [503, 503, 200]
    assert [ask(app, "GET", "/open")[0] for _ in range(2)] == [429, 429]


@pytest.mark.parametrize("rule", ["getPet", "getPet=600", "nothing=404"])
def test_rules_that_mean_nothing_are_refused(rule: str, engines: dict[str, Engine]) -> None:
    """With the reason."""
    with pytest.raises(RuleError):
        rules([rule], engines["api"])


def test_what_is_told_has_no_values(engines: dict[str, Engine]) -> None:
    """Whoever watches hears of operations, not of what was sent."""
    heard: list[str] = []
    app = app_of(
        engines["api"], told=lambda exchange, answer: heard.append(f"{exchange!r} {exchange.operation['path']}")
    )
    ask(app, "GET", "/secret?key=hidden")
    assert len(heard) == 1
    assert "Bearer key" not in heard[0]


def test_without_a_server_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It takes an extra."""
    monkeypatch.setattr("generator.extras.find_spec", lambda _: None)
    assert main(["mock", str(API)]) == 2
    assert "sdkgen[mock]" in capsys.readouterr().err
