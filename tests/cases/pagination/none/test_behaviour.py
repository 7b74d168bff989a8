"""Lists that are no pages."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import reply_json


def test_one_answer(api: Driver) -> None:
    """A list is handed out as it came, and nothing more is asked for."""
    api.server.script(reply_json({"data": [{"id": "a"}], "has_more": True}))
    pets = api.run(lambda client: client.pets.list())
    assert ([pet.id for pet in pets.data], pets.has_more) == (["a"], True)
    assert [r.target for r in api.server.received] == ["/pets"]
