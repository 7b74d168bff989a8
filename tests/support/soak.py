"""A process that calls the example package very often, or sends it very much, and tells what memory that took.

`soak.py calls sync|async COUNT` answers in the process itself; `soak.py upload sync|async URL BYTES FILE` sends a file
by its path, opened, and piece by piece. Both print JSON.
"""

from __future__ import annotations

import asyncio
import gc
import inspect
import json
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx2
import littleapi

PIECE = b"x" * 65_536
EVENTS = b"".join(b'data: {"type":"delta","text":"%d"}\n\n' % number for number in range(5)) + b"data: [DONE]\n\n"


def memory(name: str) -> int:
    """What the operating system counts for this process, in bytes: VmRSS is held now, VmHWM was held at most."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise LookupError(name)


def answer(request: httpx2.Request) -> httpx2.Response:
    """Every kind of answer, by what is asked for."""
    name = request.url.path.rpartition("/")[2]
    text = name.ljust(80, ".")  # pydantic keeps some thousand shorter strings for later, which looks like growth
    if name.startswith("gone"):
        return httpx2.Response(404, json={"error": {"message": f"no {name}"}})
    if name.startswith("limited") and request.headers["x-stainless-retry-count"] == "0":
        return httpx2.Response(429, headers={"retry-after-ms": "1"})
    if name.startswith("odd"):
        return httpx2.Response(200, json={"id": 7, "name": None, text: {"made": "up"}})
    if request.method == "GET" and name == "things":
        return httpx2.Response(200, json={"data": [{"id": "1", "name": "n"}] * 3, "has_more": False})
    if b'"stream":true' in request.content:
        return httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=EVENTS)
    return httpx2.Response(200, json={"id": text, "name": "n"}, headers={"x-request-id": f"req_{name}"})


async def stream(client: Any, number: int) -> None:
    await drained(client.things.create(name=f"n{number}", stream=True))


async def stream_left(client: Any, number: int) -> None:
    left = await outcome(client.things.create(name=f"left{number}", stream=True))
    await outcome(left.close())


async def error(client: Any, number: int) -> None:
    try:
        await outcome(client.things.retrieve(f"gone-{number}"))
    except littleapi.NotFoundError:
        return
    raise AssertionError(number)


async def page(client: Any, number: int) -> None:
    await drained(client.things.list(after=f"a{number}"))


async def odd(client: Any, number: int) -> None:
    await outcome(client.things.retrieve(f"odd-{number}"))


async def raw(client: Any, number: int) -> None:
    (await outcome(client.things.with_raw_response.retrieve(f"raw-{number}"))).parse()


async def upload(client: Any, number: int) -> None:
    await outcome(client.things.upload(file=(f"{number}.txt", b"content")))


async def copied(client: Any, number: int) -> None:
    await outcome(client.with_options(timeout=number, max_retries=1).things.retrieve(f"copy-{number}"))


async def retried(client: Any, number: int) -> None:
    name = "limited" if number % 10 == 0 else "plain"  # a retry waits for a while
    await outcome(client.things.retrieve(f"{name}-{number}"))


async def plain(client: Any, number: int) -> None:
    await outcome(client.things.retrieve(f"plain-{number}", extra_headers={"X-Number": str(number)}))


KINDS = (stream, stream_left, error, page, odd, raw, upload, copied, retried, plain)


async def calls(client: Any, first: int, last: int) -> None:
    """Make calls of all sorts in turn, no two of them alike."""
    for number in range(first, last):
        await KINDS[number % len(KINDS)](client, number // len(KINDS))


async def outcome(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value


async def drained(value: Any) -> None:
    found = value if hasattr(value, "__aiter__") else await outcome(value)
    if hasattr(found, "__aiter__"):
        assert len([item async for item in found]) > 2
    else:
        assert len(list(found)) > 2


async def soak(client: Any, count: int) -> dict[str, int]:
    """Return what grew during the second half of `count` calls."""
    found: list[tuple[int, int]] = []
    for first, last in ((0, count // 2), (count // 2, count)):
        await calls(client, first, last)
        gc.collect()
        found.append((sys.getallocatedblocks(), memory("VmRSS")))
    (blocks, resident), (more_blocks, more_resident) = found
    return {"blocks": more_blocks - blocks, "resident": more_resident - resident}


def pieces(size: int) -> Iterator[bytes]:
    for _ in range(size // len(PIECE)):
        yield PIECE


async def apieces(size: int) -> AsyncIterator[bytes]:
    for piece in pieces(size):
        yield piece


async def uploads(client: Any, file: Path, size: int, generator: Any) -> dict[str, int]:
    """Return how far the peak of memory has grown after each way to send `size` bytes, beyond that of small ones."""
    small = file.with_name("small")
    small.write_bytes(PIECE)
    grown: dict[str, int] = {}
    for path, length in ((small, len(PIECE)), (file, size)):
        before = memory("VmHWM")
        await outcome(client.things.upload(file=path))
        grown["path"] = memory("VmHWM") - before
        with path.open("rb") as opened:
            await outcome(client.things.upload(file=opened))
        grown["file"] = memory("VmHWM") - before
        await outcome(client.things.replace("x", content=generator(length)))
        grown["pieces"] = memory("VmHWM") - before
    return grown


async def main(task: str, kind: str, *arguments: str) -> dict[str, int]:
    asynchronous = kind == "async"
    if task == "upload":
        url, size, file = arguments
        make, generator = (littleapi.AsyncLittle, apieces) if asynchronous else (littleapi.Little, pieces)
        client = make(api_key="k", base_url=url, max_retries=0)
        return await uploads(client, Path(file), int(size), generator)
    transport = httpx2.MockTransport(answer)
    if asynchronous:
        client = littleapi.AsyncLittle(api_key="k", http_client=httpx2.AsyncClient(transport=transport))
    else:
        client = littleapi.Little(api_key="k", http_client=httpx2.Client(transport=transport))
    return await soak(client, int(arguments[0]))


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(*sys.argv[1:]))))
