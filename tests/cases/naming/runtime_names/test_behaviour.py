"""Resources, methods and arguments whose names gave way can be used, and the client's own attributes with them."""

from __future__ import annotations

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply


@pytest.mark.parametrize("name", ["base_url", "timeout", "copy", "with_raw_response"])
def test_resources_beside_attributes(api: Driver, name: str) -> None:
    """The resource has an underscore more; the attribute of that name is still the client's."""
    api.server.script(Reply(status=204))
    assert api.run(lambda client: getattr(client, f"{name}_").retrieve()) is None
    assert api.server.received[0].target == f"/{name}"
    client = api.client()
    assert type(getattr(client, name)) is not type(getattr(client, f"{name}_"))


@pytest.mark.parametrize(
    ("name", "target"),
    [("with_raw_response_", "/things/with_raw_response"), ("get", "/things/_get"), ("post", "/things/post")],
)
def test_methods_beside_attributes(api: Driver, name: str, target: str) -> None:
    """A method called like one of the runtime's hides nothing that other methods need."""
    api.server.script(Reply(status=204), Reply(status=204))
    api.run(lambda client: getattr(client.things, name)())
    api.run(lambda client: client.things.retrieve("a b"))
    assert [request.target for request in api.server.received] == [target, "/things/a%20b"]


def test_parameters(api: Driver) -> None:
    """What is called like an option of every method is sent under the wire's name; names its body uses stay."""
    api.server.script(Reply(status=204), Reply(status=204))
    names = {
        "api_self": "self",
        "options": "options",
        "api_timeout": "timeout",
        "api_extra_headers": "extra_headers",
        "idempotency_key": "idempotency_key",
        "omit": "omit",
        "not_given": "not_given",
        "cast_to": "cast_to",
        "query": "query",
        "returns": "returns",
        "client": "client",
        "_mangled": "__mangled",
    }
    api.run(lambda client: client.things.retrieve("x", **{name: name for name in names}, timeout=9))
    api.run(
        lambda client: client.things.create(api_self="s", body="b", headers="h", base_url="u", stream="t", literal="a")
    )
    listed, created = api.server.received
    assert dict(listed.query) == {wire: name for name, wire in names.items()}
    assert created.json() == {"self": "s", "body": "b", "headers": "h", "base_url": "u", "stream": "t", "Literal": "a"}
