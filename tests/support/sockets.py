"""Sockets as the operating system sees them: how many a process holds, and listeners that never answer."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

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
