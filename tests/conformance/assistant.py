"""An API of language models as packages around its SDK use it: small answers, the same for the same request.

It calls the first tool that it is offered, once; where a schema is asked for, it answers with a value of that.
"""

from __future__ import annotations

import base64
import json
import re
import struct
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from tests.support.server import Received, Reply, reply_json

from .values import Values

# What stands before a route: Azure's are those of a deployment.
_BEFORE: Final = re.compile(r"\A(/v1)?(/openai(/v1|/deployments/[^/]+)?)?")
_TEXT: Final = "Hello from loopback."
_CREATED: Final = 1_700_000_000
_CHAT_USAGE: Final = {
    "prompt_tokens": 11,
    "completion_tokens": 7,
    "total_tokens": 18,
    "prompt_tokens_details": {"cached_tokens": 3, "audio_tokens": 0},
    "completion_tokens_details": {"reasoning_tokens": 2, "audio_tokens": 0},
}
_USAGE: Final = {
    "input_tokens": 11,
    "output_tokens": 7,
    "total_tokens": 18,
    "input_tokens_details": {"cached_tokens": 3, "cache_write_tokens": 0},
    "output_tokens_details": {"reasoning_tokens": 2},
}
_MODEL: Final = {"id": "gpt-4o-mini", "object": "model", "created": _CREATED, "owned_by": "openai"}


def answer(received: Received) -> Reply:
    """Answer a request."""
    respond = _ROUTES.get((received.method, _BEFORE.sub("", received.path)))
    if respond is None:
        return reply_json({"error": {"message": f"no route for {received.method} {received.path}"}}, status=404)
    is_json = received.headers.get("content-type", "").startswith("application/json")
    return respond(received.json() if is_json and received.body else {})


def _models(_: Any) -> Reply:
    return reply_json({"object": "list", "data": [_MODEL]})


def _model(_: Any) -> Reply:
    return reply_json(_MODEL)


def _embeddings(asked: Mapping[str, Any]) -> Reply:
    given = asked["input"]
    texts = given if isinstance(given, list) and not (given and isinstance(given[0], int)) else [given]
    size = asked.get("dimensions", 4)
    vectors: list[Any] = [[(index + 1) / (step + 1) for step in range(size)] for index in range(len(texts))]
    if asked.get("encoding_format") == "base64":
        vectors = [base64.b64encode(struct.pack(f"<{size}f", *vector)).decode() for vector in vectors]
    data = [{"object": "embedding", "index": index, "embedding": vector} for index, vector in enumerate(vectors)]
    usage = {"prompt_tokens": 5, "total_tokens": 5}
    return reply_json({"object": "list", "model": asked["model"], "data": data, "usage": usage})


def _images(_: Any) -> Reply:
    return reply_json({"created": _CREATED, "data": [{"b64_json": "aW1hZ2U="}]})


def _completions(asked: Mapping[str, Any]) -> Reply:
    base = {"id": "cmpl-1", "object": "text_completion", "created": _CREATED, "model": asked["model"]}
    choice = {"index": 0, "text": _TEXT, "logprobs": None, "finish_reason": "stop"}
    if not asked.get("stream"):
        return reply_json({**base, "choices": [choice], "usage": _CHAT_USAGE})
    return _stream([{**base, "choices": [choice]}])


def _chat(asked: Mapping[str, Any]) -> Reply:
    call = _called_tool(asked.get("tools") or (), answered=any(m["role"] == "tool" for m in asked["messages"]))
    schema = (asked.get("response_format") or {}).get("json_schema", {}).get("schema")
    message, reason = _message(call, schema), "stop" if call is None else "tool_calls"
    base = {"id": "chatcmpl-1", "created": _CREATED, "model": asked["model"], "system_fingerprint": "fp_1"}
    if asked.get("stream"):
        return _stream(_chunks({**base, "object": "chat.completion.chunk"}, message, reason, asked))
    choices = [
        {"index": index, "message": message, "logprobs": None, "finish_reason": reason}
        for index in range(asked.get("n") or 1)
    ]
    return reply_json({**base, "object": "chat.completion", "choices": choices, "usage": _CHAT_USAGE})


def _message(call: tuple[str, str] | None, schema: Any) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": None, "refusal": None, "annotations": []}
    if call is None:
        return {**message, "content": _text(schema)}
    name, arguments = call
    return {**message, "tool_calls": [_tool_call(name, arguments)]}


def _tool_call(name: str, arguments: str) -> dict[str, Any]:
    return {"id": "call_1", "type": "function", "function": {"name": name, "arguments": arguments}}


def _chunks(
    base: Mapping[str, Any], message: Mapping[str, Any], reason: str, asked: Mapping[str, Any]
) -> Iterator[Mapping[str, Any]]:
    def chunk(delta: Mapping[str, Any], finish: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return {**base, "choices": [choice], "usage": None}

    yield chunk({"role": "assistant", "content": "" if message["content"] else None, "refusal": None})
    for call in message.get("tool_calls", ()):
        function = call["function"]
        first, second = _halves(function["arguments"])
        yield chunk({"tool_calls": [{"index": 0, **call, "function": {**function, "arguments": ""}}]})
        for half in (first, second):
            yield chunk({"tool_calls": [{"index": 0, "function": {"arguments": half}}]})
    for half in _halves(message["content"]) if message["content"] else ():
        yield chunk({"content": half})
    yield chunk({}, reason)
    if (asked.get("stream_options") or {}).get("include_usage"):
        yield {**base, "choices": [], "usage": _CHAT_USAGE}


def _responses(asked: Mapping[str, Any]) -> Reply:
    given = asked.get("input")
    items = given if isinstance(given, list) else []
    call = _called_tool(
        asked.get("tools") or (), answered=any(item.get("type") == "function_call_output" for item in items)
    )
    output = _output(call, ((asked.get("text") or {}).get("format") or {}).get("schema"))
    whole = _response(asked, [output])
    return _stream(_response_events(asked, whole, output)) if asked.get("stream") else reply_json(whole)


def _output(call: tuple[str, str] | None, schema: Any) -> dict[str, Any]:
    if call is None:
        part = {"type": "output_text", "text": _text(schema), "annotations": [], "logprobs": []}
        return {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": [part]}
    name, arguments = call
    ids = {"id": "fc_1", "call_id": "call_1"}
    return {**ids, "type": "function_call", "status": "completed", "name": name, "arguments": arguments}


def _response(asked: Mapping[str, Any], output: list[Any]) -> dict[str, Any]:
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": _CREATED,
        "status": "completed",
        "error": None,
        "incomplete_details": None,
        "instructions": asked.get("instructions"),
        "metadata": {},
        "output": output,
        "model": asked["model"],
        "parallel_tool_calls": True,
        "temperature": 1.0,
        "top_p": 1.0,
        "usage": _USAGE,
        "tools": asked.get("tools") or [],
        "tool_choice": asked.get("tool_choice") or "auto",
        "text": asked.get("text") or {"format": {"type": "text"}},
        "reasoning": {"effort": None, "summary": None},
        "truncation": "disabled",
        "previous_response_id": asked.get("previous_response_id"),
        "store": True,
    }


def _response_events(
    asked: Mapping[str, Any], whole: Mapping[str, Any], output: Mapping[str, Any]
) -> Iterator[Mapping[str, Any]]:
    events = _item_events(output)
    begun = {**_response(asked, []), "status": "in_progress", "usage": None}
    yield {"type": "response.created", "sequence_number": 0, "response": begun}
    number = 1
    for number, event in enumerate(events, 1):
        yield {**event, "sequence_number": number, "output_index": 0}
    yield {"type": "response.completed", "sequence_number": number + 1, "response": whole}


def _item_events(output: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    of_item = {"item_id": output["id"]}
    if output["type"] == "function_call":
        added = {**output, "arguments": "", "status": "in_progress"}
        yield {"type": "response.output_item.added", "item": added}
        for half in _halves(output["arguments"]):
            yield {"type": "response.function_call_arguments.delta", **of_item, "delta": half}
        done = {"name": output["name"], "arguments": output["arguments"]}
        yield {"type": "response.function_call_arguments.done", **of_item, **done}
    else:
        (part,) = output["content"]
        of_part = {**of_item, "content_index": 0}
        yield {"type": "response.output_item.added", "item": {**output, "content": [], "status": "in_progress"}}
        yield {"type": "response.content_part.added", **of_part, "part": {**part, "text": ""}}
        for half in _halves(part["text"]):
            yield {"type": "response.output_text.delta", **of_part, "delta": half, "logprobs": []}
        yield {"type": "response.output_text.done", **of_part, "text": part["text"], "logprobs": []}
        yield {"type": "response.content_part.done", **of_part, "part": part}
    yield {"type": "response.output_item.done", "item": output}


def _assistant(asked: Mapping[str, Any]) -> Reply:
    given = {"name": None, "description": None, "instructions": None, "tools": [], "metadata": {}, **asked}
    return reply_json({"id": "asst_1", "object": "assistant", "created_at": _CREATED, **given})


def _thread(_: Any) -> Reply:
    return reply_json({"id": "thread_1", "object": "thread", "created_at": _CREATED, "metadata": {}})


def _thread_message(asked: Mapping[str, Any]) -> Reply:
    return reply_json(_in_thread("msg_1", asked["role"], asked["content"]))


def _thread_messages(_: Any) -> Reply:
    data = [_in_thread("msg_2", "assistant", _TEXT)]
    return reply_json({"object": "list", "data": data, "first_id": "msg_2", "last_id": "msg_2", "has_more": False})


def _in_thread(identifier: str, role: str, text: str) -> dict[str, Any]:
    content = [{"type": "text", "text": {"value": text, "annotations": []}}]
    ids = {"id": identifier, "thread_id": "thread_1", "assistant_id": "asst_1", "run_id": "run_1"}
    base = {"object": "thread.message", "created_at": _CREATED, "metadata": {}, "attachments": []}
    return {**base, **ids, "role": role, "content": content}


def _run(asked: Mapping[str, Any]) -> Reply:
    """A run that waits for what a tool says, or is done when it is told or looked at."""
    call = None if "tool_outputs" in asked or not asked else _called_tool(asked.get("tools") or (), answered=False)
    ids = {"id": "run_1", "object": "thread.run", "thread_id": "thread_1", "assistant_id": "asst_1"}
    run = {"created_at": _CREATED, "model": "gpt-4o-mini", "instructions": "", "tools": [], "metadata": {}, **ids}
    if call is None:
        return reply_json({**run, "status": "completed", "usage": _CHAT_USAGE})
    action = {"type": "submit_tool_outputs", "submit_tool_outputs": {"tool_calls": [_tool_call(*call)]}}
    return reply_json({**run, "status": "requires_action", "required_action": action})


def _file(_: Any) -> Reply:
    file = {"id": "file-1", "object": "file", "bytes": 1, "created_at": _CREATED, "filename": "f"}
    return reply_json({**file, "purpose": "assistants", "status": "processed"})


def _deleted(_: Any) -> Reply:
    return reply_json({"id": "deleted_1", "object": "deleted", "deleted": True})


def _called_tool(tools: Any, *, answered: bool) -> tuple[str, str] | None:
    """The name and the arguments of the call of a tool, where one is to be called."""
    functions = [tool.get("function", tool) for tool in tools if tool["type"] == "function"]
    if answered or not functions:
        return None
    schema = functions[0].get("parameters") or {}
    return functions[0]["name"], json.dumps(Values(schema).of(schema))


def _text(schema: Any) -> str:
    return _TEXT if schema is None else json.dumps(Values(schema).of(schema))


def _halves(text: str) -> tuple[str, str]:
    return text[: len(text) // 2], text[len(text) // 2 :]


def _stream(events: Iterator[Mapping[str, Any]] | list[Mapping[str, Any]]) -> Reply:
    chunks = [_event(event) for event in events]
    return Reply(headers={"content-type": "text/event-stream"}, chunks=(*chunks, b"data: [DONE]\n\n"))


def _event(event: Mapping[str, Any]) -> bytes:
    line = f"event: {event['type']}\n" if "type" in event else ""
    return f"{line}data: {json.dumps(event)}\n\n".encode()


_ROUTES: Final[Mapping[tuple[str, str], Callable[[Any], Reply]]] = {
    ("GET", "/models"): _models,
    ("GET", "/models/gpt-4o-mini"): _model,
    ("POST", "/chat/completions"): _chat,
    ("POST", "/completions"): _completions,
    ("POST", "/embeddings"): _embeddings,
    ("POST", "/images/generations"): _images,
    ("POST", "/responses"): _responses,
    ("POST", "/assistants"): _assistant,
    ("GET", "/assistants/asst_1"): _assistant,
    ("POST", "/assistants/asst_1"): _assistant,
    ("DELETE", "/assistants/asst_1"): _deleted,
    ("POST", "/threads"): _thread,
    ("GET", "/threads/thread_1"): _thread,
    ("POST", "/threads/thread_1"): _thread,
    ("POST", "/threads/thread_1/messages"): _thread_message,
    ("GET", "/threads/thread_1/messages"): _thread_messages,
    ("DELETE", "/threads/thread_1/messages/msg_2"): _deleted,
    ("POST", "/threads/thread_1/runs"): _run,
    ("GET", "/threads/thread_1/runs/run_1"): _run,
    ("POST", "/threads/thread_1/runs/run_1/submit_tool_outputs"): _run,
    ("POST", "/files"): _file,
    ("DELETE", "/files/file-1"): _deleted,
}
