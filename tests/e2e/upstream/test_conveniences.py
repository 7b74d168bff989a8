"""Hand-written methods of the published SDK: they take whatever the generated methods take that they build on."""

from __future__ import annotations

import inspect
from types import ModuleType
from typing import Any

import pytest

PAIRS = [
    ("beta.threads", "create_and_run", "create_and_run_poll"),
    ("beta.threads.runs", "create", "create_and_poll"),
    ("beta.threads.runs", "submit_tool_outputs", "submit_tool_outputs_and_poll"),
    ("vector_stores.file_batches", "create", "create_and_poll"),
    ("vector_stores.files", "create", "create_and_poll"),
    ("videos", "create", "create_and_poll"),
]


def parameters(resource: Any, method: str) -> dict[str, bool]:
    """The parameters of a method by name, and whether they are required."""
    found = inspect.signature(getattr(resource, method)).parameters.values()
    return {p.name: p.default is p.empty for p in found if p.kind is not p.VAR_KEYWORD}


@pytest.mark.parametrize("client", ["OpenAI", "AsyncOpenAI"])
@pytest.mark.parametrize(("path", "generated", "hand_written"), PAIRS, ids=lambda part: part)
def test_no_parameter_is_missing(
    package: ModuleType, client: str, path: str, generated: str, hand_written: str
) -> None:
    """A parameter that the document gains has to be added by hand, and is not forgotten."""
    resource: Any = getattr(package, client)(api_key="none")
    for name in path.split("."):
        resource = getattr(resource, name)
    wanted, found = parameters(resource, generated), parameters(resource, hand_written)
    assert found.keys() - {"max_wait"} == (wanted.keys() - {"stream"}) | {"poll_interval_ms"}
    assert all(found[name] for name, required in wanted.items() if required)
