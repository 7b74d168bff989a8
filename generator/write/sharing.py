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
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NoReturn, TypeVar

PieceT = TypeVar("PieceT")
ResultT = TypeVar("ResultT")

FEWEST: Final = 8
"""So many pieces must be left to be shared: a fork takes time, too."""

_NUMBER: Final = 4


def pieces_of(items: Sequence[PieceT], size: int) -> list[Sequence[PieceT]]:
    """Cut up a list."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def shared(
    pieces: Sequence[PieceT], do: Callable[[PieceT], ResultT], *, is_much: Callable[[ResultT], bool]
) -> list[ResultT]:
    """What came of each piece, in their order; results are pickled. A second process takes part once a result says that
    it `is_much` work."""
    results: list[ResultT] = []
    for piece in pieces:
        results.append(do(piece))
        if is_much(results[-1]):
            break
    left = pieces[len(results) :]
    if len(left) >= FEWEST and _may_fork():
        return results + _by_two(left, do)
    return results + [do(piece) for piece in left]


def _may_fork() -> bool:
    """Whether a copy of this process works, and has a processor. Locks of other threads stay locked in it."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 and threading.active_count() == 1


def _by_two(pieces: Sequence[PieceT], do: Callable[[PieceT], ResultT]) -> list[ResultT]:
    numbers = _numbers(len(pieces))
    reading, writing = os.pipe()
    first = os.getpid()
    try:
        second = os.fork()
    except OSError:  # there is no room for another process
        for file in (numbers, reading, writing):
            os.close(file)
        return [do(piece) for piece in pieces]
    if second == 0:
        _work_as_second(numbers, writing, lambda number: do(pieces[number]), first)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as answer:
            results = {number: do(pieces[number]) for number in _taken(numbers)}
            answered = answer.read()
    except BaseException:
        os.kill(second, signal.SIGKILL)
        os.waitpid(second, 0)
        raise
    finally:
        os.close(numbers)
    if os.waitpid(second, 0)[1] == 0:
        results |= pickle.loads(answered)
    return [results[number] if number in results else do(piece) for number, piece in enumerate(pieces)]


def _numbers(length: int) -> int:
    """A file of the numbers of pieces, where both processes go on reading: who reads one has it, and no other will."""
    file = os.memfd_create("pieces")
    os.write(file, b"".join(number.to_bytes(_NUMBER, "big") for number in range(length)))
    os.lseek(file, 0, os.SEEK_SET)
    return file


def _taken(numbers: int) -> Iterator[int]:
    while taken := os.read(numbers, _NUMBER):
        yield int.from_bytes(taken, "big")


def _work_as_second(numbers: int, writing: int, do: Callable[[int], object], first: int) -> NoReturn:
    """Do what the first process leaves while that lives, answer, and end without what a process does at its end."""
    failed = 1
    try:
        _close_all_but(
            numbers, writing
        )  # a lock is held by whoever has its file open, and is the first process's alone
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
