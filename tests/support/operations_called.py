"""A plugin of pytest for generated tests: it writes the operations that they called to the file that OPERATIONS names."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

_CALLED: set[str] = set()


def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Keep what a test asked the mock for."""
    mock = getattr(item, "funcargs", {}).get("mock")
    if mock is not None:
        _CALLED.update(call.operation for call in mock.calls)


def pytest_sessionfinish() -> None:
    """Write all of it."""
    Path(os.environ["OPERATIONS"]).write_text(json.dumps(sorted(_CALLED)))
