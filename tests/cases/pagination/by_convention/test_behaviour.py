"""Lists that page by convention."""

from __future__ import annotations

from typing import Any

from tests.support.driver import Driver
from tests.support.server import reply_json


def pets(*ids: str) -> list[dict[str, Any]]:
    return [{"id": i} for i in ids]


def test_by_last_id(api: Driver) -> None:
    """The id of the last item asks for the next page, beside the parameters of the call, until there is no more."""
    api.server.script(
        reply_json({"data": pets("a", "b"), "has_more": True, "last_id": "b"}),
        reply_json({"data": pets("c"), "has_more": False}),
    )
    found = api.collect(lambda client: client.pets.list(limit=2))
    assert [(type(pet).__name__, pet.id) for pet in found] == [("Pet", "a"), ("Pet", "b"), ("Pet", "c")]
    assert [r.target for r in api.server.received] == ["/pets?limit=2", "/pets?after=b&limit=2"]


def test_by_cursor(api: Driver) -> None:
    """The cursor of a page asks for the next one, encoded, until there is none."""
    api.server.script(
        reply_json({"items": pets("a"), "next_cursor": "x&y"}), reply_json({"items": pets("b"), "next_cursor": None})
    )
    assert [pet.id for pet in api.collect(lambda client: client.toys.list())] == ["a", "b"]
    assert [r.target for r in api.server.received] == ["/toys", "/toys?cursor=x%26y"]


def test_by_token(api: Driver) -> None:
    """Items may be scalars; an empty token ends the list."""
    api.server.script(
        reply_json({"results": ["a"], "next_page_token": "t"}), reply_json({"results": ["b"], "next_page_token": ""})
    )
    assert api.collect(lambda client: client.logs.list()) == ["a", "b"]
    assert [r.target for r in api.server.received] == ["/logs", "/logs?page_token=t"]


def test_by_offset(api: Driver) -> None:
    """The offset grows by the items that came, until the total is reached."""
    api.server.script(
        reply_json({"data": [{"text": "a"}, {"text": "b"}], "total": 3}),
        reply_json({"data": [{"text": "c"}], "total": 3}),
    )
    assert [note.text for note in api.collect(lambda client: client.notes.list())] == ["a", "b", "c"]
    assert [r.target for r in api.server.received] == ["/notes", "/notes?offset=2"]


def test_no_page(api: Driver) -> None:
    """A list that nothing asks for more of is an ordinary answer."""
    api.server.script(reply_json({"data": pets("a")}))
    assert api.run(lambda client: client.owners.list()).data[0].id == "a"
