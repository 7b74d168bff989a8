"""The engines of documents: one with an operation for each rule, the embedded one, and the published one."""

from __future__ import annotations

import io
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from generator.cli.options import Named
from generator.ir.contract import Contract
from generator.mock.engine import Engine, engine_for

API = Path(__file__).with_name("api.yaml")
NO_CONFIG = Path(__file__).with_name("nothing.sdk.yaml")
EMBEDDED = Path(__file__).parents[2] / "spec/openai.yaml"


@cache
def contract_for(api: str) -> Contract:
    """The contract of a document: `api`, `pages`, `openai`, that without its config (`plain`), or the published one."""
    spec, config = {
        "api": (str(API), None),
        "pages": (str(API.with_name("pages.yaml")), None),
        "openai": (None, None),
        "plain": (str(EMBEDDED), NO_CONFIG),
        "upstream": (os.environ.get("SPEC_UPSTREAM"), None),
    }[api]
    if api == "upstream" and not spec:
        pytest.skip("SPEC_UPSTREAM does not name the published document")
    request = Named(spec=spec, config=config, overlays=()).request()
    outcome = pipeline.validate(request, stdin=io.BytesIO(), progress=lambda _: None)
    assert outcome.contract is not None
    return outcome.contract()


@cache
def table_for(api: str) -> Any:
    """The contract of a document as JSON."""
    return json.loads(json.dumps(contract_for(api).table))


@pytest.fixture(scope="session")
def engines() -> dict[str, Engine]:
    """The engine of each document of the table of requests."""
    return {api: engine_for(contract_for(api)) for api in ("api", "openai")}
