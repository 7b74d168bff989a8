"""Fragments of paths on the wire."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import Reply


def test_a_fragment_is_not_sent(api: Driver) -> None:
    """The query stands right behind the path."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.open_pet("m#1", wide=True))
    api.run(lambda client: client.pets.update("m"))
    assert [r.target for r in api.server.received] == ["/pets/m%231?wide=true", "/pets/m"]
