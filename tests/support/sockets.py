"""Sockets: how many a process holds, a listener that never answers, a server that takes bodies of any size."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

DESCRIPTORS = Path("/proc/self/fd")


def open_sockets() -> int:
    """How many sockets this process holds."""
    found = 0
    for descriptor in DESCRIPTORS.iterdir():
        try:
            found += descriptor.readlink().name.startswith("socket:")
        except FileNotFoundError:  # the descriptor that this very listing used
            continue
    return found


def settles(condition: Callable[[], bool], seconds: float = 2.0) -> bool:
    """Say whether something that other threads bring about comes true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True


class Deaf:
    """A listener that never reads. `reachable=False`: connecting to it does not end either, its queue is full."""

    def __init__(self, *, reachable: bool) -> None:
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(16 if reachable else 0)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._queue = [] if reachable else [self._knock() for _ in range(4)]

    def _knock(self) -> socket.socket:
        waiting = socket.socket()
        waiting.setblocking(False)
        waiting.connect_ex(self._listener.getsockname())
        return waiting

    def __enter__(self) -> Deaf:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for waiting in (*self._queue, self._listener):
            waiting.close()


class Sink:
    """A server that takes a body of any size, holds nothing of it, counts it, and answers every request alike."""

    ANSWER = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n" + b'{"id":"t1"}'

    def __init__(self) -> None:
        self.taken: list[int] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Sink:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb", buffering=1 << 18) as reader:
            while head := self._head(reader):
                self.taken.append(self._body(reader, head))
                connection.sendall(self.ANSWER)

    def _head(self, reader: BinaryIO) -> dict[bytes, bytes]:
        reader.readline()
        headers: dict[bytes, bytes] = {}
        while line := reader.readline().strip():
            name, _, value = line.partition(b":")
            headers[name.lower()] = value.strip()
        return headers

    def _body(self, reader: BinaryIO, headers: dict[bytes, bytes]) -> int:
        length = headers.get(b"content-length")
        if length is not None:
            return self._discard(reader, int(length))
        total = 0
        while size := int(reader.readline(), 16):
            total += self._discard(reader, size)
            reader.readline()
        reader.readline()
        return total

    def _discard(self, reader: BinaryIO, size: int) -> int:
        left = size
        while left and (read := len(reader.read(min(left, 1 << 18)))):
            left -= read
        return size - left
