"""Fixtures of several test areas."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.server import Server


@pytest.fixture
def server() -> Iterator[Server]:
    """A scripted HTTP server on loopback."""
    running = Server()
    yield running
    running.close()
