"""Methods of the published document that do more with what another one answers take all that this one takes."""

from __future__ import annotations

from importlib import import_module
from operator import attrgetter
from types import ModuleType

import pytest

METHODS = [
    ("videos.create", "videos.create_and_poll", set()),
    ("beta.threads.create_and_run", "beta.threads.create_and_run_poll", {"stream"}),
    ("beta.threads.create_and_run", "beta.threads.create_and_run_stream", {"stream"}),
    ("beta.threads.runs.create", "beta.threads.runs.create_and_poll", {"stream"}),
    ("beta.threads.runs.create", "beta.threads.runs.stream", {"stream"}),
]


@pytest.mark.parametrize("client_class", ["OpenAI", "AsyncOpenAI"])
@pytest.mark.parametrize(("source", "further", "own"), METHODS, ids=[further for _, further, _ in METHODS])
def test_they_take_what_the_other_takes(
    package: ModuleType, client_class: str, source: str, further: str, own: set[str]
) -> None:
    """Each argument is there, and takes what it takes of the other, but for those that have a meaning of their own."""
    client = getattr(package, client_class)(api_key="key")
    methods = attrgetter(source)(client), attrgetter(further)(client)
    import_module(f"{package.__name__}._utils").assert_signatures_in_sync(*methods, exclude_params=own)
