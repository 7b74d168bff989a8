"""What tests of a case's behaviour need: the case's generated package, driven by its sync and its async client."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.generated import case_package
from tests.support.server import Server


@pytest.fixture
def package(request: pytest.FixtureRequest) -> Any:
    """The generated package of the folder that the test stands in."""
    return case_package(Path(request.path).parent)


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients of cases are called Shop, and read nothing from the environment but what a test puts there."""
    for name in [name for name in os.environ if name.startswith("SHOP_")]:
        monkeypatch.delenv(name)


@pytest.fixture(params=["sync", "async"])
def api(request: pytest.FixtureRequest, package: Any, server: Server) -> Driver:
    """The case's client; it tries everything once."""
    return Driver(package, "Shop", server, asynchronous=request.param == "async", max_retries=0)
