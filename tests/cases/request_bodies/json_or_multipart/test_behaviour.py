"""The media type that the config chooses, on the wire."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import Reply


def test_json(api: Driver) -> None:
    """The config's choice is sent."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.create(name="Mia", tags=["a"]))
    request = api.server.received[0]
    assert (request.headers["content-type"], request.body) == ("application/json", b'{"name":"Mia","tags":["a"]}')
