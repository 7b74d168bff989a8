"""Whatever ends a call or a stream, no connection, socket or task is left behind."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.server import Reply, Server, events, reply_json
from tests.support.sockets import Deaf, open_sockets, settles

THING = reply_json({"id": "t1", "name": "n"})
DELTA = b'data: {"type":"delta","text":"a"}\n\n'
LONG_STREAM = events(*[DELTA] * 200, pause=0.01)
LARGE = b"x" * 50_000_000
MANY = 1000


@pytest.fixture(autouse=True)
def no_socket_is_left() -> Iterator[None]:
    """Count the sockets of the process around each test, those of the server included."""
    gc.collect()
    before = open_sockets()
    yield
    gc.collect()
    assert settles(lambda: open_sockets() <= before), f"{open_sockets() - before} sockets are left"


def pool_of(client: Any) -> Any:
    """The connection pool of the HTTP library."""
    return client._http_client()._transport._pool


def is_at_rest(client: Any) -> bool:
    """Say whether no request is under way and no connection is held."""
    pool = pool_of(client)
    return not pool._requests and all(connection.is_idle() for connection in pool.connections)


def other_tasks() -> set[asyncio.Task[Any]]:
    return {task for task in asyncio.all_tasks() if task is not asyncio.current_task()}


async def at_rest(client: Any) -> bool:
    """The same for an asynchronous client, after the loop had the time to finish what was begun."""
    deadline = time.monotonic() + 1
    while time.monotonic() < deadline and not (is_at_rest(client) and not other_tasks()):
        await asyncio.sleep(0.005)
    return is_at_rest(client) and not other_tasks()


Use = Callable[[Any], Any]


async def read_events(client: Any) -> None:
    async for _ in await client.things.create(name="n", stream=True):
        pass


async def stream_bytes(client: Any) -> None:
    async with client.things.with_streaming_response.content("x") as answer:
        async for _ in answer.iter_bytes():
            pass


# What the server does (None: it never reads), and what the client is about when it is cancelled.
PHASES: dict[str, tuple[Reply | None, Use]] = {
    "sending": (None, lambda client: client.things.replace("x", content=LARGE)),
    "waiting for the answer": (None, lambda client: client.things.retrieve("x")),
    "reading a body": (
        Reply(headers={"content-type": "application/json"}, chunks=(b" ",) * 200, pause=0.01),
        lambda client: client.things.retrieve("x"),
    ),
    "reading an error": (Reply(status=400, chunks=(b" ",) * 200, pause=0.01), lambda client: client.things.delete("x")),
    "inside a stream": (LONG_STREAM, read_events),
    "inside a streamed body": (Reply(chunks=(b" ",) * 200, pause=0.01), stream_bytes),
    "between two tries": (
        Reply(status=429, headers={"retry-after": "30"}),
        lambda client: client.things.retrieve("x"),
    ),
}


async def cancel_soon(use: Use, client: Any, has_begun: Callable[[], object] = lambda: True) -> None:
    """Start `use`, cancel it a little after it has begun, and see it end before it would by itself."""
    task = asyncio.ensure_future(use(client))
    while not has_begun():
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    assert not task.done()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, timeout=1)


@pytest.mark.parametrize("phase", PHASES)
def test_cancellation(littleapi: Any, server: Server, phase: str) -> None:
    """A call cancelled in this phase ends at once, and the client goes on as if nothing had been."""
    reply, use = PHASES[phase]
    server.script(THING if reply is None else reply, THING)

    async def main(url: str) -> None:
        async with littleapi.AsyncLittle(api_key="k", base_url=url) as client:
            await cancel_soon(use, client, lambda: reply is None or server.received)
            assert await at_rest(client)
            client.base_url = server.url
            server.script(THING)
            assert (await client.things.retrieve("x")).id == "t1"

    with Deaf(reachable=True) if reply is None else contextlib.nullcontext() as deaf:
        asyncio.run(main(server.url if deaf is None else deaf.url))
    assert server.wait_until_idle()
    assert len(server.received) == (1 if reply is None else 2)


def test_cancellation_while_connecting(littleapi: Any) -> None:
    """A connection that is never made is given up with the call."""

    async def main(url: str) -> None:
        async with littleapi.AsyncLittle(api_key="k", base_url=url) as client:
            await cancel_soon(lambda client: client.things.retrieve("x"), client)
            assert await at_rest(client)
            assert pool_of(client).connections == []

    with Deaf(reachable=False) as deaf:
        asyncio.run(main(deaf.url))


def test_cancellation_while_waiting_for_a_connection(littleapi: Any, server: Server) -> None:
    """A call that waits for a free connection gives up its place."""
    import httpx2

    server.script(Reply(before=0.5, body=b"{}"))

    async def main() -> None:
        http_client = httpx2.AsyncClient(limits=httpx2.Limits(max_connections=1))
        async with littleapi.AsyncLittle(api_key="k", base_url=server.url, http_client=http_client) as client:
            first = asyncio.ensure_future(client.things.delete("x"))
            await asyncio.sleep(0.05)
            await cancel_soon(lambda client: client.things.retrieve("x"), client)
            await first
            assert await at_rest(client)

    asyncio.run(main())
    assert len(server.received) == 1


def test_a_deadline_of_the_caller(littleapi: Any, server: Server) -> None:
    """`asyncio.wait_for` around a call is a cancellation like any other."""
    server.script(Reply(before=0.5, body=b"{}"))

    async def main() -> None:
        async with littleapi.AsyncLittle(api_key="k", base_url=server.url) as client:
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(client.things.retrieve("x"), 0.05)
            assert await at_rest(client)

    asyncio.run(main())


def test_connecting_times_out(littleapi: Any) -> None:
    """The wait for a connection has its own limit; nothing is left of the attempt."""
    with Deaf(reachable=False) as deaf:
        timeout = littleapi.Timeout(5, connect=0.05)
        with littleapi.Little(api_key="k", base_url=deaf.url, timeout=timeout, max_retries=0) as client:
            start = time.monotonic()
            with pytest.raises(littleapi.APITimeoutError):
                client.things.retrieve("x")
            assert time.monotonic() - start < 1
            assert is_at_rest(client)


def test_sending_times_out(littleapi: Any) -> None:
    """A server that does not take the body cannot hold the client for ever."""
    with Deaf(reachable=True) as deaf:
        timeout = littleapi.Timeout(5, write=0.1)
        with littleapi.Little(api_key="k", base_url=deaf.url, timeout=timeout, max_retries=0) as client:
            with pytest.raises(littleapi.APITimeoutError):
                client.things.replace("x", content=LARGE)
            assert is_at_rest(client)


# Streams


def leave_by_break(stream: Any) -> None:
    for _ in stream:
        break


def leave_by_exception(stream: Any) -> None:
    with contextlib.suppress(KeyError):
        for _ in stream:
            raise KeyError


def leave_by_close(stream: Any) -> None:
    next(stream)
    stream.close()


def leave_by_closing_unread(stream: Any) -> None:
    stream.close()


def leave_unread(stream: Any) -> None:
    pass


LEAVING = [leave_by_break, leave_by_exception, leave_by_close, leave_by_closing_unread, leave_unread]


@contextlib.contextmanager
def without_cycle_collector() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@pytest.mark.parametrize("leave", LEAVING)
def test_a_stream_that_is_left(littleapi: Any, server: Server, leave: Use) -> None:
    """A stream that nobody holds any more has given its connection back, without the help of the cycle collector."""
    server.script(LONG_STREAM)
    with without_cycle_collector(), littleapi.Little(api_key="k", base_url=server.url) as client:
        leave(client.things.create(name="n", stream=True))
        assert is_at_rest(client)
    assert server.wait_until_idle()


async def aleave_by_break(stream: Any) -> None:
    async for _ in stream:
        break


async def aleave_by_exception(stream: Any) -> None:
    with contextlib.suppress(KeyError):
        async for _ in stream:
            raise KeyError


async def aleave_by_close(stream: Any) -> None:
    await stream.__anext__()
    await stream.close()


async def aleave_by_closing_unread(stream: Any) -> None:
    await stream.close()


async def aleave_unread(stream: Any) -> None:
    pass


ALEAVING = [aleave_by_break, aleave_by_exception, aleave_by_close, aleave_by_closing_unread, aleave_unread]


@pytest.mark.parametrize("leave", ALEAVING)
def test_an_asynchronous_stream_that_is_left(littleapi: Any, server: Server, leave: Use) -> None:
    """The same holds for the asynchronous one, a moment later."""
    server.script(LONG_STREAM)

    async def main() -> None:
        async with littleapi.AsyncLittle(api_key="k", base_url=server.url) as client:
            await leave(await client.things.create(name="n", stream=True))
            assert await at_rest(client)

    with without_cycle_collector():
        asyncio.run(main())
    assert server.wait_until_idle()


def test_a_stream_goes_on_after_a_break(littleapi: Any, server: Server) -> None:
    """Leaving a loop is not leaving the stream: as long as somebody holds it, the next loop goes on."""
    server.script(events(DELTA, DELTA, DELTA, b"data: [DONE]\n\n"))
    with littleapi.Little(api_key="k", base_url=server.url) as client:
        stream = client.things.create(name="n", stream=True)
        for _ in stream:
            break
        assert len(list(stream)) == 2
        assert is_at_rest(client)


def test_a_closed_stream_is_at_its_end(littleapi: Any, server: Server) -> None:
    """Reading on after closing yields nothing, and raises nothing of the HTTP library."""
    server.script(LONG_STREAM)
    with littleapi.Little(api_key="k", base_url=server.url) as client:
        stream = client.things.create(name="n", stream=True)
        next(stream)
        stream.close()
        assert list(stream) == []

    async def main() -> None:
        async with littleapi.AsyncLittle(api_key="k", base_url=server.url) as client:
            stream = await client.things.create(name="n", stream=True)
            await stream.__anext__()
            await stream.close()
            assert [event async for event in stream] == []

    asyncio.run(main())


# Clients


def test_a_client_that_is_dropped(littleapi: Any, server: Server) -> None:
    """A client that nobody closed takes its connections with it, without a warning."""
    server.script(THING)
    littleapi.Little(api_key="k", base_url=server.url).things.retrieve("x")
    gc.collect()
    assert server.wait_until_idle()

    async def main() -> None:
        await littleapi.AsyncLittle(api_key="k", base_url=server.url).things.retrieve("x")
        gc.collect()
        await asyncio.sleep(0.05)

    asyncio.run(main())
    assert server.wait_until_idle()


def test_failed_calls(littleapi: Any, server: Server) -> None:
    """Errors of every kind give the connection back; it is used again where the answer was whole."""
    server.script(
        reply_json({"error": {"message": "no"}}, status=400),
        Reply(headers={"content-type": "application/json"}, body=b"{"),
        reply_json({"id": "1"}),
        THING,
    )
    with littleapi.Little(api_key="k", base_url=server.url, max_retries=0) as client:
        with pytest.raises(littleapi.BadRequestError):
            client.things.create(name="n", stream=True)
        with pytest.raises(littleapi.APIResponseValidationError):
            client.things.retrieve("x")
        with pytest.raises(littleapi.APIResponseValidationError):
            list(client.things.create(name="n", stream=True))
        client.things.retrieve("x")
        assert is_at_rest(client)
    assert server.connections == 1


def test_many_calls_at_once(littleapi: Any, server: Server) -> None:
    """1,000 concurrent calls over one client each get their own answer; no task, connection or socket is left."""
    server.script(lambda request: reply_json({"id": request.path.rpartition("/")[2], "name": "n"}))

    async def main() -> list[str]:
        async with littleapi.AsyncLittle(api_key="k", base_url=server.url, timeout=60) as client:
            things = await asyncio.gather(*(client.things.retrieve(str(number)) for number in range(MANY)))
            assert await at_rest(client)
            return [thing.id for thing in things]

    assert asyncio.run(main()) == [str(number) for number in range(MANY)]
    assert server.wait_until_idle()


def test_many_calls_cancelled_at_once(littleapi: Any, server: Server) -> None:
    """A crowd of calls that is cancelled as a whole, in whatever phase each is, leaves nothing."""
    server.script(lambda request: Reply(before=0.05, body=b"{}", headers={"content-type": "application/json"}))

    async def main() -> None:
        async with littleapi.AsyncLittle(api_key="k", base_url=server.url) as client:
            tasks = [asyncio.ensure_future(client.things.retrieve(str(number))) for number in range(200)]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            assert any(task.cancelled() for task in tasks)
            assert await at_rest(client)
            assert (await client.things.retrieve("x")).to_dict() == {}

    asyncio.run(main())
    assert server.wait_until_idle()


def test_a_client_shared_by_threads(littleapi: Any, server: Server) -> None:
    """16 threads over one new client, calls, streams and failures mixed, get their own answers and leave nothing."""
    server.script(lambda request: reply_json({"id": request.path.rpartition("/")[2], "name": "n"}))
    server.route("/things/watch", events(b'event: made\ndata: {"id":"w"}\n\n'))
    server.route("/things/gone", Reply(status=404))
    mistakes: list[object] = []
    start = threading.Barrier(16)

    with littleapi.Little(api_key="k", base_url=server.url) as client:

        def work(number: int) -> None:
            start.wait()
            try:
                for turn in range(10):
                    name = f"{number}-{turn}"
                    if client.things.retrieve(name).id != name:
                        mistakes.append(name)
                    if turn % 3 == 0:
                        with client.things.watch() as stream:
                            next(stream)
                    with contextlib.suppress(littleapi.NotFoundError):
                        client.things.retrieve("gone")
            except BaseException as error:  # shown below
                mistakes.append(error)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert mistakes == []
        assert is_at_rest(client)
    assert server.wait_until_idle()
