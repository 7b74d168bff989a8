"""Trials in processes of their own, so many at once: each forked from one that has loaded what all of them need."""

from __future__ import annotations

import importlib
import io
import multiprocessing
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess

from generator.pipeline import generate
from generator.request import Request
from tests.corpus.trial import Result, Trial, Verdict

_COMMON = ("aiohttp", "httpx", "httpx2", "pydantic", "websockets")
_SMALL = b"""
openapi: 3.1.0
info: {title: Small, version: '1'}
paths:
  /things: {get: {responses: {'200': {description: x, content: {application/json: {schema: {type: object}}}}}}}
"""
_FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class _Running:
    trial: Trial
    process: ForkProcess
    answer: Connection
    start: float


def warm_up() -> None:
    """Load what packages import, and compile the templates, so that no trial has to."""
    for name in _COMMON:
        importlib.import_module(name)
    outcome = generate(Request(spec="-"), stdin=io.BytesIO(_SMALL), progress=lambda _: None)
    assert outcome.files


def results(trials: Iterable[Trial], *, jobs: int, seconds: float) -> Iterator[Result]:
    """The result of each trial, as they come. One that takes longer than `seconds` has failed."""
    warm_up()
    waiting, running = iter(trials), dict[Connection, _Running]()
    while True:
        while len(running) < jobs and (trial := next(waiting, None)) is not None:
            started = _start(trial)
            running[started.answer] = started
        if not running:
            return
        ready = wait(list(running), timeout=min(1.0, seconds))
        late = [one.answer for one in running.values() if time.monotonic() - one.start > seconds]
        for answer in {*ready, *late}:
            assert isinstance(answer, Connection)
            yield _end(running.pop(answer))


def _start(trial: Trial) -> _Running:
    receiving, sending = _FORK.Pipe(duplex=False)
    process = _FORK.Process(target=_run, args=(trial, sending))
    process.start()
    sending.close()
    return _Running(trial, process, receiving, time.monotonic())


def _run(trial: Trial, answer: Connection) -> None:
    answer.send(trial.run())


def _end(one: _Running) -> Result:
    """What a trial sent; where it died, or is still busy, that it did."""
    try:
        result = one.answer.recv() if one.answer.poll() else None
    except EOFError:
        result = None
    if result is None:
        one.process.kill()
    one.process.join()
    one.answer.close()
    shutil.rmtree(one.trial.out, ignore_errors=True)
    if isinstance(result, Result):
        return result
    took = time.monotonic() - one.start
    reason = f"no answer: exit code {one.process.exitcode} after {took:.0f} s"
    return Result(document=one.trial.name, verdict=Verdict.FAILED, reasons=(reason,), seconds=round(took, 2))
