"""One contender of `runtime.py`, in a process of its own: a client package, or the floor (HTTP library and json alone).

    python contender.py PACKAGE|floor URL

For each name of a measurement on standard input one line of JSON answers on standard output. Times are CPU seconds of
this process, per unit of the measurement.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from fresh import CHAT, FLOOR, MESSAGES
from reading import CHAT_CHUNK, FILE, RESPONSE_ANSWER, TEXT_DELTA, reader

if TYPE_CHECKING:
    from reading import Fields

CALLS = 300
EVENTS = 2_000
VECTORS, DIMENSIONS = 2_048, 1_536
OUTPUT_ITEMS = 500
PAGES, PAGE_SIZE = 200, 100
ANSWERS = 20  # of many items, so that what the garbage collector takes is shared out
CONCURRENT = 1_000
MANY_MESSAGES = MESSAGES * 2_000
PORTION = 4_096  # bytes of a stream that arrive together
BASE_URL = "https://api.example.test/v1"


# Answers


def chat_events() -> Iterator[dict[str, Any]]:
    """Yield the chunks of a streamed chat answer."""
    for number in range(EVENTS):
        delta = {"content": f" word{number}"}
        yield {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": 1_700_000_000,
            "model": "gpt-5",
            "service_tier": "default",
            "system_fingerprint": None,
            "choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": None}],
        }


def response_events() -> Iterator[dict[str, Any]]:
    """Yield the text deltas of a streamed response."""
    for number in range(EVENTS):
        yield {
            "type": "response.output_text.delta",
            "sequence_number": number,
            "item_id": "msg_1",
            "output_index": 0,
            "content_index": 0,
            "delta": f" word{number}",
            "logprobs": [],
        }


@cache
def stream_body(*, responses: bool) -> bytes:
    """Return the body of a stream of events."""
    if responses:
        return b"".join(
            b"event: %b\ndata: %b\n\n" % (event["type"].encode(), json.dumps(event).encode())
            for event in response_events()
        )
    return b"".join(b"data: %b\n\n" % json.dumps(event).encode() for event in chat_events()) + b"data: [DONE]\n\n"


@cache
def embeddings_body() -> bytes:
    """Return an answer of many vectors."""
    vector = [((number * 7_919) % 20_011) / 20_011 - 0.5 for number in range(DIMENSIONS)]
    items = [{"object": "embedding", "index": number, "embedding": vector} for number in range(VECTORS)]
    usage = {"prompt_tokens": 8, "total_tokens": 8}
    return json.dumps({"object": "list", "data": items, "model": "m", "usage": usage}).encode()


@cache
def response_body(*, departing: bool) -> bytes:
    """Return a response of many messages; where `departing`, each has a status that the document does not know."""
    content = [{"type": "output_text", "text": "Ten legs.", "annotations": [], "logprobs": []}]
    status = "postponed" if departing else "completed"
    output = [
        {"id": f"msg_{number}", "type": "message", "role": "assistant", "status": status, "content": content}
        for number in range(OUTPUT_ITEMS)
    ]
    return json.dumps(
        {
            "id": "resp_1",
            "object": "response",
            "created_at": 1_700_000_000,
            "status": "completed",
            "error": None,
            "incomplete_details": None,
            "instructions": None,
            "metadata": {},
            "model": "gpt-5",
            "output": output,
            "parallel_tool_calls": True,
            "temperature": 1.0,
            "tool_choice": "auto",
            "tools": [],
            "top_p": 1.0,
        }
    ).encode()


@cache
def page_bodies() -> list[bytes]:
    """Return the pages of a list of files, in order."""
    pages: list[bytes] = []
    for number in range(PAGES):
        items = [
            {
                "id": f"file-{number * PAGE_SIZE + index}",
                "object": "file",
                "bytes": 120_000,
                "created_at": 1_700_000_000,
                "filename": "data.jsonl",
                "purpose": "fine-tune",
                "status": "processed",
            }
            for index in range(PAGE_SIZE)
        ]
        more = number < PAGES - 1
        page = {
            "object": "list",
            "data": items,
            "first_id": items[0]["id"],
            "last_id": items[-1]["id"],
            "has_more": more,
        }
        pages.append(json.dumps(page).encode())
    return pages


# Clients


def http_library() -> ModuleType:
    """Return the HTTP library that all contenders share."""
    return importlib.import_module("httpx2")


def transport(body: bytes, content_type: str = "application/json") -> Any:
    """Return an in-process transport that always answers with `body`."""
    httpx = http_library()
    headers = {"content-type": content_type, "x-request-id": "req_1"}
    return httpx.MockTransport(lambda request: httpx.Response(200, headers=headers, content=body))


def streaming_transport(body: bytes) -> Any:
    """Return an in-process transport that answers with a stream of events, in portions."""
    httpx = http_library()
    portions = [body[start : start + PORTION] for start in range(0, len(body), PORTION)]
    headers = {"content-type": "text/event-stream"}
    return httpx.MockTransport(lambda request: httpx.Response(200, headers=headers, content=iter(portions)))


def paging_transport() -> Any:
    """Return an in-process transport that answers with the page after the cursor."""
    httpx = http_library()
    pages = page_bodies()

    def answer(request: Any) -> Any:
        cursor = request.url.params.get("after")
        number = 0 if cursor is None else (int(cursor.removeprefix("file-")) + 1) // PAGE_SIZE
        return httpx.Response(200, headers={"content-type": "application/json"}, content=pages[number])

    return httpx.MockTransport(answer)


def cpu(work: Callable[[], object], units: int) -> float:
    """Return the CPU seconds that `work` takes, per unit."""
    start = time.process_time()
    work()
    return (time.process_time() - start) / units


def cpu_warm(work: Callable[[], object], times: int) -> float:
    """Return the CPU seconds that `work` takes in the end, when it is done over and over."""
    work()
    return cpu(lambda: [work() for _ in range(times)], times)


def read_all(items: Iterable[Any], read: Callable[[Any], None]) -> int:
    """Read each of some items; return how many there were."""
    count = 0
    for item in items:
        read(item)
        count += 1
    return count


def check(condition: object) -> None:
    """Raise unless a contender did what it is measured at."""
    if not condition:
        raise RuntimeError("the contender did not do the work")


class Package:
    """A client package: the official one, or one with its interface."""

    def __init__(self, name: str, url: str) -> None:
        self.name = name
        self.url = url

    def client(self, mock: Any) -> Any:
        """Return a client over an in-process transport."""
        http_client = http_library().Client(transport=mock)
        return importlib.import_module(self.name).OpenAI(api_key="sk-1", base_url=BASE_URL, http_client=http_client)

    def overhead(self) -> float:
        """One call over an in-process transport."""
        client = self.client(transport(CHAT))

        def work(calls: int) -> None:
            for _ in range(calls):
                check(client.chat.completions.create(model="gpt-5", messages=MESSAGES).id)

        work(20)
        return cpu(lambda: work(CALLS), CALLS)

    def overhead_async(self) -> float:
        """One asynchronous call over an in-process transport."""
        http_client = http_library().AsyncClient(transport=transport(CHAT))
        module = importlib.import_module(self.name)
        client = module.AsyncOpenAI(api_key="sk-1", base_url=BASE_URL, http_client=http_client)

        async def work(calls: int) -> None:
            for _ in range(calls):
                check((await client.chat.completions.create(model="gpt-5", messages=MESSAGES)).id)

        asyncio.run(work(20))
        return cpu(lambda: asyncio.run(work(CALLS)), CALLS)

    def large_request(self) -> float:
        """One call with many messages."""
        client = self.client(transport(CHAT))
        return cpu(lambda: client.chat.completions.create(model="gpt-5", messages=MANY_MESSAGES), 1)

    def chat_event(self) -> float:
        """One event of a chat stream."""
        client = self.client(streaming_transport(stream_body(responses=False)))
        read = reader(CHAT_CHUNK)

        def work() -> None:
            check(
                read_all(client.chat.completions.create(model="gpt-5", messages=MESSAGES, stream=True), read) == EVENTS
            )

        work()
        return cpu(work, EVENTS)

    def response_event(self) -> float:
        """One event of a response's stream."""
        client = self.client(streaming_transport(stream_body(responses=True)))
        read = reader(TEXT_DELTA)

        def work() -> None:
            check(read_all(client.responses.create(model="gpt-5", input="?", stream=True), read) == EVENTS)

        work()
        return cpu(work, EVENTS)

    def embeddings(self) -> float:
        """An answer of many vectors, as lists of numbers."""
        client = self.client(transport(embeddings_body()))

        def work() -> None:
            answer = client.embeddings.create(model="m", input="a", encoding_format="float")
            check(len(answer.data[-1].embedding) == DIMENSIONS)

        return cpu(work, 1)

    def _output(self, *, departing: bool = False) -> Callable[[], object]:
        client = self.client(transport(response_body(departing=departing)))
        read = reader(RESPONSE_ANSWER)
        return lambda: read(client.responses.create(model="gpt-5", input="?"))

    def first_output(self) -> float:
        """A response of many output items, the first of a process."""
        return cpu(self._output(), 1)

    def output(self) -> float:
        """A response of many output items."""
        return cpu_warm(self._output(), ANSWERS)

    def departing_output(self) -> float:
        """A response of many output items that depart from the document."""
        return cpu_warm(self._output(departing=True), ANSWERS)

    def paged_item(self) -> float:
        """One item of many pages."""
        client = self.client(paging_transport())
        client.files.list()
        read = reader(FILE)
        return cpu(lambda: check(read_all(client.files.list(), read) == PAGES * PAGE_SIZE), PAGES * PAGE_SIZE)

    def concurrent(self) -> float:
        """One of many simultaneous calls over sockets."""
        module = importlib.import_module(self.name)

        async def work() -> None:
            async with module.AsyncOpenAI(api_key="sk-1", base_url=self.url) as client:
                calls = [client.chat.completions.create(model="gpt-5", messages=MESSAGES) for _ in range(CONCURRENT)]
                check(all(answer.id for answer in await asyncio.gather(*calls)))

        return cpu(lambda: asyncio.run(work()), CONCURRENT)


class Floor:
    """The HTTP library and json alone, for the same work."""

    def __init__(self, url: str) -> None:
        self.url = url + "/chat/completions"
        self.headers = {"authorization": "Bearer sk-1"}
        self.body = {"model": "gpt-5", "messages": MESSAGES}

    def _post(self, client: Any) -> Any:
        url = BASE_URL + "/chat/completions"
        return json.loads(client.post(url, json=self.body, headers=self.headers).content)

    def overhead(self) -> float:
        """One call over an in-process transport."""
        client = http_library().Client(transport=transport(CHAT))

        def work(calls: int) -> None:
            for _ in range(calls):
                check(self._post(client)["id"])

        work(20)
        return cpu(lambda: work(CALLS), CALLS)

    def overhead_async(self) -> float:
        """One asynchronous call over an in-process transport."""
        client = http_library().AsyncClient(transport=transport(CHAT))

        async def work(calls: int) -> None:
            for _ in range(calls):
                check(json.loads((await client.post(BASE_URL, json=self.body, headers=self.headers)).content)["id"])

        asyncio.run(work(20))
        return cpu(lambda: asyncio.run(work(CALLS)), CALLS)

    def large_request(self) -> float:
        """One call with many messages."""
        client = http_library().Client(transport=transport(CHAT))
        return cpu(lambda: client.post(BASE_URL, json={"model": "gpt-5", "messages": MANY_MESSAGES}), 1)

    def _stream(self, body: bytes, fields: Fields) -> float:
        read = reader(fields, of_dicts=True)
        client = http_library().Client(transport=streaming_transport(body))

        def events() -> Iterator[Any]:
            rest = b""
            with client.stream("POST", BASE_URL, json=self.body) as response:
                for portion in response.iter_bytes():
                    *events, rest = (rest + portion).split(b"\n\n")
                    for event in events:
                        text = event.partition(b"data: ")[2]
                        if text != b"[DONE]":
                            yield json.loads(text)

        def work() -> None:
            check(read_all(events(), read) == EVENTS)

        work()
        return cpu(work, EVENTS)

    def chat_event(self) -> float:
        """One event of a chat stream."""
        return self._stream(stream_body(responses=False), CHAT_CHUNK)

    def response_event(self) -> float:
        """One event of a response's stream."""
        return self._stream(stream_body(responses=True), TEXT_DELTA)

    def _answer(self, body: bytes) -> Callable[[], Any]:
        client = http_library().Client(transport=transport(body))
        return lambda: self._post(client)

    def _output(self, *, departing: bool = False) -> Callable[[], object]:
        answer = self._answer(response_body(departing=departing))
        read = reader(RESPONSE_ANSWER, of_dicts=True)
        return lambda: read(answer())

    def embeddings(self) -> float:
        """An answer of many vectors, as lists of numbers."""
        return cpu(self._answer(embeddings_body()), 1)

    def first_output(self) -> float:
        """A response of many output items, the first of a process."""
        return cpu(self._output(), 1)

    def output(self) -> float:
        """A response of many output items."""
        return cpu_warm(self._output(), ANSWERS)

    def departing_output(self) -> float:
        """A response of many output items that depart from the document."""
        return cpu_warm(self._output(departing=True), ANSWERS)

    def paged_item(self) -> float:
        """One item of many pages."""
        client = http_library().Client(transport=paging_transport())
        read = reader(FILE, of_dicts=True)

        def files() -> Iterator[Any]:
            params: dict[str, str] = {}
            while True:
                page = json.loads(client.get(BASE_URL, params=params).content)
                yield from page["data"]
                if not page["has_more"]:
                    break
                params = {"after": page["last_id"]}

        return cpu(lambda: check(read_all(files(), read) == PAGES * PAGE_SIZE), PAGES * PAGE_SIZE)

    def concurrent(self) -> float:
        """One of many simultaneous calls over sockets."""
        httpx = http_library()
        limits = httpx.Limits(max_connections=1_000, max_keepalive_connections=100)

        async def work() -> None:
            async with httpx.AsyncClient(limits=limits, timeout=60) as client:
                posts = [client.post(self.url, json=self.body, headers=self.headers) for _ in range(CONCURRENT)]
                check(all(json.loads(answer.content)["id"] for answer in await asyncio.gather(*posts)))

        return cpu(lambda: asyncio.run(work()), CONCURRENT)


def main() -> None:
    """Answer measurements until the input ends."""
    name, url = sys.argv[1:]
    contender: Any = Floor(url) if name == FLOOR else Package(name, url)
    for line in sys.stdin:
        seconds: float = getattr(contender, line.strip())()
        print(json.dumps({"seconds": seconds}), flush=True)


if __name__ == "__main__":
    main()
