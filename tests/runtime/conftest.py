"""The example package, put together as the generator does it, and one way to drive its sync and its async client."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Server

ROOT = Path(__file__).parents[2]
ENVIRONMENT = ("API_KEY", "ADMIN_KEY", "ORG_ID", "SHARD", "WEBHOOK_SECRET", "BASE_URL", "LOG")


def assemble(folder: Path) -> Path:
    """Put the runtime and the hand-written modules together as the package `littleapi` in `folder`."""
    package = folder / "littleapi"
    shutil.copytree(Path(__file__).parent / "littleapi", package, ignore=shutil.ignore_patterns("__pycache__"))
    for module in (ROOT / "templates" / "runtime").glob("*.py"):
        if module.name != "__init__.py" and not (package / module.name).exists():
            shutil.copy(module, package / module.name)
    return package


@pytest.fixture(scope="session")
def package_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    assemble(folder)
    return folder


@pytest.fixture(scope="session")
def littleapi(package_folder: Path) -> Iterator[Any]:
    """The example package, imported."""
    sys.path.insert(0, str(package_folder))
    import littleapi

    yield littleapi
    sys.path.remove(str(package_folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == "littleapi"]:
        del sys.modules[name]


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ENVIRONMENT:
        monkeypatch.delenv(f"LITTLE_{name}", raising=False)


def driver(littleapi: Any, server: Server, *, asynchronous: bool) -> Driver:
    """Drive the example package with a key."""
    return Driver(littleapi, "Little", server, asynchronous=asynchronous, api_key="key-1")


@pytest.fixture(params=["sync", "async"])
def api(request: pytest.FixtureRequest, littleapi: Any, server: Server) -> Driver:
    return driver(littleapi, server, asynchronous=request.param == "async")
