"""Work on many pieces, shared with a second process where there is a second processor.

The second process is a fork: it has all that the work needs, and only what came of it is handed back. Which of the two
does a piece makes no difference. Pieces of a process that fails, or is killed, are done again by the first one, which
fails with an error of its own where it must.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import Final, NoReturn, TypeVar

PieceT = TypeVar("PieceT")
ResultT = TypeVar("ResultT")

FEWEST: Final = 8
"""So many pieces must be left to be shared,"""
LEAST: Final = 0.1
"""and so many seconds of work, going by the pieces that are done: a fork takes time, too."""

_NUMBER: Final = 4


def pieces_of(items: Sequence[PieceT], size: int) -> list[Sequence[PieceT]]:
    """Cut up a list."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def shared(pieces: Sequence[PieceT], do: Callable[[PieceT], ResultT]) -> list[ResultT]:
    """What came of each piece, in their order; results are pickled. A second process takes part once it is worth it."""
    results: list[ResultT] = []
    start = time.perf_counter()
    while len(left := pieces[len(results) :]) >= FEWEST:
        results.append(do(left[0]))
        took = (time.perf_counter() - start) / len(results)
        if took * (len(left) - 1) >= LEAST and _may_fork():
            return results + _by_two(left[1:], do)
    return results + [do(piece) for piece in left]


def _may_fork() -> bool:
    """Whether a copy of this process works, and has a processor. Locks of other threads stay locked in it."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 and threading.active_count() == 1


def _by_two(pieces: Sequence[PieceT], do: Callable[[PieceT], ResultT]) -> list[ResultT]:
    with TemporaryFile() as numbers:
        numbers.write(b"".join(number.to_bytes(_NUMBER, "big") for number in range(len(pieces))))
        numbers.seek(0)
        results = _results_of_two(numbers.fileno(), lambda number: do(pieces[number]))
    return [results[number] if number in results else do(piece) for number, piece in enumerate(pieces)]


def _results_of_two(numbers: int, do: Callable[[int], ResultT]) -> dict[int, ResultT]:
    """The results of pieces by their numbers, which both processes go on reading from one file: who reads one has it,
    and no other will. Those of a second process that did not come to its end are missing."""
    first = os.getpid()
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as answer:
        second = _fork()
        if second == 0:
            _work_as_second(numbers, writing, do, first)
        os.close(writing)
        if second is None:
            return {}
        try:
            results = {number: do(number) for number in _taken(numbers)}
            answered = answer.read()
        except BaseException:
            os.kill(second, signal.SIGKILL)
            os.waitpid(second, 0)
            raise
    _, status = os.waitpid(second, 0)
    return results if status else results | pickle.loads(answered)


def _fork() -> int | None:
    try:
        return os.fork()
    except OSError:  # there is no room for another process
        return None


def _taken(numbers: int) -> Iterator[int]:
    while taken := os.read(numbers, _NUMBER):
        yield int.from_bytes(taken, "big")


def _work_as_second(numbers: int, writing: int, do: Callable[[int], object], first: int) -> NoReturn:
    """Do what the first process leaves while that lives, answer, and end without what a process does at its end."""
    failed = 1
    try:
        _close_all_but(numbers, writing)  # who has the file of a lock open holds it: the first process alone is to
        results = {number: do(number) for number in _taken(numbers) if os.getppid() == first}
        with os.fdopen(writing, "wb") as answer:
            pickle.dump(results, answer)
        failed = 0
    finally:
        os._exit(failed)


def _close_all_but(*kept: int) -> None:
    start = 3
    for file in sorted(kept):
        os.closerange(start, file)
        start = file + 1
    os.closerange(start, os.sysconf("SC_OPEN_MAX"))
