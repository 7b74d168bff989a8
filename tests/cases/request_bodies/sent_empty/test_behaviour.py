"""Bodies of which nothing is given, on the wire."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import Reply


def test_nothing_given(api: Driver) -> None:
    """An object is sent without members, unless it needs some; of a form there is nothing to send."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.baskets.create())
    api.run(lambda client: client.pets.create())
    api.run(lambda client: client.pictures.create())
    sent = [(request.headers.get("content-type"), request.body) for request in api.server.received]
    assert sent == [("application/json", b"{}"), (None, b""), (None, b"")]
