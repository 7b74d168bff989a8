"""What is left of an unclean document works."""

from __future__ import annotations

import json

from tests.support.driver import Driver
from tests.support.server import Reply, reply_json

EMPTY = Reply(status=204)


def test_paths_that_share_a_path_item(api: Driver) -> None:
    """Each path has its method, wherever the path item stands."""
    api.server.script(*[reply_json({})] * 3)
    api.run(lambda client: client.bags.create(kind=1, tags={"a": "x"}))
    api.run(lambda client: client.old.bags.create(kind=2))
    api.run(lambda client: client.older.bags.create())
    assert [(r.target, json.loads(r.body or b"null")) for r in api.server.received] == [
        ("/bags", {"kind": 1, "tags": {"a": "x"}}),
        ("/old/bags", {"kind": 2}),
        ("/older/bags", None),
    ]


def test_children_of_a_base_that_lists_them(api: Driver) -> None:
    """The discriminator chooses a child, which has the properties of its base."""
    api.server.script(reply_json({"shape": {"kind": "Square", "area": 4, "side": 2}}))
    shape = api.run(lambda client: client.bags.create()).shape
    assert type(shape).__name__ == "Square"
    assert (shape.area, shape.side) == (4, 2)


def test_operations_with_one_id(api: Driver) -> None:
    """Both can be called, and an answer that is the other's has its type."""
    api.server.script(reply_json({"label": "false"}), reply_json({"label": "1.10"}))
    listed = api.run(lambda client: client.boxes.list(size=["any", "thing"], page=2))
    one = api.run(lambda client: client.boxes.retrieve("b"))
    assert type(listed) is type(one)
    assert (listed.label, one.label) == ("false", "1.10")
    assert [r.path for r in api.server.received] == ["/boxes", "/boxes/b"]


def test_a_value_stays_in_its_member_of_the_query(api: Driver) -> None:
    """A placeholder in the query of a path takes any text, which begins no other member."""
    api.server.script(EMPTY)
    api.run(lambda client: client.icons.list("a&b=c+d ;e?f/.."))
    assert [r.query for r in api.server.received] == [[("key", "a&b=c+d ;e?f/..")]]
    assert api.server.received[0].path == "/icons"
