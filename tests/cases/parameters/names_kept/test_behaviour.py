"""Every argument reaches the wire under its own name, whatever bodies of methods are made of."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import Reply

KEPT = (
    "params",
    "headers",
    "query",
    "body",
    "client",
    "cls",
    "returns",
    "options",
    "omit",
    "str",
    "further",
    "on_wire",
)


def test_all_at_once(api: Driver) -> None:
    """None hides anything that the method needs: the path, the result, what is given beside the document."""
    api.server.script(Reply(headers={"content-type": "text/plain"}, body=b"done"))
    names = {name: f"the {name}" for name in (*KEPT, "_rpc")}
    answer = api.run(
        lambda client: client.pets.update(
            "i",
            path="p",
            query_fields=["f"],
            body_id=1,
            body_fields={"ring_size": 2},
            header_file="h",
            cookie_file="c",
            more="m",
            timeout=9,
            **names,
        )
    )
    request = api.server.received[0]
    assert (answer, request.path) == ("done", "/pets/p/i")
    assert dict(request.query) == {**names, "fields": "f"}
    assert request.json() == {"id": 1, "fields": {"ringSize": 2}, "more": "m"}
    assert (request.headers["file"], request.headers["cookie"]) == ("h", "file=c")
