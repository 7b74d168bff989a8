"""`stream`: events that know what has arrived, and what they add up to."""

from __future__ import annotations

import copy
import gc
import importlib
import pickle
from functools import partial
from types import ModuleType
from typing import Any

import pytest
from pydantic import ValidationError, create_model

from tests.e2e.embedded.structured import (
    Heard,
    Place,
    Weather,
    call_delta,
    chunk,
    delta,
    function_call,
    listen,
    message,
    numbered,
    response,
    stream_of,
    text,
    token,
)
from tests.support.driver import Driver
from tests.support.server import Server, events

OSLO = '{"city":"Oslo","degrees":12}'
PIECES = ('{"ci', 'ty":"Os', 'lo","degrees":1', "2}")
USAGE = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}


@pytest.fixture(params=["sync", "async"])
def api(request: pytest.FixtureRequest, openai_sdk: ModuleType, server: Server) -> Driver:
    return Driver(openai_sdk, "OpenAI", server, asynchronous=request.param == "async", api_key="k", max_retries=0)


@pytest.fixture
def streaming(openai_sdk: ModuleType) -> Any:
    return importlib.import_module(f"{openai_sdk.__name__}.lib.streaming.chat")


def chat(client: Any, **arguments: Any) -> Any:
    return client.chat.completions.stream(model="m", messages=[], **arguments)


def heard(api: Driver, *chunks: dict[str, Any], **arguments: Any) -> Heard:
    """What a stream of a chat completion tells."""
    api.server.script(stream_of(*chunks, done=True))
    return listen(api, partial(chat, **arguments), lambda stream: stream.get_final_completion())


def respond(client: Any, **arguments: Any) -> Any:
    return client.responses.stream(**{"model": "m", "input": "x", **arguments})


def responded(api: Driver, *said: dict[str, Any], **arguments: Any) -> Heard:
    """What a stream of a response tells."""
    api.server.script(numbered(*said))
    return listen(api, partial(respond, **arguments), lambda stream: stream.get_final_response())


# Chat completions


def test_text(api: Driver) -> None:
    """Each chunk is told as it is, with the completion so far; its text with the text so far; the whole once."""
    found = heard(
        api,
        chunk(delta(role="assistant", content="", refusal=None)),
        chunk(delta(content="Hel"), system_fingerprint="fp"),
        chunk(delta(content="lo")),
        chunk(delta(finish_reason="stop"), service_tier="default"),
        chunk(usage=USAGE),
    )
    assert [event.type for event in found.events] == [
        *("chunk", "content.delta") * 3,
        *("chunk", "content.done", "chunk"),
    ]
    assert found.told("content.delta", "content.done") == [
        ("content.delta", "", ""),
        ("content.delta", "Hel", "Hel"),
        ("content.delta", "lo", "Hello"),
        ("content.done", "Hello"),
    ]
    (only,) = found.final.choices
    assert (only.message.content, only.message.role, only.finish_reason) == ("Hello", "assistant", "stop")
    assert (found.final.id, found.final.object, found.final.usage.total_tokens) == ("c1", "chat.completion", 3)
    assert (found.final.system_fingerprint, found.final.service_tier) == ("fp", "default")
    assert api.server.received[0].json() == {"model": "m", "messages": [], "stream": True}


def test_content_becomes_an_object(api: Driver, openai_sdk: ModuleType) -> None:
    """On the way it is what its JSON says so far, in the end an instance of the class."""
    said = [chunk(delta(content=piece)) for piece in PIECES]
    found = heard(api, chunk(delta(content="")), *said, chunk(delta(finish_reason="stop")), response_format=Weather)
    assert [event.parsed for event in found.events if event.type == "content.delta"] == [
        None,
        {},
        {},
        {"city": "Oslo", "degrees": 1},
        {"city": "Oslo", "degrees": 12},
    ]
    assert [event.parsed for event in found.events if event.type == "content.done"] == [
        Weather(city="Oslo", degrees=12)
    ]
    assert found.final.choices[0].message.parsed == Weather(city="Oslo", degrees=12)
    assert type(found.final) is openai_sdk.types.chat.ParsedChatCompletion
    assert api.server.received[0].json()["response_format"]["json_schema"]["name"] == "Weather"


def test_content_becomes_a_dataclass(api: Driver) -> None:
    """Dataclasses serve as well as models."""
    found = heard(api, chunk(delta(content='{"name":"Rex"}', finish_reason="stop")), response_format=Place)
    assert found.final.choices[0].message.parsed == Place("Rex")


def test_a_refusal(api: Driver) -> None:
    """It is told like content, and is none."""
    found = heard(
        api,
        chunk(delta(role="assistant", content=None, refusal="")),
        chunk(delta(refusal="I can")),
        chunk(delta(refusal="not")),
        chunk(delta(finish_reason="stop")),
        response_format=Weather,
    )
    assert found.told("content.delta", "content.done", "refusal.delta", "refusal.done") == [
        ("refusal.delta", "", ""),
        ("refusal.delta", "I can", "I can"),
        ("refusal.delta", "not", "I cannot"),
        ("refusal.done", "I cannot"),
    ]
    assert (found.final.choices[0].message.refusal, found.final.choices[0].message.parsed) == ("I cannot", None)


def test_tool_calls(api: Driver, openai_sdk: ModuleType) -> None:
    """Their arguments are told piece by piece; a call ends where the next begins, the last one with the message."""
    other = {"type": "function", "function": {"name": "other", "strict": True, "parameters": {}}}
    found = heard(
        api,
        chunk(delta(role="assistant", content="Wait")),
        chunk(delta(tool_calls=[call_delta(0, "", "look")])),
        chunk(delta(tool_calls=[call_delta(0, OSLO[:8])])),
        chunk(delta(tool_calls=[call_delta(0, OSLO[8:])])),
        chunk(delta(tool_calls=[call_delta(1, '{"a":1}', "other")])),
        chunk(delta(finish_reason="tool_calls")),
        tools=iter([openai_sdk.pydantic_function_tool(Weather, name="look"), other]),
    )
    assert [event.type for event in found.events if event.type != "chunk"] == [
        "content.delta",
        "tool_calls.function.arguments.delta",
        "content.done",
        "tool_calls.function.arguments.delta",
        "tool_calls.function.arguments.delta",
        "tool_calls.function.arguments.delta",
        "tool_calls.function.arguments.done",
        "tool_calls.function.arguments.done",
    ]
    deltas = [event for event in found.events if event.type == "tool_calls.function.arguments.delta"]
    assert [(d.name, d.index, d.arguments_delta, d.arguments, d.parsed_arguments) for d in deltas] == [
        ("look", 0, "", "", None),
        ("look", 0, OSLO[:8], OSLO[:8], {}),
        ("look", 0, OSLO[8:], OSLO, {"city": "Oslo", "degrees": 12}),
        ("other", 1, '{"a":1}', '{"a":1}', {"a": 1}),
    ]
    done = [event for event in found.events if event.type == "tool_calls.function.arguments.done"]
    assert [(d.name, d.index, d.arguments, d.parsed_arguments) for d in done] == [
        ("look", 0, OSLO, Weather(city="Oslo", degrees=12)),
        ("other", 1, '{"a":1}', {"a": 1}),
    ]
    calls = found.final.choices[0].message.tool_calls
    assert [(c.id, c.function.name, c.function.parsed_arguments) for c in calls] == [
        ("t0", "look", Weather(city="Oslo", degrees=12)),
        ("t1", "other", {"a": 1}),
    ]


def test_tool_calls_that_take_turns(api: Driver, openai_sdk: ModuleType) -> None:
    """None ends before its arguments are whole."""
    found = heard(
        api,
        chunk(delta(tool_calls=[call_delta(0, "", "Weather"), call_delta(1, "", "Weather")])),
        chunk(delta(tool_calls=[call_delta(1, OSLO)])),
        chunk(delta(tool_calls=[call_delta(0, OSLO)], finish_reason="tool_calls")),
        tools=[openai_sdk.pydantic_function_tool(Weather)],
    )
    done = [event for event in found.events if event.type == "tool_calls.function.arguments.done"]
    assert [(event.index, event.arguments) for event in done] == [(1, OSLO), (0, OSLO)]


def test_tool_calls_that_come_whole(api: Driver, openai_sdk: ModuleType) -> None:
    """Some servers send calls without an index, each at once: they have an end, and stand in the final completion."""
    calls = [{key: value for key, value in call_delta(0, OSLO, "Weather").items() if key != "index"}] * 2
    found = heard(
        api,
        chunk(delta(tool_calls=calls[:1])),
        chunk(delta(tool_calls=calls[1:], finish_reason="tool_calls")),
        tools=[openai_sdk.pydantic_function_tool(Weather)],
    )
    assert [event.type for event in found.events] == [
        *("chunk", "chunk"),
        *("tool_calls.function.arguments.done", "tool_calls.function.arguments.done"),
    ]
    final = found.final.choices[0].message.tool_calls
    assert [c.function.parsed_arguments for c in final] == [Weather(city="Oslo", degrees=12)] * 2


def test_choices_without_a_delta(api: Driver) -> None:
    """Some servers send remarks about a choice alone; they are kept."""
    remark = {"index": 0, "finish_reason": None, "filters": {"hate": "safe"}}
    found = heard(api, chunk(delta(content="a")), chunk(remark), chunk(delta(finish_reason="stop")))
    assert [event.type for event in found.events] == ["chunk", "content.delta", "chunk", "chunk", "content.done"]
    assert found.final.choices[0].filters == {"hate": "safe"}


def test_calls_of_custom_tools(api: Driver) -> None:
    """Their input adds up; there is no event for it."""
    first = {"index": 0, "id": "t1", "type": "custom", "custom": {"name": "shell", "input": "l"}}
    found = heard(
        api,
        chunk(delta(tool_calls=[first])),
        chunk(delta(tool_calls=[{"index": 0, "custom": {"input": "s"}}], finish_reason="tool_calls")),
    )
    assert {event.type for event in found.events} == {"chunk"}
    assert found.final.choices[0].message.tool_calls[0].custom.input == "ls"


def test_log_probabilities(api: Driver) -> None:
    """They are told like the text they belong to."""
    a, b, c = (token(word) for word in "abc")
    found = heard(
        api,
        chunk(delta(content="a", logprobs={"content": [a], "refusal": None})),
        chunk(delta(content="bc", logprobs={"content": [b, c], "refusal": None})),
        chunk(delta(refusal="no", logprobs={"content": None, "refusal": [a]})),
        chunk(delta(finish_reason="stop")),
    )
    plain = [{key: value for key, value in t.items() if value is not None} for t in (a, b, c)]
    told = [
        {key: value for key, value in event.to_dict(exclude_none=True).items() if key != "type"}
        for event in found.events
        if event.type.startswith("logprobs")
    ]
    assert told == [
        {"content": plain[:1], "snapshot": plain[:1]},
        {"content": plain[1:], "snapshot": plain},
        {"refusal": plain[:1], "snapshot": plain[:1]},
        {"content": plain},
        {"refusal": plain[:1]},
    ]
    logprobs = found.final.choices[0].logprobs
    assert ([t.token for t in logprobs.content], [t.token for t in logprobs.refusal]) == (["a", "b", "c"], ["a"])


def test_several_choices(api: Driver) -> None:
    """They arrive in turns, and add up each for itself, in the order of their index."""
    found = heard(
        api,
        chunk(delta(index=1, content="b")),
        chunk(delta(index=0, content="x"), delta(index=1, content="c")),
        chunk(delta(index=0, content="y", finish_reason="stop")),
        chunk(delta(index=1, finish_reason="stop")),
    )
    assert [event.snapshot for event in found.events if event.type == "content.delta"] == ["b", "x", "bc", "xy"]
    assert [event.content for event in found.events if event.type == "content.done"] == ["xy", "bc"]
    assert [(c.index, c.message.content) for c in found.final.choices] == [(0, "xy"), (1, "bc")]


def test_a_completion_that_was_cut_off(api: Driver, openai_sdk: ModuleType) -> None:
    """Where nothing is to be parsed, the events go on to the end; the final completion is refused in any case."""
    said = [chunk(delta(content='{"ci')), chunk(delta(finish_reason="length"), usage=USAGE)]
    for reason, error in (("length", "LengthFinishReasonError"), ("content_filter", "ContentFilterFinishReasonError")):
        said[-1]["choices"][0]["finish_reason"] = reason
        with pytest.raises(getattr(openai_sdk, error)):
            heard(api, *said)
        api.server.script(stream_of(*said))
        told = listen(api, chat, lambda stream: stream.until_done()).told("content.done")
        assert told == [("content.done", '{"ci')]
        with pytest.raises(getattr(openai_sdk, error)):
            listen(api, partial(chat, response_format=Weather), lambda stream: stream.until_done())


def test_content_that_is_something_else(api: Driver) -> None:
    """So far it says nothing; where it ends, it is an error."""
    seen: list[Any] = []

    def watch(stream: Any) -> Any:
        for event in stream:
            seen.append(event.type == "content.delta" and event.parsed)

    async def awatch(stream: Any) -> Any:
        async for event in stream:
            seen.append(event.type == "content.delta" and event.parsed)

    api.server.script(stream_of(chunk(delta(content="Rain.")), chunk(delta(finish_reason="stop"))))
    with pytest.raises(ValidationError, match="Weather"):
        api.within(partial(chat, response_format=Weather), awatch if api.asynchronous else watch)
    assert seen == [False, None]


def test_what_the_schema_does_not_know(api: Driver) -> None:
    """It adds up by its kind: text, numbers, lists, objects; what names a thing stays; the latest of the rest holds."""
    found = heard(
        api,
        chunk(delta(role="assistant", thought="Let ", count=1, seen=["a"], deep={"word": "x", "sure": False}), note=1),
        chunk(delta(role="assistant", thought="me", count=2, seen=["b"], deep={"word": "y", "sure": True}), note=2),
        chunk(delta(thought=None, finish_reason="stop")),
    )
    said = found.final.choices[0].message
    assert (said.role, said.thought, said.count, said.seen) == ("assistant", "Let me", 3, ["a", "b"])
    assert (said.deep, found.final.note) == ({"word": "xy", "sure": True}, 2)


def test_what_is_no_chunk(api: Driver) -> None:
    """Servers send other things before the first chunk; they say nothing of the completion."""
    other = {"id": "", "object": "", "created": 0, "model": "", "choices": [], "filters": []}
    found = heard(api, other, chunk(delta(content="a", finish_reason="stop")))
    assert [event.type for event in found.events] == ["chunk", "content.delta", "content.done"]
    assert found.final.id == "c1"


def test_a_stream_without_chunks(api: Driver) -> None:
    """There is no completion."""
    with pytest.raises(RuntimeError, match="has not brought any chunk"):
        heard(api)


def test_the_completion_so_far(api: Driver) -> None:
    """It is that of the moment it is asked for, and what was asked for once does not change."""
    seen: list[tuple[str, str | None]] = []

    def note(stream: Any, event: Any) -> None:
        if event.type == "chunk":
            seen.append((event.snapshot.choices[0].message.content, event.snapshot.choices[0].finish_reason))
            assert stream.current_completion_snapshot is event.snapshot

    def use(stream: Any) -> Any:
        for event in stream:
            note(stream, event)

    async def ause(stream: Any) -> Any:
        async for event in stream:
            note(stream, event)

    api.server.script(stream_of(chunk(delta(content="a")), chunk(delta(content="b", finish_reason="stop"))))
    api.within(chat, ause if api.asynchronous else use)
    assert seen == [("a", None), ("ab", "stop")]


def test_leaving_early_frees_the_connection(api: Driver) -> None:
    """On leaving `with`, and where an error ends it."""
    api.server.script(
        events(b'data: {"object": "chat.completion.chunk"}\n\n', *[b": still there\n\n"] * 500, pause=0.01)
    )
    api.within(chat, lambda stream: stream.close())
    assert api.server.wait_until_idle()
    with pytest.raises(ZeroDivisionError):
        api.within(chat, lambda stream: 1 // 0)
    assert api.server.wait_until_idle()


def test_a_stream_let_go_of(openai_sdk: ModuleType, server: Server) -> None:
    """Nothing waits for the garbage collector."""
    server.script(events(b'data: {"object": "chat.completion.chunk"}\n\n', *[b": still there\n\n"] * 500, pause=0.01))
    with openai_sdk.OpenAI(api_key="k", base_url=server.url, max_retries=0) as client:
        gc.disable()
        try:
            stream = chat(client).__enter__()
            next(stream)
            del stream
            assert server.wait_until_idle()
        finally:
            gc.enable()


def test_chunks_from_elsewhere(openai_sdk: ModuleType, streaming: Any) -> None:
    """The state adds up chunks wherever they come from."""
    kind = openai_sdk.types.chat.ChatCompletionChunk
    state = streaming.ChatCompletionStreamState(response_format=Weather)
    said = [chunk(delta(content=piece)) for piece in PIECES]
    told = [event for one in said for event in state.handle_chunk(kind.model_validate(one))]
    assert [event.type for event in told] == ["chunk", "content.delta"] * 4
    assert state.current_completion_snapshot.choices[0].message.parsed == {"city": "Oslo", "degrees": 12}
    assert state.get_final_completion().choices[0].message.parsed == Weather(city="Oslo", degrees=12)


@pytest.fixture
def told(openai_sdk: ModuleType, streaming: Any) -> list[Any]:
    """Events whose snapshots nobody has read."""
    kind = openai_sdk.types.chat.ChatCompletionChunk
    state = streaming.ChatCompletionStreamState()
    said = [chunk(delta(content=piece)) for piece in PIECES]
    return [state.handle_chunk(kind.model_validate(one))[1] for one in said]


def test_snapshots_are_made_when_they_are_read(told: list[Any]) -> None:
    """Until then an event costs the same however much came before; later events do not change it."""
    assert all("snapshot" not in vars(event) for event in told)
    assert [event.snapshot for event in reversed(told)] == ["".join(PIECES[:n]) for n in (4, 3, 2, 1)]
    assert all("snapshot" in vars(event) for event in told)
    with pytest.raises(AttributeError):
        _ = told[0].nonsense


@pytest.mark.parametrize(
    "look",
    [
        repr,
        dict,
        copy.copy,
        copy.deepcopy,
        pickle.dumps,
        lambda event: event.model_dump(),
        lambda event: event.model_dump_json(),
        lambda event: event.to_dict(),
        lambda event: event.model_copy(),
        lambda event: event == event.model_copy(),
    ],
)
def test_events_are_complete_wherever_they_go(told: list[Any], look: Any) -> None:
    """Whatever looks at an event as a whole sees all of it."""
    look(told[1])
    made = type(told[1])(type="content.delta", delta=PIECES[1], snapshot="".join(PIECES[:2]), parsed=None)
    assert vars(told[1]) == vars(made)
    assert told[1] == made


def test_events_inside_others(told: list[Any]) -> None:
    """They are dumped whole there too."""

    log = create_model("Log", event=(type(told[0]), ...))
    assert log(event=told[1]).model_dump()["event"]["snapshot"] == "".join(PIECES[:2])


# Responses

PLACE = {"item_id": "i1", "output_index": 0, "content_index": 0}


def of_text(*pieces: str, status: str = "completed", **members: Any) -> list[dict[str, Any]]:
    """The events of a response that is one text."""
    whole = message(text("".join(pieces)))
    return [
        {"type": "response.created", "response": response(status="in_progress")},
        {"type": "response.output_item.added", "output_index": 0, "item": message(status="in_progress")},
        {"type": "response.content_part.added", **PLACE, "part": text("")},
        *({"type": "response.output_text.delta", **PLACE, "delta": piece, "logprobs": []} for piece in pieces),
        {"type": "response.output_text.done", **PLACE, "text": "".join(pieces), "logprobs": []},
        {"type": "response.output_item.done", "output_index": 0, "item": whole},
        {"type": f"response.{status}", "response": response(whole, status=status, **members)},
    ]


def test_text_of_a_response(api: Driver, openai_sdk: ModuleType) -> None:
    """Events come as the API sent them; pieces of text know the text so far."""
    found = responded(api, *of_text("Hel", "lo"))
    assert [event.type for event in found.events] == [event["type"] for event in of_text("Hel", "lo")]
    assert [event.sequence_number for event in found.events] == list(range(8))
    deltas = [event for event in found.events if event.type == "response.output_text.delta"]
    assert [(event.delta, event.snapshot) for event in deltas] == [("Hel", "Hel"), ("lo", "Hello")]
    assert isinstance(deltas[0], openai_sdk.types.responses.ResponseTextDeltaEvent)
    assert deltas[1].to_dict()["snapshot"] == "Hello"
    assert found.final.output_text == "Hello"
    assert found.events[-1].response is found.final
    assert type(found.final) is openai_sdk.types.responses.ParsedResponse
    assert api.server.received[0].json() == {"model": "m", "input": "x", "stream": True}


def test_text_becomes_an_object(api: Driver) -> None:
    """Where it ends, and in the final response."""
    found = responded(api, *of_text(*PIECES), text_format=Weather)
    done = [event.parsed for event in found.events if event.type == "response.output_text.done"]
    assert done == [Weather(city="Oslo", degrees=12)]
    assert found.final.output_parsed == Weather(city="Oslo", degrees=12)
    assert api.server.received[0].json()["text"]["format"]["name"] == "Weather"


def test_function_calls(api: Driver, openai_sdk: ModuleType) -> None:
    """Pieces of arguments know the arguments so far; in the final response they are parsed."""
    place = {"item_id": "f1", "output_index": 0}
    found = responded(
        api,
        {"type": "response.created", "response": response(status="in_progress")},
        {"type": "response.output_item.added", "output_index": 0, "item": function_call("Weather", "")},
        *({"type": "response.function_call_arguments.delta", **place, "delta": piece} for piece in PIECES),
        {"type": "response.function_call_arguments.done", **place, "name": "Weather", "arguments": OSLO},
        {"type": "response.completed", "response": response(function_call("Weather", OSLO))},
        tools=[openai_sdk.pydantic_function_tool(Weather)],
    )
    deltas = [event for event in found.events if event.type == "response.function_call_arguments.delta"]
    assert [event.snapshot for event in deltas] == ["".join(PIECES[:n]) for n in (1, 2, 3, 4)]
    assert found.final.output[0].parsed_arguments == Weather(city="Oslo", degrees=12)
    assert api.server.received[0].json()["tools"][0]["name"] == "Weather"


def test_a_refusal_in_a_response(api: Driver) -> None:
    """It is told by the API's own events."""
    refusal = {"type": "refusal", "refusal": "No."}
    found = responded(
        api,
        {"type": "response.created", "response": response(status="in_progress")},
        {"type": "response.refusal.delta", **PLACE, "delta": "No."},
        {"type": "response.refusal.done", **PLACE, "refusal": "No."},
        {"type": "response.completed", "response": response(message(refusal))},
        text_format=Weather,
    )
    assert [event.type for event in found.events[1:3]] == ["response.refusal.delta", "response.refusal.done"]
    assert (found.final.output[0].content[0].refusal, found.final.output_parsed) == ("No.", None)


@pytest.mark.parametrize(
    "last",
    [
        {"type": "response.failed", "response": response(status="failed", error={"code": "x", "message": "boom"})},
        {"type": "response.incomplete", "response": response(status="incomplete")},
        {"type": "error", "code": "server_error", "message": "boom", "param": None},
    ],
)
def test_a_response_that_is_not_completed(api: Driver, last: dict[str, Any]) -> None:
    """The event that says so is told; there is no final response."""
    created = {"type": "response.created", "response": response(status="in_progress")}
    api.server.script(numbered(created, last))
    found = listen(api, respond, lambda stream: stream.until_done())
    assert [event.type for event in found.events] == ["response.created", last["type"]]
    with pytest.raises(RuntimeError, match=last["type"]):
        responded(api, created, last)


@pytest.mark.parametrize(
    ("reason", "error"),
    [("max_output_tokens", "LengthFinishReasonError"), ("content_filter", "ContentFilterFinishReasonError")],
)
def test_a_response_that_was_cut_off(api: Driver, openai_sdk: ModuleType, reason: str, error: str) -> None:
    """Its text ends within its JSON: the error is that of the event that says why, not that of the text."""
    said = of_text('{"city": ', status="incomplete", incomplete_details={"reason": reason})
    with pytest.raises(getattr(openai_sdk, error)):
        responded(api, *said, text_format=Weather)
    with pytest.raises(ValidationError):
        responded(api, *said[:-1], text_format=Weather)
    api.server.script(numbered(*said))
    assert listen(api, respond, lambda stream: stream.until_done()).events[-1].type == "response.incomplete"


def test_the_helper_is_told(api: Driver) -> None:
    """A header says which method builds on `create`."""
    heard(api, chunk(delta(content="x")), chunk(delta(finish_reason="stop")))
    assert api.server.received[-1].headers["x-stainless-helper-method"] == "chat.completions.stream"


def test_events_that_nobody_has_heard_of(api: Driver) -> None:
    """They are passed on as they are."""
    found = responded(api, {"type": "response.brand_new", "a": 1}, *of_text("x"))
    assert (found.events[0].type, found.events[0].a) == ("response.brand_new", 1)
    assert found.final.output_text == "x"


def test_going_on_with_a_response(api: Driver) -> None:
    """All of it is read, so that snapshots are whole; what was seen before is not told again."""
    said = of_text("Hel", "l", "o")
    api.server.script(numbered(*said))
    start = partial(respond_again, response_id="r1", starting_after=3, timeout=5)
    found = listen(api, start, lambda stream: stream.get_final_response())
    assert [event.sequence_number for event in found.events] == [4, 5, 6, 7, 8]
    assert [event.snapshot for event in found.events[:2]] == ["Hell", "Hello"]
    assert found.final.output_text == "Hello"
    assert [(r.method, r.target) for r in api.server.received] == [("GET", "/responses/r1?stream=true")]


def respond_again(client: Any, **arguments: Any) -> Any:
    return client.responses.stream(**arguments)


@pytest.mark.parametrize("left_out", ["omit", "NOT_GIVEN"])
def test_what_is_left_out(api: Driver, openai_sdk: ModuleType, left_out: str) -> None:
    """Both ways to leave an argument out are understood."""
    value = getattr(openai_sdk, left_out)
    heard(api, chunk(delta(content="a")), response_format=value, tools=value)
    responded(api, *of_text("x"), response_id=value, starting_after=value, text_format=value, tools=value)
    sent = [set(request.json()) for request in api.server.received]
    assert sent == [{"model", "messages", "stream"}, {"model", "input", "stream"}]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"response_id": "r1", "model": "m"}, "takes no model"),
        ({"input": "x"}, "needs model"),
        ({}, "needs input and model"),
        ({"input": "x", "model": "m", "starting_after": 1}, "needs the response_id"),
    ],
)
def test_requests_that_are_none(api: Driver, arguments: dict[str, Any], reason: str) -> None:
    """Either a new response is described, or one that exists; nothing is sent otherwise."""
    with pytest.raises(ValueError, match=reason):
        api.within(partial(respond_again, **arguments), lambda stream: None)
    assert api.server.received == []
