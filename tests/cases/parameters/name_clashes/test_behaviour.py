"""Arguments whose names gave way, on the wire."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import Reply


def test_each_place_has_its_own(api: Driver) -> None:
    """Four parameters and a member called `id` all arrive where they belong."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.update("p", query_id="q", header_id="h", cookie_id="c", body_id=1))
    request = api.server.received[0]
    assert (request.method, request.target, request.body) == ("POST", "/pets/p?id=q", b'{"id":1}')
    assert (request.headers["id"], request.headers["cookie"]) == ("h", "id=c")


def test_names_on_the_wire(api: Driver) -> None:
    """Names that Python, the method or another parameter has taken are sent as the document writes them."""
    api.server.script(Reply(status=204))
    queries = {
        "class_": "class",
        "api_self": "self",
        "path": "path",
        "omit": "omit",
        "options": "options",
        "api_extra_headers": "extra_headers",
        "pet_name": "pet_name",
        "pet_name_2": "pet-name",
        "pet_name_3": "petName",
        "n2nd": "2nd",
        "grosse": "größe",
        "u51a5d681": "名",
        "dollar_sign": "$",
        "a_b_c": 'a"b\\{c',
    }
    api.run(
        lambda client: client.pets.update(
            "p",
            body_id=1,
            api_timeout=5,
            timeout=9,
            str="s",
            list=["l"],
            body="b",
            query="q",
            idempotency_key="k",
            **dict.fromkeys(queries, "x"),
        )
    )
    request = api.server.received[0]
    assert dict(request.query) == {**dict.fromkeys(queries.values(), "x"), "timeout": "5"}
    assert request.body == b'{"id":1,"str":"s","list":["l"],"body":"b","query":"q","idempotency_key":"k"}'
