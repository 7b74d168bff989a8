"""The example package, put together as the generator does it, and one way to drive its sync and its async client."""

from __future__ import annotations

import asyncio
import inspect
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.runtime.server import Server

ROOT = Path(__file__).parents[2]
ENVIRONMENT = ("API_KEY", "ADMIN_KEY", "ORG_ID", "SHARD", "WEBHOOK_SECRET", "BASE_URL", "LOG")


def assemble(folder: Path) -> Path:
    """Put the runtime and the hand-written modules together as the package `littleapi` in `folder`."""
    package = folder / "littleapi"
    shutil.copytree(Path(__file__).parent / "littleapi", package, ignore=shutil.ignore_patterns("__pycache__"))
    for module in (ROOT / "templates" / "runtime").glob("*.py"):
        if module.name != "__init__.py":
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


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ENVIRONMENT:
        monkeypatch.delenv(f"LITTLE_{name}", raising=False)


class Driver:
    """Runs the same test with either client: `run` a call, `collect` what it streams or lists."""

    def __init__(self, littleapi: Any, server: Server, *, asynchronous: bool) -> None:
        self.littleapi = littleapi
        self.server = server
        self.asynchronous = asynchronous

    def client(self, **options: Any) -> Any:
        settings = {"api_key": "key-1", "base_url": self.server.url, **options}
        return (self.littleapi.AsyncLittle if self.asynchronous else self.littleapi.Little)(**settings)

    def run(self, call: Callable[[Any], Any], **options: Any) -> Any:
        """Return the outcome of `call(client)`."""
        if not self.asynchronous:
            with self.client(**options) as client:
                return call(client)

        async def main() -> Any:
            async with self.client(**options) as client:
                outcome = call(client)
                return await outcome if inspect.isawaitable(outcome) else outcome

        return asyncio.run(main())

    def collect(self, call: Callable[[Any], Any], **options: Any) -> list[Any]:
        """Return all events of a stream, or all items of a list."""
        if not self.asynchronous:
            return self.run(lambda client: list(call(client)), **options)

        async def all_of(client: Any) -> list[Any]:
            outcome = call(client)
            if not hasattr(outcome, "__aiter__"):
                outcome = await outcome
            return [item async for item in outcome]

        return self.run(all_of, **options)

    def within(self, call: Callable[[Any], Any], use: Callable[[Any], Any], **options: Any) -> Any:
        """Return the outcome of `use` on what the context manager `call(client)` gives; iterators become lists."""
        if not self.asynchronous:

            def enter(client: Any) -> Any:
                with call(client) as value:
                    outcome = use(value)
                    return list(outcome) if hasattr(outcome, "__next__") else outcome

            return self.run(enter, **options)

        async def aenter(client: Any) -> Any:
            async with call(client) as value:
                outcome = use(value)
                if hasattr(outcome, "__aiter__"):
                    return [item async for item in outcome]
                return await outcome if inspect.isawaitable(outcome) else outcome

        return self.run(aenter, **options)


@pytest.fixture(params=["sync", "async"])
def api(request: pytest.FixtureRequest, littleapi: Any, server: Server) -> Driver:
    return Driver(littleapi, server, asynchronous=request.param == "async")
