"""The package is lazy: what nobody touched is not loaded. Each case is a fresh interpreter."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("pydantic", "pydantic_core", "httpx2", "httpx", "httpcore", "httpcore2", "anyio", "asyncio", "ssl", "email")
SCRIPT = """
import sys
before = set(sys.modules)
{use}
print(*sorted(set(sys.modules) - before), sep="\\n")
"""


@pytest.fixture(scope="module")
def loaded_by(embedded_output: Path):
    """A function that tells which modules a piece of code loads, beyond those of an empty interpreter."""

    def run(use: str) -> set[str]:
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT.format(use=use)],
            env={**os.environ, "PYTHONPATH": str(embedded_output), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
        return set(done.stdout.split())

    return run


def roots(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


def types_of(modules: set[str]) -> set[str]:
    return {name for name in modules if name.startswith("openai_sdk.types")}


def test_importing_the_package(loaded_by) -> None:
    """`import` loads a handful of modules: no models, no HTTP, no resource."""
    loaded = loaded_by("import openai_sdk")
    assert "openai_sdk" in loaded
    assert len(loaded) <= 60
    assert not roots(loaded).intersection(HEAVY)


def test_a_client_and_its_resources(loaded_by) -> None:
    """Making clients and reaching a resource loads that resource, and no type, no pydantic and no HTTP library."""
    loaded = loaded_by(
        "import openai_sdk\n"
        "clients = openai_sdk.OpenAI(api_key='k'), openai_sdk.AsyncOpenAI(api_key='k')\n"
        "for client in clients:\n"
        "    client.chat.completions.create\n"
        "    client.with_options(max_retries=5).chat"
    )
    assert "openai_sdk.resources.chat.completions" in loaded
    assert not any("embeddings" in name or "vector_stores" in name for name in loaded)
    assert not types_of(loaded)
    assert not roots(loaded).intersection({"pydantic", "pydantic_core", "httpx2", "httpx", "httpcore2", "anyio"})


def test_naming_a_type_of_exception(loaded_by) -> None:
    """`except openai_sdk.RateLimitError` costs next to nothing."""
    loaded = loaded_by("from openai_sdk import APIError, RateLimitError, NOT_GIVEN, omit")
    assert len(loaded) <= 60
    assert not roots(loaded).intersection(HEAVY)


def test_one_type(loaded_by) -> None:
    """A type loads pydantic and the types it consists of, not those of other resources, and no HTTP library."""
    loaded = loaded_by("from openai_sdk.types import CreateEmbeddingResponse")
    assert "pydantic" in loaded
    assert 0 < len(types_of(loaded)) <= 10
    assert not roots(loaded).intersection({"httpx2", "httpx", "httpcore2", "anyio"})
