"""Styles on the wire."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Received, Reply

COLOR = {"R": 1, "G": "a,b/;="}
QUERIES: dict[str, tuple[dict[str, Any], str]] = {
    "form": ({"form": COLOR}, "R=1&G=a%2Cb%2F%3B%3D"),
    "members that are None": ({"form": {"R": None, "G": "a"}, "joined": {"R": None}}, "G=a"),
    "joined": ({"joined": COLOR}, "joined=R,1,G,a%2Cb%2F%3B%3D"),
    "space": ({"space": COLOR}, "space=R%201%20G%20a%2Cb%2F%3B%3D"),
    "pipe": ({"pipe": COLOR}, "pipe=R%7C1%7CG%7Ca%2Cb%2F%3B%3D"),
    "deep": ({"deep": COLOR}, "deep%5BR%5D=1&deep%5BG%5D=a%2Cb%2F%3B%3D"),
    "any object": ({"any": {"a": [1, 2]}}, "a=1&a=2"),
    "any array": ({"any": [1, 2]}, "any=1&any=2"),
    "any scalar": ({"any": True}, "any=true"),
    "an object in a joined one": ({"joined": {"R": {"x": ["y"]}}}, "joined=R,%7B%22x%22%3A%5B%22y%22%5D%7D"),
    "reserved": ({"address": "http://a/b?c=d;e,f%2F%&#+ "}, "address=http://a/b?c=d;e,f%2F%25%26%23%2B%20"),
}


def sent(api: Driver, call: Any) -> Received:
    api.server.script(Reply(status=204))
    api.run(call)
    return api.server.received[0]


@pytest.mark.parametrize("name", QUERIES)
def test_queries(api: Driver, name: str) -> None:
    """Each style has its exact spelling, whatever members hold."""
    arguments, query = QUERIES[name]
    assert sent(api, lambda client: client.queries.list(**arguments)).target == f"/queries?{query}"


def test_paths(api: Driver) -> None:
    """Simple, label and matrix, exploded or not; members cannot bring separators of their own."""
    received = sent(
        api,
        lambda client: client.paths.retrieve(
            {"deep": [1]},
            simple=COLOR,
            exploded=COLOR,
            label=["a", "b,c"],
            labels=COLOR,
            matrix=["x", "y;z"],
            many_of={"k": "v", "l": "w/"},
        ),
    )
    assert received.target.split("/")[2:] == [
        "R,1,G,a%2Cb%2F;=",
        "R=1,G=a%2Cb%2F%3B%3D",
        ".a,b%2Cc",
        ".R=1.G=a%2Cb%2F%3B%3D",
        ";matrix=x,y%3Bz",
        ";k=v;l=w%2F",
        "%7B%22deep%22:%5B1%5D%7D",
    ]


@pytest.mark.parametrize(("many", "written"), [(["a", "b"], ";many-of=a;many-of=b"), ([""], ";many-of")])
def test_a_matrix_of_an_array(api: Driver, many: list[str], written: str) -> None:
    """The name is the document's, and stands alone where the value is empty."""
    rest = {"simple": COLOR, "exploded": COLOR, "label": ["a"], "labels": COLOR, "matrix": "x"}
    received = sent(api, lambda client: client.paths.retrieve({}, many_of=many, **rest))
    assert received.target.split("/")[6:8] == [";matrix=x", written]


def test_a_label_cannot_change_the_route(api: Driver) -> None:
    """A dot before a dot would lead to the folder above."""
    rest = {"simple": COLOR, "exploded": COLOR, "labels": COLOR, "matrix": "x", "many_of": ["a"]}
    with pytest.raises(ValueError, match="route"):
        api.run(lambda client: client.paths.retrieve({}, label=["."], **rest))
    assert api.server.received == []


def test_headers(api: Driver) -> None:
    """Objects are names and values, pairs where exploded, or JSON."""
    color = {"R": 1, "G": "a"}
    headers = sent(
        api, lambda client: client.headers.list(x_color=color, x_exploded=color, x_ids=[1, None, 2], x_json=color)
    ).headers
    assert [headers[f"x-{name}"] for name in ("color", "exploded", "ids", "json")] == [
        "R,1,G,a",
        "R=1,G=a",
        "1,2",
        '{"R":1,"G":"a"}',
    ]


def test_cookies(api: Driver) -> None:
    """An array is a cookie for each member, or joined; JSON cannot end its cookie; None is left out."""
    color = {"R": 1, "G": "a"}
    headers = sent(api, lambda client: client.cookies.list(ids=[1, 2], joined=color, json="a;b", nothing=None)).headers
    assert headers["cookie"] == 'ids=1; ids=2; joined=R,1,G,a; json="a\\u003bb"'


def test_cookies_without_members(api: Driver) -> None:
    """An array or object without members is no cookie, joined or not."""
    assert "cookie" not in sent(api, lambda client: client.cookies.list(ids=[], joined={"R": None})).headers


def test_only_an_object_in_the_path(api: Driver) -> None:
    """An operation without other arguments has a place for the type of its only one."""
    assert sent(api, lambda client: client.only.retrieve({"role": "admin", "n": 1})).target == "/only/role,admin,n,1"


def test_trace(api: Driver) -> None:
    """Every verb of the standard can be sent."""
    assert sent(api, lambda client: client.traces.trace()).method == "TRACE"
