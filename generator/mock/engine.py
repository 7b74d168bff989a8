"""The engine of the mock: the code that packages have of it, run here as it is, so that there is no second one."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final, Protocol, TypedDict, Unpack

from generator.ir.contract import Contract
from generator.render.testing import ENGINE

_NAME: Final = "sdkgen_mock_engine"


class Answer(Protocol):
    """What is sent back; `chunks` go out one after the other."""

    status: int
    headers: tuple[tuple[str, str], ...]
    chunks: tuple[bytes, ...]


class Fault(Protocol):
    """One thing that is wrong with a request; as text it is a sentence."""

    place: str
    rule: str
    status: int


class Exchange(Protocol):
    """A request as the document has it."""

    received: Any
    operation: dict[str, Any]
    faults: tuple[Fault, ...]


Rule = Callable[[Exchange], Answer | None]


class Engine(Protocol):
    """What answers requests, see `templates/runtime/testing/_engine.py`."""

    contract: Any

    def answer(self, received: Any, *, origin: str = "", rule: Rule | None = None) -> tuple[Exchange, Answer]:
        """Answer a request, by a rule or else as the document has it."""

    def with_status(self, exchange: Exchange, status: int) -> Answer:
        """Return the answer that the document has for a status."""


class Settings(TypedDict, total=False):
    """What an engine answers with: see `MockAPI`."""

    seed: int
    dynamic: bool
    pages: int
    unknown: bool


def engine_for(contract: Contract, **settings: Unpack[Settings]) -> Engine:
    """The engine of a document."""
    table = json.loads(json.dumps(contract.table))
    engine: Engine = engine_module("_engine").Engine(table, **settings)
    return engine


def received(method: str, target: str, headers: tuple[tuple[str, str], ...], body: bytes) -> Any:
    """A request as the engine takes it."""
    return engine_module("_contract").Received(method, target, headers, body)


def engine_module(name: str, folder: Path = ENGINE) -> Any:
    """A module of the engine. They import each other and the standard library, and nothing else of a package."""
    if _NAME not in sys.modules:
        package = ModuleType(_NAME)
        package.__path__ = [str(folder)]
        sys.modules[_NAME] = package
    return import_module(f"{_NAME}.{name}")
