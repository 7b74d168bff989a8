"""Runs followed over real connections, with handlers of both kinds of client."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply, events, reply_json

# Users are warned; these tests are about something else.
pytestmark = pytest.mark.filterwarnings("ignore:The Assistants API is deprecated:DeprecationWarning")

Sent = tuple[str, dict[str, Any]]


def run(status: str) -> Sent:
    return f"thread.run.{status}", {"id": "r", "status": status}


def message(change: str, *content: dict[str, Any]) -> Sent:
    return f"thread.message.{change}", {"id": "m", "status": change, "content": list(content)}


def grown(*content: dict[str, Any]) -> Sent:
    return "thread.message.delta", {"id": "m", "delta": {"role": "assistant", "content": list(content)}}


def text(value: str, index: int | None = None) -> dict[str, Any]:
    place = {} if index is None else {"index": index}
    return {**place, "type": "text", "text": {"value": value, "annotations": []}}


def image(index: int | None = None) -> dict[str, Any]:
    place = {} if index is None else {"index": index}
    return {**place, "type": "image_file", "image_file": {"file_id": "f"}}


def step(change: str, *calls: dict[str, Any], id: str = "s") -> Sent:
    details = {"type": "tool_calls", "tool_calls": list(calls)}
    return f"thread.run.step.{change}", {"id": id, "status": change, "step_details": details}


def called(*calls: dict[str, Any], id: str = "s") -> Sent:
    return "thread.run.step.delta", {
        "id": id,
        "delta": {"step_details": {"type": "tool_calls", "tool_calls": list(calls)}},
    }


def function(index: int, arguments: str, **more: str) -> dict[str, Any]:
    names = {name: more.pop(name) for name in ("name",) if name in more}
    return {"index": index, "type": "function", **more, "function": {**names, "arguments": arguments}}


def encoded(*sent: Sent) -> bytes:
    return b"".join(f"event: {event}\ndata: {json.dumps(data)}\n\n".encode() for event, data in sent)


def stream(*sent: Sent) -> Reply:
    return events(encoded(*sent), b"event: done\ndata: [DONE]\n\n")


TEXTS = (
    run("created"),
    message("created"),
    message("in_progress"),
    grown(text("Hel", 0)),
    grown(text("lo", 0)),
    grown(image(1)),
    grown(text("!", 2), text("?", 2)),
    message("completed", text("Hello"), image(), text("!?")),
    run("completed"),
)
CALLS = (
    run("created"),
    step("created"),
    called(function(0, "", id="c1", name="f")),
    called(function(0, "{")),
    called(function(0, "}"), function(1, "1", id="c2", name="g")),
    step("completed", function(0, "{}", id="c1", name="f"), function(1, "1", id="c2", name="g")),
    step("created", id="s2"),
    called(
        {"index": 0, "id": "c3", "type": "code_interpreter", "code_interpreter": {"input": "a", "outputs": []}}, id="s2"
    ),
    called({"index": 0, "code_interpreter": {"input": "b", "outputs": [{"index": 0, "logs": "x"}]}}, id="s2"),
    called({"index": 0, "code_interpreter": {"outputs": [{"index": 0, "logs": "y"}]}}, id="s2"),
    run("requires_action"),
)


class Followed:
    """A handler that writes down what it hears, and what is known of the run then; it fails in the method `failing`."""

    def __init__(
        self, package: Any, *, asynchronous: bool, failing: str = "", error: type[Exception] = LookupError
    ) -> None:
        self.error = error
        base = package.AsyncAssistantEventHandler if asynchronous else package.AssistantEventHandler
        self.heard: list[tuple[Any, ...]] = []
        names = [name for name in dir(base) if name.startswith("on_")]
        self.handler = type("Handler", (base,), {name: self._method(name, asynchronous, failing) for name in names})()

    def _method(self, name: str, asynchronous: bool, failing: str) -> Callable[..., Any]:
        def hear(_: Any, *arguments: Any) -> None:
            self.heard.append((name, *arguments))
            if name == failing:
                raise self.error("no")

        async def hear_later(handler: Any, *arguments: Any) -> None:
            hear(handler, *arguments)

        return hear_later if asynchronous else hear

    def names(self, *but: str) -> list[str]:
        return [name for name, *_ in self.heard if name not in but]

    def of(self, name: str) -> list[Any]:
        """The last argument of each call of that method."""
        return [arguments[-1] for heard, *arguments in self.heard if heard == name]


def follow(
    api: Driver, use: Callable[[Any], Any], followed: Followed | None = None, *, timeout: float = 10
) -> tuple[Followed, Any]:
    """Follow the run that the server is to send; return what was heard, and the outcome of `use` on the handler."""
    followed = followed or follower(api)

    def start(client: Any) -> Any:
        return client.beta.threads.runs.stream(
            thread_id="t", assistant_id="a", event_handler=followed.handler, timeout=timeout
        )

    return followed, api.within(start, use)


def follower(api: Driver, *, failing: str = "", error: type[Exception] = LookupError) -> Followed:
    return Followed(_package(api), asynchronous=api.asynchronous, failing=failing, error=error)


def until_done(handler: Any) -> Any:
    return handler.until_done()


def _package(api: Driver) -> Any:
    return sys.modules[type(api.client()).__module__.partition(".")[0]]


def test_messages(api: Driver) -> None:
    """Each part begins, goes on and ends; what a delta makes is handed over with it."""
    api.server.script(stream(*TEXTS))
    followed, _ = follow(api, until_done)
    assert followed.names("on_event") == [
        "on_message_created",
        *("on_text_created", "on_text_delta", "on_message_delta"),
        *("on_text_delta", "on_message_delta"),
        *("on_text_done", "on_message_delta"),
        *("on_image_file_done", "on_text_created", "on_text_delta", "on_text_delta", "on_message_delta"),
        *("on_text_done", "on_message_done"),
        "on_end",
    ]
    assert [snapshot.value for snapshot in followed.of("on_text_delta")] == ["Hel", "Hello", "!?", "!?"]
    assert [done.value for done in followed.of("on_text_done")] == ["Hello", "!?"]
    assert [len(snapshot.content) for snapshot in followed.of("on_message_delta")] == [1, 1, 2, 3]
    assert followed.of("on_image_file_done")[0].file_id == "f"
    assert followed.of("on_message_done")[0].status == "completed"
    assert len(followed.of("on_event")) == len(TEXTS)


def test_calls_of_tools(api: Driver) -> None:
    """Each call begins, goes on and ends, once, in its step."""
    api.server.script(stream(*CALLS))
    followed, _ = follow(api, until_done)
    assert followed.names("on_event") == [
        "on_run_step_created",
        *("on_tool_call_created", "on_run_step_delta"),
        *("on_tool_call_delta", "on_run_step_delta"),
        *("on_tool_call_delta", "on_tool_call_done", "on_tool_call_created", "on_run_step_delta"),
        *("on_tool_call_done", "on_run_step_done"),
        "on_run_step_created",
        *("on_tool_call_created", "on_run_step_delta"),
        *("on_tool_call_delta", "on_run_step_delta"),
        *("on_tool_call_delta", "on_run_step_delta"),
        "on_tool_call_done",
        "on_end",
    ]
    first, second, third = followed.of("on_tool_call_done")
    assert (first.id, first.function.name, first.function.arguments) == ("c1", "f", "{}")
    assert (second.id, second.function.arguments) == ("c2", "1")
    assert third.code_interpreter.to_dict() == {"input": "ab", "outputs": [{"index": 0, "logs": "xy"}]}


def test_what_is_known_meanwhile(api: Driver) -> None:
    """The event at hand, and the run, the message and the step as they were before it."""
    api.server.script(stream(*TEXTS[:5], *CALLS[1:4], run("completed")))
    seen: list[tuple[Any, ...]] = []

    def look(handler: Any) -> Any:
        def note(event: Any) -> Any:
            message, step = handler.current_message_snapshot, handler.current_run_step_snapshot
            assert handler.current_event is event
            seen.append(
                (
                    handler.current_run and handler.current_run.status,
                    message and [part.text.value for part in message.content],
                    step and len(step.step_details.tool_calls),
                )
            )
            return _nothing() if api.asynchronous else None

        handler.on_event = note
        return handler.until_done()

    follow(api, look)
    created = "created"
    assert seen[:3] == [(None, None, None), (created, None, None), (created, [], None)]
    assert seen[3:6] == [(created, [], None), (created, ["Hel"], None), (created, ["Hello"], None)]
    assert seen[6:] == [(created, ["Hello"], 0), (created, ["Hello"], 1), (created, ["Hello"], 1)]


@pytest.mark.parametrize(
    ("name", "sent", "statuses"),
    [
        ("get_final_run", TEXTS, "completed"),
        ("get_final_messages", TEXTS, ["completed"]),
        ("get_final_run_steps", CALLS, ["completed", "created"]),
    ],
)
def test_what_it_comes_to(api: Driver, name: str, sent: tuple[Sent, ...], statuses: Any) -> None:
    """Everything as it is at the end; an error where there was nothing of the kind."""
    api.server.script(stream(*sent), stream())
    _, outcome = follow(api, lambda handler: getattr(handler, name)())
    found = [one.status for one in outcome] if isinstance(outcome, list) else outcome.status
    assert found == statuses
    with pytest.raises(RuntimeError, match="had no"):
        follow(api, lambda handler: getattr(handler, name)())


def test_events_and_texts_can_be_iterated(api: Driver) -> None:
    """The methods are called on the way."""
    api.server.script(stream(*TEXTS))
    followed, texts = follow(api, lambda handler: handler.text_deltas)
    assert list(texts) == ["Hel", "lo", "!", "?"]
    assert followed.names()[-1] == "on_end"

    def rest(handler: Any) -> Any:
        return handler.__aiter__() if api.asynchronous else handler.__iter__()

    followed, events_ = follow(api, rest)
    assert [event.event for event in events_] == [name for name, _ in TEXTS]


def test_a_message_that_ends_without_its_text(api: Driver) -> None:
    """What came of it is what it comes to."""
    api.server.script(stream(message("created"), grown(text("Hel", 0)), message("incomplete")))
    followed, _ = follow(api, until_done)
    assert [done.value for done in followed.of("on_text_done")] == ["Hel"]


@pytest.mark.parametrize("sent", [grown(text("x", 0)), called(function(0, "x"))])
def test_a_delta_of_nothing(api: Driver, sent: Sent) -> None:
    """It is an error, of which the handler hears."""
    api.server.script(stream(sent))
    with pytest.raises(RuntimeError, match="never began"):
        follow(api, until_done)


def test_unknown_events(api: Driver) -> None:
    """They are events like all others."""
    api.server.script(stream(("thread.tomorrow", {"id": "x"}), ("thread.message.tomorrow", {"id": "x"})))
    followed, _ = follow(api, until_done)
    assert followed.names() == ["on_event", "on_event", "on_end"]


@pytest.mark.parametrize("failing", ["on_event", "on_text_delta", "on_message_created"])
def test_methods_that_fail(api: Driver, failing: str) -> None:
    """The handler hears of its own error, which is raised then."""
    api.server.script(stream(*TEXTS))
    followed = follower(api, failing=failing)
    with pytest.raises(LookupError):
        follow(api, until_done, followed)
    assert followed.names()[-3:] == [failing, "on_exception", "on_end"]
    assert isinstance(followed.of("on_exception")[0], LookupError)


@pytest.mark.parametrize(
    ("broken", "timeout", "error", "heard"),
    [
        (events(encoded(*TEXTS[:4]), cut=True), 10, "APIConnectionError", ["on_exception", "on_end"]),
        (events(b"", pause=0.5), 0.1, "APITimeoutError", ["on_timeout", "on_exception", "on_end"]),
        (stream(TEXTS[0], ("error", {"message": "no"})), 10, "APIError", ["on_exception", "on_end"]),
    ],
)
def test_streams_that_break(api: Driver, broken: Reply, timeout: float, error: str, heard: list[str]) -> None:
    """The handler hears of it, and the error is raised."""
    api.server.script(broken)
    followed = follower(api)
    with pytest.raises(getattr(_package(api), error)):
        follow(api, until_done, followed, timeout=timeout)
    assert followed.names("on_event")[-len(heard) :] == heard
    assert followed.handler.current_event is None


@pytest.mark.parametrize("method", ["on_event", "on_text_delta"])
def test_whoever_measured_the_time(api: Driver, method: str) -> None:
    """A timeout that is none of the SDK's is one, too: what a transport of the caller's raises, say."""
    api.server.script(stream(*TEXTS))
    followed = follower(api, failing=method, error=TimeoutError)
    with pytest.raises(TimeoutError):
        follow(api, until_done, followed)
    assert followed.names()[-4:] == [method, "on_timeout", "on_exception", "on_end"]


def test_an_error_in_place_of_a_stream(api: Driver) -> None:
    """It is raised on entering; the handler was not begun, and can be used for another stream."""
    api.server.script(reply_json({"error": {"message": "no"}}, status=400), stream(*TEXTS))
    followed = follower(api)
    with pytest.raises(_package(api).BadRequestError):
        follow(api, until_done, followed)
    assert followed.heard == []
    follow(api, until_done, followed)
    with pytest.raises(RuntimeError, match="one stream"):
        follow(api, until_done, followed)


def test_a_stream_given_up(api: Driver) -> None:
    """Its connection is closed."""
    api.server.script(events(encoded(TEXTS[0]), encoded(*TEXTS[1:]), pause=0.2))
    follow(api, lambda handler: handler.close())
    assert api.server.wait_until_idle()


def test_every_way_to_start(api: Driver) -> None:
    """What is sent, and that the API is told who reads."""
    api.server.script(stream(*TEXTS))
    runs: list[Callable[[Any], Any]] = [
        lambda client: client.beta.threads.runs.create_and_stream(thread_id="t", assistant_id="a", model="m"),
        lambda client: client.beta.threads.create_and_run_stream(
            assistant_id="a",
            extra_headers={"X-Own": "1"},
            event_handler=follower(api).handler,
        ),
        lambda client: client.beta.threads.runs.submit_tool_outputs_stream(
            thread_id="t", run_id="r", tool_outputs=[{"output": "o"}]
        ),
    ]
    for start in runs:
        assert api.within(start, lambda handler: handler.get_final_run()).status == "completed"
    assert [(request.path, request.json()) for request in api.server.received] == [
        ("/threads/t/runs", {"assistant_id": "a", "model": "m", "stream": True}),
        ("/threads/runs", {"assistant_id": "a", "stream": True}),
        ("/threads/t/runs/r/submit_tool_outputs", {"tool_outputs": [{"output": "o"}], "stream": True}),
    ]
    told = [
        (r.headers["x-stainless-stream-helper"], r.headers["x-stainless-custom-event-handler"])
        for r in api.server.received
    ]
    assert told == [
        ("threads.runs.create_and_stream", "false"),
        ("threads.create_and_run_stream", "true"),
        ("threads.runs.submit_tool_outputs_stream", "false"),
    ]
    assert api.server.received[1].headers["x-own"] == "1"


async def _nothing() -> None:
    """Do nothing, later."""


def test_a_handler_outside_of_with(package: Any) -> None:
    """It knows of no run, and says how it is used."""
    handler = package.AssistantEventHandler()
    assert (handler.current_event, handler.current_run) == (None, None)
    with pytest.raises(RuntimeError, match="with"):
        handler.until_done()


def test_what_is_deprecated_warns(api: Driver) -> None:
    """Where the call is."""
    api.server.script(stream(*TEXTS))
    with pytest.warns(DeprecationWarning, match="Assistants"):
        api.within(
            lambda client: client.beta.threads.runs.stream(thread_id="t", assistant_id="a"),
            until_done,
        )


def test_nothing_of_it_is_loaded_before(package: Any) -> None:
    """Neither pydantic nor the HTTP library, by a handler and a client."""
    code = f"""
import sys, warnings
sys.path.insert(0, {str(Path(package.__file__).parents[1])!r})
warnings.simplefilter("ignore")
import {package.__name__} as sdk
sdk.AssistantEventHandler()
sdk.OpenAI(base_url="http://127.0.0.1:9").beta.threads.runs.stream(thread_id="t", assistant_id="a")
print([name for name in ("pydantic", "httpx2") if name in sys.modules])
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
