"""Pages that are bare arrays."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import reply_json


def test_until_a_page_is_empty(api: Driver) -> None:
    """Pages are counted from 1, or from where the call starts, until one is empty."""
    api.server.script(reply_json([{"id": "a"}, {"id": "b"}]), reply_json([{"id": "c"}]), reply_json([]))
    found = api.collect(lambda client: client.pets.list())
    assert [(type(pet).__name__, pet.id) for pet in found] == [("PetListResponse", i) for i in "abc"]
    assert [r.target for r in api.server.received] == ["/pets", "/pets?page=2", "/pets?page=3"]


def test_from_a_later_page(api: Driver) -> None:
    """The call says where to start."""
    api.server.script(reply_json([{"id": "a"}]), reply_json([]))
    assert [pet.id for pet in api.collect(lambda client: client.pets.list(page=7))] == ["a"]
    assert [r.target for r in api.server.received] == ["/pets?page=7", "/pets?page=8"]
