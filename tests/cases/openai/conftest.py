"""Cases of the hand-written code of the OpenAI SDK: small documents under the names that this code builds on."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Server


@pytest.fixture(autouse=True)
def no_openai_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients read nothing from the environment but what a test puts there."""
    for name in [name for name in os.environ if name.startswith(("OPENAI_", "AZURE_OPENAI_"))]:
        monkeypatch.delenv(name)


@pytest.fixture(params=["sync", "async"])
def api(request: pytest.FixtureRequest, package: Any, server: Server) -> Driver:
    """The case's client; it tries everything once."""
    return Driver(package, "OpenAI", server, asynchronous=request.param == "async", max_retries=0)
