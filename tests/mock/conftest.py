"""The engines of two documents: one with an operation for each rule, and the embedded one."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pytest

from generator import pipeline
from generator.cli.options import Named
from generator.ir.contract import Contract
from generator.mock.engine import Engine, engine_for

API = Path(__file__).with_name("api.yaml")
DOCUMENTS = {"api": str(API), "openai": None}


@cache
def contract_for(api: str) -> Contract:
    """The contract of a document."""
    request = Named(spec=DOCUMENTS[api], config=None, overlays=()).request()
    outcome = pipeline.validate(request, stdin=io.BytesIO(), progress=lambda _: None)
    assert outcome.contract is not None
    return outcome.contract()


@pytest.fixture(scope="session")
def engines() -> dict[str, Engine]:
    """The engine of each document."""
    return {api: engine_for(contract_for(api)) for api in DOCUMENTS}
