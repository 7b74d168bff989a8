"""What several calls need and one of them fetches: the others wait for it, in threads or in an event loop."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Hashable


class Flight:
    """Something on its way: who needs it too waits until it has landed, and has the outcome. One of threads.

    `settings` are those of who fetches; `token` is what came, `error` why nothing did.
    """

    def __init__(self, board: dict[Hashable, Flight], number: Hashable, settings: Any) -> None:
        self.settings = settings
        self.token: Any = None
        self.error: Exception | None = None
        self._board = board
        self._number = number
        self._landed: Any = self._event()

    def _event(self) -> Any:
        return threading.Event()

    def land(self) -> None:
        """Wake all who wait; whoever comes later fetches anew."""
        self._board.pop(self._number, None)
        self._landed.set()

    def wait(self, seconds: float | None) -> Any:
        """Wait for the outcome, at most so long, and say whether it is there; to be awaited in event loops."""
        return self._landed.wait(seconds)


class AsyncFlight(Flight):
    """The same in one event loop."""

    def _event(self) -> Any:
        import anyio

        return anyio.Event()

    async def wait(self, seconds: float | None) -> bool:
        """Wait for the outcome, at most so long, and say whether it is there."""
        import anyio

        with anyio.move_on_after(seconds):
            await self._landed.wait()
        return bool(self._landed.is_set())


class Flights:
    """All that is on its way, for many threads, or for one event loop after another."""

    def __init__(self, *, asynchronous: bool) -> None:
        self._kind = AsyncFlight if asynchronous else Flight
        self._board: dict[Hashable, Flight] = {}
        self._by_loop: Any = None
        if asynchronous:
            from anyio.lowlevel import RunVar

            self._by_loop = RunVar("flights")

    def join(self, number: Hashable, settings: Any = None) -> tuple[Flight, bool]:
        """Return the flight of that number, and whether it is for the caller to fetch, and to let it land."""
        board = self._here()
        own = self._kind(board, number, settings)
        flight = board.setdefault(number, own)
        return flight, flight is own

    def _here(self) -> dict[Hashable, Flight]:
        """Return what is on its way in the event loop that runs: that of one that is gone never lands."""
        if self._by_loop is None:
            return self._board
        found = self._by_loop.get(None)
        if found is None:
            found = dict[Any, Flight]()
            self._by_loop.set(found)
        return cast("dict[Hashable, Flight]", found)
