"""Every kind of page the config can describe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import reply_json

# call, what the two answers hold beside their items, the targets of the two requests
PAGES: dict[str, tuple[Callable[[Any], Any], tuple[dict[str, Any], dict[str, Any]], list[str]]] = {
    "by id": (
        lambda c: c.by_id.list(),
        ({"more": True}, {"more": False}),
        ["/by-id", "/by-id?starting_after=b"],
    ),
    "by cursor": (
        lambda c: c.by_cursor.list(),
        ({"next": "n"}, {}),
        ["/by-cursor", "/by-cursor?next=n"],
    ),
    "by path": (
        lambda c: c.by_url.list(),
        ({"next_url": "/by-url?from=b"}, {"next_url": None}),
        ["/by-url", "/by-url?from=b"],
    ),
    "by relative address": (
        lambda c: c.by_url.list(extra_query={"size": 2}),
        ({"next_url": "?from=b"}, {}),
        ["/by-url?size=2", "/by-url?from=b"],
    ),
    "by offset": (
        lambda c: c.by_offset.list(skip=4),
        ({"skip": 4, "count": 7}, {"skip": 6, "count": 7}),
        ["/by-offset?skip=4", "/by-offset?skip=6"],
    ),
    "by number": (
        lambda c: c.by_number.list(),
        ({"page": 1, "pages": 2}, {"page": 2, "pages": 2}),
        ["/by-number", "/by-number?page=2"],
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_two_pages(api: Driver, name: str) -> None:
    """The second page is asked for as its kind says, and no third one."""
    call, (first, second), targets = PAGES[name]
    api.server.script(
        reply_json({"pets": [{"pet_id": "a"}, {"pet_id": "b"}], **first}),
        reply_json({"pets": [{"pet_id": "c"}], **second}),
    )
    assert [pet.pet_id for pet in api.collect(call)] == ["a", "b", "c"]
    assert [r.target for r in api.server.received] == targets


def test_in_a_body(api: Driver) -> None:
    """Where the cursor is a member of the body, the next page is asked for in the body."""
    api.server.script(reply_json({"pets": [{"pet_id": "a"}], "next": "n"}), reply_json({"pets": [{"pet_id": "b"}]}))
    assert [pet.pet_id for pet in api.collect(lambda client: client.searches.run(text="t"))] == ["a", "b"]
    assert [(r.method, r.target, r.body) for r in api.server.received] == [
        ("POST", "/searches", b'{"text":"t"}'),
        ("POST", "/searches", b'{"text":"t","next":"n"}'),
    ]


def test_a_single_page(api: Driver) -> None:
    """A list without further pages is iterated like one."""
    api.server.script(reply_json({"pets": [{"pet_id": "a"}]}))
    assert [pet.pet_id for pet in api.collect(lambda client: client.single.list())] == ["a"]
    assert len(api.server.received) == 1


def test_kept_whole(api: Driver) -> None:
    """A list that the config keeps whole is an ordinary answer."""
    api.server.script(reply_json({"pets": [{"pet_id": "a"}], "next": "n"}))
    assert api.run(lambda client: client.whole.list()).next == "n"
