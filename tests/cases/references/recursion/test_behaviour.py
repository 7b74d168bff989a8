"""Modules that need each other, each imported first."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import pytest


@pytest.mark.parametrize("first", ["ping", "pong", "pang"])
def test_any_may_come_first(package: Any, first: str) -> None:
    """Whichever of them is loaded first has its own class, which reads the others."""
    types = f"{package.__name__}.types"
    for module in [name for name in sys.modules if name.startswith(f"{types}.p")]:
        del sys.modules[module]
    own = getattr(importlib.import_module(f"{types}.{first}"), first.capitalize())
    assert own.__name__ == first.capitalize()
    ping = importlib.import_module(f"{types}.ping").Ping.construct(pong={"pang": {"ping": {}}})
    assert type(ping.pong.pang) is importlib.import_module(f"{types}.pang").Pang
