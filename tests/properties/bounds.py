"""How much is tried: the same each time, unless the environment asks for more.

`PROPERTIES=20` tries twenty times as much, and something else each time; pytest's `--hypothesis-seed` repeats it.
"""

from __future__ import annotations

import os
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.internal.conjecture import providers
from hypothesis.strategies import SearchStrategy

T = TypeVar("T")
FACTOR = int(os.environ.get("PROPERTIES", "0"))
if not FACTOR:
    # Numbers and texts of all modules that are loaded are drawn, too, and those depend on what a worker ran before.
    providers._get_local_constants = lambda: _NO_CONSTANTS  # type: ignore[assignment]
    _NO_CONSTANTS = type(providers._local_constants)()


def bounded(count: int, *phases: Phase) -> settings:
    """Settings of a property that is tried so many times."""
    return settings(
        max_examples=count * max(FACTOR, 1),
        derandomize=not FACTOR,
        deadline=None,
        database=None,
        phases=phases or (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )


def drawn(strategy: SearchStrategy[T], count: int) -> list[T]:
    """Some of what a strategy gives. What is dear to try is tried together, so that nothing is made smaller."""
    found: list[T] = []

    @bounded(count)
    @given(strategy)
    def collect(one: Any) -> None:
        found.append(one)

    collect()
    return found
