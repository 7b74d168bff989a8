"""What several areas share: a scripted server, and the SDK of the embedded document as the program writes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.program import CONFIG, SPEC, sdkgen
from tests.support.server import Server


class _Failures:
    """Tells of each failure when it happens: a run that is cut short has no summary."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self._terminal = terminal

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._terminal.write_line(f"\nFAILED {report.nodeid} ({report.when})\n{report.longreprtext}")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Tell of failures at once, where there is a terminal: a worker has none."""
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None:
        config.pluginmanager.register(_Failures(terminal))


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
