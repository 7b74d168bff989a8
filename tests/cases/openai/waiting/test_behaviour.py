"""What waits for the service: how often it asks, what it sends, when it stops."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Received, Reply, reply_json

pytestmark = pytest.mark.filterwarnings(
    "ignore:The Assistants API|The service for videos|This operation:DeprecationWarning"
)

Call = Callable[[Any], Any]


def states(*statuses: str, **headers: str) -> list[Reply]:
    """Answers about one thing, the last one for good."""
    return [reply_json({"id": "w1", "thread_id": "t1", "status": status}, **headers) for status in statuses]


def targets(api: Driver) -> list[str]:
    return [f"{request.method} {request.target}" for request in api.server.received]


POLLS: dict[str, tuple[Call, str]] = {
    "files of vector stores": (
        lambda client: client.vector_stores.files.poll("w1", vector_store_id="s1", poll_interval_ms=1),
        "GET /vector_stores/s1/files/w1",
    ),
    "batches": (
        lambda client: client.vector_stores.file_batches.poll("w1", vector_store_id="s1", poll_interval_ms=1),
        "GET /vector_stores/s1/file_batches/w1",
    ),
    "videos": (lambda client: client.videos.poll("w1", poll_interval_ms=1), "GET /videos/w1"),
    "runs": (
        lambda client: client.beta.threads.runs.poll("w1", "t1", poll_interval_ms=1),
        "GET /threads/t1/runs/w1",
    ),
}


@pytest.mark.parametrize("kind", POLLS)
@pytest.mark.parametrize("end", ["completed", "failed", "an end that nobody knows yet"])
def test_asks_until_the_work_is_done(api: Driver, kind: str, end: str) -> None:
    """However the work ends; every question says that it is one, and how often they come."""
    call, question = POLLS[kind]
    api.server.script(*states("in_progress", "in_progress", end))
    assert api.run(call).status == end
    assert targets(api) == [question] * 3
    for request in api.server.received:
        assert request.headers["x-stainless-poll-helper"] == "true"
        assert request.headers["x-stainless-custom-poll-interval"] == "1"


@pytest.mark.parametrize("pending", ["queued", "cancelling"])
def test_runs_have_more_ways_to_be_pending(api: Driver, pending: str) -> None:
    """A run that waits for its turn or for its end is not through."""
    api.server.script(*states(pending, "cancelled"))
    assert api.run(POLLS["runs"][0]).status == "cancelled"


def test_runs_stop_for_the_caller(api: Driver) -> None:
    """A run that needs the results of tools is handed back."""
    api.server.script(*states("queued", "requires_action"))
    assert api.run(POLLS["runs"][0]).status == "requires_action"


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch, package: Any) -> list[float]:
    """The pauses between questions, in seconds; nobody waits for them."""
    found: list[float] = []

    async def sleep(seconds: float) -> None:
        found.append(seconds)

    polling = importlib.import_module(f"{package.__name__}.lib._polling")
    monkeypatch.setattr(polling, "sleep", sleep)
    monkeypatch.setattr(polling, "time", SimpleNamespace(sleep=found.append))
    return found


@pytest.mark.parametrize(
    ("header", "given", "seconds"),
    [
        ({"openai_poll_after_ms": "2500"}, {}, 2.5),
        ({}, {}, 1.0),
        ({"openai_poll_after_ms": "soon"}, {}, 1.0),
        ({"openai_poll_after_ms": "2500"}, {"poll_interval_ms": 40}, 0.04),
    ],
)
def test_pauses(
    api: Driver, pauses: list[float], header: dict[str, str], given: dict[str, int], seconds: float
) -> None:
    """The caller's word counts first, then the service's, then a second."""
    api.server.script(*states("in_progress", "completed", **header))
    api.run(lambda client: client.vector_stores.files.poll("w1", vector_store_id="s1", **given))
    assert pauses == [seconds]
    sent = api.server.received[0].headers.get("x-stainless-custom-poll-interval")
    assert sent == (str(given["poll_interval_ms"]) if given else None)


BEGUN: dict[str, tuple[Call, str, dict[str, Any], str]] = {
    "files of vector stores": (
        lambda client: client.vector_stores.files.create_and_poll(
            "w1", vector_store_id="s1", attributes={"a": 1}, poll_interval_ms=1, extra_headers={"x-own": "yes"}
        ),
        "POST /vector_stores/s1/files",
        {"file_id": "w1", "attributes": {"a": 1}},
        "GET /vector_stores/s1/files/w1",
    ),
    "batches": (
        lambda client: client.vector_stores.file_batches.create_and_poll(
            "s1", file_ids=["f1"], files=[{"file_id": "f2"}], poll_interval_ms=1, extra_headers={"x-own": "yes"}
        ),
        "POST /vector_stores/s1/file_batches",
        {"file_ids": ["f1"], "files": [{"file_id": "f2"}]},
        "GET /vector_stores/s1/file_batches/w1",
    ),
    "runs": (
        lambda client: client.beta.threads.runs.create_and_poll(
            thread_id="t1",
            assistant_id="a1",
            include=["everything"],
            additional_messages=[{"role": "user"}],
            top_p=None,
            poll_interval_ms=1,
            extra_headers={"x-own": "yes"},
            extra_body={"more": 1},
        ),
        "POST /threads/t1/runs?include=everything",
        {"assistant_id": "a1", "additional_messages": [{"role": "user"}], "top_p": None, "more": 1},
        "GET /threads/t1/runs/w1",
    ),
    "tools": (
        lambda client: client.beta.threads.runs.submit_tool_outputs_and_poll(
            tool_outputs=[{"output": "4"}],
            run_id="w1",
            thread_id="t1",
            poll_interval_ms=1,
            extra_headers={"x-own": "yes"},
        ),
        "POST /threads/t1/runs/w1/submit_tool_outputs",
        {"tool_outputs": [{"output": "4"}]},
        "GET /threads/t1/runs/w1",
    ),
    "threads": (
        lambda client: client.beta.threads.create_and_run_poll(
            assistant_id="a1",
            thread={"messages": ["hi"]},
            metadata={"a": "b"},
            poll_interval_ms=1,
            extra_headers={"x-own": "yes"},
        ),
        "POST /threads/runs",
        {"assistant_id": "a1", "thread": {"messages": ["hi"]}, "metadata": {"a": "b"}},
        "GET /threads/t1/runs/w1",
    ),
}


@pytest.mark.parametrize("kind", BEGUN)
def test_begins_the_work_and_waits(api: Driver, kind: str) -> None:
    """The arguments go into the first call; what the caller said of headers holds for the questions, too."""
    call, begin, body, question = BEGUN[kind]
    api.server.script(*states("in_progress", "in_progress", "completed"))
    assert api.run(call).status == "completed"
    assert targets(api) == [begin, question, question]
    first, *questions = api.server.received
    assert first.json() == body
    assert "x-stainless-poll-helper" not in first.headers
    assert all(request.headers["x-own"] == "yes" and request.body == b"" for request in api.server.received[1:])
    assert len(questions) == 2


def test_begins_a_video_and_waits(api: Driver) -> None:
    """A video is asked for by a form."""
    api.server.script(*states("queued", "in_progress", "completed"))
    video = api.run(lambda client: client.videos.create_and_poll(prompt="A cat", size="small", poll_interval_ms=1))
    assert video.status == "completed"
    assert targets(api) == ["POST /videos", "GET /videos/w1", "GET /videos/w1"]
    assert b"A cat" in api.server.received[0].body


@pytest.mark.parametrize("method", ["upload", "upload_and_poll"])
def test_uploads_a_file_into_a_vector_store(api: Driver, method: str) -> None:
    """The file is stored first; whether it is waited for is in the method's name."""
    api.server.route("/files", reply_json({"id": "f1", "status": "uploaded"}))
    api.server.script(*states("in_progress", "completed"))
    more = {"poll_interval_ms": 1} if method == "upload_and_poll" else {}
    done = api.run(
        lambda client: getattr(client.vector_stores.files, method)(vector_store_id="s1", file=b"words", **more)
    )
    first = ["POST /files", "POST /vector_stores/s1/files"]
    assert targets(api) == (first if method == "upload" else [*first, "GET /vector_stores/s1/files/f1"])
    assert done.status == ("in_progress" if method == "upload" else "completed")
    assert b"words" in api.server.received[0].body
    assert b"assistants" in api.server.received[0].body
    assert api.server.received[1].json() == {"file_id": "f1"}


class Uploads:
    """The route for files: it answers with the number of the file as soon as `together` of them are there."""

    def __init__(self, together: int, failing: int = -1) -> None:
        self.open = 0
        self.most = 0
        self.failing = failing
        self._lock = threading.Lock()
        self._all_there = threading.Barrier(together, timeout=20)

    def __call__(self, request: Received) -> Reply:
        with self._lock:
            self.open += 1
            self.most = max(self.most, self.open)
        self._all_there.wait()
        with self._lock:
            self.open -= 1
        number = int(request.body.split(b"file number ")[1].split(b"\r")[0])
        if number == self.failing:
            return reply_json({"error": {"message": "no"}}, status=400)
        return reply_json({"id": f"f{number}", "status": "uploaded"})


def test_uploads_many_files_at_once(api: Driver) -> None:
    """Several at a time, no more than allowed; their order is kept, and files that are there already come first."""
    uploads = Uploads(together=3)
    api.server.route("/files", uploads)
    api.server.script(*states("in_progress", "completed"))
    files = [b"file number %d" % number for number in range(9)]
    batch = api.run(
        lambda client: client.vector_stores.file_batches.upload_and_poll(
            "s1", files=files, file_ids=["f100"], max_concurrency=3, poll_interval_ms=1
        )
    )
    assert batch.status == "completed"
    assert uploads.most == 3
    begin = next(r for r in api.server.received if r.path == "/vector_stores/s1/file_batches")
    assert begin.json() == {"file_ids": ["f100", *(f"f{number}" for number in range(9))]}


def test_a_failed_upload_ends_it(api: Driver, package: Any) -> None:
    """Its error is raised as it is, the rest is not begun, and nothing is added to the store."""
    api.server.route("/files", Uploads(together=1, failing=1))
    api.server.script(*states("completed"))
    files = [b"file number %d" % number for number in range(400)]
    with pytest.raises(package.BadRequestError, match="no"):
        api.run(lambda client: client.vector_stores.file_batches.upload_and_poll("s1", files=files, max_concurrency=2))
    assert set(targets(api)) == {"POST /files"}
    assert len(api.server.received) < len(files)


def test_nothing_can_be_uploaded_by_nobody(api: Driver) -> None:
    """Without a single upload at a time there would be no end."""
    with pytest.raises(ValueError, match="max_concurrency"):
        api.run(lambda client: client.vector_stores.file_batches.upload_and_poll("s1", files=[], max_concurrency=0))


@pytest.mark.parametrize("end", ["processed", "error", "deleted"])
def test_waits_for_a_file(api: Driver, end: str) -> None:
    """Until it is processed, has failed or is gone; a status that is new does not end it."""
    api.server.script(*states("uploaded", "chewing", end))
    assert api.run(lambda client: client.files.wait_for_processing("w1", poll_interval=0.001)).status == end
    assert targets(api) == ["GET /files/w1"] * 3


def test_gives_up_on_a_file(api: Driver) -> None:
    """When it takes longer than the caller wants to wait."""
    api.server.script(*states("uploaded"))
    with pytest.raises(RuntimeError, match="Giving up on waiting for file w1 to finish processing after 0 seconds"):
        api.run(lambda client: client.files.wait_for_processing("w1", poll_interval=60, max_wait_seconds=0))
    assert targets(api) == ["GET /files/w1"]


def test_methods_of_raw_answers_do_not_wait(api: Driver) -> None:
    """There are several answers; work is not begun whose end nobody is told."""
    with pytest.raises(AttributeError, match="several answers"):
        api.run(lambda client: client.videos.with_raw_response.create_and_poll(prompt="a cat"))
    assert api.server.received == []
