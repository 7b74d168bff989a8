"""What the config says of single methods has its effect."""

from __future__ import annotations

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply


@pytest.mark.parametrize("name", ["retrieve", "fetch", "_fetch"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_timeout_and_retries(api: Driver, name: str) -> None:
    """Its own timeout, and no second try, under each of its names; what a call says counts more."""
    api.server.script(*[Reply(status=500)] * 2)
    for options in ({}, {"timeout": 7}):
        with pytest.raises(Exception, match="500"):
            api.run(lambda client, given=options: getattr(client.pets, name)("1", **given), max_retries=2)
    assert [r.headers["x-stainless-read-timeout"] for r in api.server.received] == ["1.5", "7"]


@pytest.mark.parametrize(
    ("resource", "name", "arguments", "words"),
    [
        ("pets", "delete", ["1"], "Keep it."),
        ("pets", "_fetch", ["1"], "Use retrieve."),
        ("pets.toys", "list", [], "Use things."),
    ],
)
def test_deprecated(api: Driver, resource: str, name: str, arguments: list[str], words: str) -> None:
    """A warning with the text for this language, of the method or of its resource."""
    api.server.script(Reply(status=204))

    def call(client: object) -> object:
        for part in resource.split("."):
            client = getattr(client, part)
        return getattr(client, name)(*arguments)

    with pytest.warns(DeprecationWarning, match=words):
        api.run(call)
