"""What is drawn is the same whatever else ran: hypothesis would draw constants from all modules that are loaded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants


@pytest.fixture(autouse=True, scope="session")
def no_constants_of_modules() -> Iterator[None]:
    """Hypothesis finds no constants, neither the generator's nor those of the packages that are made here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(providers, "_get_local_constants", Constants)
        yield
