"""What several areas share: a scripted server, and the SDK of the embedded document as the program writes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.program import CONFIG, SPEC, sdkgen
from tests.support.server import Server


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
