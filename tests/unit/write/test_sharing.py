"""Work that two processes share: it is all done, once or again, and what comes of it is in order."""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.write.sharing import shared
from generator.write.writer import write

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="work is shared on Linux alone")

PIECES = list(range(60))


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if nobody else was in this process and there were two processors, wherever the tests run."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def slowly(do: Callable[[int], object]) -> Callable[[int], object]:
    """The same, so slow that no process can do it all before the other one has begun."""

    def done(piece: int) -> object:
        time.sleep(0.005)
        return do(piece)

    return done


def test_two_processes_do_it() -> None:
    """Each piece is done by one of them."""
    done = shared(PIECES, slowly(lambda piece: (piece, os.getpid())))
    assert [piece for piece, _ in done] == PIECES
    processes = {process for _, process in done}
    assert os.getpid() in processes
    assert len(processes) == 2


@pytest.mark.parametrize(
    ("pieces", "slow"),
    [([], True), (PIECES[:1], True), (PIECES[:5], True), (PIECES, False)],
    ids=["none", "one", "few", "not much"],
)
def test_one_process_is_enough(pieces: list[int], slow: bool) -> None:
    """For few pieces, and where each is soon done."""

    def do(piece: int) -> tuple[int, int]:
        return piece, os.getpid()

    done = shared(pieces, slowly(do) if slow else do)
    assert done == [(piece, os.getpid()) for piece in pieces]


@pytest.mark.parametrize(("processors", "threads"), [({0}, 1), ({0, 1}, 2)])
def test_where_there_is_one_processor_or_another_thread(
    monkeypatch: pytest.MonkeyPatch, processors: set[int], threads: int
) -> None:
    """A copy of the process would take time from it, or wait for ever."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: processors)
    monkeypatch.setattr(threading, "active_count", lambda: threads)
    assert set(shared(PIECES, lambda _: os.getpid())) == {os.getpid()}


def test_where_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first one does it all, and leaves no file open."""

    def none() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", none)
    before = sorted(Path("/proc/self/fd").iterdir())
    assert shared(PIECES, lambda piece: piece) == PIECES
    assert sorted(Path("/proc/self/fd").iterdir()) == before


def test_a_process_that_is_killed_or_fails_is_made_up_for() -> None:
    """What it has done is done again."""
    first = os.getpid()

    def killed(piece: int) -> int:
        if os.getpid() != first:
            os.kill(os.getpid(), signal.SIGKILL)
        return piece

    def failing(piece: int) -> int:
        if os.getpid() != first and piece > 30:
            raise MemoryError
        return piece

    assert shared(PIECES, slowly(killed)) == PIECES
    assert shared(PIECES, slowly(failing)) == PIECES


def test_an_error_is_that_of_the_first_process() -> None:
    """Whoever met it; and no process is left behind."""

    def failing(piece: int) -> int:
        if piece == 40:
            raise ValueError("forty")
        return piece

    with pytest.raises(ValueError, match="forty"):
        shared(PIECES, slowly(failing))
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_lock_is_not_held_by_both(tmp_path: Path) -> None:
    """It is free as soon as the first process ends: the second one has none of its files."""
    with (tmp_path / "lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)

        def seen(_: int) -> bool:
            return Path(f"/proc/self/fd/{file.fileno()}").exists()

        done = shared(PIECES, slowly(lambda piece: (os.getpid(), seen(piece))))
    assert {seen for process, seen in done if process != os.getpid()} == {False}


def test_folders_are_the_same(tmp_path: Path) -> None:
    """Files that two processes lay out are what they should be, notebooks and bytes among them."""
    files: dict[str, str | bytes] = {}
    final: dict[str, bytes] = {}
    for number in range(600):
        files[f"package/part{number % 7}/module{number}.py"] = f"x  =  {number}\n"
        final[f"package/part{number % 7}/module{number}.py"] = b"x = %d\n" % number
        for path in (f"docs/{number % 5}/{number // 50}/page.md", f"data/{number}.bin", f"notebooks/{number}.ipynb"):
            files[path] = final[path] = b"{%d}" % number
    write(tmp_path, files)
    assert {path: (tmp_path / path).read_bytes() for path in files} == final
