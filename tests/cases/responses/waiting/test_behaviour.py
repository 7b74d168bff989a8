"""Methods that wait: what they ask, how often, and when they stop."""

from __future__ import annotations

import importlib
import time
from types import SimpleNamespace
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply, reply_json


def jobs(*states: str, **headers: str) -> list[Reply]:
    """Answers about one job, the last one for good."""
    return [reply_json({"id": "j1", "state": state}, **headers) for state in states]


def targets(api: Driver) -> list[str]:
    return [f"{request.method} {request.target}" for request in api.server.received]


@pytest.mark.parametrize("end", ["done", "broken"])
def test_begins_and_asks_until_the_work_is_through(api: Driver, end: str) -> None:
    """However it ends; a state that nobody knows yet is no end."""
    api.server.script(*jobs("waiting", "running", "a new one", end))
    job = api.run(lambda client: client.jobs.create_and_poll("f1", task="dig", work=True, poll_interval_ms=1))
    assert job.state == end
    assert targets(api) == ["POST /farms/f1/jobs", *["GET /farms/f1/jobs/j1"] * 3]
    assert api.server.received[0].json() == {"task": "dig", "work": True}


def test_asks_for_work_that_has_begun(api: Driver) -> None:
    """With all arguments of the method that asks, each time."""
    api.server.script(*jobs("running", "done"))
    api.run(lambda client: client.jobs.poll("j1", farm_id="f1", verbose=True, poll_interval_ms=1))
    assert targets(api) == ["GET /farms/f1/jobs/j1?verbose=true"] * 2


def test_options_go_with_every_call(api: Driver) -> None:
    """But for what is said of the body of the first."""
    api.server.script(*jobs("running", "done"))
    api.run(
        lambda client: client.jobs.create_and_poll(
            "f1", task="dig", poll_interval_ms=1, extra_headers={"x-own": "1"}, extra_body={"more": 2}
        )
    )
    assert [request.headers["x-own"] for request in api.server.received] == ["1", "1"]
    assert [bool(request.body) for request in api.server.received] == [True, False]


def test_an_unknown_state_ends_what_only_says_when_it_goes_on(api: Driver) -> None:
    """And null does, too; the interval is that of the config."""
    api.server.script(*(reply_json({"id": "e1", "status": status}) for status in ("queued", "running", None)))
    assert api.run(lambda client: client.exports.create_and_wait()).status is None
    assert targets(api) == ["POST /exports", "GET /exports/e1", "GET /exports/e1"]


@pytest.mark.parametrize(
    ("headers", "every", "pauses"),
    [
        ({}, {}, [0.002]),
        ({"retry-after": "3"}, {}, [3.0]),
        ({"retry-after-ms": "70"}, {}, [0.07]),
        ({"x-ask-after-ms": "50", "retry-after": "3"}, {}, [0.05]),
        ({"x-ask-after-ms": "soon"}, {}, [0.002]),
        ({"retry-after": "3"}, {"poll_interval_ms": 7}, [0.007]),
        ({"retry-after": "-3"}, {}, [0.002]),
    ],
)
def test_who_says_how_long_to_wait(
    api: Driver, package: Any, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str], every: Any, pauses: list[float]
) -> None:
    """The caller, else the answer in its own header, else in `Retry-After`, else the config."""
    found: list[float] = []

    async def sleep(seconds: float) -> None:
        found.append(seconds)

    polling = importlib.import_module(f"{package.__name__}.lib._polling")
    monkeypatch.setattr(polling, "sleep", sleep)
    monkeypatch.setattr(polling, "time", SimpleNamespace(sleep=found.append))
    api.server.script(*jobs("running", "done", **headers))
    api.run(lambda client: client.jobs.poll("j1", farm_id="f1", **every))
    assert found == pauses


def test_waits_no_longer_than_the_caller_says(api: Driver) -> None:
    """The pause is cut to what is left, and the error says how far the work was."""
    api.server.script(*jobs("running"))
    start = time.monotonic()
    with pytest.raises(TimeoutError, match=r"^state is 'running' after 0\.2 seconds$"):
        api.run(lambda client: client.jobs.poll("j1", farm_id="f1", poll_interval_ms=60_000, max_wait=0.2))
    assert time.monotonic() - start >= 0.2
    assert set(targets(api)) == {"GET /farms/f1/jobs/j1"}
