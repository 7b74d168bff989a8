"""What several areas share: a scripted server, and the SDK of the embedded document as the program writes it."""

from __future__ import annotations

import compileall
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.importing import compile_once_below
from tests.support.program import CONFIG, REPOSITORY, SPEC, sdkgen
from tests.support.server import Server

_MEMORY = "/dev/shm"
_LONG = 60  # seconds: so much takes only what a machine is too busy for


def _files_in_memory() -> bool:
    """Whether there is a file system in memory, with room, from which programs may be started."""
    if not os.access(_MEMORY, os.W_OK) or shutil.disk_usage(_MEMORY).free < 4 * 2**30:
        return False
    return not os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC


class _Events:
    """Tells of failures, and of what takes long, when they happen: a run that is cut short has no summary."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self._terminal = terminal

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._terminal.write_line(f"\nFAILED {report.nodeid} ({report.when})\n{report.longreprtext}")
        elif report.duration > _LONG:
            self._terminal.write_line(f"\n{report.duration:.0f} s {report.nodeid} ({report.when})")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Put temporary files where they cost least: tests make hundreds of thousands."""
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):  # or a `make` that a test starts takes itself for a part of ours
        os.environ.pop(name, None)
    for name in ("CI", "BUILD_NUMBER"):  # or pytest explains in full how trees of files differ, which takes minutes
        os.environ.pop(name, None)
    if "TMPDIR" not in os.environ and _files_in_memory():
        os.environ["TMPDIR"] = tempfile.tempdir = _MEMORY
    compile_once_below(tempfile.gettempdir())
    if not hasattr(config, "workerinput"):  # programs that tests start would compile it again and again in places
        compileall.compile_dir(REPOSITORY / "generator", quiet=1)  # where Python is told to write no bytecode


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Tell of events at once, where there is a terminal: a worker has none."""
    config = session.config
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None:
        config.pluginmanager.register(_Events(terminal))


@pytest.fixture
def server() -> Iterator[Server]:
    """A scripted HTTP server on loopback."""
    running = Server()
    yield running
    running.close()


@pytest.fixture(scope="session")
def embedded_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the embedded document. Tests read it and change nothing in it."""
    out = tmp_path_factory.mktemp("embedded") / "out"
    run = sdkgen("generate", SPEC, "--config", CONFIG, "--out", out, PYTHONHASHSEED="1", LC_ALL="C", TZ="Asia/Tokyo")
    assert run.returncode == 0, run.stderr
    return out
