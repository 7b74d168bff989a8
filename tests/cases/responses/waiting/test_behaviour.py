"""Methods that wait: what they ask, how often, and when they stop."""

from __future__ import annotations

import importlib
import pickle
import time
from datetime import UTC, datetime
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


def test_begins_and_asks_until_the_work_is_through(api: Driver) -> None:
    """A state that nobody knows yet is no end."""
    api.server.script(*jobs("waiting", "running", "a new one", "done"))
    job = api.run(lambda client: client.jobs.create_and_poll("f1", task="dig", work=True, poll_interval_ms=1))
    assert job.state == "done"
    assert targets(api) == ["POST /farms/f1/jobs", *["GET /farms/f1/jobs/j1"] * 3]
    assert api.server.received[0].json() == {"task": "dig", "work": True}


def test_work_that_fails_is_an_error(api: Driver, package: Any) -> None:
    """It is of the package's errors, says what has become of the work, and can be pickled."""
    api.server.script(*jobs("waiting", "broken"))
    with pytest.raises(package.WorkFailedError, match=r"^the work has failed: state is 'broken'$") as caught:
        api.run(lambda client: client.jobs.create_and_poll("f1", task="dig", poll_interval_ms=1))
    assert (caught.value.work.id, caught.value.work.state) == ("j1", "broken")
    assert isinstance(caught.value, package.WaitError)
    assert isinstance(caught.value, package.ShopError)
    assert type(caught.value).__module__ == package.__name__
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), again.work.state, str(again)) == (type(caught.value), "broken", str(caught.value))


def test_an_error_of_the_api_ends_the_waiting(api: Driver, package: Any) -> None:
    """As it ends any call."""
    api.server.script(*jobs("waiting"), reply_json({"message": "gone"}, status=404))
    with pytest.raises(package.NotFoundError):
        api.run(lambda client: client.jobs.create_and_poll("f1", task="dig", poll_interval_ms=1))


def test_a_field_may_be_a_truth(api: Driver) -> None:
    """As `done` is of operations in some APIs; what is not there is no end."""
    api.server.script(*(reply_json({"id": "o1", **told}) for told in ({}, {"done": False}, {"done": True})))
    assert api.run(lambda client: client.operations.poll("o1", poll_interval_ms=1)).done is True
    assert len(targets(api)) == 3


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
        ({"retry-after": "Thu, 01 Jan 2026 00:00:05 GMT"}, {}, [5.0]),
        ({"retry-after": "Wed, 31 Dec 2025 23:59:00 GMT"}, {}, [0.002]),
        ({"retry-after": "at noon"}, {}, [0.002]),
        ({"retry-after": "1e300"}, {}, [3600.0]),
        ({"x-ask-after-ms": "9" * 5000}, {}, [3600.0]),
    ],
)
def test_who_says_how_long_to_wait(
    api: Driver, package: Any, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str], every: Any, pauses: list[float]
) -> None:
    """The caller, else the answer in its own header, else in `Retry-After`, else the config; never more than an hour
    where an answer says it."""
    found: list[float] = []

    async def sleep(seconds: float) -> None:
        found.append(seconds)

    polling, retry = (importlib.import_module(f"{package.__name__}.{module}") for module in ("lib._polling", "_retry"))
    now = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    monkeypatch.setattr(retry, "time", SimpleNamespace(time=lambda: now))
    monkeypatch.setattr(polling, "sleep", sleep)
    monkeypatch.setattr(polling, "time", SimpleNamespace(sleep=found.append))
    api.server.script(*jobs("running", "done", **headers))
    api.run(lambda client: client.jobs.poll("j1", farm_id="f1", **every))
    assert found == pauses


def test_waits_no_longer_than_the_caller_says(api: Driver, package: Any) -> None:
    """The pause is cut to what is left, and the error, a `TimeoutError` too, says how far the work was."""
    api.server.script(*jobs("running"))
    start = time.monotonic()
    with pytest.raises(package.WaitTimeoutError, match=r"^state is 'running' after 0\.2 seconds$") as caught:
        api.run(lambda client: client.jobs.poll("j1", farm_id="f1", poll_interval_ms=60_000, max_wait=0.2))
    assert time.monotonic() - start >= 0.2
    assert set(targets(api)) == {"GET /farms/f1/jobs/j1"}
    assert isinstance(caught.value, TimeoutError)
    assert caught.value.work.state == "running"
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_a_stop_takes_effect_at_once(api: Driver) -> None:
    """Work that goes on is asked for once where there is no time at all, and the longest pause is what is left."""
    api.server.script(*jobs("running", "done"))
    with pytest.raises(TimeoutError):
        api.run(lambda client: client.jobs.poll("j1", farm_id="f1", max_wait=0))
    assert targets(api) == ["GET /farms/f1/jobs/j1"]


@pytest.mark.parametrize("face", ["with_raw_response", "with_streaming_response"])
def test_raw_and_streamed_answers_have_no_such_methods(api: Driver, face: str) -> None:
    """Of several answers none is the one."""
    with pytest.raises(AttributeError):
        api.run(lambda client: getattr(client.jobs, face).create_and_poll("f1", task="dig"))
    assert api.server.received == []
