"""Methods that do more with what another method answers take all that this other one takes."""

from __future__ import annotations

from importlib import import_module
from operator import attrgetter
from types import ModuleType

import pytest

OPTIONS = frozenset({"extra_headers", "extra_query", "extra_body", "timeout", "idempotency_key"})
METHODS = [
    ("responses.create", "responses.parse", {"stream", "tools"}),
    ("responses.create", "responses.stream", {"stream", "tools"}),
    ("chat.completions.create", "chat.completions.parse", {"stream", "response_format"}),
    ("chat.completions.create", "chat.completions.stream", {"stream", "response_format"}),
    ("vector_stores.files.create", "vector_stores.files.create_and_poll", set()),
    ("vector_stores.files.create", "vector_stores.files.upload_and_poll", {"file_id"}),
    ("vector_stores.file_batches.create", "vector_stores.file_batches.create_and_poll", set()),
]


@pytest.mark.parametrize("client_class", ["OpenAI", "AsyncOpenAI"])
@pytest.mark.parametrize(("source", "further", "own"), METHODS, ids=[further for _, further, _ in METHODS])
def test_they_take_what_the_other_takes(
    openai_sdk: ModuleType, client_class: str, source: str, further: str, own: set[str]
) -> None:
    """Each argument is there, and takes what it takes of the other, but for those that have a meaning of their own."""
    client = getattr(openai_sdk, client_class)(api_key="key")
    methods = attrgetter(source)(client), attrgetter(further)(client)
    import_module("openai_sdk._utils").assert_signatures_in_sync(*methods, exclude_params=own)


def test_what_is_missing_is_named(openai_sdk: ModuleType) -> None:
    """Options of calls are arguments as well; a file that is uploaded first has no identifier to be given."""
    client = openai_sdk.OpenAI(api_key="key")
    utils = import_module("openai_sdk._utils")
    assert all(utils.function_has_argument(client.vector_stores.files.upload_and_poll, name) for name in OPTIONS)
    with pytest.raises(AssertionError, match="`file_id` is missing"):
        utils.assert_signatures_in_sync(client.vector_stores.files.create, client.vector_stores.files.upload_and_poll)
