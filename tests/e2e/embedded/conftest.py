"""The embedded document, what the generator makes of it, and a server that answers with its examples."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.document.model import Document
from generator.ir.package import Package
from generator.render.docs.samples import methods
from tests.support.documents import document
from tests.support.generated import run
from tests.support.mock_api import EVENTS, MockAPI, example, success
from tests.support.program import CONFIG, SPEC
from tests.support.server import Server

NAME = "openai_sdk"


@pytest.fixture(scope="session")
def described() -> Document:
    """The embedded document."""
    return document(SPEC)


@pytest.fixture(scope="session")
def package() -> Package:
    """The package as the generator sees it."""
    found = run(SPEC, CONFIG, NAME).package
    assert found is not None
    return found


@pytest.fixture(scope="session")
def openai_sdk(embedded_output: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The package as Python sees it: a copy, since importing leaves compiled files."""
    folder = tmp_path_factory.mktemp("imported")
    shutil.copytree(embedded_output / NAME, folder / NAME)
    sys.path.insert(0, str(folder))
    yield importlib.import_module(NAME)
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == NAME]:
        del sys.modules[name]


@pytest.fixture(scope="session")
def events(described: Document, package: Package) -> Mapping[str, Any]:
    """One event for each operation that can stream; where its own has no example, that of one with the same events."""
    shown = {
        operation.operation_id: example(content)
        for operation in described.operations
        for content in success(operation)
        if content.media_type == EVENTS
    }
    streaming = {m.operation.operation_id: m.operation.stream for m in methods(package) if m.operation.stream}
    by_type = {streaming[name].event: event for name, event in shown.items() if name in streaming}
    return {name: shown.get(name, by_type[stream.event]) for name, stream in streaming.items()}


@pytest.fixture
def mock(described: Document, events: Mapping[str, Any]) -> MockAPI:
    """The API that the document describes."""
    return MockAPI(described, {name: [event] for name, event in events.items()})


@pytest.fixture
def server(mock: MockAPI) -> Iterator[Server]:
    """Where it is served."""
    running = Server()
    running.script(mock)
    yield running
    running.close()
